package id.padan.directory.position;

/** Why a row is refused. The names are stable; they are shown with both texts and never with the value. */
enum PositionRefusal {
    NOT_JSON("The row is not a JSON object.", "Baris bukan objek JSON."),
    LINE_TOO_LONG("The line is longer than 1 MiB.", "Baris lebih panjang dari 1 MiB."),
    COLUMN_COUNT("The row has more fields than the header.", "Baris memiliki lebih banyak kolom daripada tajuk."),
    UNKNOWN_FIELD("Annex 10.C names no such field.", "Lampiran 10.C tidak memuat isian tersebut."),
    MISSING("The field must not be empty.", "Isian wajib diisi."),
    TOO_LONG("The value is longer than 500 characters.", "Nilai lebih panjang dari 500 karakter."),
    BAD_CHARACTER(
            "The value has a character that no text may have.", "Nilai memuat karakter yang tidak diperbolehkan."),
    WRONG_VALUE(
            "The value is not of the kind or range that annex 10.C gives.",
            "Nilai tidak sesuai jenis atau rentang pada Lampiran 10.C."),
    NIP_FORMAT("A NIP has exactly 18 digits.", "NIP terdiri atas tepat 18 angka."),
    NIP_TAKEN("Another record has this NIP.", "Data lain sudah memakai NIP ini."),
    NOT_GUIDED(
            "The group is not under the holder's guidance (pembinaId).",
            "Kelompok jabatan tidak di bawah pembinaan pemegang data (pembinaId)."),
    CREDIT_INVALID(
            "The credit history cannot be computed: a period overlaps another, crosses a year or a level, or has no known predicate.",
            "Riwayat angka kredit tidak dapat dihitung: periode tumpang tindih, melintasi tahun atau jenjang, atau predikat tidak dikenal."),
    CREDIT_DIFFERS(
            "The value differs from what the rules give; leave it out and it is computed.",
            "Nilai berbeda dari hasil perhitungan; kosongkan agar dihitung.");

    final String textEn;
    final String textId;

    PositionRefusal(String textEn, String textId) {
        this.textEn = textEn;
        this.textId = textId;
    }
}
