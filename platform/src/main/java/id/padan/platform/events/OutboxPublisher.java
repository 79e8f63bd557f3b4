package id.padan.platform.events;

import io.quarkus.arc.All;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Sends outbox rows to Kafka and marks them published when every acknowledgement is there. The mark, not an order of ids, says what is
 * still to do: transactions commit in another order than their ids were made.
 */
@ApplicationScoped
class OutboxPublisher {

    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    /** Rows in flight before acknowledgements are awaited; a claim check stands for up to 5,000 records. */
    private static final int PLAIN_ROWS_IN_FLIGHT = 500;

    private static final int BLOCKS_IN_FLIGHT = 8;

    private static final String COLUMNS = "id, topic, key, type, payload, records, created_at";

    private final Jdbi jdbi;
    private final EventProducer producer;
    private final List<OutboxExpander> expanders;
    private final String source;

    OutboxPublisher(
            @Identifier("relay") Jdbi jdbi,
            EventProducer producer,
            @All List<OutboxExpander> expanders,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.jdbi = jdbi;
        this.producer = producer;
        this.expanders = expanders;
        this.source = Topics.sourceOf(service);
    }

    /**
     * A row as the log showed it.
     *
     * @param transaction lower 32 bits of the number of the transaction that wrote it
     */
    record Logged(UUID id, long transaction) {}

    /**
     * Publishes these rows in the order given, leaving out those already published. The log shows a commit a moment before others see it: a row
     * that is not there yet is waited for, and was pruned if it is not there once its transaction has ended.
     */
    void publish(List<Logged> logged) throws InterruptedException {
        Map<UUID, OutboxRow> waiting = new HashMap<>();
        List<Logged> unseen = unseen(logged, waiting);
        while (!unseen.isEmpty()) {
            boolean running = isRunning(unseen);
            unseen = unseen(unseen, waiting);
            if (!running) {
                break;
            }
            // Over at once, unless the commit waits for a standby or for a processor.
            Thread.sleep(1);
        }
        publishRows(logged.stream()
                .map(row -> waiting.get(row.id()))
                .filter(row -> row != null)
                .toList());
    }

    /**
     * @param waiting takes those that are there and not published
     * @return those that are not there
     */
    private List<Logged> unseen(List<Logged> logged, Map<UUID, OutboxRow> waiting) {
        if (logged.isEmpty()) {
            return logged;
        }
        var seen = new HashSet<UUID>();
        jdbi.useHandle(handle -> handle.createQuery("select " + COLUMNS
                        + ", published_at is null and refused is null as waits from outbox where id = any(:ids)")
                .bindArray("ids", UUID.class, logged.stream().map(Logged::id).toArray())
                .map((result, context) -> {
                    var id = result.getObject("id", UUID.class);
                    if (result.getBoolean("waits")) {
                        waiting.put(id, row(result));
                    }
                    return seen.add(id);
                })
                .forEach(unused -> {}));
        return logged.stream().filter(row -> !seen.contains(row.id())).toList();
    }

