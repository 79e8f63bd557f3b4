package id.padan.casn.intake;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.TopicReader;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes {@code casn.fact.v1} in: each batch is an ingest, its offsets in the same transaction, so that a batch that comes again changes
 * nothing.
 */
@ApplicationScoped
class FactListener {
    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final TopicReaders readers;
    private final Ingesting ingesting;

    FactListener(Jdbi jdbi, ObjectMapper json, TopicReaders readers, Ingesting ingesting) {
        this.jdbi = jdbi;
        this.json = json;
        this.readers = readers;
        this.ingesting = ingesting;
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        var from = new HashMap<TopicPartition, Long>();
        jdbi.useHandle(handle -> handle.createQuery("select partition, next from casn_offset")
                .map((row, context) -> from.put(new TopicPartition(Topics.CASN_FACT, row.getInt(1)), row.getLong(2)))
                .list());
        TopicReader unused = readers.start("casn-facts", java.util.Set.of(Topics.CASN_FACT), from, this::handle);
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        var source = new RowSource(json);
        for (var record : batch) {
            // Not among dead letters either: what looks like a NIK is counted below and goes nowhere.
            if (record.value() != null
                    && source.json(record.value()) == null
                    && !PersonNumbers.isNumberLike(new String(record.value(), StandardCharsets.UTF_8))) {
                throw new UnusableRecordException("the value is not a JSON object");
            }
        }
        jdbi.useTransaction(tx -> {
            // Every instance reads all partitions; the first to come writes.
            tx.execute("select pg_advisory_xact_lock(hashtextextended('padan.casn.facts', 0))");
            var next = next(tx);
            var fresh = batch.stream()
                    .filter(record -> record.offset() >= next.getOrDefault(record.partition(), 0L))
                    .toList();
            var facts = fresh.stream().filter(record -> record.value() != null).toList();
            if (!facts.isEmpty()) {
                var first = facts.getFirst();
                ingesting.take(
                        tx,
                        LocalDate.now(ZoneId.of("Asia/Jakarta")),
                        "kafka:" + first.partition() + ":" + first.offset(),
                        Topics.CASN_FACT,
                        sink -> {
                            facts.forEach(record -> sink.take(source.json(record.value())));
                            return "";
                        });
            }
            for (var record : fresh) {
                tx.execute(
                        "insert into casn_offset values (?, ?) on conflict (partition) do update set next = excluded.next",
                        record.partition(),
                        record.offset() + 1);
            }
        });
    }

    private static Map<Integer, Long> next(Handle tx) {
        var next = new HashMap<Integer, Long>();
        tx.createQuery("select partition, next from casn_offset")
                .map((row, context) -> next.put(row.getInt(1), row.getLong(2)))
                .list();
        return next;
    }
}
