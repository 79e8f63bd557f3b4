package id.padan.directory.siasn;

/** SIASN does not answer as it should, and asking again at once does not help; what was done stays, and is gone on with later. */
final class SiasnUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param reason without anything that was sent or received */
    SiasnUnavailableException(String reason) {
        super(reason, null, false, false);
    }
}
