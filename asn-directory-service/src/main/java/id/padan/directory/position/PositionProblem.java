package id.padan.directory.position;

import id.padan.platform.problem.ProblemCode;

/** Problems of this feature alone. */
enum PositionProblem implements ProblemCode {
    CURSOR_EXPIRED(410, "The cursor can no longer be used", "Kursor tidak dapat dipakai lagi");

    private final int status;
    private final String titleEn;
    private final String titleId;

    PositionProblem(int status, String titleEn, String titleId) {
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
