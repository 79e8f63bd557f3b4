package id.padan.agreement.record;

import id.padan.platform.problem.ProblemCode;

/** What can go wrong with an official record. */
enum RecordProblem implements ProblemCode {
    RECORD_UNBALANCED(422, "The numbers do not balance", "Angka tidak setara"),
    RECORD_RECEIPT_INVALID(422, "A list's receipt does not hold", "Tanda terima daftar tidak sah"),
    RECORD_NOT_REPRODUCIBLE(500, "The file cannot be made again", "Berkas tidak dapat dibuat kembali"),
    RECORD_LOG_KEY_MISSING(503, "The key of verification's log is not known", "Kunci log verifikasi belum diketahui"),
    RECORD_REGISTER_MISSING(503, "The register of disclosures is not here", "Register pengungkapan belum tersedia"),
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
