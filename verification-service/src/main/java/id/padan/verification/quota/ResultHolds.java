package id.padan.verification.quota;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Policy;
import id.padan.platform.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Holds the results of a list that is mostly civil servants: whoever already knows who they are has no need to ask, and whoever guesses
 * must not be told. The list is completed, its counts and proofs stand; its rows wait until an approver of the register's holder has
 * looked.
 */
@Singleton
public class ResultHolds {
    private static final Logger LOG = Logger.getLogger(ResultHolds.class);

    private final Jdbi jdbi;
    private final AgreementGate gate;
    private final QuotaConfig config;
    private final MeterRegistry meters;

    ResultHolds(Jdbi jdbi, AgreementGate gate, QuotaConfig config, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.gate = gate;
        this.config = config;
        this.meters = meters;
    }

    /**
     * One hold.
     *
     * @param share of ASN (active, inactive or retired) among the answered rows, 0 to 1
     * @param releasedAt null while held, and so are the three behind it
     * @param leaf of the release
     */
    public record Hold(
            UUID batch,
            BigDecimal share,
            BigDecimal limit,
            Instant heldAt,
            Instant releasedAt,
            String releasedBy,
            String reason,
            UUID leaf) {}

    /** Called in the transaction that completes a list. */
    public void decide(Handle tx, UUID batch, String programme, long asn, long answered) {
        if (answered == 0) {
            return;
        }
        var share = BigDecimal.valueOf(asn).divide(BigDecimal.valueOf(answered), MathContext.DECIMAL32);
        var limit = Optional.ofNullable(programme)
                .flatMap(gate::findProgramme)
                .map(Policy.Programme::asnShareLimit)
                .orElse(config.asnShareLimit());
        if (share.compareTo(limit) > 0) {
            tx.createUpdate(
                            "insert into results_hold (batch_id, share, share_limit) values (:batch, :share, :limit) on conflict do nothing")
                    .bind("batch", batch)
                    .bind("share", share)
                    .bind("limit", limit)
                    .execute();
            meters.counter("padan.quota.held").increment();
            LOG.warnf("ALARM results of list %s are held: share of ASN %s is above %s", batch, share, limit);
        }
    }

    /** @throws ProblemException RESULTS_HELD while the list's results wait for an approver */
    public void requireReleased(UUID batch) {
        jdbi.withHandle(handle -> find(handle, batch))
                .filter(hold -> hold.releasedAt() == null)
                .ifPresent(hold -> {
                    throw ProblemException.of(
                                    QuotaProblem.RESULTS_HELD,
                                    "More of the list's answers are ASN than the programme's limit allows. An approver of the register's"
                                            + " holder must release the results; counts and proofs can be read.",
                                    "Porsi ASN dalam daftar melebihi batas program. Pejabat pihak pemegang data harus"
                                            + " melepaskan hasilnya; jumlah dan bukti tetap dapat dibaca.")
                            .with("share", hold.share())
                            .with("limit", hold.limit());
                });
    }

    /** The hold of a list, locked until the transaction ends. */
    public Optional<Hold> lock(Handle tx, UUID batch) {
        tx.execute("select 1 from results_hold where batch_id = ? for update", batch);
        return find(tx, batch);
    }

    public void release(Handle tx, UUID batch, String by, String reason, UUID leaf) {
        tx.createUpdate("""
                        update results_hold set released_at = clock_timestamp(), released_by = :by, reason = :reason, leaf = :leaf
                         where batch_id = :batch and released_at is null""")
                .bind("batch", batch)
                .bind("by", by)
                .bind("reason", reason)
                .bind("leaf", leaf)
                .execute();
    }

    private static Optional<Hold> find(Handle handle, UUID batch) {
        return handle.createQuery("""
                        select batch_id, share, share_limit, held_at, released_at, released_by, reason, leaf from results_hold
                         where batch_id = :batch""")
                .bind("batch", batch)
                .map((row, context) -> new Hold(
                        row.getObject("batch_id", UUID.class),
                        row.getBigDecimal("share"),
                        row.getBigDecimal("share_limit"),
                        instant(row.getObject("held_at", OffsetDateTime.class)),
                        instant(row.getObject("released_at", OffsetDateTime.class)),
                        row.getString("released_by"),
                        row.getString("reason"),
                        row.getObject("leaf", UUID.class)))
                .findOne();
    }

    private static Instant instant(OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
