package id.padan.directory.position;

import id.padan.platform.problem.ProblemCode;

/** Problems of this feature alone. */
enum PositionProblem implements ProblemCode {
    CURSOR_EXPIRED(410, "The cursor can no longer be used", "Kursor tidak dapat dipakai lagi");

    private final Meaning meaning;

    PositionProblem(int status, String titleEn, String titleId) {
        meaning = new Meaning(status, titleEn, titleId);
    }

    @Override
    public Meaning meaning() {
        return meaning;
    }
}
