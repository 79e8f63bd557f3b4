package id.padan.correction.intake;

import id.padan.platform.problem.ProblemCode;
import id.padan.platform.problem.ProblemException;

/** What can be wrong with a list as a whole. */
enum ListProblem implements ProblemCode {
    LIST_UNREADABLE(400, "The list cannot be read", "Daftar tidak dapat dibaca"),
    LIST_HEADER(400, "The list's header lacks a column", "Baris judul daftar kurang lengkap"),
    LIST_EMPTY(400, "The list has no rows", "Daftar tidak memuat baris"),
    LIST_TOO_LONG(413, "The list has too many rows", "Daftar memuat terlalu banyak baris"),
    LIST_INFLATES(413, "The workbook inflates to too much", "Isi buku kerja terlalu besar"),
    LISTS_BUSY(503, "Other lists are being read", "Daftar lain sedang dibaca");

    private final int status;
    private final String titleEn;
    private final String titleId;

    ListProblem(int status, String titleEn, String titleId) {
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
