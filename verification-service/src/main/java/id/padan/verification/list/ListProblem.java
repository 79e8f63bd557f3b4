package id.padan.verification.list;

import id.padan.platform.problem.ProblemCode;

/** Why a whole list is refused. A refused list leaves nothing behind. */
public enum ListProblem implements ProblemCode {
    FILE_EMPTY(400, "The file is empty.", "Berkas kosong."),
    FILE_NO_ROWS(400, "The file has a header but no rows.", "Berkas hanya berisi baris judul, tanpa data."),
    FILE_NIK_COLUMN_NOT_FOUND(400, "No column holds NIKs.", "Tidak ada kolom yang berisi NIK."),
    FILE_NIK_COLUMN_AMBIGUOUS(
            400, "More than one column could hold the NIKs.", "Lebih dari satu kolom mungkin berisi NIK."),
    FILE_LINE_TOO_LONG(400, "A line is too long to be a row of a list.", "Ada baris yang terlalu panjang."),
    FILE_QUOTES(
            400, "A quoted cell is not closed properly.", "Tanda kutip pada sebuah sel tidak ditutup dengan benar."),
    FILE_SPREADSHEET_DAMAGE(
            400,
            "A spreadsheet has destroyed the last digit of the NIKs.",
            "Angka terakhir NIK rusak karena lembar kerja."),
    FILE_DAMAGED(400, "The file is damaged.", "Berkas rusak."),
    FILE_ZIP_ENTRIES(400, "The ZIP must hold exactly one list.", "ZIP harus berisi tepat satu daftar."),
    FILE_TOO_LARGE(413, "The list is too large.", "Daftar terlalu besar."),
    FILE_INFLATES_TOO_MUCH(
            413, "The compressed file unpacks to far more than a list.", "Berkas terkompresi mengembang tidak wajar."),
    FILE_ENCRYPTED(415, "The file is protected by a password.", "Berkas dilindungi kata sandi."),
    FILE_NOT_TEXT(415, "The file is neither text nor XLSX nor ZIP.", "Berkas bukan teks, XLSX, atau ZIP."),
    FILE_UNSUPPORTED(415, "This kind of file is not supported.", "Jenis berkas ini tidak didukung."),
    TOO_MANY_UPLOADS(
            429, "Too many lists are being received right now.", "Terlalu banyak daftar sedang diterima saat ini."),
    NO_ROOM(503, "There is no room to read this file now.", "Saat ini tidak ada ruang untuk membaca berkas ini.");

    private final int status;
    private final String titleEn;
    private final String titleId;

    ListProblem(int status, String titleEn, String titleId) {
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
