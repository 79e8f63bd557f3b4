package id.padan.agreement.record;

/** Which official record; names are on the wire. */
enum RecordKind {
    /** Ps 3(2)f: as often as needed, signed by both parties. */
    BERITA_ACARA_PEMADANAN("berita acara hasil pemadanan"),
    /** Ps 3(2)f: at least twice a year, signed and sent by PIHAK KESATU. */
    LAPORAN_PEMANFAATAN("laporan hasil pemanfaatan");

    private final String words;

    RecordKind(String words) {
        this.words = words;
    }

    /** In Indonesian, within a sentence. */
    String words() {
        return words;
    }

    boolean isSignedByBoth() {
        return this == BERITA_ACARA_PEMADANAN;
    }
}
