package id.padan.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Where a business transaction leaves its events. They are published in commit order, at least once, by the {@link OutboxRelay}. */
@ApplicationScoped
public class Outbox {

    private final ObjectMapper json;
    private final OutboxSlot slot;

    Outbox(ObjectMapper json, OutboxSlot slot) {
        this.json = json;
        this.slot = slot;
    }

    /**
     * Adds an event to the transaction of {@code transaction}: both commit, or neither.
     *
     * @throws IllegalStateException if the handle is in no transaction, or the replication slot that would see the row is not made yet
     */
    public void append(Handle transaction, OutboxEvent event) {
        requireUsable(transaction);
        transaction
                .createUpdate("""
                        insert into outbox (id, topic, key, type, payload, records)
                        values (uuidv7(), :topic, :key, :type, :payload, :records)
                        """)
                .bind("topic", event.topic())
                .bind("key", event.key())
                .bind("type", event.type())
                .bind("payload", text(event.payload()))
                .bind("records", event.records())
                .execute();
    }

    /**
     * As {@link #append(Handle, OutboxEvent)}, for many events that carry their state, in their order, by one statement: an import tells
     * partners of tens of thousands of persons.
     */
    public void append(Handle transaction, List<OutboxEvent> events) {
        requireUsable(transaction);
        if (events.stream().anyMatch(event -> event.records() != null)) {
            throw new IllegalArgumentException("events: a claim check goes alone");
        }
        transaction
                .createUpdate("""
                        insert into outbox (id, topic, key, type, payload)
                        select uuidv7(), topic, key, type, payload
                        from unnest(:topics, :keys, :types, :payloads) with ordinality event (topic, key, type, payload, place)
                        order by place
                        """)
                .bindArray(
                        "topics",
                        String.class,
                        events.stream().map(OutboxEvent::topic).toArray())
                .bindArray(
                        "keys",
                        String.class,
                        events.stream().map(OutboxEvent::key).toArray())
                .bindArray(
                        "types",
                        String.class,
                        events.stream().map(OutboxEvent::type).toArray())
                .bindArray(
                        "payloads",
                        String.class,
                        events.stream().map(event -> text(event.payload())).toArray())
                .execute();
    }

    private void requireUsable(Handle transaction) {
        if (!transaction.isInTransaction()) {
            throw new IllegalStateException("an event is part of a transaction");
        }
        // A row older than the slot would never be seen in the log.
        slot.requireMade();
    }

    private String text(Object payload) {
        if (payload == null) {
            return null;
        }
        try {
            return payload instanceof String ready ? ready : json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            // No cause: its message may quote a value.
            throw new IllegalArgumentException(
                    "payload: not serialisable, " + payload.getClass().getName());
        }
    }
}
