package id.padan.verification.standing;

import id.padan.platform.database.SoleInstance;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.projection.StatusIndex;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Compares, at most once a minute, the tokens that changed with every list that stands. One instance does it, as long as it holds the
 * database's lock; what it has compared it remembers only in memory, and an instance that takes over compares every list whole: so
 * nothing is missed over a restart, and no table has to be written for each change of the register.
 */
@ApplicationScoped
class StandingSweep {
    private static final Logger LOG = Logger.getLogger(StandingSweep.class);
    private static final String TASK = "padan.verification.standing";
    /** The database's clock made the lists' times, this instance's made the changes'. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private static final double NATIONAL_LIST = 16e6;

    private final Jdbi jdbi;
    private final Batches batches;
    private final StandingStore store;
    private final Comparing comparing;
    private final Telling telling;
    private final StatusIndex index;
    private final StandingConfig config;
    private final Timer timer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform()
            .name("padan-standing")
            .daemon()
            .priority(Thread.MIN_PRIORITY)
            .unstarted(this::run);

    private final Map<UUID, Instant> compared = new HashMap<>();
    private History history;
    private Meaning meaning;
    private volatile double secondsPerNationalList = Double.NaN;

    StandingSweep(
            Jdbi jdbi,
            Batches batches,
            StandingStore store,
            Comparing comparing,
            Telling telling,
            StatusIndex index,
            StandingConfig config,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.batches = batches;
        this.store = store;
        this.comparing = comparing;
        this.telling = telling;
        this.index = index;
        this.config = config;
        timer = meters.timer("padan.standing.sweep");
        meters.gauge("padan.standing.seconds.per.16m.rows", this, sweep -> sweep.secondsPerNationalList);
    }

    /** What decides over every token at once: when it changes, all rows are compared. */
    private record Meaning(String mapping, LocalDate day, int epoch) {}

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closing.countDown();
        thread.join(Duration.ofSeconds(5));
    }

    private void run() {
        while (!isClosed(config.every().toMillis())) {
            try (var sole = SoleInstance.tryBe(jdbi, TASK).orElse(null)) {
                if (sole != null) {
                    lead(sole);
                }
            } catch (RuntimeException e) {
                LOG.warnf(
                        "the sweep over standing lists begins anew: %s",
                        e.getClass().getName());
                LOG.debug("standing sweep", e);
            } finally {
                index.changed().listen(false);
                compared.clear();
            }
        }
    }

    /** Sweeps as long as the lock's connection lives; a connection that is lost has lost the lock. */
    private void lead(SoleInstance sole) {
        index.changed().listen(true);
        history = new History(Instant.now());
        meaning = null;
        do {
            sole.requireStill();
            if (index.isLoaded()) {
                timer.record(this::sweep);
            }
        } while (!isClosed(config.every().toMillis()));
    }

    private void sweep() {
        var at = Instant.now();
        var register = index.register();
        var now = new Meaning(
                register.mappingVersion(), register.day(), index.now().number());
        history.add(at, index.changed().drain(), meaning != null && !meaning.equals(now));
        meaning = now;
        // First, so that a list that completes meanwhile is among the live ones.
        var open = store.oldestOpen();
        var live = store.live();
        compared.keySet().retainAll(live.stream().map(StandingStore.Live::batch).collect(Collectors.toSet()));
        long start = System.nanoTime();
        long rows = 0;
        int told = 0;
        int lists = 0;
        for (var list : live) {
            if (isClosed(0)) {
                return;
            }
            var changed = history.changedAfter(lastCompared(list));
            if (changed.isPresent() && changed.get().isEmpty()) {
                compared.put(list.batch(), at);
                continue;
            }
            try {
                var batch = batches.find(list.batch()).filter(found -> found.wrappedKey() != null);
                if (batch.isEmpty() || !telling.mayTell(batch.get())) {
                    continue;
                }
                var outcome = comparing.compare(batch.get(), changed);
                rows += outcome.rows();
                told += outcome.told();
                lists++;
                if (outcome.whole()) {
                    compared.put(list.batch(), at);
                }
            } catch (UnreadableChunk | RuntimeException e) {
                LOG.warnf(
                        "list %s could not be compared, trying again: %s",
                        list.batch(),
                        e instanceof UnreadableChunk
                                ? e.getMessage()
                                : e.getClass().getName());
                LOG.debug("comparing a standing list", e);
            }
        }
        forget(at, open, live);
        report(rows, told, lists, System.nanoTime() - start);
    }

    private Instant lastCompared(StandingStore.Live list) {
        return compared.getOrDefault(list.batch(), list.createdAt().minus(CLOCKS_APART));
    }

    /** Changes that every list has seen need not be kept; those still being answered have not. */
    private void forget(Instant at, Optional<Instant> open, List<StandingStore.Live> live) {
        var until = open.orElse(at).minus(CLOCKS_APART);
        for (var list : live) {
            var last = lastCompared(list);
            until = last.isBefore(until) ? last : until;
        }
        history.forgetUntil(until);
    }

    private void report(long rows, int told, int lists, long nanos) {
        if (rows == 0) {
            return;
        }
        double seconds = nanos / 1e9;
        secondsPerNationalList = seconds * NATIONAL_LIST / rows;
        LOG.infof(
                "standing sweep: %d lists, %d rows in %.2f s (%.1f s per 16 M rows), %d rows told",
                lists, rows, seconds, secondsPerNationalList, told);
    }

    private boolean isClosed(long waitMillis) {
        try {
            return closing.await(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
