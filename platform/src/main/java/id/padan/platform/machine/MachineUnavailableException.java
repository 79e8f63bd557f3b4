package id.padan.platform.machine;

/** The other service, or the identity provider, did not answer as it should; asking again later may help. The message has no value in it. */
public final class MachineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MachineUnavailableException(String message) {
        super(message, null, false, false);
    }
}
