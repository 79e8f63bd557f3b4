package id.padan.verification.quota;

import id.padan.platform.problem.ProblemCode;

/** Refusals of those who ask too much. */
public enum QuotaProblem implements ProblemCode {
    QUOTA_EXHAUSTED(429, "The day's quota is used up", "Kuota hari ini sudah habis"),
    ENUMERATION(429, "Neighbouring NIKs are being tried", "NIK yang berdekatan sedang dicoba-coba"),
    RESULTS_HELD(409, "The results wait for an approver", "Hasil menunggu persetujuan pejabat");

    private final Meaning meaning;

    QuotaProblem(int status, String titleEn, String titleId) {
        meaning = new Meaning(status, titleEn, titleId);
    }

    @Override
    public Meaning meaning() {
        return meaning;
    }
}
