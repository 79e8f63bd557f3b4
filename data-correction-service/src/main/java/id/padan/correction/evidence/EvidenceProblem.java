package id.padan.correction.evidence;

import id.padan.platform.problem.ProblemCode;
import id.padan.platform.problem.ProblemException;

enum EvidenceProblem implements ProblemCode {
    EVIDENCE_TYPE(415, "The file is no PDF, PNG or JPEG", "Berkas bukan PDF, PNG, atau JPEG"),
    EVIDENCE_TOO_LARGE(413, "The file is too large", "Berkas terlalu besar"),
    EVIDENCE_NAME(400, "The file's name cannot be kept", "Nama berkas tidak dapat disimpan");

    private final int status;
    private final String titleEn;
    private final String titleId;

    EvidenceProblem(int status, String titleEn, String titleId) {
        this.status = status;
        this.titleEn = titleEn;
        this.titleId = titleId;
    }

    ProblemException with(String detailEn, String detailId) {
        return ProblemException.of(this, detailEn, detailId);
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
