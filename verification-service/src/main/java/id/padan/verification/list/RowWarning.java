package id.padan.verification.list;

import java.util.EnumSet;
import java.util.Set;

/** What is worth a look beside a row's status; a warning never changes the status. Each one is a bit, {@code 1 << ordinal()}. */
public enum RowWarning {
    /** Beside NIK_FORMAT: the 18 digits look like a NIP. */
    SUSPECTED_NIP,
    /** The first six digits are in neither the current nor the historic list of districts. */
    NIK_REGION,
    /** The list's own birth-date column says another date than the NIK. */
    NIK_BIRTH_DATE,
    /** The list's own sex column says otherwise than the NIK. */
    NIK_SEX,
    /** BKN holds this NIK but Dukcapil has not confirmed it (SIASN {@code validNik=false}). */
    NIK_NOT_VALIDATED,
    /** Two different persons share this NIK in BKN's records. */
    NIK_SHARED;

    private static final RowWarning[] BY_BIT = values();

    public int bit() {
        return 1 << ordinal();
    }

    /** The warnings of a bit set. */
    public static Set<RowWarning> of(int bits) {
        EnumSet<RowWarning> warnings = EnumSet.noneOf(RowWarning.class);
        for (RowWarning warning : BY_BIT) {
            if ((bits & warning.bit()) != 0) {
                warnings.add(warning);
            }
        }
        return warnings;
    }
}
