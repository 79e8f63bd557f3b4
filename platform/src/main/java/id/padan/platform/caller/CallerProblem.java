package id.padan.platform.caller;

import id.padan.platform.problem.ProblemCode;

/** What is wrong with how a caller names himself. */
public enum CallerProblem implements ProblemCode {
    ACTOR_UNPROVEN(403, "The acting officer is not proven", "Petugas yang bertindak tidak terbukti");

    private final int status;
    private final String titleEn;
    private final String titleId;

    CallerProblem(int status, String titleEn, String titleId) {
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
