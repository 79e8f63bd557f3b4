package id.padan.correction.effect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.correction.known.KeptTopics;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;

/** Puts aside what the records' holders say, for {@link Closing}; the same twice is once. */
@ApplicationScoped
class HearingEffects implements KeptTopics.Listener {

    private final ObjectMapper json;

    HearingEffects(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String name() {
        return "correction-effects";
    }

    @Override
    public Set<String> topics() {
        return Set.of(Topics.CORRECTION_EFFECT);
    }

    @Override
    public void handle(Handle tx, List<ConsumerRecord<byte[], byte[]>> batch) {
        var rows = tx.prepareBatch("""
                insert into effect_heard (proposal, attempt, outcome, reason) values (:proposal, :attempt, :outcome, :reason)
                on conflict do nothing""");
        for (var record : batch) {
            if (record.value() != null) {
                JsonNode event = event(record.value());
                rows.bind("proposal", id(event))
                        .bind("attempt", event.path("attempt").asInt())
                        .bind("outcome", event.path("outcome").asText())
                        .bind("reason", event.path("reason").asText(null))
                        .add();
            }
        }
        if (rows.size() > 0) {
            rows.execute();
        }
    }

    private JsonNode event(byte[] value) {
        try {
            JsonNode event = json.readTree(value);
            if (event.path("attempt").asInt() < 1
                    || !Set.of("APPLIED", "REFUSED")
                            .contains(event.path("outcome").asText())) {
                throw new UnusableRecordException("no attempt or outcome");
            }
            return event;
        } catch (IOException e) {
            throw new UnusableRecordException("not JSON");
        }
    }

    private static UUID id(JsonNode event) {
        try {
            return UUID.fromString(event.path("proposalId").asText());
        } catch (IllegalArgumentException e) {
            throw new UnusableRecordException("no proposalId");
        }
    }
}
