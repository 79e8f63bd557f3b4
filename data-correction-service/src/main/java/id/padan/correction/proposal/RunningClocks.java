package id.padan.correction.proposal;

import id.padan.correction.clock.CorrectionClocks;
import id.padan.correction.clock.Pauses;
import id.padan.platform.clock.Pause;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What time alone changes: clocks that stood still are counted anew, and what was closed long ago leaves the topic. */
@ApplicationScoped
public class RunningClocks {

    private static final Logger LOG = Logger.getLogger(RunningClocks.class);
    /** Design, table of topics: tombstone 90 days after closing. */
    private static final String KEPT = "90 days";

    private static final int BLOCK = 5_000;

    private final Jdbi jdbi;
    private final Proposals proposals;
    private final CorrectionClocks clocks;
    private final Pauses pauses;
    private final Duration every;
    private final CountDownLatch closing = new CountDownLatch(1);

    RunningClocks(
            Jdbi jdbi,
            Proposals proposals,
            CorrectionClocks clocks,
            Pauses pauses,
            @ConfigProperty(name = "padan.correction.tombstones-every") Duration every) {
        this.jdbi = jdbi;
        this.proposals = proposals;
        this.clocks = clocks;
        this.pauses = pauses;
        this.every = every;
    }

    void start(@Observes @Priority(300) StartupEvent event) {
        Thread.ofVirtual().name("correction-tombstones").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private void run() {
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    while (closing.getCount() > 0 && jdbi.inTransaction(this::entomb)) {
                        LOG.debug("a block of closed proposals has left the topic");
                    }
                } catch (RuntimeException e) {
                    LOG.warnf(
                            "tombstones of corrections: %s; trying again",
                            e.getClass().getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One block; false when there is none. Two instances take different rows. */
    private boolean entomb(Handle tx) {
        List<Long> numbers = tx.createQuery("""
                        update proposal set tombstoned_at = clock_timestamp() where no in (
                            select no from proposal where closed_at < clock_timestamp() - cast(:kept as interval)
                              and tombstoned_at is null order by no limit :limit for update skip locked)
                        returning no""")
                .bind("kept", KEPT)
                .bind("limit", BLOCK)
                .mapTo(Long.class)
                .list();
        proposals.announce(tx, numbers);
        return !numbers.isEmpty();
    }

    /** The clocks that run against a party, after a pause began or ended. */
    public void countAgain(Handle tx, String agreementId, String party) {
        List<Pause> standing = pauses.list(tx, agreementId, party);
        Instant now = Proposals.now(tx);
        var changed = new ArrayList<Long>();
        var update = tx.prepareBatch("""
                update proposal set due_at = :due, paused_at = :paused, version = version + 1, changed_at = :now where no = :no""");
        var step = tx.prepareBatch("""
                insert into proposal_step (proposal, version, at, party, actor, move, from_state, to_state, leaf)
                select id, version, :now, :party, 'data-correction-service', :move, state, state,
                    (select leaf from proposal_step s where s.proposal = p.id order by s.version desc limit 1)
                from proposal p where no = :no""");
        for (Proposal proposal : tx.createQuery("""
                        select * from proposal where agreement_id = :agreement and receiver = :party and closed_at is null
                            and state not in ('RETURNED', 'NOT_COMPETENT') order by no for update""")
                .bind("agreement", agreementId)
                .bind("party", party)
                .map((row, context) -> Proposal.of(row))
                .list()) {
            Instant due = clocks.due(proposal.openedAt(), proposal.subjectRequest(), proposal.aidImpact(), standing)
                    .orElse(null);
            if (Objects.equals(due, proposal.dueAt())) {
                continue;
            }
            update.bind("due", Proposals.utc(due))
                    .bind("paused", due == null ? Proposals.utc(now) : null)
                    .bind("now", Proposals.utc(now))
                    .bind("no", proposal.no())
                    .add();
            step.bind("now", Proposals.utc(now))
                    .bind("party", party)
                    .bind("move", due == null ? "PAUSE" : "CLOCK")
                    .bind("no", proposal.no())
                    .add();
            changed.add(proposal.no());
        }
        if (!changed.isEmpty()) {
            update.execute();
            step.execute();
            proposals.announce(tx, changed);
        }
    }
}
