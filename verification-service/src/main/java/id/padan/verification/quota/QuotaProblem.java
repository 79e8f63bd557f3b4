package id.padan.verification.quota;

import id.padan.platform.problem.ProblemCode;

/** Refusals of those who ask too much. */
public enum QuotaProblem implements ProblemCode {
    QUOTA_EXHAUSTED(429, "The day's quota is used up", "Kuota hari ini sudah habis"),
    ENUMERATION(429, "Neighbouring NIKs are being tried", "NIK yang berdekatan sedang dicoba-coba"),
    RESULTS_HELD(409, "The results wait for an approver", "Hasil menunggu persetujuan pejabat");

    private final int status;
    private final String titleEn;
    private final String titleId;

    QuotaProblem(int status, String titleEn, String titleId) {
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
