package id.padan.agreement.record;

import id.padan.platform.problem.ProblemCode;

/** What can go wrong with an official record. */
enum RecordProblem implements ProblemCode {
    RECORD_NOT_REPRODUCIBLE(500, "The file cannot be made again", "Berkas tidak dapat dibuat kembali"),
    SAME_PERSON(403, "Another person must do this", "Harus dilakukan oleh orang lain"),
    SIGNATURE_PASSPHRASE_WRONG(422, "The passphrase is wrong", "Frasa sandi salah"),
    SIGNATURE_CERTIFICATE_EXPIRED(409, "The signer's certificate has expired", "Sertifikat penanda tangan kedaluwarsa"),
    SIGNATURE_REFUSED(409, "The certification body did not sign", "Penyelenggara sertifikasi menolak menandatangani"),
    SIGNATURE_UNAVAILABLE(503, "Signing is not available", "Layanan tanda tangan sedang tidak tersedia");

    private final int status;
    private final String titleEn;
    private final String titleId;

    RecordProblem(int status, String titleEn, String titleId) {
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
