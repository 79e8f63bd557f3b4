package id.padan.directory.access;

import id.padan.platform.problem.ProblemCode;

/** What is wrong with a read of the feed. */
enum AccessProblem implements ProblemCode {
    CURSOR_EXPIRED(
            410, "The feed no longer reaches back to this cursor", "Umpan perubahan tidak lagi menjangkau kursor ini");

    private final int status;
    private final String titleEn;
    private final String titleId;

    AccessProblem(int status, String titleEn, String titleId) {
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
