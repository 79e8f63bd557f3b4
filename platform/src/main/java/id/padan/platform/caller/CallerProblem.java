package id.padan.platform.caller;

import id.padan.platform.problem.ProblemCode;

/** What is wrong with how a caller names himself. */
public enum CallerProblem implements ProblemCode {
    ACTOR_UNPROVEN(403, "The acting officer is not proven", "Petugas yang bertindak tidak terbukti");

    private final Meaning meaning;

    CallerProblem(int status, String titleEn, String titleId) {
        meaning = new Meaning(status, titleEn, titleId);
    }

    @Override
    public Meaning meaning() {
        return meaning;
    }
}
