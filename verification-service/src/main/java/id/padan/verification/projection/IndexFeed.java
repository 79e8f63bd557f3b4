package id.padan.verification.projection;

import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.safety.ProductionSafety;
import id.padan.platform.token.NikToken;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.projection.StatusIndex.Change;
import id.padan.verification.projection.StatusStore.Place;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Fills this instance's index: from the store in one snapshot, then from all partitions of the topics by itself, from the offsets
 * that the same snapshot showed. Never through a group: a partial index would answer "tidak ditemukan" for real ASN.
 */
@Singleton
class IndexFeed {
    private static final Logger LOG = Logger.getLogger(IndexFeed.class);
    private static final long PAUSE_MS = 1_000;

    private final StatusIndex index;
    private final StatusStore store;
    private final TokenKeys keys;
    private final TopicReaders readers;
    private final ProductionSafety safety;
    private final CountDownLatch closing = new CountDownLatch(1);
    /** By partition the highest version applied; the reader's thread only, once it runs. */
    private final Map<TopicPartition, Long> highest = new HashMap<>();
    /** Partitions that had a tombstone since their highest version. */
    private final Set<TopicPartition> emptied = new HashSet<>();

    /** The epoch whose table is being filled beside the one that answers; 0 if none. */
    private int coming;
    /** By epoch the partitions of which all tokens have been read. */
    private final Map<Integer, Set<Integer>> completed = new HashMap<>();

    private int partitions;

    private volatile Duration loadTime = Duration.ZERO;
    private volatile long lagMillis;

    IndexFeed(
            StatusIndex index,
            StatusStore store,
            TokenKeys keys,
            TopicReaders readers,
            ProductionSafety safety,
            MeterRegistry meters) {
        this.index = index;
        this.store = store;
        this.keys = keys;
        this.readers = readers;
        this.safety = safety;
        Gauge.builder("padan.index.records", index, StatusIndex::size)
                .description("tokens in the index")
                .register(meters);
        Gauge.builder("padan.index.bytes", index, StatusIndex::bytes)
                .baseUnit("bytes")
                .description("bytes of the index's arrays, for today's status")
                .register(meters);
        Gauge.builder("padan.index.history.bytes", index, StatusIndex::historyBytes)
                .baseUnit("bytes")
                .description("bytes of what is known of earlier days")
                .register(meters);
        Gauge.builder("padan.index.histories", index, StatusIndex::histories)
                .description("tokens of which an earlier or later day says something else than today")
                .register(meters);
        Gauge.builder("padan.index.epoch", index, held -> held.now().number())
                .description(
                        "epoch of the token key that answers here; a rotation may be retired when all instances show the new one")
                .register(meters);
        Gauge.builder("padan.index.load.seconds", () -> loadTime.toMillis() / 1000.0)
                .description("how long the last load from the store took")
                .register(meters);
        Gauge.builder("padan.index.lag.seconds", () -> lagMillis / 1000.0)
                .description("from the topic to the index, for the last record applied")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("index-load").daemon().start(this::load);
        Thread.ofVirtual().name("token-keys").start(this::watchKeys);
    }

    @PreDestroy
    void close() {
        closing.countDown();
    }

    /** Before the tokens of the snapshot: which epoch answers, and which are complete. */
    private synchronized void begin(List<EpochMarker> markers) {
        completed.clear();
        coming = 0;
        // A restart within a rotation goes on with the epoch that answered before, unless the other was complete
        // already.
        int first = keys.epochs().stream().mapToInt(Integer::intValue).min().orElseThrow();
        for (var marker : markers) {
            if (marker.phase() == EpochMarker.Phase.COMPLETE) {
                complete(marker);
                if (isComplete(marker.epoch()) && keys.has(marker.epoch())) {
                    first = Math.max(first, marker.epoch());
                }
            }
        }
        index.startWith(first);
        index.reserve(store.estimate());
        markers.forEach(this::withdrawIfRetired);
    }

