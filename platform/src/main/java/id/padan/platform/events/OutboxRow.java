package id.padan.platform.events;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of the outbox as the relay sees it.
 *
 * @param id made when the event was appended, so that a repeated delivery has the same id
 * @param records claim check, null for an event with its own payload
 */
public record OutboxRow(
        UUID id, String topic, String key, String type, String payload, long[] records, Instant createdAt) {

    /** A claim check for other records, under an id of its own. */
    OutboxRow claiming(UUID ownId, long[] claimed) {
        return new OutboxRow(ownId, topic, key, type, payload, claimed, createdAt);
    }
}
