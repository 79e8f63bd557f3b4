package id.padan.verification.retention;

import id.padan.platform.database.SoleInstance;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.RetentionKeys;
import id.padan.verification.chunk.RetentionWeek;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.retention.Destruction.Reason;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.LocalDate;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks for lists whose retention is over and for retention keys that no list needs any more. One instance looks at a time; days are
 * those of Jakarta by the database's clock.
 */
@ApplicationScoped
class RetentionClock {
    /** Who ends what the clock ends. */
    static final String ACTOR = "verification-service";

    private static final Logger LOG = Logger.getLogger(RetentionClock.class);
    private static final String TASK = "padan.verification.retention";
    private static final int LISTS_A_LOOK = 20;

    private final Jdbi jdbi;
    private final Batches batches;
    private final Destroying destroying;
    private final Destructions destructions;
    private final ContentKeys contentKeys;
    private final RetentionKeys retentionKeys;
    private final RetentionConfig config;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("padan-retention-", 0).daemon().factory());

    RetentionClock(
            Jdbi jdbi,
            Batches batches,
            Destroying destroying,
            Destructions destructions,
            ContentKeys contentKeys,
            RetentionKeys retentionKeys,
            RetentionConfig config) {
        this.jdbi = jdbi;
        this.batches = batches;
        this.destroying = destroying;
        this.destructions = destructions;
        this.contentKeys = contentKeys;
        this.retentionKeys = retentionKeys;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        long every = config.lookEvery().toMillis();
        var unused = clock.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void look() {
        try (var sole = SoleInstance.tryBe(jdbi, TASK).orElse(null)) {
            if (sole != null) {
                each(LISTS_A_LOOK);
                endKeys(today());
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "the retention clock could not finish its look, trying again: %s",
                    e.getClass().getName());
            LOG.debug("retention clock", e);
        }
    }

    private LocalDate today() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select (clock_timestamp() at time zone 'Asia/Jakarta')::date")
                        .mapTo(LocalDate.class)
                        .one());
    }

    private void each(int limit) {
        for (var id : batches.wrappedForAnotherWeek(limit)) {
            one(id, "wrapped again", this::rewrap);
        }
        for (var id : batches.pastRetention(limit, destroying.heldParties())) {
            one(id, "destroyed", list -> {
                destroying.destroy(list, Reason.RETENTION_ENDED, ACTOR);
                LOG.infof("list %s was destroyed: its retention has ended", list);
            });
        }
    }

    private interface Step {
        void take(UUID id);
    }

    /** One list that cannot be ended must not keep the others. */
    private static void one(UUID id, String what, Step step) {
        try {
            step.take(id);
        } catch (RuntimeException e) {
            LOG.warnf("list %s could not be %s: %s", id, what, e.getClass().getName());
            LOG.debug("retention of one list", e);
        }
    }

    /** A list that ended in another week than was expected when its key was made. */
    private void rewrap(UUID id) {
        jdbi.useTransaction(tx -> {
            var batch = batches.lock(tx, id).orElseThrow();
            if (batch.wrappedKey() == null || !batch.state().hasResults()) {
                return;
            }
            var week = RetentionWeek.of(batch.retentionEndsOn());
            try {
                var key = contentKeys.unwrap(batch.wrappedKey(), id, batch.attempt());
                batches.rewrap(tx, batch, contentKeys.wrap(key, id, batch.attempt(), week));
            } catch (UnreadableChunk unreadable) {
                throw new IllegalStateException(unreadable.getMessage());
            }
        });
    }

    private void endKeys(LocalDate today) {
        for (var week : retentionKeys.weeks()) {
            // A day's grace for an upload that began before midnight and has not written its row yet.
            if (week.isOver(today.minusDays(1)) && !batches.needsRetentionKey(week.number())) {
                retentionKeys.findId(week).ifPresent(keyId -> destructions.beginKeyEnd(week, keyId));
            }
        }
        for (var ended : destructions.openKeyEnds()) {
            if (batches.needsRetentionKey(ended.week().number())) {
                LOG.errorf("the retention key of %s was to be destroyed, but a list needs it", ended.week());
                continue;
            }
            retentionKeys.destroy(ended.week());
            destructions.keyDeleted(ended.week());
            destroying.complete(ended.week(), ended.keyId());
            LOG.infof("the retention key of %s is destroyed, and with it every copy of its lists", ended.week());
        }
    }
}
