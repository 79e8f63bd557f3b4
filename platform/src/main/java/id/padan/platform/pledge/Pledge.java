package id.padan.platform.pledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * {@code agreement.pledge.v1}: the pledge of one person as it stands. Key: {@code <agreement>/<party>/<person>}.
 *
 * @param version rises with each change
 * @param person login, as tokens name it
 * @param organisation the affiliate for which the person works; null for the party's own officials
 * @param signedOn day of the signature
 * @param validUntil the moment from which it no longer holds: a year after it was signed, or sooner if the affiliate's pledge or contract ends
 * @param revokedAt null while it stands
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Pledge(
        String type,
        UUID id,
        long version,
        String agreementId,
        String party,
        String person,
        String organisation,
        LocalDate signedOn,
        Instant validUntil,
        Instant revokedAt) {
    public static final String TYPE = "agreement.pledge";

    /** {@code <agreement>/<party>/<person>}. */
    public String key() {
        return agreementId + "/" + party + "/" + person;
    }

    public boolean holdsAt(Instant at) {
        return revokedAt == null && at.isBefore(validUntil);
    }
}
