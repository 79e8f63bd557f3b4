package id.padan.verification.batch;

import id.padan.verification.chunk.ChunkId;
import id.padan.verification.chunk.ChunkSender;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Sees to it that every list ends: gives up uploads whose instance died, has stalled lists read again, erases what ended lists left on
 * the topic. Looks on one instance at a time, whichever gets PostgreSQL's advisory lock for the look.
 */
@ApplicationScoped
class BatchWatch {
    private static final Logger LOG = Logger.getLogger(BatchWatch.class);
    private static final long ADVISORY_LOCK = 0x7061_6461_6e02L;
    private static final int LISTS_A_LOOK = 16;
    private static final int ERASURES_A_LOOK = 16;

    private final Jdbi jdbi;
    private final Batches batches;
    private final RetryingChunks retrying;
    private final ChunkSender sender;
    private final BatchConfig config;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("padan-batch-watch-", 0).daemon().factory());

    BatchWatch(Jdbi jdbi, Batches batches, RetryingChunks retrying, ChunkSender sender, BatchConfig config) {
        this.jdbi = jdbi;
        this.batches = batches;
        this.retrying = retrying;
        this.sender = sender;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        long every = config.watchEvery().toMillis();
        var unused = clock.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void look() {
        try {
            for (var stalled : claim()) {
                retrying.retry(stalled);
            }
            for (var due : batches.dueErasures(ERASURES_A_LOOK)) {
                erase(due);
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "the watch over lists could not look, trying again: %s",
                    e.getClass().getName());
            LOG.debug("watch", e);
        }
    }

    private List<UUID> claim() {
        return jdbi.inTransaction(tx -> {
            boolean mine = tx.createQuery("select pg_try_advisory_xact_lock(:lock)")
                    .bind("lock", ADVISORY_LOCK)
                    .mapTo(Boolean.class)
                    .one();
            if (!mine) {
                return List.of();
            }
            for (var id : batches.abandoned(tx, config.receiverLostAfter())) {
                var batch = batches.lock(tx, id).orElseThrow();
                if (batch.state() == BatchState.RECEIVING) {
                    batches.fail(
                            tx,
                            batch,
                            new Batch.Problem(
                                    BatchProblem.UPLOAD_INTERRUPTED.name(),
                                    "The instance that received the list stopped. Send the list again with the same Idempotency-Key.",
                                    "Layanan yang menerima daftar terhenti. Kirim ulang daftar dengan Idempotency-Key yang sama.",
                                    batch.counts().rows()));
                }
            }
            return batches.claimStalled(tx, config.stalledAfter(), LISTS_A_LOOK);
        });
    }

    private void erase(Batches.Erasure erasure) {
        var sent = new ArrayList<CompletableFuture<?>>();
        for (int number = 0; number < erasure.chunks(); number++) {
            sent.add(sender.erase(new ChunkId(erasure.batch(), erasure.attempt(), number)));
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        batches.erased(erasure);
    }
}
