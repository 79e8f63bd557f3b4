package id.padan.verification.projection;

/** An event that cannot be understood; the reason goes to the dead letters and never quotes a value. */
final class BadEvent extends Exception {
    private static final long serialVersionUID = 1;

    BadEvent(String reason) {
        super(reason, null, false, false);
    }
}
