package id.padan.platform.events;

import java.util.Objects;

/**
 * One event of a business transaction.
 *
 * @param topic where it goes, one of {@link Topics}
 * @param key the aggregate's id or token; events of one key keep their order. Never a NIK or a NIP
 * @param type CloudEvents type, and what an {@link OutboxExpander} recognises
 * @param payload written as JSON; null is a tombstone, unless {@code records} says what to expand
 * @param records claim check: primary keys of rows whose state the relay reads and publishes when it comes to this row; null for an event
 *     that carries its own payload
 */
public record OutboxEvent(String topic, String key, String type, Object payload, long[] records) {

    public OutboxEvent {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(type, "type");
        if (records != null && payload != null) {
            throw new IllegalArgumentException("records: an event has a payload or a claim check, not both");
        }
        records = records == null ? null : records.clone();
    }

    /** An event that carries its state. */
    public static OutboxEvent of(String topic, String key, String type, Object payload) {
        return new OutboxEvent(topic, key, type, Objects.requireNonNull(payload, "payload"), null);
    }

    /** Says that the aggregate is gone: compaction then removes what the topic kept of it. */
    public static OutboxEvent tombstone(String topic, String key, String type) {
        return new OutboxEvent(topic, key, type, null, null);
    }

    /** A claim check for a block of records, see {@link OutboxExpander}. */
    public static OutboxEvent block(String topic, String key, String type, long[] records) {
        return new OutboxEvent(topic, key, type, null, Objects.requireNonNull(records, "records"));
    }
}
