package id.padan.directory.status;

import id.padan.platform.problem.ProblemCode;

enum StatusProblem implements ProblemCode {
    PERSON_NEEDED(403, "A named person has to do this", "Tindakan ini harus dilakukan oleh orang yang disebut namanya"),
    SECOND_PERSON_NEEDED(403, "Another person has to do this", "Tindakan ini harus dilakukan oleh orang lain");

    private final Meaning meaning;

    StatusProblem(int status, String titleEn, String titleId) {
        meaning = new Meaning(status, titleEn, titleId);
    }

    @Override
    public Meaning meaning() {
        return meaning;
    }
}