    private void load(int epoch, long hi, long lo, String state) {
        int now = index.now().number();
        if (epoch == now) {
            index.load(hi, lo, state);
        } else if (epoch > now) {
            // Rows of two epochs lie in no order; a rotation is rare, so this is no loss of time.
            comeUp(epoch);
            index.loadComing(hi, lo, state);
        }
    }

    private synchronized void comeUp(int epoch) {
        if (coming != epoch) {
            coming = epoch;
            index.begin(epoch);
            LOG.infof("a table for epoch %d is being filled beside the one that answers", epoch);
        }
    }

    /** Reads the keyset again, and changes over if the key of a complete epoch has come since. */
    private void watchKeys() {
        try {
            while (!closing.await(2, TimeUnit.SECONDS)) {
                keys.refresh(index.now().number());
                changeOver();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(EpochMarker marker) {
        if (marker.phase() == EpochMarker.Phase.COMPLETE
                && marker.epoch() > index.now().number()) {
            // An empty register has no token that would have begun the table.
            comeUp(marker.epoch());
            complete(marker);
        }
    }

    private void complete(EpochMarker marker) {
        partitions = marker.partitions();
        completed.computeIfAbsent(marker.epoch(), none -> new HashSet<>()).add(marker.partition());
    }

    private void withdrawIfRetired(EpochMarker marker) {
        if (marker.phase() != EpochMarker.Phase.COMPLETE
                && marker.epoch() >= index.now().number()) {
            LOG.errorf(
                    "epoch %d is being emptied, but this instance still answers from it: no answers until the new one is complete here",
                    marker.epoch());
            index.withdraw();
        }
    }

    private boolean isComplete(int epoch) {
        return epoch != 0
                && partitions > 0
                && completed.getOrDefault(epoch, Set.of()).size() == partitions;
    }

    private synchronized void changeOver() {
        if (!isComplete(coming)) {
            return;
        }
        keys.refresh(index.now().number());
        if (!keys.has(coming)) {
            LOG.errorf(
                    "epoch %d is complete, but its key is not in the keyset: still answering from the old one", coming);
            return;
        }
        index.swap();
        LOG.infof("the index answers from epoch %d now, with %d tokens", coming, index.size());
        coming = 0;
    }

    private void load() {
        while (closing.getCount() > 0) {
            try {
                long start = System.nanoTime();
                var snapshot = store.load(this::begin, this::load);
                snapshot.dataTime().ifPresent(index::heardDataTime);
                loadTime = Duration.ofNanos(System.nanoTime() - start);
                LOG.infof(
                        "the index holds %d tokens in %d bytes, %d of them with histories in %d bytes, loaded in %d ms",
                        index.size(), index.bytes(), index.histories(), index.historyBytes(), loadTime.toMillis());
                follow(snapshot.places());
                return;
            } catch (RuntimeException e) {
                LOG.warnf(
                        "the index could not be loaded, again in %d ms: %s",
                        PAUSE_MS, e.getClass().getName());
                LOG.debug("the load failed", e);
            }
            try {
                if (closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void follow(Map<TopicPartition, Place> places) {
        var from = new HashMap<TopicPartition, Long>();
        places.forEach((partition, place) -> {
            // The mapping is small and is not stored here: it is read from its beginning.
            if (partition.topic().equals(Topics.ASN_STATUS)) {
                from.put(partition, place.nextOffset());
                highest.put(partition, place.highVersion());
            }
        });
        var reader = readers.start("index", Set.of(Topics.ASN_STATUS, Topics.ASN_STATUS_MAPPING), from, this::handle);
        reader.caughtUp().join();
        LOG.infof("the index has caught up and holds %d tokens", index.size());
        index.caughtUp();
    }

    /**
     * Applies a batch. Versions never fall within a partition, so a record below the highest seen is late; what counts then is decided by
     * the store, which keeps each token's version.
     */
    synchronized void handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        int now = index.now().number();
        var rising = new HashMap<>(highest);
        var emptying = new HashSet<>(emptied);
        var changes = new ArrayList<Change>(batch.size());
        var next = new ArrayList<Change>();
        var markers = new ArrayList<EpochMarker>();
        var late = new LinkedHashMap<NikToken, Integer>();
        var ends = new HashMap<TopicPartition, Long>();
        long newest = 0;
        for (var record : batch) {
            newest = Math.max(newest, record.timestamp());
            try {
                if (!record.topic().equals(Topics.ASN_STATUS)) {
                    if (record.value() != null) {
                        use(StatusMapping.parse(record.value()));
                    }
                    continue;
                }
                var partition = new TopicPartition(record.topic(), record.partition());
                ends.put(partition, record.offset() + 1);
                if (EpochMarker.isMarker(record.key())) {
                    markers.add(EpochMarker.parse(record.value()));
                    continue;
                }
                if (record.value() == null) {
                    // Whatever comes again at the version of before must not undo it: from here the store decides on
                    // that.
                    emptying.add(partition);
                }
                var event = StatusEvent.parse(record.key(), record.value());
                if (event.isTombstone()) {
                    // A tombstone does not say its epoch; only the table that has the token takes it.
                    changes.add(new Change(event.token(), StatusState.NONE));
                    next.add(new Change(event.token(), StatusState.NONE));
                    continue;
                }
                index.heardDataTime(event.dataTime());
                if (event.epoch() != now && (event.epoch() < now || event.epoch() < coming)) {
                    continue;
                }
                if (event.epoch() > now) {
                    comeUp(event.epoch());
                }
                // All events of one block of an import have one version, and a token occurs in a block once.
                long high = rising.getOrDefault(partition, 0L);
                if (event.version() > high || event.version() == high && !emptying.contains(partition)) {
                    if (event.version() > high) {
                        emptying.remove(partition);
                    }
                    rising.put(partition, event.version());
                    (event.epoch() == now ? changes : next).add(new Change(event.token(), event.state()));
                } else {
                    late.put(event.token(), event.epoch());
                }
            } catch (BadEvent bad) {
                // The writer sends it to the dead letters, once for all instances.
                LOG.debugf(
                        "the index passes over %s-%d at %d: %s",
                        record.topic(), record.partition(), record.offset(), bad.getMessage());
            }
        }
        if (!late.isEmpty()) {
            for (var change : decided(late.keySet(), ends)) {
                (late.get(change.token()) == now ? changes : next).add(change);
            }
        }
        if (coming != 0) {
            index.applyComing(next);
        }
        markers.forEach(this::hear);
        changeOver();
        // Before the old tokens go: whoever still answers from them must stop first.
        markers.forEach(this::withdrawIfRetired);
        if (index.now().number() == now) {
            index.apply(changes);
        }
        highest.putAll(rising);
        emptied.clear();
        emptied.addAll(emptying);
        lagMillis = Math.max(0, System.currentTimeMillis() - newest);
    }

    private List<Change> decided(Collection<NikToken> late, Map<TopicPartition, Long> ends) {
        var places = store.places();
        ends.forEach((partition, end) -> {
            var place = places.get(partition);
            if (place == null || place.nextOffset() < end) {
                // The reader brings the batch again after a pause.
                throw new StoreBehindException();
            }
        });
        var stored = store.read(late);
        return late.stream()
                .filter(stored::containsKey)
                .map(token -> new Change(token, stored.get(token).state()))
                .toList();
    }

    private void use(StatusMapping mapping) {
        if (mapping.synthetic() && safety.isProduction()) {
            LOG.error("the status mapping is synthetic, not BKN's: it is not used outside the local profile");
            return;
        }
        if (mapping.dataTime() != null) {
            index.heardDataTime(mapping.dataTime());
        }
        index.use(mapping);
    }

    /** The store has not yet written what the index must know to go on. */
    private static final class StoreBehindException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
