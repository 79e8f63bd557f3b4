package id.padan.agreement.onward;

import id.padan.platform.problem.ProblemCode;

/** Why nothing may go to a third party. */
enum OnwardProblem implements ProblemCode {
    ONWARD_NOT_OPEN(
            403, "This disclosure to a third party is not open", "Pengungkapan kepada pihak ketiga ini tidak terbuka"),
    ONWARD_OUT_OF_SCOPE(
            403, "The file holds what the grant does not name", "Berkas memuat data di luar lingkup persetujuan");

    private final int status;
    private final String titleEn;
    private final String titleId;

    OnwardProblem(int status, String titleEn, String titleId) {
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
