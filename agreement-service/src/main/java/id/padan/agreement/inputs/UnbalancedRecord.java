package id.padan.agreement.inputs;

import java.util.List;

/** No file is made of numbers that do not agree. */
public final class UnbalancedRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<RecordInputs.Equation> broken;

    UnbalancedRecord(List<RecordInputs.Equation> broken) {
        super("numbers of a record do not balance: " + broken, null, false, false);
        this.broken = List.copyOf(broken);
    }

    /** The equations that do not hold. */
    public List<RecordInputs.Equation> broken() {
        return broken;
    }
}
