package id.padan.agreement.inputs;

/** Which official record; names are on the wire. */
public enum RecordKind {
    /** Ps 3(2)f: as often as needed, signed by both parties. */
    BERITA_ACARA_PEMADANAN("berita acara hasil pemadanan"),
    /** Ps 3(2)f: at least twice a year, signed and sent by PIHAK KESATU. */
    LAPORAN_PEMANFAATAN("laporan hasil pemanfaatan");

    /** Role of the party that owes the records (Ps 3(2)f). */
    public static final String GIVES = "PIHAK KESATU";

    /** Role of the party that is to receive them (Ps 4(1)d). */
    public static final String RECEIVES = "PIHAK KEDUA";

    private final String words;

    RecordKind(String words) {
        this.words = words;
    }

    /** In Indonesian, within a sentence. */
    public String words() {
        return words;
    }

    public boolean isSignedByBoth() {
        return this == BERITA_ACARA_PEMADANAN;
    }
}
