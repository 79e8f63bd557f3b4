package id.padan.verification.list;

/**
 * What became of one row of a list. A row that breaks a rule gets its status and never "tidak ditemukan". The rules are tested in the order
 * of the {@code NIK_} constants' codes and the first hit wins.
 */
public enum RowStatus {
    /** One of the four sentences was given; inside a packed chunk the same code means "still to be answered". */
    ANSWERED(0, "answered", "terjawab"),
    /** A spreadsheet turned the NIK into a number in E-notation; its digits are lost. */
    NIK_SPREADSHEET_DAMAGE(
            1, "the NIK was turned into a number by a spreadsheet", "NIK berubah menjadi angka oleh lembar kerja"),
    /** Not 16 digits after trimming; also an empty cell. */
    NIK_FORMAT(2, "the NIK does not have exactly 16 digits", "NIK tidak terdiri atas tepat 16 angka"),
    /** All digits equal, serial 0000, or first digit 0. */
    NIK_IMPOSSIBLE(3, "such a NIK cannot exist", "NIK seperti ini tidak mungkin ada"),
    /** Digits 7 to 12 are no birth date. */
    NIK_DATE(4, "the birth date in the NIK is impossible", "tanggal lahir dalam NIK tidak mungkin"),
    /** An earlier row of the same list has this NIK and carries the answer. */
    DUPLICATE(5, "an earlier row has the same NIK", "baris sebelumnya memuat NIK yang sama"),
    /** The person's status code has no approved meaning yet, so no answer is given. */
    STATUS_UNMAPPED(6, "the status has no approved mapping yet", "status belum mempunyai pemetaan yang disetujui"),
    /** The status on the asked date is not known. */
    AS_OF_UNKNOWN(7, "the status on that date is not known", "status pada tanggal tersebut tidak diketahui"),
    /** The agreement closed or processing failed before this row was answered. */
    NOT_PROCESSED(8, "not processed", "tidak diproses");

    private static final RowStatus[] BY_CODE = values();

    private final int code;
    private final String titleEn;
    private final String titleId;

    RowStatus(int code, String titleEn, String titleId) {
        this.code = code;
        this.titleEn = titleEn;
        this.titleId = titleId;
    }

    /** The number in packed chunks (docs/formats/chunk.md); never reused. */
    int code() {
        return code;
    }

    static RowStatus ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("unknown row status code " + code);
        }
        return BY_CODE[code];
    }

    /** True for the four statuses that a rule of NIK gives; such rows are counted as rejected. */
    public boolean rejected() {
        return code >= NIK_SPREADSHEET_DAMAGE.code && code <= NIK_DATE.code;
    }

    public String titleEn() {
        return titleEn;
    }

    public String titleId() {
        return titleId;
    }
}
