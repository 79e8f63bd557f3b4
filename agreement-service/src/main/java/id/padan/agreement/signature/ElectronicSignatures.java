package id.padan.agreement.signature;

/** The port through which officials sign. Slow and outside: never call it inside a transaction. */
public interface ElectronicSignatures {

    /**
     * What is to be signed by whom.
     *
     * @param pdf the file as it stands, perhaps already signed by others
     * @param party of the agreement
     * @param identifier how the certification body knows the signer: the official's e-mail address
     * @param name of the official, as the record names them
     * @param passphrase of the signer's key; never stored, never logged
     * @param reason in Indonesian, as readers of PDF show it
     */
    record Request(
            byte[] pdf, String party, String identifier, String name, String passphrase, String reason, String place) {
        /** Without file and passphrase: a request in a log must not give a key away. */
        @Override
        public String toString() {
            return "signature of " + party;
        }
    }

    SignatureOutcome sign(Request request);
}
