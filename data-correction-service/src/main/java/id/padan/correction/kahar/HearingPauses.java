package id.padan.correction.kahar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.correction.known.KeptTopics;
import id.padan.correction.proposal.RunningClocks;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;

/** Keeps the pauses and lets the clocks of the party be counted anew, in one transaction. */
@ApplicationScoped
class HearingPauses implements KeptTopics.Listener {

    private final ObjectMapper json;
    private final RunningClocks clocks;

    HearingPauses(ObjectMapper json, RunningClocks clocks) {
        this.json = json;
        this.clocks = clocks;
    }

    @Override
    public String name() {
        return "clock-pauses";
    }

    @Override
    public Set<String> topics() {
        return Set.of(Topics.AGREEMENT_PAUSE);
    }

    private record Clock(String agreementId, String party) {}

    @Override
    public void handle(Handle tx, List<ConsumerRecord<byte[], byte[]>> batch) {
        var touched = new HashSet<Clock>();
        for (var record : batch) {
            if (record.key() != null && record.value() != null) {
                touched.add(keep(tx, new String(record.key(), StandardCharsets.UTF_8), event(record.value())));
            }
        }
        for (Clock clock : touched) {
            clocks.countAgain(tx, clock.agreementId(), clock.party());
        }
    }

    private static Clock keep(Handle tx, String id, JsonNode event) {
        var duties = new ArrayList<String>();
        event.path("duties").forEach(duty -> duties.add(duty.asText()));
        var clock = new Clock(
                event.path("agreementId").asText(), event.path("party").asText());
        tx.createUpdate("""
                        insert into clock_pause (id, agreement_id, party, duties, from_at, until_at)
                        values (:id, :agreement, :party, :duties, :from, :until)
                        on conflict (id) do update set until_at = coalesce(excluded.until_at, clock_pause.until_at)""")
                .bind("id", id)
                .bind("agreement", clock.agreementId())
                .bind("party", clock.party())
                .bind("duties", duties.toArray(String[]::new))
                .bind("from", instant(event.path("from").asText(null)).atOffset(ZoneOffset.UTC))
                .bind(
                        "until",
                        event.hasNonNull("until")
                                ? instant(event.path("until").asText()).atOffset(ZoneOffset.UTC)
                                : null)
                .execute();
        return clock;
    }

    private JsonNode event(byte[] value) {
        try {
            JsonNode event = json.readTree(value);
            if (!event.hasNonNull("agreementId")
                    || !event.hasNonNull("party")
                    || !event.path("duties").isArray()) {
                throw new UnusableRecordException("no agreement, party or duties");
            }
            return event;
        } catch (IOException e) {
            throw new UnusableRecordException("not JSON");
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text == null ? "" : text);
        } catch (DateTimeParseException e) {
            throw new UnusableRecordException("not a moment");
        }
    }
}
