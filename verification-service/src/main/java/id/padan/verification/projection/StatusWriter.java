package id.padan.verification.projection;

import id.padan.platform.events.DeadLetters;
import id.padan.platform.events.Topics;
import id.padan.verification.projection.StatusStore.Placed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Writes the store from {@code asn.status.v1}: all instances share one group, so each record is written by one of them. The offsets
 * that count are the store's own; Kafka's are committed for operators to see. Also the one that sends unusable events, of the
 * mapping too, to the dead letters: the indexes, which all read everything, only pass over them.
 */
@Singleton
class StatusWriter {
    private static final Logger LOG = Logger.getLogger(StatusWriter.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long FIRST_PAUSE_MS = 200;
    private static final int SESSION_MS = 10_000;
    private static final long LONGEST_PAUSE_MS = 10_000;

    private final Map<String, Object> kafka;
    private final String group;
    private final StatusStore store;
    private final DeadLetters deadLetters;
    private final Counter written;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("status-writer").daemon().unstarted(this::run);
    private volatile KafkaConsumer<byte[], byte[]> consumer;

    StatusWriter(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "quarkus.application.name") String service,
            StatusStore store,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.kafka = kafka;
        this.group = service + "-projection";
        this.store = store;
        this.deadLetters = deadLetters;
        this.written = Counter.builder("padan.projection.written")
                .description("status events written to the store")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    @PreDestroy
    void close() {
        closing.countDown();
        var current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = FIRST_PAUSE_MS;
        while (isOpen()) {
            try (var fresh =
                    new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = fresh;
                // A crash may have come between the last marker and this.
                removeRetired();
                fresh.subscribe(List.of(Topics.ASN_STATUS, Topics.ASN_STATUS_MAPPING), new SeekToStore(fresh));
                while (isOpen()) {
                    var records = fresh.poll(POLL);
                    if (!records.isEmpty()) {
                        handle(records, fresh);
                        pause = FIRST_PAUSE_MS;
                    }
                }
            } catch (WakeupException closed) {
                // Only close() wakes it; the loop's condition decides.
            } catch (RuntimeException e) {
                // Only the type: messages of drivers quote the values they were given.
                LOG.warnf(
                        "the status writer starts again in %d ms after %s",
                        pause, e.getClass().getName());
                LOG.debug("the status writer failed", e);
                pause = pauseFor(pause);
            } finally {
                consumer = null;
            }
        }
    }

    /** Starts every partition where the store says, not where the group's offsets do. */
    private final class SeekToStore implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> assigned;

        private SeekToStore(KafkaConsumer<byte[], byte[]> assigned) {
            this.assigned = assigned;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            var places = store.places();
            var ends = assigned.endOffsets(partitions);
            for (var partition : partitions) {
                var place = places.get(partition);
                if (place != null && place.nextOffset() <= ends.get(partition)) {
                    assigned.seek(partition, place.nextOffset());
                    continue;
                }
                if (place != null) {
                    LOG.warnf(
                            "%s is shorter than what is stored of it: it was made anew and is read from its beginning",
                            partition);
                    store.forgetPlace(partition);
                }
                assigned.seekToBeginning(List.of(partition));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Nothing is in hand between polls.
        }
    }

    private void handle(ConsumerRecords<byte[], byte[]> records, KafkaConsumer<byte[], byte[]> from) {
        var events = new ArrayList<Placed>(records.count());
        var sources = new ArrayList<ConsumerRecord<byte[], byte[]>>(records.count());
        var markers = new ArrayList<EpochMarker>();
        var next = new HashMap<TopicPartition, Long>();
        for (var record : records) {
            var partition = new TopicPartition(record.topic(), record.partition());
            next.put(partition, record.offset() + 1);
            try {
                if (EpochMarker.isMarker(record.key())) {
                    markers.add(EpochMarker.parse(record.value()));
                } else if (record.topic().equals(Topics.ASN_STATUS)) {
                    events.add(new Placed(partition, record.offset(), StatusEvent.parse(record.key(), record.value())));
                    sources.add(record);
                } else if (record.value() != null) {
                    StatusMapping.parse(record.value());
                }
            } catch (BadEvent bad) {
                deadLetters.send(record, bad.getMessage());
            }
        }
        write(events, sources, markers, next);
        if (markers.stream().anyMatch(marker -> marker.phase() == EpochMarker.Phase.RETIRED)) {
            removeRetired();
        }
        written.increment(events.size());
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        from.commitAsync(offsets, (committed, failure) -> {
            if (failure != null) {
                LOG.debug("offsets for operators were not committed; the store's own count", failure);
            }
        });
    }

    private void removeRetired() {
        int removed = store.removeRetired();
        if (removed > 0) {
            LOG.infof("%d rows of a retired epoch are removed from the store", removed);
        }
    }

    private void write(
            List<Placed> events,
            List<ConsumerRecord<byte[], byte[]>> sources,
            List<EpochMarker> markers,
            Map<TopicPartition, Long> next) {
        if (tryWrite(events, markers, next)) {
            return;
        }
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            var after = Map.of(event.partition(), event.offset() + 1);
            if (!tryWrite(List.of(event), List.of(), after)) {
                deadLetters.send(sources.get(i), "the store refuses its values");
                tryWrite(List.of(), List.of(), after);
            }
        }
        tryWrite(List.of(), markers, next);
    }

    /** False if the database refuses a value in it; any other failure is tried again until it works or the service closes. */
    private boolean tryWrite(List<Placed> events, List<EpochMarker> markers, Map<TopicPartition, Long> next) {
        long pause = FIRST_PAUSE_MS;
        while (true) {
            try {
                store.write(events, markers, next);
                return true;
            } catch (RuntimeException e) {
                if (refusesValue(e)) {
                    return false;
                }
                if (!isOpen()) {
                    throw new WakeupException();
                }
                LOG.warnf(
                        "%d status events wait for the store, again in %d ms: %s",
                        events.size(), pause, e.getClass().getName());
                LOG.debug("the store failed", e);
                pause = pauseFor(pause);
            }
        }
    }

    /** SQLState classes 22 (data exception) and 23 (integrity constraint): no later try can succeed. */
    private static boolean refusesValue(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private long pauseFor(long millis) {
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                return millis;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
        return Math.min(LONGEST_PAUSE_MS, millis * 2);
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * 1024 * 1024);
        // Each batch is a transaction, and answers do not wait for the store: an import comes in few large ones.
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 256 * 1024);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 300);
        // As long as a dead instance counts, nobody writes its partitions.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MS / 5);
        return settings;
    }
}
