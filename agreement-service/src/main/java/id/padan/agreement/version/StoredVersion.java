package id.padan.agreement.version;

import id.padan.agreement.document.AgreementFile;
import java.time.Instant;

/**
 * One version as stored.
 *
 * @param declaredFrom the moment the file names
 * @param effectiveFrom the moment it takes over; later than declared if that was past or too near
 * @param knownFrom when it was stored
 * @param supersededAt when a later version took its place before it took effect, else null
 * @param sha256 of the file's bytes, hex
 */
public record StoredVersion(
        String agreementId,
        String version,
        int sequence,
        Instant declaredFrom,
        Instant effectiveFrom,
        Instant knownFrom,
        Instant supersededAt,
        AgreementFile file,
        String sha256,
        String fileName) {

    public boolean wasMoved() {
        return !declaredFrom.equals(effectiveFrom);
    }
}
