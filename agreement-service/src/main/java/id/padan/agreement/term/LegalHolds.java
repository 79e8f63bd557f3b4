package id.padan.agreement.term;

import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.version.PolicyAddition;
import id.padan.agreement.version.Revisions;
import id.padan.platform.agreement.Policy;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Legal holds; every service that destroys on its own hears of them with the policy. */
@ApplicationScoped
public class LegalHolds implements PolicyAddition {

    private final Jdbi jdbi;
    private final Revisions revisions;
    private final RecordingActs acts;

    LegalHolds(Jdbi jdbi, Revisions revisions, RecordingActs acts) {
        this.jdbi = jdbi;
        this.revisions = revisions;
        this.acts = acts;
    }

    @Override
    public Policy add(Handle tx, Policy policy) {
        return policy.withHolds(list(tx, policy.agreementId()).stream()
                .filter(hold -> hold.liftedAt() == null)
                .map(hold -> new Policy.Hold(hold.id().toString(), hold.party(), hold.placedAt(), null))
                .toList());
    }

    List<LegalHold> list(String agreementId) {
        return jdbi.withHandle(handle -> list(handle, agreementId));
    }

    /** Whether any party keeps what there is under the agreement from being destroyed. */
    public boolean isAnyOn(Handle tx, String agreementId) {
        return list(tx, agreementId).stream().anyMatch(hold -> hold.liftedAt() == null);
    }

    Optional<LegalHold> findOn(Handle tx, String agreementId, String party) {
        return list(tx, agreementId).stream()
                .filter(hold -> hold.party().equals(party) && hold.liftedAt() == null)
                .findFirst();
    }

    LegalHold place(Caller caller, String agreementId, String reason, String orderNumber) {
        String why = Words.require("reason", reason, 10, 500);
        String order = Words.require("orderNumber", orderNumber, 1, 100);
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            UUID id = UUID.randomUUID();
            tx.createUpdate("""
                            insert into legal_hold (id, agreement_id, party, reason, order_number, placed_by, placed_at)
                            values (:id, :agreement, :party, :reason, :order, :by, :at)
                            """)
                    .bind("id", id)
                    .bind("agreement", agreementId)
                    .bind("party", caller.party())
                    .bind("reason", why)
                    .bind("order", order)
                    .bind("by", caller.subject())
                    .bind("at", agreement.now())
                    .execute();
            revisions.publish(tx, agreement);
            record(tx, "HOLD_PLACED", caller, agreement, id, why);
            return get(tx, agreementId, id);
        });
    }

    LegalHold lift(Caller caller, String agreementId, String id, String reason) {
        String why = Words.require("reason", reason, 10, 500);
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            LegalHold hold = get(tx, agreementId, idOf(id));
            if (!hold.party().equals(caller.party())) {
                throw ProblemException.of(
                        PlatformProblem.PARTY_MISMATCH,
                        "Only the party that placed the hold lifts it.",
                        "Hanya pihak yang menetapkan penahanan yang dapat mencabutnya.");
            }
            Seats.requireAnother(caller, hold.placedBy());
            if (hold.liftedAt() != null) {
                throw ProblemException.of(
                        PlatformProblem.CONFLICT, "The hold has been lifted already.", "Penahanan sudah dicabut.");
            }
            tx.createUpdate(
                            "update legal_hold set lifted_by = :by, lifted_at = :at, lift_reason = :reason where id = :id")
                    .bind("id", hold.id())
                    .bind("by", caller.subject())
                    .bind("at", agreement.now())
                    .bind("reason", why)
                    .execute();
            revisions.publish(tx, agreement);
            record(tx, "HOLD_LIFTED", caller, agreement, hold.id(), why);
            return get(tx, agreementId, hold.id());
        });
    }

    private void record(Handle tx, String kind, Caller caller, Revisions.Locked agreement, UUID id, String reason) {
        var said = new TreeMap<String, String>();
        said.put("at", agreement.now().toString());
        said.put("hold", id.toString());
        said.put("reason", reason);
        var unused = acts.record(
                tx,
                new Act(
                        kind,
                        agreement.policy(),
                        caller.party(),
                        caller.subject(),
                        "legal-holds/" + id,
                        said,
                        agreement.othersThan(caller.party())),
                agreement.now());
    }

    private static List<LegalHold> list(Handle handle, String agreementId) {
        return handle.createQuery("select * from legal_hold where agreement_id = :id order by placed_at desc, id")
                .bind("id", agreementId)
                .map(LegalHolds::row)
                .list();
    }

    private static LegalHold get(Handle handle, String agreementId, UUID id) {
        return handle.createQuery("select * from legal_hold where agreement_id = :agreement and id = :id")
                .bind("agreement", agreementId)
                .bind("id", id)
                .map(LegalHolds::row)
                .findOne()
                .orElseThrow(LegalHolds::notFound);
    }

    private static LegalHold row(ResultSet row, StatementContext context) throws SQLException {
        OffsetDateTime lifted = row.getObject("lifted_at", OffsetDateTime.class);
        return new LegalHold(
                row.getObject("id", UUID.class),
                row.getString("party"),
                row.getString("reason"),
                row.getString("order_number"),
                row.getString("placed_by"),
                row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                row.getString("lifted_by"),
                lifted == null ? null : lifted.toInstant(),
                row.getString("lift_reason"));
    }

    private static UUID idOf(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException noId) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND, "There is no such legal hold.", "Penahanan hukum tersebut tidak ada.");
    }
}
