package id.padan.local;

/** Something the person at the keyboard can act on; its message is shown as it is, without a stack trace. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
