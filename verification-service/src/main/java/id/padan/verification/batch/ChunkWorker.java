package id.padan.verification.batch;

import id.padan.platform.events.DeadLetters;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.chunk.ChunkMatcher;
import id.padan.verification.chunk.ChunkRecord;
import id.padan.verification.chunk.MatchedChunk;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.projection.StatusIndex;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * This instance's share of the chunks: takes them from the group, matches them while their list still arrives, and settles them once it
 * is sealed. Joins only when the register is loaded, because an empty one would answer "tidak ditemukan". An offset is committed after
 * everything before it is settled, so what was taken and not settled comes again after a crash.
 */
@ApplicationScoped
class ChunkWorker {
    private static final Logger LOG = Logger.getLogger(ChunkWorker.class);
    private static final String GROUP = "verification-service-chunks";
    private static final Duration IDLE_POLL = Duration.ofMillis(250);
    private static final Duration BUSY_POLL = Duration.ofMillis(20);
    private static final long LOOK_FOR_SEALS_MS = 50;
    private static final long PAUSE_MS = 500;
    /** Whatever is configured: a poll that takes long must not cost the instance its place in the group. */
    private static final int MOST_PER_POLL = 8;

    private static final int SESSION_MS = 10_000;
    /** Chunks settled in one transaction; the list's row is locked meanwhile. */
    private static final int SETTLED_AT_ONCE = 16;

    private final Map<String, Object> broker;
    private final Batches batches;
    private final AttemptKeys keys;
    private final ChunkMatcher matcher;
    private final AnsweringChunks answering;
    private final RetryingChunks retrying;
    private final DeadLetters deadLetters;
    private final StatusIndex index;
    private final BatchConfig config;
    private final Timer matching;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService matchers;
    private final Thread thread =
            Thread.ofPlatform().name("padan-chunks").daemon().unstarted(this::run);

    // Below: the worker's thread only.
    private final Map<TopicPartition, TreeMap<Long, Taken>> taken = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    /** Lists of which matched chunks had to be let go; their open chunks are read again when they are sealed. */
    private final Set<UUID> letGo = new HashSet<>();

    private long lookedAt;

    ChunkWorker(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            Batches batches,
            AttemptKeys keys,
            ChunkMatcher matcher,
            AnsweringChunks answering,
            RetryingChunks retrying,
            DeadLetters deadLetters,
            StatusIndex index,
            BatchConfig config,
            MeterRegistry meters) {
        this.broker = broker;
        this.batches = batches;
        this.keys = keys;
        this.matcher = matcher;
        this.answering = answering;
        this.retrying = retrying;
        this.deadLetters = deadLetters;
        this.index = index;
        this.config = config;
        matching = meters.timer("padan.batch.chunk.matching");
        matchers = Executors.newFixedThreadPool(
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().name("padan-match-", 0).daemon().factory());
    }

    /** A record on its way to being settled. */
    private static final class Taken {
        private ConsumerRecord<byte[], byte[]> waiting;
        private MatchedChunk matched;

        private Taken(ConsumerRecord<byte[], byte[]> waiting) {
            this.waiting = waiting;
        }
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closing.countDown();
        thread.join(Duration.ofSeconds(10));
        matchers.shutdownNow();
    }

    private void run() {
        while (!index.isLoaded()) {
            if (isClosed(IDLE_POLL.toMillis())) {
                return;
            }
        }
        while (!isClosed(0)) {
            try (var consumer =
                    new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                work(consumer);
            } catch (WakeupException closed) {
                return;
            } catch (KafkaException e) {
                LOG.warnf(
                        "the chunk worker lost Kafka, joining again: %s",
                        e.getClass().getSimpleName());
            } catch (RuntimeException e) {
                LOG.error("the chunk worker failed, joining again", e);
            } finally {
                taken.clear();
                positions.clear();
            }
            isClosed(PAUSE_MS);
        }
    }

