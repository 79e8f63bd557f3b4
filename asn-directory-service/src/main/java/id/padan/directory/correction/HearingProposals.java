package id.padan.directory.correction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Hears of proposals and keeps those that await their effect, with the offsets in the same transaction; the work itself is done behind it. */
@ApplicationScoped
class HearingProposals {
    private final Jdbi jdbi;
    private final EffectStore store;
    private final ApplyingCorrections applying;
    private final Outbox outbox;
    private final ObjectMapper json;

    HearingProposals(Jdbi jdbi, EffectStore store, ApplyingCorrections applying, Outbox outbox, ObjectMapper json) {
        this.jdbi = jdbi;
        this.store = store;
        this.applying = applying;
        this.outbox = outbox;
        this.json = json;
    }

    void start(@Observes @Priority(300) StartupEvent event, TopicReaders readers) {
        var unused = readers.start(
                "corrections",
                Set.of(Topics.CORRECTION_PROPOSAL),
                store.places(Topics.CORRECTION_PROPOSAL),
                this::hear);
    }

    private void hear(List<ConsumerRecord<byte[], byte[]>> batch) {
        jdbi.useTransaction(tx -> {
            var next = new HashMap<Integer, Long>();
            for (var told : batch) {
                hear(tx, told);
                next.put(told.partition(), told.offset() + 1);
            }
            next.forEach((partition, offset) -> EffectStore.place(tx, partition, offset));
        });
        applying.wake();
    }

    private void hear(Handle tx, ConsumerRecord<byte[], byte[]> told) {
        if (told.value() == null) {
            var proposal = uuid(new String(told.key(), StandardCharsets.UTF_8));
            EffectStore.forget(tx, proposal);
            outbox.append(tx, OutboxEvent.tombstone(Topics.CORRECTION_EFFECT, proposal.toString(), EffectEvent.TYPE));
            return;
        }
        var proposal = read(told.value());
        if (proposal.path("effect").asText().equals("AWAITED")) {
            int attempt = proposal.path("attempt").asInt();
            var holder = proposal.path("holder").asText();
            var element = proposal.path("element").asText();
            if (attempt < 1 || holder.isEmpty() || !element.matches("[AC]-[0-9]{2}")) {
                throw new UnusableRecordException("an effect is awaited without attempt, holder or element");
            }
            EffectStore.await(tx, uuid(proposal.path("proposalId").asText()), attempt, holder, element);
        }
    }

    private JsonNode read(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException notJson) {
            throw new UnusableRecordException("no JSON");
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw new UnusableRecordException("no proposal's id");
        }
    }
}
