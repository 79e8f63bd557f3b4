package id.padan.casn.table;

import java.util.HashSet;
import java.util.List;

/**
 * A dimension and its codes in the order of the code list. Codes of one dimension exclude each other and together cover everybody: a hierarchy
 * is two dimensions, the wider first (province, regency); a stage is the last stage reached, and "reached at least" is a sum.
 *
 * @param name as in SDMX, for example {@code provinsiFormasi}
 * @param codes the whole list, also codes without anybody, without the total
 */
public record Dimension(String name, List<String> codes, Kind kind) {
    /** The code of the total over a dimension, as in SDMX. */
    public static final String TOTAL = "_T";

    /** What outsiders know of a dimension. */
    public enum Kind {
        /** Of the formation (agency, job, province of formation, procurement, stage): the portal publishes counts by it. */
        FORMATION,
        /** Of the registrant (sex, age group, domicile). */
        PERSON,
        /** Of the registrant, and specific personal data (disability): not even a zero is shown. */
        SENSITIVE
    }

    public Dimension {
        codes = List.copyOf(codes);
        if (codes.isEmpty() || codes.contains(TOTAL) || new HashSet<>(codes).size() < codes.size())
            throw new IllegalArgumentException(name + ": codes are missing, repeated, or named " + TOTAL);
    }
}
