package id.padan.directory.reference;

import id.padan.platform.problem.ProblemCode;

enum ReferenceProblem implements ProblemCode {
    AS_OF_UNKNOWN(404, "Nothing is known of that day", "Keadaan pada tanggal tersebut tidak diketahui"),
    REMOVAL_UNCONFIRMED(409, "More than half of the codes would end", "Lebih dari separuh kode akan berakhir");

    private final int status;
    private final String titleEn;
    private final String titleId;

    ReferenceProblem(int status, String titleEn, String titleId) {
        this.status = status;
        this.titleEn = titleEn;
        this.titleId = titleId;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String titleEn() {
        return titleEn;
    }

    @Override
    public String titleId() {
        return titleId;
    }
}
