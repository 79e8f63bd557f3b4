package id.padan.casn.intake;

/** Why a row was not taken. */
enum Reason {
    /** A person's number, or a column for one: never stored, not even aside. */
    NIK_LIKE(false, "holds something like a NIK or NIP", "memuat sesuatu seperti NIK atau NIP"),
    /** A name, birth date or address: never stored either. */
    PERSONAL_FIELD(false, "holds a field about a named person", "memuat kolom tentang orang tertentu"),
    UNREADABLE(false, "cannot be read", "tidak dapat dibaca"),
    MISSING(true, "lacks this field", "tidak memuat kolom ini"),
    INVALID(true, "has a value of the wrong form", "berisi nilai yang salah bentuk"),
    UNKNOWN_CODE(true, "has a code that no list knows", "berisi kode yang tidak dikenal"),
    UNKNOWN_FORMATION(true, "names a formation that has not been sent", "menyebut formasi yang belum dikirim"),
    UNKNOWN_REGISTRANT(true, "names a registrant that has not been sent", "menyebut pendaftar yang belum dikirim"),
    STAGE_BACKWARDS(
            true,
            "leads back to an earlier stage without being a correction",
            "mundur ke tahapan sebelumnya tanpa koreksi"),
    CONTRADICTS(
            true,
            "says otherwise than before about the same registrant without being a correction",
            "berbeda dengan keterangan sebelumnya tanpa koreksi"),
    TOO_MANY(
            true,
            "comes after 100 others about the same registrant in this body; send it in a later one",
            "didahului 100 baris lain tentang pendaftar yang sama dalam kiriman ini; kirim dalam kiriman berikutnya");

    private final boolean kept;
    private final String en;
    private final String id;

    Reason(boolean kept, String en, String id) {
        this.kept = kept;
        this.en = en;
        this.id = id;
    }

    /** Whether the row itself is kept beside its reason. */
    boolean isKept() {
        return kept;
    }

    String en() {
        return en;
    }

    String id() {
        return id;
    }
}
