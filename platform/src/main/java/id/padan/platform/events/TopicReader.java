package id.padan.platform.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Follows all partitions of some topics by itself, in no group, because an instance that saw only a share of them would know only a share
 * of the register. It hands over batches on one thread of its own, in order per partition, and goes on after broker restarts. Nothing is
 * committed: the caller keeps the offsets with what it made of the records, or reads again from the beginning.
 */
public final class TopicReader implements AutoCloseable {

    /** What a reader does with records. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Takes a batch of one or more records, all or nothing. After {@link UnusableRecordException} the records come again one by one,
         * and those that throw it alone go to the dead letters; after any other exception the same batch comes again after a pause.
         */
        void handle(List<ConsumerRecord<byte[], byte[]>> batch) throws Exception;
    }

    private static final Logger LOG = Logger.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 10_000;

    private final String name;
    private final Map<String, Object> kafka;
    private final Set<String> topics;
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final Handler handler;
    private final DeadLetters deadLetters;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile Map<TopicPartition, Long> ends = Map.of();

    TopicReader(
            String name,
            Map<String, Object> kafka,
            Set<String> topics,
            Map<TopicPartition, Long> from,
            Handler handler,
            DeadLetters deadLetters) {
        this.name = name;
        this.kafka = kafka;
        this.topics = Set.copyOf(topics);
        this.next.putAll(from);
        this.handler = handler;
        this.deadLetters = deadLetters;
        this.thread = Thread.ofPlatform().name("reader-" + name).daemon().unstarted(this::follow);
    }

    void start() {
        thread.start();
    }

    /**
     * Completes when everything that was in the topics when the reader started has been handled. It never fails: while Kafka is away it
     * stays open, and so does readiness that hangs on it.
     */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp;
    }

    /** The next offset to handle, by partition, as of the last batch handled. */
    public Map<TopicPartition, Long> position() {
        return Map.copyOf(next);
    }

    /** How far the reader had to go when it started: end offsets by partition; empty until Kafka was reached. */
    public Map<TopicPartition, Long> startEnds() {
        return ends;
    }

    /** Stops after the batch in hand; waits up to ten seconds for it. */
    @Override
    public void close() {
        closing.countDown();
        KafkaConsumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        long pause = FIRST_PAUSE_MS;
        while (isOpen()) {
            try (var fresh =
                    new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = fresh;
                assign(fresh);
                pause = FIRST_PAUSE_MS;
                LOG.infof("reader %s follows %d partitions of %s", name, ends.size(), topics);
                while (isOpen()) {
                    handlePolled(fresh);
                }
            } catch (WakeupException | InterruptException closed) {
                if (isOpen()) {
                    LOG.warnf("reader %s was woken without being closed, going on", name);
                }
            } catch (KafkaException e) {
                LOG.warnf("reader %s lost Kafka, trying again in %d ms: %s", name, pause, e.getMessage());
                pause = pauseFor(pause);
            } catch (RuntimeException e) {
                LOG.errorf(e, "reader %s failed, trying again in %d ms", name, pause);
                pause = pauseFor(pause);
            } finally {
                consumer = null;
            }
        }
    }

    private void assign(KafkaConsumer<byte[], byte[]> fresh) {
        var partitions = new ArrayList<TopicPartition>();
        for (String topic : topics) {
            var known = fresh.partitionsFor(topic);
            if (known == null || known.isEmpty()) {
                throw new KafkaException("topic " + topic + " does not exist, or we may not read it");
            }
            known.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        fresh.assign(partitions);
        Map<TopicPartition, Long> begins = fresh.beginningOffsets(partitions);
        Map<TopicPartition, Long> currentEnds = fresh.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long begin = begins.get(partition);
            long end = currentEnds.get(partition);
            long wanted = next.getOrDefault(partition, begin);
            if (wanted > end) {
                // A topic made anew: what we kept offsets for is gone.
                LOG.warnf(
                        "reader %s: %s ends at %d, before %d; reading it from the beginning",
                        name, partition, end, wanted);
                wanted = begin;
            }
            next.put(partition, Math.max(wanted, begin));
            fresh.seek(partition, next.get(partition));
        }
        if (ends.isEmpty()) {
            ends = Map.copyOf(currentEnds);
        }
        checkCaughtUp(fresh);
    }

    private void handlePolled(KafkaConsumer<byte[], byte[]> from) {
        var polled = from.poll(POLL);
        if (!polled.isEmpty()) {
            var batch = new ArrayList<ConsumerRecord<byte[], byte[]>>(polled.count());
            polled.forEach(batch::add);
            if (!handle(batch)) {
                return;
            }
        }
        checkCaughtUp(from);
    }

    private boolean handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        try {
            if (!handleWithRetry(batch)) {
                return false;
            }
        } catch (UnusableRecordException oneOfThem) {
            for (var single : batch) {
                try {
                    if (!handleWithRetry(List.of(single))) {
                        return false;
                    }
                } catch (UnusableRecordException unusable) {
                    deadLetters.send(single, unusable.getMessage());
                }
                next.put(new TopicPartition(single.topic(), single.partition()), single.offset() + 1);
            }
        }
        for (var handled : batch) {
            next.put(new TopicPartition(handled.topic(), handled.partition()), handled.offset() + 1);
        }
        return true;
    }

    /** False when the reader was closed before the batch could be handled. */
    private boolean handleWithRetry(List<ConsumerRecord<byte[], byte[]>> batch) {
        long pause = FIRST_PAUSE_MS;
        while (isOpen()) {
            try {
                handler.handle(batch);
                return true;
            } catch (UnusableRecordException unusable) {
                throw unusable;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (Exception e) {
                // Only the type: messages of drivers quote the values they were given.
                LOG.warnf(
                        "reader %s could not handle %d records, trying again in %d ms: %s",
                        name, batch.size(), pause, e.getClass().getName());
                LOG.debugf(e, "reader %s", name);
                pause = pauseFor(pause);
            }
        }
        return false;
    }

    private void checkCaughtUp(KafkaConsumer<byte[], byte[]> from) {
        if (caughtUp.isDone()) {
            return;
        }
        for (var end : ends.entrySet()) {
            // The consumer's position, not the last record's offset: compaction and aborted records leave gaps.
            if (from.position(end.getKey()) < end.getValue()) {
                return;
            }
        }
        caughtUp.complete(null);
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
        var settings = new HashMap<String, Object>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "reader-" + name);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * 1024 * 1024);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * 1024 * 1024);
        return settings;
    }
}
