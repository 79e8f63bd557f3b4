package id.padan.directory.access;

import id.padan.platform.problem.ProblemCode;

/** What is wrong with a read of the feed. */
enum AccessProblem implements ProblemCode {
    CURSOR_EXPIRED(
            410, "The feed no longer reaches back to this cursor", "Umpan perubahan tidak lagi menjangkau kursor ini");

    private final Meaning meaning;

    AccessProblem(int status, String titleEn, String titleId) {
        meaning = new Meaning(status, titleEn, titleId);
    }

    @Override
    public Meaning meaning() {
        return meaning;
    }
}
