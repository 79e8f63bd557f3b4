package id.padan.platform.problem;

/** The problems that every service answers in the same way. */
public enum PlatformProblem implements ProblemCode {
    UNAUTHENTICATED(401, "A valid token is needed", "Diperlukan token yang sah"),
    TOKEN_EXPIRED(401, "The token has expired", "Token sudah kedaluwarsa"),
    ROLE_MISSING(403, "The role needed is missing", "Peran yang diperlukan tidak ada"),
    PARTY_MISMATCH(403, "This party may not do this", "Pihak ini tidak berhak melakukannya"),
    PURPOSE_MISSING(400, "The purpose is missing", "Tujuan belum disebutkan"),
    PURPOSE_UNKNOWN(400, "The purpose is not one of Pasal 2", "Tujuan tidak termasuk ruang lingkup Pasal 2"),
    PURPOSE_NOT_OPEN(403, "The purpose does not open this data", "Tujuan ini tidak membuka data tersebut"),
    PROGRAMME_MISSING(400, "The programme is missing", "Program belum disebutkan"),
    PROGRAMME_UNKNOWN(403, "The programme is not registered", "Program tidak terdaftar"),
    PROGRAMME_EXPIRED(403, "The programme is not open now", "Program tidak sedang berlaku"),
    PROGRAMME_CLIENT(403, "The programme is not for this client", "Program ini bukan untuk klien tersebut"),
    PROGRAMME_DPIA_MISSING(
            403, "The programme has no impact assessment", "Program belum memiliki penilaian dampak pelindungan data"),
    ELEMENT_NOT_OPEN(
            403, "The annex in force does not open this element", "Lampiran yang berlaku tidak membuka elemen ini"),
    CLAUSE_NOT_OPEN(403, "No clause in force opens this data", "Tidak ada ketentuan berlaku yang membuka data ini"),
    TERM_NOT_STARTED(403, "The agreement is not in force yet", "Perjanjian belum berlaku"),
    TERM_ENDED(403, "The agreement has ended", "Perjanjian sudah berakhir"),
    POLICY_UNKNOWN(403, "No agreement is known here", "Belum ada perjanjian yang diketahui di sini"),
    POLICY_STALE(
            403, "The agreement has not been confirmed for too long", "Perjanjian terlalu lama tidak dikonfirmasi"),
    SUSPENDED(403, "Access is suspended", "Akses sedang ditangguhkan"),
    AS_OF_UNSUPPORTED(
            400,
            "This day cannot be asked for under this programme",
            "Tanggal ini tidak dapat ditanyakan untuk program ini"),
    NOT_FOUND(404, "Not found", "Tidak ditemukan di layanan ini"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here", "Metode tidak diperbolehkan di sini"),
    NOT_ACCEPTABLE(406, "None of the accepted formats is offered", "Format yang diminta tidak tersedia"),
    IDEMPOTENCY_KEY_MISSING(400, "The Idempotency-Key is missing", "Idempotency-Key belum ada"),
    IDEMPOTENCY_MISMATCH(
            422, "The Idempotency-Key was used with another body", "Idempotency-Key sudah dipakai dengan isi lain"),
    CONFLICT(409, "The state does not allow this", "Keadaan saat ini tidak memungkinkan"),
    LEGAL_HOLD(409, "A legal hold stops this", "Penahanan hukum menghentikan tindakan ini"),
    LOG_KEY_UNKNOWN(403, "No log key of this party is registered", "Kunci log pihak ini belum terdaftar"),
    LOG_INCONSISTENT(409, "Another head than this log gave", "Kepala log berbeda dengan yang diterbitkan log ini"),
    STALE_VERSION(412, "The version has changed meanwhile", "Versi sudah berubah"),
    TOO_LARGE(413, "The body is too large", "Isi permintaan terlalu besar"),
    UNSUPPORTED_MEDIA(415, "The format is not supported", "Format tidak didukung"),
    INVALID(400, "The request is not valid", "Permintaan tidak sah"),
    INTERNAL(500, "An unexpected error", "Galat yang tidak terduga"),
    UNAVAILABLE(503, "Not available at the moment", "Sedang tidak tersedia");

    private final int status;
    private final String titleEn;
    private final String titleId;

    PlatformProblem(int status, String titleEn, String titleId) {
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
