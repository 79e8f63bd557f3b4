package id.padan.agreement.suspension;

import id.padan.agreement.version.PolicyAddition;
import id.padan.platform.agreement.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The stored suspensions, and those of them that gates still have to obey. */
@ApplicationScoped
class SuspensionStore implements PolicyAddition {

    @Override
    public Policy add(Handle tx, Policy policy) {
        List<Policy.Suspension> all = new ArrayList<>(policy.suspensions());
        list(tx, policy.agreementId()).stream()
                .map(Suspension::toPolicy)
                .filter(suspension ->
                        suspension.until() == null || suspension.until().isAfter(policy.publishedAt()))
                .forEach(all::add);
        return policy.withSuspensions(all);
    }

    void insert(Handle tx, Suspension suspension) {
        tx.createUpdate("""
                        insert into suspension (id, agreement_id, kind, target, reason, party, suspended_by, suspended_at,
                                                effective_from, leaf)
                        values (:id, :agreement, :kind, :target, :reason, :party, :by, :at, :from, :leaf)
                        """)
                .bind("id", suspension.id())
                .bind("agreement", suspension.agreementId())
                .bind("kind", suspension.kind().name())
                .bind("target", suspension.target())
                .bind("reason", suspension.reason())
                .bind("party", suspension.party())
                .bind("by", suspension.suspendedBy())
                .bind("at", suspension.suspendedAt())
                .bind("from", suspension.effectiveFrom())
                .bind("leaf", suspension.leaf())
                .execute();
    }

    void resume(Handle tx, UUID id, Suspension.Resumed resumed) {
        tx.createUpdate("""
                        update suspension set resumed_by = :by, resumed_at = :at, resume_reason = :reason, ends_at = :end
                        where id = :id
                        """)
                .bind("id", id)
                .bind("by", resumed.by())
                .bind("at", resumed.at())
                .bind("reason", resumed.reason())
                .bind("end", resumed.endsAt())
                .execute();
    }

    void setLeaf(Handle tx, UUID id, UUID leaf) {
        tx.execute("update suspension set leaf = ? where id = ?", leaf, id);
    }

    void setResumeLeaf(Handle tx, UUID id, UUID leaf) {
        tx.execute("update suspension set resume_leaf = ? where id = ?", leaf, id);
    }

    List<Suspension> list(Handle tx, String agreementId) {
        return tx.createQuery("select * from suspension where agreement_id = :id order by suspended_at desc, id desc")
                .bind("id", agreementId)
                .map(SuspensionStore::row)
                .list();
    }

    Optional<Suspension> find(Handle tx, String agreementId, UUID id) {
        return tx.createQuery("select * from suspension where agreement_id = :agreement and id = :id")
                .bind("agreement", agreementId)
                .bind("id", id)
                .map(SuspensionStore::row)
                .findOne();
    }

    private static Suspension row(ResultSet row, StatementContext context) throws SQLException {
        Instant ends = instant(row, "ends_at");
        return new Suspension(
                row.getObject("id", UUID.class),
                row.getString("agreement_id"),
                Suspension.Kind.valueOf(row.getString("kind")),
                row.getString("target"),
                row.getString("reason"),
                row.getString("party"),
                row.getString("suspended_by"),
                instant(row, "suspended_at"),
                instant(row, "effective_from"),
                row.getObject("leaf", UUID.class),
                ends == null
                        ? null
                        : new Suspension.Resumed(
                                row.getString("resumed_by"),
                                instant(row, "resumed_at"),
                                row.getString("resume_reason"),
                                ends,
                                row.getObject("resume_leaf", UUID.class)));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
