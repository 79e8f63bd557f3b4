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
        append(transaction, List.of(event));
    }

    /** As above, for several in their order. */
    public void append(Handle transaction, List<OutboxEvent> events) {
        if (!transaction.isInTransaction()) {
            throw new IllegalStateException("an event is part of a transaction");
        }
        if (events.isEmpty()) {
            return;
        }
        // A row older than the slot would never be seen in the log.
        slot.requireMade();
        var rows = transaction.prepareBatch("""
                insert into outbox (id, topic, key, type, payload, records)
                values (uuidv7(), :topic, :key, :type, :payload, :records)
                """);
        for (OutboxEvent event : events) {
            rows.bind("topic", event.topic())
                    .bind("key", event.key())
                    .bind("type", event.type())
                    .bind("payload", event.payload() == null ? null : text(event.payload()))
                    .bind("records", event.records())
                    .add();
        }
        rows.execute();
    }

    private String text(Object payload) {
        try {
            return payload instanceof String ready ? ready : json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            // No cause: its message may quote a value.
            throw new IllegalArgumentException(
                    "payload: not serialisable, " + payload.getClass().getName());
        }
    }
}
