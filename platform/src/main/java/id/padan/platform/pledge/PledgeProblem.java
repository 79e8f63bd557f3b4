package id.padan.platform.pledge;

import id.padan.platform.problem.ProblemCode;

/** What is wrong with a pledge of confidentiality. */
public enum PledgeProblem implements ProblemCode {
    PLEDGE_MISSING(
            403, "A valid pledge of confidentiality is needed", "Diperlukan pernyataan kerahasiaan yang masih berlaku");

    private final Meaning meaning;

    PledgeProblem(int status, String titleEn, String titleId) {
        meaning = new Meaning(status, titleEn, titleId);
    }

    @Override
    public Meaning meaning() {
        return meaning;
    }
}
