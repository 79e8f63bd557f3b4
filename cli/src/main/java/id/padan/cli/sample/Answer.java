package id.padan.cli.sample;

/** The four answers of Ps 3(1)b, with their sentences verbatim. */
public enum Answer {
    ACTIVE("tercatat sebagai ASN aktif"),
    INACTIVE("tercatat sebagai ASN tidak aktif"),
    RETIRED("tercatat sebagai ASN pensiun"),
    NOT_FOUND("tidak ditemukan");

    private final String sentence;

    Answer(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
