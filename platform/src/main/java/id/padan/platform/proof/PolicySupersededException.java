package id.padan.platform.proof;

/**
 * The log already holds leaves under a later version of the agreement than the one offered: what was decided under the older one
 * may no longer enter. The instance that decided has not yet heard of the change; it may decide anew and try again.
 */
public final class PolicySupersededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PolicySupersededException(String agreement, String offered, String inForce) {
        super("agreement " + agreement + ": version " + offered + " is superseded by " + inForce);
    }
}
