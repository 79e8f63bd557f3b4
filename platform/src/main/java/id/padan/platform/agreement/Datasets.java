package id.padan.platform.agreement;

/** The datasets that clauses open. A new agreement may name more; these are the ones that services ask for. */
public final class Datasets {

    /** Confirmation by NIK, held by BKN: Ps 3(1)b. */
    public static final String NIK_CONFIRMATION = "nik-confirmation";
    /** ASN records within the annex, held by BKN: Ps 3(1)a. */
    public static final String ASN_RECORD = "asn-record";
    /** ASN references, held by BKN: Ps 3(1)d. */
    public static final String ASN_REFERENCE = "asn-reference";
    /** Aggregates of CASN registrants and placement, held by BKN: Ps 3(1)c. */
    public static final String CASN_AGGREGATE = "casn-aggregate";
    /** Functional positions under Kemnaker's guidance, held by Kemnaker: Ps 4(1)a. */
    public static final String FUNCTIONAL_POSITION = "functional-position";
    /** References of those functional positions, held by Kemnaker: Ps 4(1)b. */
    public static final String FUNCTIONAL_POSITION_REFERENCE = "functional-position-reference";
    /** Correction lists, both ways: Ps 3(1)e and 4(1)c. */
    public static final String CORRECTION_LIST = "correction-list";

    private Datasets() {}
}
