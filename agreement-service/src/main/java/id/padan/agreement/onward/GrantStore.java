package id.padan.agreement.onward;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The tables of grants, their approvals and the files that left under them. */
@ApplicationScoped
class GrantStore {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String COLUMNS =
            "select g.*, array(select a.party from onward_approval a where a.onward = g.id"
                    + " order by a.at) as approvals from onward_disclosure g";

    /** A file that left. */
    record Sent(UUID id, UUID grant, String party, String actor, Instant at, int rows, String fileSha256, UUID leaf) {}

    Grant add(Handle tx, Grant grant) {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        tx.createUpdate("""
                        insert into onward_disclosure (id, agreement_id, party, recipient, basis, evidence_number, evidence_issuer,
                            evidence_date, evidence_sha256, elements, scope, expires_at, proposed_by, proposed_at, fingerprint_key)
                        values (:id, :agreement, :party, :recipient, :basis, :number, :issuer, :date, :sha256, :elements, :scope, :expires,
                                :by, clock_timestamp(), :key)""")
                .bind("id", grant.id())
                .bind("agreement", grant.agreementId())
                .bind("party", grant.party())
                .bind("recipient", grant.recipient())
                .bind("basis", grant.basis().name())
                .bind("number", grant.evidenceNumber())
                .bind("issuer", grant.evidenceIssuer())
                .bind("date", grant.evidenceDate())
                .bind("sha256", grant.evidenceSha256())
                .bindArray("elements", String.class, grant.elements())
                .bind("scope", grant.scope())
                .bind("expires", grant.expiresAt().atOffset(ZoneOffset.UTC))
                .bind("by", grant.proposedBy())
                .bind("key", key)
                .execute();
        return lock(tx, grant.agreementId(), grant.id()).orElseThrow();
    }

    List<Grant> list(Handle handle, String agreementId) {
        return handle.createQuery(COLUMNS + " where agreement_id = :agreement order by proposed_at desc, id")
                .bind("agreement", agreementId)
                .map((row, context) -> grant(row))
                .list();
    }

    Optional<Grant> lock(Handle tx, String agreementId, UUID id) {
        tx.execute("select 1 from onward_disclosure where id = ? for update", id);
        return tx.createQuery(COLUMNS + " where id = :id and agreement_id = :agreement")
                .bind("id", id)
                .bind("agreement", agreementId)
                .map((row, context) -> grant(row))
                .findOne();
    }

    void approve(Handle tx, Grant grant, String party, String actor, UUID leaf) {
        tx.execute(
                "insert into onward_approval (onward, party, actor, at, leaf) values (?, ?, ?, clock_timestamp(), ?)",
                grant.id(),
                party,
                actor,
                leaf);
    }

    void withdraw(Handle tx, Grant grant, String actor) {
        tx.execute(
                "update onward_disclosure set withdrawn_at = clock_timestamp(), withdrawn_by = ? where id = ?",
                actor,
                grant.id());
    }

    void sent(Handle tx, Sent sent, String sourceSha256) {
        tx.execute(
                "insert into onward_file (id, onward, party, actor, at, rows, source_sha256, file_sha256, leaf)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                sent.id(),
                sent.grant(),
                sent.party(),
                sent.actor(),
                sent.at().atOffset(ZoneOffset.UTC),
                sent.rows(),
                sourceSha256,
                sent.fileSha256(),
                sent.leaf());
    }

    List<Sent> listSent(Handle handle, UUID grant) {
        return handle.createQuery("select * from onward_file where onward = :grant order by at, id")
                .bind("grant", grant)
                .map((row, context) -> new Sent(
                        row.getObject("id", UUID.class),
                        row.getObject("onward", UUID.class),
                        row.getString("party"),
                        row.getString("actor"),
                        instant(row, "at"),
                        row.getInt("rows"),
                        row.getString("file_sha256"),
                        row.getObject("leaf", UUID.class)))
                .list();
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                row.getObject("id", UUID.class),
                row.getString("agreement_id"),
                row.getString("party"),
                row.getString("recipient"),
                Grant.Basis.valueOf(row.getString("basis")),
                row.getString("evidence_number"),
                row.getString("evidence_issuer"),
                row.getObject("evidence_date", LocalDate.class),
                row.getString("evidence_sha256"),
                List.of((String[]) row.getArray("elements").getArray()),
                row.getString("scope"),
                instant(row, "expires_at"),
                row.getString("proposed_by"),
                instant(row, "proposed_at"),
                instant(row, "withdrawn_at"),
                row.getBytes("fingerprint_key"),
                List.of((String[]) row.getArray("approvals").getArray()));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
