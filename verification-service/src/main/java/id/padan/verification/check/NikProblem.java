package id.padan.verification.check;

import id.padan.platform.problem.ProblemCode;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.list.NikVerdict;

/** The rules of NIK (domain.md 3.1) as problems of a single check; the names are those of a list's row statuses. */
enum NikProblem implements ProblemCode {
    NIK_SPREADSHEET_DAMAGE(
            "The NIK was damaged by a spreadsheet",
            "NIK rusak oleh lembar kerja",
            "A spreadsheet turned the NIK into a number such as 3.17E+15; its last digits are lost. Take it from the source again, as text.",
            "Lembar kerja mengubah NIK menjadi angka seperti 3,17E+15 sehingga digit akhirnya hilang. Ambil ulang dari sumbernya sebagai teks."),
    NIK_FORMAT(
            "The NIK does not have 16 digits",
            "NIK tidak terdiri atas 16 digit",
            "A NIK has exactly 16 digits; spaces, dots and dashes around them are ignored.",
            "NIK terdiri atas tepat 16 digit; spasi, titik, dan tanda hubung diabaikan."),
    NIK_IMPOSSIBLE(
            "No NIK can be like this",
            "NIK seperti ini tidak mungkin ada",
            "A NIK does not begin with 0, does not end with serial 0000 and does not repeat one digit.",
            "NIK tidak berawalan 0, tidak berakhir dengan nomor urut 0000, dan tidak terdiri atas satu digit berulang."),
    NIK_DATE(
            "The NIK contains no birth date",
            "NIK tidak memuat tanggal lahir",
            "Digits 7 to 12 of a NIK are day (women: plus 40), month and year of birth; here they are no date.",
            "Digit 7 sampai 12 NIK adalah tanggal (perempuan: ditambah 40), bulan, dan tahun lahir; di sini bukan tanggal.");

    private static final int BAD_REQUEST = 400;

    private final String titleEn;
    private final String titleId;
    private final String detailEn;
    private final String detailId;

    NikProblem(String titleEn, String titleId, String detailEn, String detailId) {
        this.titleEn = titleEn;
        this.titleId = titleId;
        this.detailEn = detailEn;
        this.detailId = detailId;
    }

    static ProblemException of(NikVerdict.Broken broken) {
        var problem = valueOf(broken.status().name());
        var exception =
                ProblemException.of(problem, problem.detailEn, problem.detailId).with("field", "nik");
        return broken.warnings().isEmpty()
                ? exception
                : exception.with("warnings", broken.warnings().stream().sorted().toList());
    }

    @Override
    public int status() {
        return BAD_REQUEST;
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
