package id.padan.agreement.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Hears of lists and keeps their counts, with the offsets in the same transaction; an older version never replaces a newer one. */
@ApplicationScoped
class VerifiedLists {

    private final Jdbi jdbi;
    private final ObjectMapper json;

    VerifiedLists(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    void start(@Observes StartupEvent event, TopicReaders readers) {
        var unused = readers.start("verified-lists", Set.of(Topics.VERIFICATION_BATCH), places(), this::keep);
    }

    private Map<TopicPartition, Long> places() {
        return jdbi.withHandle(handle -> handle.createQuery("select partition, next_offset from verified_list_place")
                .reduceRows(new HashMap<TopicPartition, Long>(), (places, row) -> {
                    places.put(
                            new TopicPartition(Topics.VERIFICATION_BATCH, row.getColumn("partition", Integer.class)),
                            row.getColumn("next_offset", Long.class));
                    return places;
                }));
    }

    private void keep(List<ConsumerRecord<byte[], byte[]>> batch) {
        jdbi.useTransaction(tx -> {
            for (var told : batch) {
                if (told.value() != null) {
                    keep(tx, read(told));
                }
                tx.createUpdate("""
                                insert into verified_list_place (partition, next_offset) values (:partition, :next)
                                on conflict (partition) do update
                                set next_offset = greatest(verified_list_place.next_offset, excluded.next_offset)""")
                        .bind("partition", told.partition())
                        .bind("next", told.offset() + 1)
                        .execute();
            }
        });
    }

    private JsonNode read(ConsumerRecord<byte[], byte[]> told) {
        try {
            return json.readTree(told.value());
        } catch (IOException notJson) {
            throw new UnusableRecordException("no JSON");
        }
    }

    private static void keep(Handle tx, JsonNode list) {
        try {
            var answers = list.path("counts").path("answers");
            var ended = list.path("endedAt");
            tx.createUpdate("""
                            insert into verified_list (batch_id, version, agreement_id, party, programme, state, active, inactive, retired,
                                   not_found, not_processed, ended_at)
                            values (:id, :version, :agreement, :party, :programme, :state, :active, :inactive, :retired, :notFound,
                                    :notProcessed, :ended)
                            on conflict (batch_id) do update
                            set version = excluded.version, agreement_id = excluded.agreement_id, programme = excluded.programme,
                                state = excluded.state, active = excluded.active, inactive = excluded.inactive,
                                retired = excluded.retired, not_found = excluded.not_found,
                                not_processed = excluded.not_processed, ended_at = excluded.ended_at
                            where verified_list.version < excluded.version""")
                    .bind("id", UUID.fromString(list.path("batchId").asText()))
                    .bind("version", number(list.path("version")))
                    .bind("agreement", text(list.path("agreement").path("id")))
                    .bind("party", text(list.path("party")))
                    .bind("programme", list.path("program").asText(null))
                    .bind("state", text(list.path("state")))
                    .bind("active", number(answers.path("ACTIVE")))
                    .bind("inactive", number(answers.path("INACTIVE")))
                    .bind("retired", number(answers.path("RETIRED")))
                    .bind("notFound", number(answers.path("NOT_FOUND")))
                    .bind(
                            "notProcessed",
                            number(list.path("counts").path("unmapped"))
                                    + number(list.path("counts").path("unprocessed")))
                    .bind("ended", ended.isTextual() ? OffsetDateTime.parse(ended.textValue()) : null)
                    .execute();
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw new UnusableRecordException("not the life of a list");
        }
    }

    private static long number(JsonNode node) {
        if (node.isMissingNode()) {
            return 0;
        }
        if (!node.isIntegralNumber() || node.longValue() < 0) {
            throw new IllegalArgumentException("a count is no number");
        }
        return node.longValue();
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("a text is missing");
        }
        return node.textValue();
    }
}
