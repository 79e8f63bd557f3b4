package id.padan.directory.record;

/** Why a row is refused. The names are stable; they are shown to the importer with both texts and never with the value. */
public enum RowRefusal {
    NOT_JSON("The line is not a JSON object.", "Baris bukan objek JSON."),
    LINE_TOO_LONG("The line is longer than 1 MiB.", "Baris lebih panjang dari 1 MiB."),
    COLUMN_COUNT("The row has more fields than the header.", "Baris memiliki lebih banyak kolom daripada tajuk."),
    UNKNOWN_RECORD(
            "There is no record of this person, or the NIP is not of one person only.",
            "Tidak ada data orang ini, atau NIP tidak menunjuk satu orang saja."),
    MISSING("The field must not be empty.", "Isian wajib diisi."),
    TOO_LONG("The value is longer than the field allows.", "Nilai melebihi panjang isian."),
    NIP_FORMAT("A NIP has exactly 18 digits.", "NIP terdiri atas tepat 18 angka."),
    NIK_FORMAT(
            "A NIK has exactly 16 digits; leave it empty if there is none.",
            "NIK terdiri atas tepat 16 angka; kosongkan bila tidak ada."),
    NOT_A_DATE(
            "The value is not an existing date as dd-MM-yyyy.",
            "Nilai bukan tanggal yang ada dengan bentuk dd-MM-yyyy."),
    NOT_A_VALUE(
            "The field must be a single value, not a list or an object.",
            "Isian harus berupa satu nilai, bukan daftar atau objek."),
    BAD_CHARACTER(
            "The value has a character that no text may have.", "Nilai memuat karakter yang tidak diperbolehkan.");

    private final String textEn;
    private final String textId;

    RowRefusal(String textEn, String textId) {
        this.textEn = textEn;
        this.textId = textId;
    }

    public String textEn() {
        return textEn;
    }

    public String textId() {
        return textId;
    }
}
