package id.padan.agreement.disclosure;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.disclosure.Disclosure;
import id.padan.platform.disclosure.DisclosureRecorded;
import id.padan.platform.events.TopicReader;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Keeps what services report. Each instance reads all of it: rows have the ids that their services gave them, so twice is once. It goes on
 * from where the store says.
 */
@ApplicationScoped
class DisclosureReader {
    private static final Logger LOG = Logger.getLogger(DisclosureReader.class);

    private final TopicReaders readers;
    private final DisclosureStore store;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("disclosure-reader-start").factory());

    DisclosureReader(TopicReaders readers, DisclosureStore store, ObjectMapper json, MeterRegistry meters) {
        this.readers = readers;
        this.store = store;
        this.json = json;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        var unused = starter.schedule(this::tryStart, 0, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        starter.shutdownNow();
    }

    private void tryStart() {
        try {
            Map<TopicPartition, Long> from = store.places().entrySet().stream()
                    .collect(Collectors.toMap(
                            place -> new TopicPartition(Topics.DISCLOSURE_RECORDED, place.getKey()),
                            Map.Entry::getValue));
            TopicReader unused = readers.start("disclosures", Set.of(Topics.DISCLOSURE_RECORDED), from, this::handle);
        } catch (RuntimeException databaseAway) {
            LOG.warnf(
                    "the register of disclosures cannot say where it stands, trying again: %s",
                    databaseAway.getClass().getName());
            var unused = starter.schedule(this::tryStart, 2, TimeUnit.SECONDS);
        }
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        var rows = new ArrayList<DisclosureStore.Row>();
        Map<Integer, Long> next = new HashMap<>();
        for (var entry : batch) {
            var event = read(entry);
            for (Disclosure disclosure : event.disclosures()) {
                rows.add(new DisclosureStore.Row(event.service(), event.party(), event.at(), disclosure));
            }
            next.merge(entry.partition(), entry.offset() + 1, Math::max);
        }
        try {
            int added = store.add(rows, next);
            meters.counter("padan.register.disclosures").increment(added);
        } catch (RuntimeException e) {
            if (refusesValue(e)) {
                throw new UnusableRecordException("the store refuses its values");
            }
            throw e;
        }
    }

    private DisclosureRecorded read(ConsumerRecord<byte[], byte[]> entry) {
        DisclosureRecorded event;
        try {
            event = entry.value() == null ? null : json.readValue(entry.value(), DisclosureRecorded.class);
        } catch (IOException | RuntimeException e) {
            throw new UnusableRecordException(
                    "not a disclosure: " + e.getClass().getSimpleName());
        }
        if (event == null
                || !DisclosureRecorded.TYPE.equals(event.type())
                || event.service() == null
                || event.party() == null
                || event.at() == null
                || entry.key() == null
                || !event.party().equals(new String(entry.key(), StandardCharsets.UTF_8))) {
            throw new UnusableRecordException("not a disclosure, or not that of its key");
        }
        for (Disclosure disclosure : event.disclosures()) {
            if (disclosure.id() == null
                    || disclosure.kind() == null
                    || disclosure.agreement() == null
                    || disclosure.version() == null
                    || disclosure.dataset() == null
                    || disclosure.client() == null
                    || disclosure.actor() == null
                    || disclosure.log() == null) {
                throw new UnusableRecordException("a disclosure lacks a member that it needs");
            }
        }
        return event;
    }

    /** SQLState classes 22 and 23: no later try can succeed. */
    private static boolean refusesValue(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }
}
