package id.padan.platform.agreement;

import java.util.Map;
import java.util.Set;

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

    /** What to name when no policy known here opens a dataset. */
    private static final Map<String, String> CLAUSES = Map.of(
            NIK_CONFIRMATION, "Ps 3(1)b",
            ASN_RECORD, "Ps 3(1)a",
            ASN_REFERENCE, "Ps 3(1)d",
            CASN_AGGREGATE, "Ps 3(1)c",
            FUNCTIONAL_POSITION, "Ps 4(1)a",
            FUNCTIONAL_POSITION_REFERENCE, "Ps 4(1)b",
            CORRECTION_LIST, "Ps 3(1)e");

    /** Elements without which an answer of this dataset would say nothing: NIK asked for, sentence of Ps 3(1)b; whose position it is. */
    private static final Map<String, Set<String>> ESSENTIAL =
            Map.of(NIK_CONFIRMATION, Set.of("B-02", "B-06"), FUNCTIONAL_POSITION, Set.of("C-01"));

    private Datasets() {}

    /** Codes that a clause has to open before anything of the dataset is answered. */
    public static Set<String> essentialElements(String dataset) {
        return ESSENTIAL.getOrDefault(dataset, Set.of());
    }

    /** The clause of the agreement of 2024 about this dataset, null for a dataset that it does not know. */
    static String clauseOf(String dataset) {
        return dataset == null ? null : CLAUSES.get(dataset);
    }
}
