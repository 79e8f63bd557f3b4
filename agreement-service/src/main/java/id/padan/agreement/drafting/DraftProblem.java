package id.padan.agreement.drafting;

import id.padan.platform.problem.ProblemCode;

/** What can be wrong with a draft. */
enum DraftProblem implements ProblemCode {
    RECORD_UNBALANCED(422, "The numbers do not balance", "Angka tidak setara"),
    RECORD_RECEIPT_INVALID(422, "A list's receipt does not hold", "Tanda terima daftar tidak sah"),
    RECORD_LOG_KEY_MISSING(503, "The key of verification's log is not known", "Kunci log verifikasi belum diketahui"),
    RECORD_REGISTER_MISSING(503, "The register of disclosures is not here", "Register pengungkapan belum tersedia");

    private final int status;
    private final String titleEn;
    private final String titleId;

    DraftProblem(int status, String titleEn, String titleId) {
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
