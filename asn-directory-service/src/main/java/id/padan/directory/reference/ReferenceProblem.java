package id.padan.directory.reference;

import id.padan.platform.problem.ProblemCode;

enum ReferenceProblem implements ProblemCode {
    AS_OF_UNKNOWN(404, "Nothing is known of that day", "Keadaan pada tanggal tersebut tidak diketahui"),
    REMOVAL_UNCONFIRMED(409, "More than half of the codes would end", "Lebih dari separuh kode akan berakhir");

    private final Meaning meaning;

    ReferenceProblem(int status, String titleEn, String titleId) {
        meaning = new Meaning(status, titleEn, titleId);
    }

    @Override
    public Meaning meaning() {
        return meaning;
    }
}
