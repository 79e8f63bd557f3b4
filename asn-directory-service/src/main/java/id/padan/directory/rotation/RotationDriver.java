package id.padan.directory.rotation;

import id.padan.directory.record.RegisterWriter;
import id.padan.directory.rotation.Rotation.State;
import id.padan.directory.rotation.Rotation.Step;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes a rotation from step to step, in whichever instance comes first, and goes on where it stood after a restart. A step is finished
 * when the relay has its rows acknowledged, so a marker never overtakes what it speaks of.
 */
@ApplicationScoped
class RotationDriver {

    private static final Logger LOG = Logger.getLogger(RotationDriver.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    /** Rows of ours that may wait in the outbox: ordinary changes wait behind them. */
    private static final int MOST_WAITING = 2;

    private final Jdbi jdbi;
    private final TokenRotations rotations;
    private final Outbox outbox;
    private final CountDownLatch closing = new CountDownLatch(1);

    RotationDriver(Jdbi jdbi, TokenRotations rotations, Outbox outbox, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.rotations = rotations;
        this.outbox = outbox;
        Gauge.builder("padan.rotation.running", () -> underWay() ? 1 : 0)
                .description("1 while a rotation of the token key has not ended")
                .register(meters);
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        Thread.ofVirtual().name("token-rotation").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private boolean underWay() {
        return rotations
                .latest()
                .filter(rotation -> rotation.state() != State.ENDED)
                .isPresent();
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    while (jdbi.inTransaction(this::advance)) {
                        LOG.debug("token rotation: one step on");
                    }
                } catch (RuntimeException e) {
                    LOG.warnf("token rotation: %s; trying again", e.getClass().getName());
                    LOG.debug("token rotation", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One step, if there is one to take; false to wait. */
    private boolean advance(Handle handle) {
        Rotation now = rotations.latest(handle).orElse(null);
        if (now == null || now.step() == Step.NONE || !isOurs(handle)) {
            return false;
        }
        // Read again under the lock.
        now = rotations.latest(handle).orElseThrow();
        return switch (now.step()) {
            case ANNOUNCE -> {
                mark(handle, now, TokenExpander.RETIRING, now.from());
                to(handle, now, Step.BLOCKS);
                yield true;
            }
            case BLOCKS -> block(handle, now);
            case MARK -> finish(handle, now);
            case NONE -> false;
        };
    }

    private static boolean isOurs(Handle handle) {
        return handle.createQuery("select pg_try_advisory_xact_lock(hashtextextended('padan.rotation', 0))")
                .mapTo(boolean.class)
                .one();
    }

    private boolean block(Handle handle, Rotation now) {
        long waiting = waiting(handle, now);
        // The announcement has to be out before the first block.
        if (waiting >= MOST_WAITING || waiting > 0 && now.afterNo() == 0) {
            return false;
        }
        List<Long> numbers = handle.createQuery("select no from asn_record where no > :after order by no limit :limit")
                .bind("after", now.afterNo())
                .bind("limit", RegisterWriter.BLOCK)
                .mapTo(Long.class)
                .list();
        if (numbers.isEmpty()) {
            if (waiting > 0) {
                return false;
            }
            mark(
                    handle,
                    now,
                    now.state() == State.PUBLISHING ? TokenExpander.COMPLETE : TokenExpander.RETIRED,
                    now.state() == State.PUBLISHING ? now.to() : now.from());
            to(handle, now, Step.MARK);
            return true;
        }
        String type = now.state() == State.PUBLISHING ? TokenExpander.ROTATE : TokenExpander.RETIRE;
        outbox.append(
                handle,
                OutboxEvent.block(
                        Topics.ASN_STATUS,
                        now.outboxKey(),
                        type,
                        numbers.stream().mapToLong(Long::longValue).toArray()));
        handle.execute(
                "update token_rotation set after_no = ?, records = records + ? where to_epoch = ?",
                numbers.getLast(),
                numbers.size(),
                now.to());
        return true;
    }

    private boolean finish(Handle handle, Rotation now) {
        if (waiting(handle, now) > 0) {
            return false;
        }
        if (now.state() == State.PUBLISHING) {
            handle.execute(
                    "update token_rotation set state = 'PUBLISHED', step = 'NONE', published_at = clock_timestamp() where to_epoch = ?",
                    now.to());
            LOG.infof("token rotation: all records are published under epoch %d", now.to());
        } else {
            handle.execute(
                    "update token_rotation set state = 'ENDED', step = 'NONE', ended_at = clock_timestamp() where to_epoch = ?",
                    now.to());
            LOG.infof("token rotation: the tokens of epoch %d are emptied", now.from());
        }
        return true;
    }

    private void mark(Handle handle, Rotation now, String type, int epoch) {
        outbox.append(handle, OutboxEvent.block(Topics.ASN_STATUS, now.outboxKey(), type, new long[] {epoch}));
    }

    private static void to(Handle handle, Rotation now, Step step) {
        handle.execute("update token_rotation set step = ? where to_epoch = ?", step.name(), now.to());
    }

    private static long waiting(Handle handle, Rotation now) {
        return handle.createQuery("select count(*) from outbox where published_at is null and key = :key")
                .bind("key", now.outboxKey())
                .mapTo(long.class)
                .one();
    }
}
