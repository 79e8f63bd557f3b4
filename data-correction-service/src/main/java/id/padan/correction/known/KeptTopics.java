package id.padan.correction.known;

import id.padan.platform.events.TopicReader;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.UnusableRecordException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Follows the topics that this service keeps something of: what a batch changes and how far it is read is one transaction, and each
 * instance goes on from where the store says. Two instances read the same; versions make the second time harmless.
 */
@ApplicationScoped
public class KeptTopics {
    private static final Logger LOG = Logger.getLogger(KeptTopics.class);

    /** Who keeps something. */
    public interface Listener {
        /** Of its reader, in logs. */
        String name();

        Set<String> topics();

        /** All or nothing; may be called again with the same records. */
        void handle(Handle tx, List<ConsumerRecord<byte[], byte[]>> batch);
    }

    private final Instance<Listener> listeners;
    private final TopicReaders readers;
    private final Jdbi jdbi;
    private final Map<String, TopicReader> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kept-topics-start").factory());

    KeptTopics(@Any Instance<Listener> listeners, TopicReaders readers, Jdbi jdbi) {
        this.listeners = listeners;
        this.readers = readers;
        this.jdbi = jdbi;
    }

    void start(@Observes StartupEvent event) {
        for (Listener listener : listeners) {
            var unused = starter.schedule(() -> tryStart(listener), 0, TimeUnit.MILLISECONDS);
        }
    }

    @PreDestroy
    void stop() {
        starter.shutdownNow();
    }

    /** Whether everything that was told before this instance started has been kept. */
    public boolean caughtUp() {
        return listeners.stream().allMatch(listener -> {
            TopicReader reader = open.get(listener.name());
            return reader != null && reader.caughtUp().isDone();
        });
    }

    private void tryStart(Listener listener) {
        try {
            open.put(
                    listener.name(),
                    readers.start(
                            listener.name(),
                            listener.topics(),
                            places(listener.topics()),
                            batch -> keep(listener, batch)));
        } catch (RuntimeException databaseAway) {
            LOG.warnf(
                    "%s cannot say where it stands, trying again: %s",
                    listener.name(), databaseAway.getClass().getName());
            var unused = starter.schedule(() -> tryStart(listener), 2, TimeUnit.SECONDS);
        }
    }

    private Map<TopicPartition, Long> places(Set<String> topics) {
        return jdbi.withHandle(handle -> handle
                .createQuery("select topic, partition, next from topic_place where topic = any(:topics)")
                .bind("topics", topics.toArray(String[]::new))
                .map((row, context) -> Map.entry(
                        new TopicPartition(row.getString("topic"), row.getInt("partition")), row.getLong("next")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private void keep(Listener listener, List<ConsumerRecord<byte[], byte[]>> batch) {
        try {
            jdbi.useTransaction(tx -> {
                listener.handle(tx, batch);
                var places = tx.prepareBatch("""
                        insert into topic_place (topic, partition, next) values (?, ?, ?)
                        on conflict (topic, partition) do update set next = excluded.next""");
                Map<TopicPartition, Long> next = new HashMap<>();
                for (var record : batch) {
                    next.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max);
                }
                next.forEach((place, offset) -> places.add(place.topic(), place.partition(), offset));
                places.execute();
            });
        } catch (RuntimeException e) {
            if (refusesValue(e)) {
                throw new UnusableRecordException("the store refuses its values");
            }
            throw e;
        }
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
