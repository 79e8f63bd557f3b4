package id.padan.casn.release;

import id.padan.platform.problem.ProblemCode;

enum ReleaseProblem implements ProblemCode {
    PERSON_NEEDED(403, "A named person has to do this", "Tindakan ini harus dilakukan oleh orang yang disebut namanya"),
    SECOND_PERSON_NEEDED(403, "Another person has to do this", "Tindakan ini harus dilakukan oleh orang lain"),
    RELEASE_UNSAFE(409, "The release would give people away", "Rilis ini dapat mengungkap orang"),
    RELEASE_OUTDATED(
            409,
            "Another release has gone out since this one was attacked",
            "Rilis lain terbit setelah rilis ini diuji"),
    TABLE_TOO_LARGE(400, "The table would have too many cells", "Tabel akan memiliki terlalu banyak sel");

    private final int status;
    private final String titleEn;
    private final String titleId;

    ReleaseProblem(int status, String titleEn, String titleId) {
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
