package id.padan.agreement.version;

import id.padan.agreement.document.AgreementFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /**
     * Which of them is in force at one instant, as it was believed at another (valid time and knowledge time).
     *
     * @param stored every version of one agreement
     */
    public static Optional<StoredVersion> inForce(List<StoredVersion> stored, Instant at, Instant knownAt) {
        StoredVersion found = null;
        for (StoredVersion version : stored) {
            if (version.isBelievedAt(knownAt)
                    && !version.effectiveFrom().isAfter(at)
                    && (found == null || !version.effectiveFrom().isBefore(found.effectiveFrom()))) {
                found = version;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Whether it was stored by then and no other version had taken its place. */
    public boolean isBelievedAt(Instant knownAt) {
        return !knownFrom.isAfter(knownAt) && (supersededAt == null || supersededAt.isAfter(knownAt));
    }

    public boolean wasMoved() {
        return !declaredFrom.equals(effectiveFrom);
    }
}
