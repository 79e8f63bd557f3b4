package id.padan.agreement.signature;

/** What became of a request to sign. */
public sealed interface SignatureOutcome {

    /** @param pdf with one more signature over all of it */
    record Signed(byte[] pdf) implements SignatureOutcome {}

    /** The key stays closed; the official may try again. */
    record WrongPassphrase() implements SignatureOutcome {}

    /** The official needs a new certificate. */
    record CertificateExpired() implements SignatureOutcome {}

    /** The certification body does not know the signer, or will not sign. @param status of its answer, for the operator */
    record Refused(int status) implements SignatureOutcome {}

    /** Not reached, too slow, broken, or it answered with what is no signed file; trying again may help. */
    record Unavailable(String why) implements SignatureOutcome {}
}
