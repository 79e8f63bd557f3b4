package id.padan.correction.coordination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.correction.known.KeptTopics;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import id.padan.platform.events.UuidV7;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;

/** Hears that a list is completed and opens its case; heard again, or late, it changes nothing. */
@ApplicationScoped
class HearingLists implements KeptTopics.Listener {
    private static final Set<String> COMPLETED = Set.of("COMPLETED", "COMPLETED_PARTLY");

    private final Coordinations coordinations;
    private final ObjectMapper json;

    HearingLists(Coordinations coordinations, ObjectMapper json) {
        this.coordinations = coordinations;
        this.json = json;
    }

    @Override
    public String name() {
        return "coordinations";
    }

    @Override
    public Set<String> topics() {
        return Set.of(Topics.VERIFICATION_BATCH);
    }

    @Override
    public void handle(Handle tx, List<ConsumerRecord<byte[], byte[]>> batch) {
        for (var told : batch) {
            if (told.value() != null) {
                hear(tx, read(told.value()));
            }
        }
    }

    private void hear(Handle tx, JsonNode list) {
        if (!COMPLETED.contains(list.path("state").asText())) {
            return;
        }
        try {
            coordinations.open(
                    tx,
                    new Coordination(
                            UuidV7.next(),
                            UUID.fromString(list.path("batchId").asText()),
                            text(list.path("party")),
                            text(list.path("agreement").path("id")),
                            text(list.path("agreement").path("version")),
                            text(list.path("purpose")),
                            list.path("program").asText(null),
                            list.path("state").asText(),
                            list.path("counts").toString(),
                            new CoordinationState.Open(),
                            1,
                            Instant.parse(text(list.path("endedAt"))),
                            null,
                            null,
                            null));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw new UnusableRecordException("not the end of a list");
        }
    }

    private JsonNode read(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException notJson) {
            throw new UnusableRecordException("no JSON");
        }
    }

    private static String text(JsonNode node) {
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw new IllegalArgumentException("a text is missing");
        }
        return node.textValue();
    }
}
