package id.padan.directory.status;

import id.padan.platform.problem.ProblemCode;

enum StatusProblem implements ProblemCode {
    PERSON_NEEDED(403, "A named person has to do this", "Tindakan ini harus dilakukan oleh orang yang disebut namanya"),
    SECOND_PERSON_NEEDED(403, "Another person has to do this", "Tindakan ini harus dilakukan oleh orang lain");

    private final int status;
    private final String titleEn;
    private final String titleId;

    StatusProblem(int status, String titleEn, String titleId) {
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
