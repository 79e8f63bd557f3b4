package id.padan.platform.pledge;

import id.padan.platform.problem.ProblemCode;

/** What is wrong with a pledge of confidentiality. */
public enum PledgeProblem implements ProblemCode {
    PLEDGE_MISSING(
            403, "A valid pledge of confidentiality is needed", "Diperlukan pernyataan kerahasiaan yang masih berlaku");

    private final int status;
    private final String titleEn;
    private final String titleId;

    PledgeProblem(int status, String titleEn, String titleId) {
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