    /** Whether one of their transactions has not ended for those who look now. */
    private boolean isRunning(List<Logged> logged) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select pg_snapshot_xmax(now)::text::bigint,
                            array(select running::text::bigint from pg_snapshot_xip(now) running)
                        from pg_current_snapshot() now""")
                .map((result, context) -> {
                    long next = result.getLong(1);
                    var running = Arrays.stream((Long[]) result.getArray(2).getArray())
                            .map(Long::intValue)
                            .collect(Collectors.toSet());
                    // Numbers run in a circle of 32 bits: what is at or after the next one has not ended.
                    return logged.stream()
                            .anyMatch(row ->
                                    (int) (row.transaction() - next) >= 0 || running.contains((int) row.transaction()));
                })
                .one());
    }

    /**
     * Publishes all that is unpublished, oldest first: what a slot that was lost, or never was, will not show.
     *
     * @return how many rows
     */
    int publishUnpublished() throws InterruptedException {
        int published = 0;
        while (true) {
            List<OutboxRow> rows = jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS
                            + " from outbox where published_at is null and refused is null order by seq limit 64")
                    .map((result, context) -> row(result))
                    .list());
            if (rows.isEmpty()) {
                return published;
            }
            publishRows(rows);
            published += rows.size();
        }
    }

    private void publishRows(List<OutboxRow> rows) throws InterruptedException {
        var sending = new Sending();
        var inFlight = new ArrayList<Shipment>();
        int blocks = 0;
        for (Shipment shipment : Shipment.of(rows)) {
            try {
                send(shipment.row(), sending);
            } catch (RecordTooLargeException | NoExpanderException hopeless) {
                sending.refuse(shipment.row().id(), hopeless.getMessage());
            }
            inFlight.add(shipment);
            blocks += shipment.isClaim() ? 1 : 0;
            if (blocks >= BLOCKS_IN_FLIGHT || inFlight.size() >= PLAIN_ROWS_IN_FLIGHT) {
                settle(inFlight, sending);
                inFlight.clear();
                blocks = 0;
            }
        }
        settle(inFlight, sending);
    }

    private void send(OutboxRow row, Sending sending) {
        if (row.records() == null) {
            byte[] value = row.payload() == null ? null : row.payload().getBytes(StandardCharsets.UTF_8);
            var headers = new CloudEvent(row.id(), source, row.type(), row.createdAt()).toHeaders();
            send(row, headers, new OutgoingRecord(row.topic(), row.key(), row.type(), value), sending);
            return;
        }
        for (OutboxExpander expander : expanders) {
            if (expander.expands(row.type())) {
                int[] n = {0};
                var series = new CloudEvent.Series(source, row.createdAt());
                expander.expand(
                        row,
                        event -> send(
                                row, series.headers(UuidV7.derived(row.id(), n[0]++), event.type()), event, sending));
                return;
            }
        }
        throw new NoExpanderException(row.type());
    }

    private void send(OutboxRow row, Headers headers, OutgoingRecord event, Sending sending) {
        var outgoing = new ProducerRecord<>(
                event.topic(), event.partition(), event.key().getBytes(StandardCharsets.UTF_8), event.value(), headers);
        sending.begin();
        try {
            var unused = producer.send(outgoing, (metadata, failure) -> sending.end(row.id(), failure));
        } catch (RuntimeException e) {
            sending.end(row.id(), e);
        }
    }

    private void settle(List<Shipment> shipments, Sending sending) throws InterruptedException {
        if (shipments.isEmpty()) {
            return;
        }
        producer.flush();
        Map<UUID, String> refused = sending.awaitAll();
        var published = shipments.stream()
                .filter(shipment -> !refused.containsKey(shipment.row().id()))
                .flatMap(shipment -> shipment.rows().stream())
                .map(OutboxRow::id)
                .toList();
        jdbi.useTransaction(handle -> {
            handle.createUpdate("update outbox set published_at = clock_timestamp() where id = any(:ids)")
                    .bindArray("ids", UUID.class, published)
                    .execute();
            for (Shipment shipment : shipments) {
                var reason = refused.get(shipment.row().id());
                if (reason != null && !shipment.isGroup()) {
                    refuse(handle, shipment.row().id(), reason);
                }
            }
        });
        for (Shipment shipment : shipments) {
            if (refused.containsKey(shipment.row().id()) && shipment.isGroup()) {
                // Only one of them may be hopeless: the others go out without it.
                for (OutboxRow row : shipment.rows()) {
                    publishRows(List.of(row));
                }
            }
        }
    }

    private static void refuse(Handle handle, UUID id, String reason) {
        LOG.errorf("outbox row %s cannot be published and is put aside: %s", id, reason);
        handle.createUpdate("update outbox set refused = :reason where id = :id")
                .bind("reason", reason)
                .bind("id", id)
                .execute();
    }

    private static OutboxRow row(ResultSet result) throws SQLException {
        var array = result.getArray("records");
        long[] records = null;
        if (array != null) {
            Long[] boxed = (Long[]) array.getArray();
            records = new long[boxed.length];
            for (int i = 0; i < boxed.length; i++) {
                records[i] = boxed[i];
            }
        }
        return new OutboxRow(
                result.getObject("id", UUID.class),
                result.getString("topic"),
                result.getString("key"),
                result.getString("type"),
                result.getString("payload"),
                records,
                result.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    /** Counts acknowledgements instead of keeping a future for each of many thousand records. */
    private static final class Sending {

        private long outstanding;
        private Exception failure;
        private Map<UUID, String> refused = new HashMap<>();

        synchronized void begin() {
            outstanding++;
        }

        synchronized void end(UUID row, Exception problem) {
            outstanding--;
            if (problem instanceof RecordTooLargeException) {
                refused.put(row, "too large for its topic");
            } else if (problem != null && failure == null) {
                failure = problem;
            }
            if (outstanding == 0) {
                notifyAll();
            }
        }

        synchronized void refuse(UUID row, String reason) {
            refused.put(row, reason);
        }

        synchronized Map<UUID, String> awaitAll() throws InterruptedException {
            while (outstanding > 0) {
                wait();
            }
            if (failure != null) {
                throw new NotPublishedException(failure);
            }
            var result = refused;
            refused = new HashMap<>();
            return result;
        }
    }

    /** Kafka did not take all of a batch; the rows stay unpublished. */
    private static final class NotPublishedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPublishedException(Exception cause) {
            super("Kafka did not take an event: " + cause.getMessage(), cause);
        }
    }

    private static final class NoExpanderException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoExpanderException(String type) {
            super("nothing expands " + type);
        }
    }
}
