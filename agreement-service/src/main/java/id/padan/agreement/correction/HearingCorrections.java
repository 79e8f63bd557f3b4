package id.padan.agreement.correction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Keeps what was heard, with the offsets in the same transaction; an older version never replaces a newer one. */
@ApplicationScoped
class HearingCorrections {
    /** With its sender, another agency's, or at its end: its receiver has nothing to do. */
    private static final Set<String> NOTHING_TO_DO =
            Set.of("RETURNED", "NOT_COMPETENT", "REFUSED", "COMPLETED", "WITHDRAWN");

    private final Jdbi jdbi;
    private final ObjectMapper json;

    HearingCorrections(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    void start(@Observes StartupEvent event, TopicReaders readers) {
        var unused = readers.start(
                "corrections",
                Set.of(Topics.CORRECTION_PROPOSAL, Topics.CORRECTION_COORDINATION),
                places(),
                this::hear);
    }

    private Map<TopicPartition, Long> places() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from correction_place")
                .reduceRows(new HashMap<TopicPartition, Long>(), (places, row) -> {
                    places.put(
                            new TopicPartition(
                                    row.getColumn("topic", String.class), row.getColumn("partition", Integer.class)),
                            row.getColumn("next_offset", Long.class));
                    return places;
                }));
    }

    private void hear(List<ConsumerRecord<byte[], byte[]>> batch) {
        jdbi.useTransaction(tx -> {
            var lists = new LinkedHashSet<UUID>();
            var next = new HashMap<TopicPartition, Long>();
            for (var told : batch) {
                try {
                    if (told.topic().equals(Topics.CORRECTION_COORDINATION)) {
                        keepCoordination(tx, read(told));
                    } else if (told.value() == null) {
                        tx.execute(
                                "delete from correction_item where proposal_id = ?",
                                UUID.fromString(new String(told.key(), StandardCharsets.UTF_8)));
                    } else {
                        keepProposal(tx, read(told), lists);
                    }
                } catch (IllegalArgumentException | DateTimeException malformed) {
                    throw new UnusableRecordException("not the state of a correction");
                }
                next.put(new TopicPartition(told.topic(), told.partition()), told.offset() + 1);
            }
            next.forEach((place, offset) -> tx.execute("""
                    insert into correction_place (topic, partition, next_offset) values (?, ?, ?)
                    on conflict (topic, partition) do update
                    set next_offset = greatest(correction_place.next_offset, excluded.next_offset)""", place.topic(), place.partition(), offset));
            lists.forEach(list -> tx.execute("""
                    update correction_list set due_at = coalesce(
                        (select min(due_at) from correction_item where list_id = correction_list.list_id and is_open), due_at)
                    where list_id = ?""", list));
        });
    }

    private static void keepCoordination(Handle tx, JsonNode one) {
        tx.createUpdate("""
                        insert into coordination_case (batch_id, coordination_id, version, agreement_id, party, programme, state, opened_at,
                                                       submitted_at, closed_at, at)
                        values (:batch, :id, :version, :agreement, :party, :programme, :state, :opened, :submitted, :closed, :at)
                        on conflict (batch_id) do update
                        set version = excluded.version, state = excluded.state, submitted_at = excluded.submitted_at,
                            closed_at = excluded.closed_at, at = excluded.at
                        where coordination_case.version < excluded.version""")
                .bind("batch", uuid(one, "batchId"))
                .bind("id", uuid(one, "coordinationId"))
                .bind("version", one.path("version").asInt())
                .bind("agreement", text(one, "agreementId"))
                .bind("party", text(one, "party"))
                .bind("programme", one.path("program").asText(null))
                .bind("state", text(one, "state"))
                .bind("opened", time(one, "openedAt"))
                .bind("submitted", time(one, "submittedAt"))
                .bind("closed", time(one, "closedAt"))
                .bind("at", time(one, "at"))
                .execute();
    }

    private static void keepProposal(Handle tx, JsonNode one, Set<UUID> lists) {
        var id = uuid(one, "proposalId");
        var list = one.hasNonNull("listId") ? uuid(one, "listId") : id;
        boolean isOpen = !NOTHING_TO_DO.contains(text(one, "state")) && !one.hasNonNull("closedAt");
        // The day that was first set stays: the list of duties counts pauses itself, and must not count them twice.
        // Nothing comes back if an event of the same or a later version was heard before.
        var before = tx.createQuery("""
                        insert into correction_item (proposal_id, list_id, version, is_open, due_at) values (:id, :list, :version, :open, :due)
                        on conflict (proposal_id) do update
                        set version = excluded.version, is_open = excluded.is_open,
                            due_at = coalesce(correction_item.due_at, excluded.due_at)
                        where correction_item.version < excluded.version
                        returning old.version as version, old.is_open as was_open""")
                .bind("id", id)
                .bind("list", list)
                .bind("version", one.path("version").asInt())
                .bind("open", isOpen)
                .bind("due", time(one, "dueAt"))
                .map((row, context) -> new Before(row.getObject("version") == null, row.getBoolean("was_open")))
                .findOne();
        if (before.isEmpty()) {
            return;
        }
        lists.add(list);
        int opened = (isOpen ? 1 : 0) - (before.get().wasOpen() ? 1 : 0);
        tx.createUpdate("""
                        insert into correction_list (list_id, agreement_id, receiver, opened_at, items, open_items, met_at)
                        values (:list, :agreement, :receiver, :opened, 1, :open, case when :open = 0 then cast(:at as timestamptz) end)
                        on conflict (list_id) do update
                        set items = correction_list.items + :new, open_items = correction_list.open_items + :open,
                            opened_at = least(correction_list.opened_at, excluded.opened_at),
                            met_at = case when correction_list.open_items + :open > 0 then null
                                          else coalesce(correction_list.met_at, cast(:at as timestamptz)) end""")
                .bind("list", list)
                .bind("agreement", text(one, "agreementId"))
                .bind("receiver", text(one, "receiver"))
                .bind("opened", time(one, "submittedAt"))
                .bind("new", before.get().isNew() ? 1 : 0)
                .bind("open", opened)
                .bind("at", time(one, "at"))
                .execute();
    }

    private record Before(boolean isNew, boolean wasOpen) {}

    private JsonNode read(ConsumerRecord<byte[], byte[]> told) {
        try {
            return json.readTree(told.value());
        } catch (IOException | IllegalArgumentException notJson) {
            throw new UnusableRecordException("no JSON");
        }
    }

    private static UUID uuid(JsonNode one, String name) {
        return UUID.fromString(text(one, name));
    }

    private static String text(JsonNode one, String name) {
        var node = one.path(name);
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw new IllegalArgumentException("a text is missing");
        }
        return node.textValue();
    }

    private static OffsetDateTime time(JsonNode one, String name) {
        return one.hasNonNull(name) ? OffsetDateTime.parse(one.path(name).asText()) : null;
    }
}
