package id.padan.platform.events;

/** Thrown by a reader's handler for a record that will never be usable, whatever is tried: it goes to the dead letters. */
public final class UnusableRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason for the operator; never a value of the record */
    public UnusableRecordException(String reason) {
        super(reason, null, false, false);
    }
}
