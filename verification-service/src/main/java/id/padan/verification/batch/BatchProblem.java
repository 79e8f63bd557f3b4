package id.padan.verification.batch;

import id.padan.platform.problem.ProblemCode;

/** What can go wrong with a list as a job; what can be wrong with the file is {@link id.padan.verification.list.ListProblem}. */
public enum BatchProblem implements ProblemCode {
    UPLOAD_INTERRUPTED(400, "The upload broke off", "Unggahan terputus"),
    UPLOAD_MALFORMED(400, "The multipart body is not valid", "Isi multipart tidak sah"),
    UPLOAD_SUPERSEDED(409, "Another upload has taken over", "Unggahan lain telah mengambil alih"),
    BATCH_NOT_COMPLETED(409, "The list is not completed", "Daftar belum selesai diproses"),
    BATCH_DESTROYED(409, "The list's results have been destroyed", "Hasil daftar sudah dimusnahkan"),
    BATCH_STALLED(503, "The list could not be processed", "Daftar tidak dapat diproses"),
    CHUNK_UNREADABLE(500, "A part of the list became unreadable", "Sebagian daftar tidak dapat dibaca");

    private final int status;
    private final String titleEn;
    private final String titleId;

    BatchProblem(int status, String titleEn, String titleId) {
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