    private void work(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.subscribe(List.of(Topics.VERIFICATION_CHUNK), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                partitions.forEach(partition -> taken.put(partition, new TreeMap<>()));
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // Whoever has them now does again what was not settled; settling twice is harmless.
                partitions.forEach(taken::remove);
                partitions.forEach(positions::remove);
            }
        });
        while (!isClosed(0)) {
            boolean busy = size() > 0;
            if (size() >= config.maxPending()) {
                letGoOfUnsealed();
            }
            if (size() >= config.maxPending()) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.paused());
            }
            for (var found : consumer.poll(busy ? BUSY_POLL : IDLE_POLL)) {
                var partition = new TopicPartition(found.topic(), found.partition());
                taken.get(partition).put(found.offset(), new Taken(found));
                positions.put(partition, found.offset() + 1);
            }
            try {
                match();
                settle();
            } catch (RuntimeException away) {
                if (!DatabasePatience.isOutage(away) && !(away instanceof ProblemException)) {
                    LOG.error("chunks could not be answered, trying again", away);
                } else {
                    LOG.warnf("chunks wait: %s", away.getClass().getSimpleName());
                }
                isClosed(PAUSE_MS);
            }
            commit(consumer);
        }
    }

    private int size() {
        return taken.values().stream().mapToInt(Map::size).sum();
    }

    /** Matches what has been taken; what cannot be a chunk of ours goes to the dead letters, what is of a past attempt goes nowhere. */
    private void match() {
        var work = new ArrayList<Callable<Void>>();
        for (var ofPartition : taken.values()) {
            for (var entry : ofPartition.entrySet()) {
                if (entry.getValue().waiting != null) {
                    work.add(() -> {
                        matching.recordCallable(() -> match(entry.getValue()));
                        return null;
                    });
                }
            }
        }
        if (work.isEmpty()) {
            return;
        }
        try {
            RuntimeException failure = null;
            for (var done : matchers.invokeAll(work)) {
                try {
                    done.get();
                } catch (ExecutionException e) {
                    failure = e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException(e.getCause());
                }
            }
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while matching", e);
        }
    }

    private Void match(Taken item) {
        var found = item.waiting;
        if (found.value() == null) {
            item.waiting = null;
            return null;
        }
        var chunk = ChunkRecord.find(found);
        if (chunk.isEmpty()) {
            deadLetters.send(found, "not a chunk of a list");
            item.waiting = null;
            return null;
        }
        var id = chunk.get().id();
        try {
            var opened = keys.find(id.batch(), id.attempt());
            if (opened.isPresent()) {
                item.matched = matcher.match(
                        id,
                        chunk.get().firstRow(),
                        chunk.get().rows(),
                        chunk.get().encrypted(),
                        opened.get().key(),
                        opened.get().asOf());
            }
        } catch (UnreadableChunk unreadable) {
            // The watch reads it again by manifest, and fails the list when that does not help.
            deadLetters.send(found, unreadable.getMessage());
            batches.triedInVain(id, unreadable.getMessage());
        }
        item.waiting = null;
        return null;
    }

    private void settle() {
        var open = new LinkedHashMap<String, List<Taken>>();
        for (var ofPartition : taken.values()) {
            for (var item : ofPartition.values()) {
                if (item.matched != null) {
                    var id = item.matched.id();
                    open.computeIfAbsent(id.batch() + "/" + id.attempt(), k -> new ArrayList<>())
                            .add(item);
                }
            }
        }
        long now = System.currentTimeMillis();
        if (open.isEmpty() && letGo.isEmpty() || now - lookedAt < LOOK_FOR_SEALS_MS) {
            return;
        }
        lookedAt = now;
        var ids = open.values().stream()
                .map(items -> items.getFirst().matched.id().batch())
                .collect(Collectors.toSet());
        ids.addAll(letGo);
        var states = batches.listOf(ids).stream().collect(Collectors.toMap(Batch::id, batch -> batch));
        for (var items : open.values()) {
            var id = items.getFirst().matched.id();
            var batch = states.get(id.batch());
            if (batch == null || batch.attempt() != id.attempt() || batch.state() != BatchState.RECEIVING) {
                settle(id.batch(), id.attempt(), items);
            }
        }
        for (var id : Set.copyOf(letGo)) {
            var batch = states.get(id);
            if (batch == null || batch.state() != BatchState.RECEIVING) {
                letGo.remove(id);
                retrying.retry(id);
            }
        }
    }

    private void settle(UUID batch, int attempt, List<Taken> items) {
        for (int from = 0; from < items.size(); from += SETTLED_AT_ONCE) {
            var some = items.subList(from, Math.min(items.size(), from + SETTLED_AT_ONCE));
            var outcome = answering.settle(
                    batch, attempt, some.stream().map(item -> item.matched).toList());
            switch (outcome) {
                case SETTLED, GONE -> some.forEach(item -> item.matched = null);
                case NOT_SEALED, GATE_SILENT -> {
                    lookedAt = System.currentTimeMillis() + PAUSE_MS;
                    return;
                }
            }
        }
    }

    /** Too many lists arrive at once: the oldest half of what waits for a seal is dropped here and read again then. */
    private void letGoOfUnsealed() {
        int drop = config.maxPending() / 2;
        for (var ofPartition : taken.values()) {
            for (var item : ofPartition.values()) {
                if (item.matched != null && drop-- > 0) {
                    letGo.add(item.matched.id().batch());
                    item.matched = null;
                }
            }
        }
    }

    private void commit(KafkaConsumer<byte[], byte[]> consumer) {
        var safe = new HashMap<TopicPartition, OffsetAndMetadata>();
        taken.forEach((partition, items) -> {
            boolean any = false;
            while (!items.isEmpty() && isDone(items.firstEntry().getValue())) {
                items.pollFirstEntry();
                any = true;
            }
            if (any) {
                safe.put(
                        partition,
                        new OffsetAndMetadata(items.isEmpty() ? positions.get(partition) : items.firstKey()));
            }
            // Settled ones behind an open one need not be looked at again.
            items.values().removeIf(ChunkWorker::isDone);
        });
        if (!safe.isEmpty()) {
            consumer.commitAsync(safe, (offsets, failure) -> {
                if (failure != null) {
                    LOG.debugf("offsets of chunks were not committed: %s", failure.getMessage());
                }
            });
        }
    }

    private static boolean isDone(Taken item) {
        return item.waiting == null && item.matched == null;
    }

    private boolean isClosed(long waitMillis) {
        try {
            return closing.await(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "verification-chunk-worker");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(MOST_PER_POLL, config.chunksPerPoll()));
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * 1024 * 1024);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        // Who died is in the group until his session is over, and Kafka lets nobody new in before it has heard from
        // him.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MS / 5);
        return settings;
    }
}
