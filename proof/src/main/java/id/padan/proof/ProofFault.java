package id.padan.proof;

/** Why something is not proven, in one sentence for whoever checks it; holds no personal data. */
public final class ProofFault extends Exception {
    private static final long serialVersionUID = 1;

    public ProofFault(String reason) {
        super(reason, null, false, false);
    }
}
