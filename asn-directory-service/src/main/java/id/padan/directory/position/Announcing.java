package id.padan.directory.position;

import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Carries what Kemnaker's database has committed into the log and the outbox, which are in the register's: first the write, then its leaf and
 * events in one transaction, then the mark. A write is answered only when its leaf is there; what a crash left between is made good by
 * whichever instance comes next. Only record numbers cross over, never a record.
 */
@ApplicationScoped
class Announcing {

    private static final Logger LOG = Logger.getLogger(Announcing.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Records of one claim check. */
    private static final int BLOCK = 1000;

    private record Waiting(UUID leaf, Leaf content, long[] records) {}

    private final Jdbi positions;
    private final Jdbi register;
    private final ProofLog log;
    private final Outbox outbox;
    private final CountDownLatch closing = new CountDownLatch(1);

    Announcing(@Identifier(PositionsDatabase.NAME) Jdbi positions, Jdbi register, ProofLog log, Outbox outbox) {
        this.positions = positions;
        this.register = register;
        this.log = log;
        this.outbox = outbox;
    }

    void start(@Observes @Priority(210) StartupEvent event) {
        Thread.ofVirtual().name("position-announcer").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    /**
     * Returns when this leaf is durable.
     *
     * @throws ProblemException UNAVAILABLE if it could not be made; the write itself stands and will be announced
     */
    void require(UUID leaf) {
        try {
            positions.useTransaction(
                    tx -> tx.createQuery("select * from announcement where leaf = :leaf and not announced for update")
                            .bind("leaf", leaf)
                            .map((row, context) -> waiting(row))
                            .findOne()
                            .ifPresent(waiting -> announce(tx, waiting)));
        } catch (RuntimeException e) {
            LOG.warnf("a write has no leaf yet: %s", e.getClass().getName());
            LOG.debug("a write has no leaf yet", e);
            throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The write is stored but not yet in the log of proof. Send it again with the same Idempotency-Key.",
                            "Data tersimpan tetapi belum tercatat pada log pembuktian. Kirim lagi dengan Idempotency-Key yang sama.")
                    .retryAfter(Duration.ofSeconds(2));
        }
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    while (positions.inTransaction(this::next)) {
                        LOG.info("announced a write that was left behind");
                    }
                } catch (RuntimeException e) {
                    LOG.warnf("writes wait for their leaf: %s", e.getClass().getName());
                    LOG.debug("writes wait for their leaf", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What somebody is just announcing is passed over. */
    private boolean next(Handle tx) {
        var waiting = tx.createQuery("""
                        select * from announcement where not announced order by seq limit 1 for update skip locked""").map((row, context) -> waiting(row)).findOne();
        waiting.ifPresent(one -> announce(tx, one));
        return waiting.isPresent();
    }

    private void announce(Handle tx, Waiting waiting) {
        // A crash between the two commits leaves the leaf without the mark.
        if (log.find(waiting.leaf()).isEmpty()) {
            register.useTransaction(own -> {
                for (int from = 0; from < waiting.records().length; from += BLOCK) {
                    long[] block = Arrays.copyOfRange(
                            waiting.records(), from, Math.min(waiting.records().length, from + BLOCK));
                    outbox.append(
                            own,
                            OutboxEvent.block(
                                    Topics.FUNCTIONAL_POSITION_RECORD, "block", PositionExpander.BLOCK, block));
                }
                var head = log.lock(own);
                var policy = head.latest(waiting.content().policy());
                var unused = head.append(policy, List.of(under(policy, waiting.content())));
            });
        }
        tx.execute("update announcement set announced = true where leaf = ?", waiting.leaf());
    }

    /** An owner's own operation needs no clause, so it stands under whatever the log stands under by now. */
    private static Leaf under(PolicyRef policy, Leaf leaf) {
        return leaf.withPolicy(policy);
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        UUID leaf = row.getObject("leaf", UUID.class);
        Long[] records = (Long[]) row.getArray("records").getArray();
        return new Waiting(
                leaf,
                Leaf.own(
                                row.getString("kind"),
                                new PolicyRef(row.getString("agreement"), row.getString("agreement_version")),
                                row.getString("party"),
                                row.getString("actor"),
                                row.getBytes("commitment"),
                                row.getString("reference"))
                        .withId(leaf)
                        .withOfficer(row.getString("officer")),
                Arrays.stream(records).mapToLong(Long::longValue).toArray());
    }
}
