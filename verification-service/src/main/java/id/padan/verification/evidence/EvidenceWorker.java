package id.padan.verification.evidence;

import id.padan.platform.database.SoleInstance;
import id.padan.verification.batch.Batches;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes the evidence of completed lists behind everybody's back: one instance, one chunk at a time, spread over the time there is, so that
 * nobody who asks or answers notices.
 */
@ApplicationScoped
class EvidenceWorker {
    private static final Logger LOG = Logger.getLogger(EvidenceWorker.class);
    private static final String TASK = "padan.verification.evidence";
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final Jdbi jdbi;
    private final Batches batches;
    private final EvidenceStore store;
    private final KeepingEvidence keeping;
    private final EvidenceConfig config;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform()
            .name("padan-evidence")
            .daemon()
            .priority(Thread.MIN_PRIORITY)
            .unstarted(this::run);
    /** By list why it waits, as it was logged; a chunk that cannot be read stays so, and saying it at each look would bury all else. */
    private final Map<UUID, String> told = new HashMap<>();

    private volatile int waiting;

    EvidenceWorker(
            Jdbi jdbi,
            Batches batches,
            EvidenceStore store,
            KeepingEvidence keeping,
            EvidenceConfig config,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.batches = batches;
        this.store = store;
        this.keeping = keeping;
        this.config = config;
        meters.gauge("padan.evidence.waiting", this, worker -> worker.waiting);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closing.countDown();
        thread.join(Duration.ofSeconds(5));
    }

    private void run() {
        while (!isClosed(config.lookEvery().toMillis())) {
            try (var sole = SoleInstance.tryBe(jdbi, TASK).orElse(null)) {
                if (sole != null) {
                    work();
                }
            } catch (RuntimeException e) {
                LOG.warnf("evidence waits, trying again: %s", e.getClass().getName());
                LOG.debug("evidence", e);
            }
        }
    }

    private void work() {
        var pending = store.pending();
        waiting = pending.size();
        told.keySet()
                .retainAll(pending.stream().map(EvidenceStore.Pending::batch).toList());
        for (var next : pending) {
            try {
                boolean whole = false;
                while (!whole) {
                    var batch = batches.find(next.batch())
                            .filter(found ->
                                    found.wrappedKey() != null && found.state().hasResults());
                    if (batch.isEmpty()) {
                        break;
                    }
                    whole = keeping.keep(batch.get(), 1, false);
                    if (isClosed(pause(store.pending(), config.within(), Instant.now()))) {
                        return;
                    }
                }
            } catch (RuntimeException e) {
                String why = e instanceof IllegalStateException
                        ? e.getMessage()
                        : e.getClass().getName();
                boolean known = why.equals(told.put(next.batch(), why));
                LOG.logf(
                        known ? Logger.Level.DEBUG : Logger.Level.WARN,
                        "evidence of list %s waits: %s",
                        next.batch(),
                        why);
                LOG.debug("evidence of one list", e);
            }
        }
        waiting = 0;
    }

    /** The longest pause after which all lists still get their evidence in time, in milliseconds. */
    static long pause(List<EvidenceStore.Pending> pending, Duration within, Instant now) {
        long pause = LONGEST_PAUSE_MS;
        long chunks = 0;
        for (var list : pending) {
            chunks += Math.max(1, list.chunksLeft());
            long left = Duration.between(now, list.endedAt().plus(within)).toMillis();
            pause = Math.min(pause, Math.max(0, left / chunks));
        }
        return pause;
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
