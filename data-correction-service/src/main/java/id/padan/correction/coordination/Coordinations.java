package id.padan.correction.coordination;

import id.padan.correction.log.RecordingSteps;
import id.padan.correction.log.RecordingSteps.Own;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Opens cases and takes them on: row, step, event and leaf in one transaction. */
@ApplicationScoped
class Coordinations {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final RecordingSteps steps;

    Coordinations(Jdbi jdbi, Outbox outbox, RecordingSteps steps) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.steps = steps;
    }

    /** Opens the case of a list, once. */
    void open(Handle tx, Coordination fresh) {
        int isNew = tx.createUpdate("""
                        insert into coordination (id, batch_id, party, agreement_id, agreement_version, purpose, programme, batch_state, counts,
                                                  state, version, opened_at)
                        values (:id, :batch, :party, :agreement, :agreementVersion, :purpose, :programme, :batchState, cast(:counts as jsonb),
                                :state, :version, :at)
                        on conflict do nothing""")
                .bind("id", fresh.id())
                .bind("batch", fresh.batch())
                .bind("party", fresh.party())
                .bind("agreement", fresh.agreementId())
                .bind("agreementVersion", fresh.agreementVersion())
                .bind("purpose", fresh.purpose())
                .bind("programme", fresh.programme())
                .bind("batchState", fresh.batchState())
                .bind("counts", fresh.counts())
                .bind("state", fresh.state().name())
                .bind("version", fresh.version())
                .bind("at", utc(fresh.openedAt()))
                .execute();
        if (isNew > 0) {
            tell(tx, fresh, fresh.openedAt());
        }
    }

    /** What a move does to a state, and what it is called. */
    interface Move {
        CoordinationState from(Coordination one);
    }

    /**
     * @param expected the version that the caller has read; null if it does not say
     * @throws ProblemException STALE_VERSION, CONFLICT
     */
    Coordination move(Caller by, UUID id, String name, String note, Integer expected, Move move) {
        return jdbi.inTransaction(tx -> {
            var one = find(tx, id, " for update").orElseThrow();
            if (expected != null && expected != one.version()) {
                throw ProblemException.of(
                                PlatformProblem.STALE_VERSION,
                                "The coordination has another version. Read it again.",
                                "Versi koordinasi sudah lain. Baca ulang.")
                        .with("version", one.version());
            }
            var at = Instant.now();
            var moved = one.moved(move.from(one), at);
            update(tx, moved);
            tell(tx, moved, at);
            var salt = new byte[32];
            RANDOM.nextBytes(salt);
            var leaf = steps.own(
                    tx,
                    "COORDINATION",
                    new Own(
                            new PolicyRef(one.agreementId(), one.agreementVersion()),
                            by.party(),
                            by.subject(),
                            by.officer(),
                            RecordingSteps.salted(salt, id + "\n" + moved.version() + "\n" + name + "\n" + note),
                            "coordinations/" + id + "/steps/" + moved.version()));
            tx.execute(
                    """
                    insert into coordination_step (coordination_id, version, move, party, actor, officer, at, note, leaf, salt)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", id, moved.version(), name, by.party(), by.subject(), by.officer(), utc(at), note, leaf, salt);
            return moved;
        });
    }

    private static void update(Handle tx, Coordination one) {
        tx.createUpdate("""
                        update coordination set state = :state, version = :version, submitted_at = :submitted, acknowledged_at = :acknowledged,
                               closed_by = :closedBy, closed_at = :closed
                         where id = :id""")
                .bind("state", one.state().name())
                .bind("version", one.version())
                .bind("submitted", utc(one.submittedAt()))
                .bind("acknowledged", utc(one.acknowledgedAt()))
                .bind("closedBy", one.state().parties().toArray(String[]::new))
                .bind("closed", utc(one.closedAt()))
                .bind("id", one.id())
                .execute();
    }

    private void tell(Handle tx, Coordination one, Instant at) {
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.CORRECTION_COORDINATION,
                        one.batch().toString(),
                        CoordinationEvent.TYPE,
                        CoordinationEvent.of(one, at)));
    }

    Optional<Coordination> find(UUID id) {
        return jdbi.withHandle(handle -> find(handle, id, ""));
    }

    private static Optional<Coordination> find(Handle handle, UUID id, String lock) {
        return handle.createQuery("select * from coordination where id = :id" + lock)
                .bind("id", id)
                .map((row, context) -> Coordination.read(row))
                .findOne();
    }

    /** Newest first; those of one party's lists, or of all if it is null. */
    List<Coordination> page(String party, String state, UUID batch, Instant before, UUID beforeId, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from coordination
                         where (:party::text is null or party = :party) and (:state::text is null or state = :state)
                           and (:batch::uuid is null or batch_id = :batch)
                           and (:before::timestamptz is null or (opened_at, id) < (:before, :beforeId))
                         order by opened_at desc, id desc limit :limit""")
                .bind("party", party)
                .bind("state", state)
                .bind("batch", batch)
                .bind("before", utc(before))
                .bind("beforeId", beforeId)
                .bind("limit", limit)
                .map((row, context) -> Coordination.read(row))
                .list());
    }

    /** One step; the salt opens its leaf. */
    record Step(
            int version,
            String move,
            String party,
            String actor,
            String officer,
            Instant at,
            String note,
            UUID leaf,
            byte[] salt) {
        static Step read(ResultSet row) throws SQLException {
            return new Step(
                    row.getInt("version"),
                    row.getString("move"),
                    row.getString("party"),
                    row.getString("actor"),
                    row.getString("officer"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("note"),
                    row.getObject("leaf", UUID.class),
                    row.getBytes("salt"));
        }
    }

    List<Step> steps(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from coordination_step where coordination_id = :id order by version")
                .bind("id", id)
                .map((row, context) -> Step.read(row))
                .list());
    }

    private static OffsetDateTime utc(Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
