package id.padan.agreement.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * {@code agreement.incident.v1}: a party was told of an incident. Key: the incident's id.
 *
 * @param party whose incident it is
 * @param toldParty who was told, at {@code contact}
 * @param late whether more than 24 hours had passed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record IncidentTold(
        String type,
        UUID id,
        String agreementId,
        String party,
        String toldParty,
        String contact,
        String title,
        boolean drill,
        String sourceParty,
        Instant detectedAt,
        Instant toldAt,
        boolean late) {
    static final String TYPE = "agreement.incident";
}
