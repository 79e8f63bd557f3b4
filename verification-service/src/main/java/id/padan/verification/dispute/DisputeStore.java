package id.padan.verification.dispute;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The tables of this package. */
@ApplicationScoped
class DisputeStore {
    private final Jdbi jdbi;

    DisputeStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A write that is to be done once. */
    record Write(String party, String actor, String key, byte[] hash) {}

    /**
     * The dispute that an earlier request with this key was about; from here on no other request with it gets in between.
     *
     * @throws ProblemException IDEMPOTENCY_MISMATCH if that request was another one
     */
    Optional<UUID> findWrite(Handle tx, Write write) {
        tx.execute("select pg_advisory_xact_lock(hashtextextended(?, 260))", write.party() + '\n' + write.key());
        return tx.createQuery("""
                        select dispute_id, request_sha256 from dispute_write
                         where party = :party and actor = :actor and idempotency_key = :key""")
                .bind("party", write.party())
                .bind("actor", write.actor())
                .bind("key", write.key())
                .map((row, context) -> {
                    if (!MessageDigest.isEqual(row.getBytes("request_sha256"), write.hash())) {
                        throw ProblemException.of(
                                PlatformProblem.IDEMPOTENCY_MISMATCH,
                                "This Idempotency-Key was used for another request. Use a new key.",
                                "Idempotency-Key ini sudah dipakai untuk permintaan lain. Gunakan kunci baru.");
                    }
                    return row.getObject("dispute_id", UUID.class);
                })
                .findOne();
    }

    void keepWrite(Handle tx, Write write, UUID dispute) {
        tx.execute(
                "insert into dispute_write (party, actor, idempotency_key, request_sha256, dispute_id) values (?, ?, ?, ?, ?)",
                write.party(),
                write.actor(),
                write.key(),
                write.hash(),
                dispute);
    }

    /** The open dispute of the same answer; from here on no other one of it gets in between. */
    Optional<UUID> findOpen(Handle tx, UUID leaf, Long row) {
        tx.execute("select pg_advisory_xact_lock(hashtextextended(?, 261))", leaf + "/" + row);
        return tx.createQuery("""
                        select id from dispute where receipt_leaf = :leaf and coalesce(list_row, 0) = coalesce(:row, 0)
                           and state in ('RAISED', 'UNDER_REVIEW')""")
                .bind("leaf", leaf)
                .bind("row", row)
                .mapTo(UUID.class)
                .findOne();
    }

    void insert(Handle tx, Dispute dispute) {
        tx.createUpdate("""
                        insert into dispute (id, party, client, raised_by, receipt_leaf, batch_id, list_row, purpose, programme, as_of, said,
                                             reason, explanation, evidence, sealed, state, version, raised_at)
                        values (:id, :party, :client, :raisedBy, :leaf, :batch, :row, :purpose, :programme, :asOf, :said, :reason,
                                :explanation, cast(:evidence as jsonb), :sealed, :state, :version, :at)""")
                .bind("id", dispute.id())
                .bind("party", dispute.party())
                .bind("client", dispute.client())
                .bind("raisedBy", dispute.raisedBy())
                .bind("leaf", dispute.leaf())
                .bind("batch", dispute.batch())
                .bind("row", dispute.row())
                .bind("purpose", dispute.purpose())
                .bind("programme", dispute.programme())
                .bind("asOf", dispute.asOf())
                .bind("said", dispute.said())
                .bind("reason", dispute.reason().name())
                .bind("explanation", dispute.explanation())
                .bind("evidence", dispute.evidence())
                .bind("sealed", dispute.sealed())
                .bind("state", dispute.state().name())
                .bind("version", dispute.version())
                .bind("at", dispute.raisedAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    void update(Handle tx, Dispute dispute) {
        var changed = dispute.state() instanceof DisputeState.Changed one ? one : null;
        tx.createUpdate("""
                        update dispute set state = :state, version = :version, new_answer = :answer, new_leaf = :leaf,
                               proposal_id = :proposal, ended_at = :ended
                         where id = :id""")
                .bind("state", dispute.state().name())
                .bind("version", dispute.version())
                .bind("answer", changed == null ? null : changed.answer().name())
                .bind("leaf", changed == null ? null : changed.leaf())
                .bind("proposal", dispute.proposal())
                .bind(
                        "ended",
                        dispute.endedAt() == null ? null : dispute.endedAt().atOffset(ZoneOffset.UTC))
                .bind("id", dispute.id())
                .execute();
    }

    Optional<Dispute> find(UUID id) {
        return jdbi.withHandle(handle -> find(handle, id, ""));
    }

    Optional<Dispute> lock(Handle tx, UUID id) {
        return find(tx, id, " for update");
    }

    private static Optional<Dispute> find(Handle handle, UUID id, String lock) {
        return handle.createQuery("select * from dispute where id = :id" + lock)
                .bind("id", id)
                .map((row, context) -> Dispute.read(row))
                .findOne();
    }

    /** Newest first; those of one party's answers, or of all if it is null. */
    List<Dispute> page(String party, String state, Instant before, UUID beforeId, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from dispute
                         where (:party::text is null or party = :party) and (:state::text is null or state = :state)
                           and (:before::timestamptz is null or (raised_at, id) < (:before, :beforeId))
                         order by raised_at desc, id desc limit :limit""")
                .bind("party", party)
                .bind("state", state)
                .bind("before", before == null ? null : before.atOffset(ZoneOffset.UTC))
                .bind("beforeId", beforeId)
                .bind("limit", limit)
                .map((row, context) -> Dispute.read(row))
                .list());
    }

    /** One step; see {@link DisputeView.Step}. */
    record Step(
            int version,
            String state,
            String party,
            String actor,
            String officer,
            Instant at,
            String note,
            UUID leaf,
            byte[] salt,
            String record) {
        static Step read(ResultSet row) throws SQLException {
            return new Step(
                    row.getInt("version"),
                    row.getString("state"),
                    row.getString("party"),
                    row.getString("actor"),
                    row.getString("officer"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("note"),
                    row.getObject("leaf", UUID.class),
                    row.getBytes("salt"),
                    row.getString("record"));
        }
    }

    void addStep(Handle tx, UUID dispute, Step step) {
        tx.execute(
                """
                insert into dispute_step (dispute_id, version, state, party, actor, officer, at, note, leaf, salt, record)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                dispute,
                step.version(),
                step.state(),
                step.party(),
                step.actor(),
                step.officer(),
                step.at().atOffset(ZoneOffset.UTC),
                step.note(),
                step.leaf(),
                step.salt(),
                step.record());
    }

    List<Step> steps(UUID dispute) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from dispute_step where dispute_id = :id order by version")
                        .bind("id", dispute)
                        .map((row, context) -> Step.read(row))
                        .list());
    }

    /** Forgets whom ended disputes were about; the receipt's leaf, the decision and its proof stay. */
    int forgetEndedBefore(Instant moment, Set<String> heldParties) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        update dispute set sealed = null
                         where sealed is not null and ended_at < :moment and party <> all(:held)""")
                .bind("moment", moment.atOffset(ZoneOffset.UTC))
                .bindArray("held", String.class, heldParties.toArray())
                .execute());
    }
}
