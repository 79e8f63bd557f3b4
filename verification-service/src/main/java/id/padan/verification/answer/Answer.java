package id.padan.verification.answer;

/** What the agreement lets BKN say about a NIK (Ps 3(1)b). The order is the ordinal that packed results (2 bits a row) carry. */
public enum Answer {
    ACTIVE("tercatat sebagai ASN aktif"),
    INACTIVE("tercatat sebagai ASN tidak aktif"),
    RETIRED("tercatat sebagai ASN pensiun"),
    NOT_FOUND("tidak ditemukan");

    private final String statement;

    Answer(String statement) {
        this.statement = statement;
    }

    /** The sentence of the agreement, verbatim. */
    public String statement() {
        return statement;
    }
}
