package id.padan.verification.batch;

import id.padan.verification.chunk.ChunkId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The uploads that this instance is receiving; says every few seconds that it lives, so that a slow sender is not taken for a dead one. */
@ApplicationScoped
class ReceivingUploads {
    private static final Logger LOG = Logger.getLogger(ReceivingUploads.class);
    private static final long BEAT_SECONDS = 5;

    private final Batches batches;
    /** Batch and attempt; the number says nothing here. */
    private final Set<ChunkId> open = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("padan-uploads-", 0).daemon().factory());

    ReceivingUploads(Batches batches) {
        this.batches = batches;
    }

    void start(@Observes StartupEvent event) {
        var unused = clock.scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    void begin(Batch batch) {
        open.add(new ChunkId(batch.id(), batch.attempt(), 0));
    }

    void end(Batch batch) {
        open.remove(new ChunkId(batch.id(), batch.attempt(), 0));
    }

    int count() {
        return open.size();
    }

    private void beat() {
        try {
            var mine = Set.copyOf(open);
            if (!mine.isEmpty()) {
                batches.heard(mine);
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "uploads could not be confirmed, trying again: %s",
                    e.getClass().getName());
        }
    }
}
