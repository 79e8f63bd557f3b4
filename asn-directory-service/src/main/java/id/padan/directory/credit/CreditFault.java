package id.padan.directory.credit;

/** A credit history that cannot be computed; says which line, never its values. */
public final class CreditFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the line. */
    public enum Reason {
        /** The level is none of the rules'. */
        LEVEL_UNKNOWN,
        /** The predicate is not 1 to 5. */
        PREDICATE_UNKNOWN,
        /** The months are not in order, or not of one calendar year. */
        PERIOD_NOT_IN_A_YEAR,
        /** The months lie partly before and partly in the present level. */
        PERIOD_OVER_TWO_LEVELS,
        /** A month would be counted twice. */
        PERIOD_COUNTED_TWICE,
        /** The points are negative. */
        NEGATIVE
    }

    private final int line;
    private final Reason reason;

    CreditFault(int line, Reason reason) {
        super(reason + " in line " + line, null, false, false);
        this.line = line;
        this.reason = reason;
    }

    /** Index of the line as it was given, from 0; -1 for the whole history. */
    public int line() {
        return line;
    }

    public Reason reason() {
        return reason;
    }
}
