package id.padan.agreement.record;

import id.padan.agreement.inputs.RecordKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Records, their steps and signed files. */
@ApplicationScoped
class RecordStore {

    private static final String COLUMNS =
            "r.id, r.agreement_id, r.kind, r.party, r.request_sha256, r.version, r.state, r.document_date, r.period_from,"
                    + " r.period_until, r.inputs, r.inputs_sha256, r.unsigned_sha256, r.drafted_by";

    private final Jdbi jdbi;

    RecordStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Instant now() {
        return jdbi.withHandle(handle -> handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant());
    }

    Optional<OfficialRecord> find(String agreementId, UUID id) {
        return jdbi.withHandle(handle -> find(handle, agreementId, id, ""));
    }

    /** The row, held until the transaction ends. */
    Optional<OfficialRecord> lock(Handle tx, String agreementId, UUID id) {
        return find(tx, agreementId, id, " for update");
    }

    private static Optional<OfficialRecord> find(Handle handle, String agreementId, UUID id, String locking) {
        return handle.createQuery("select " + COLUMNS
                        + " from official_record r where agreement_id = :agreement and id = :id" + locking)
                .bind("agreement", agreementId)
                .bind("id", id)
                .map((row, context) -> read(handle, row))
                .findOne();
    }

    /** Newest first. @param before id of the last one seen; null for the first page */
    List<RecordViews.Summary> list(String agreementId, String reader, UUID before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, kind, version, state, party, document_date, period_from, period_until from official_record
                         where agreement_id = :agreement and (cast(:before as uuid) is null or id < :before)
                           and (kind = 'BERITA_ACARA_PEMADANAN' or party = :reader or state in ('SENT', 'RECEIVED', 'REFUSED'))
                         order by id desc limit :limit""")
                .bind("agreement", agreementId)
                .bind("reader", reader)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new RecordViews.Summary(
                        row.getObject("id", UUID.class),
                        RecordKind.valueOf(row.getString("kind")),
                        row.getInt("version"),
                        row.getString("state"),
                        row.getString("party"),
                        row.getObject("document_date", LocalDate.class),
                        row.getObject("period_from", LocalDate.class),
                        row.getObject("period_until", LocalDate.class)))
                .list());
    }

    private static OfficialRecord read(Handle handle, ResultSet row) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var signed =
                new TreeSet<>(handle.createQuery("select party from official_record_signature where record_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
        return new OfficialRecord(
                id,
                row.getString("agreement_id"),
                RecordKind.valueOf(row.getString("kind")),
                row.getString("party"),
                row.getString("request_sha256"),
                row.getInt("version"),
                RecordState.of(row.getString("state"), row.getString("drafted_by"), signed),
                row.getObject("document_date", LocalDate.class),
                row.getObject("period_from", LocalDate.class),
                row.getObject("period_until", LocalDate.class),
                row.getString("inputs"),
                row.getString("inputs_sha256"),
                row.getString("unsigned_sha256"),
                steps(handle, id),
                signed.isEmpty() ? null : signedFile(handle, id));
    }

    private static List<OfficialRecord.Step> steps(Handle handle, UUID id) {
        return handle.createQuery("""
                        select version, state, act, party, actor, at, reason, file_sha256, leaf, log_index
                          from official_record_step where record_id = :id order by version""")
                .bind("id", id)
                .map((row, context) -> new OfficialRecord.Step(
                        row.getInt("version"),
                        row.getString("state"),
                        row.getString("act"),
                        row.getString("party"),
                        row.getString("actor"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("reason"),
                        row.getString("file_sha256"),
                        row.getObject("leaf", UUID.class),
                        row.getLong("log_index")))
                .list();
    }

    private static OfficialRecord.SignedFile signedFile(Handle handle, UUID id) {
        return handle.createQuery("""
                        select file, sha256 from official_record_signature where record_id = :id order by version desc limit 1""")
                .bind("id", id)
                .map((row, context) -> new OfficialRecord.SignedFile(row.getBytes("file"), row.getString("sha256")))
                .one();
    }

    /** False if the party has used the key already. */
    boolean insert(Handle tx, OfficialRecord record, String idempotencyKey) {
        return tx.createUpdate("""
                        insert into official_record (id, agreement_id, kind, party, idempotency_key, request_sha256, version, state,
                               document_date, period_from, period_until, inputs, inputs_sha256, unsigned_sha256, drafted_by)
                        values (:id, :agreement, :kind, :party, :key, :request, 1, 'DRAFT', :date, :from, :until, :inputs,
                                :inputsSha256, :unsigned, :drafter)
                        on conflict (agreement_id, party, idempotency_key) do nothing""")
                        .bind("id", record.id())
                        .bind("agreement", record.agreementId())
                        .bind("kind", record.kind().name())
                        .bind("party", record.party())
                        .bind("key", idempotencyKey)
                        .bind("request", record.requestSha256())
                        .bind("date", record.documentDate())
                        .bind("from", record.from())
                        .bind("until", record.until())
                        .bind("inputs", record.inputs())
                        .bind("inputsSha256", record.inputsSha256())
                        .bind("unsigned", record.unsignedSha256())
                        .bind("drafter", record.state().drafter())
                        .execute()
                == 1;
    }

    void move(Handle tx, UUID id, int version, String state) {
        tx.createUpdate("update official_record set version = :version, state = :state where id = :id")
                .bind("id", id)
                .bind("version", version)
                .bind("state", state)
                .execute();
    }

    void sign(Handle tx, UUID id, String party, int version, OfficialRecord.SignedFile file) {
        tx.createUpdate("""
                        insert into official_record_signature (record_id, party, version, file, sha256)
                        values (:id, :party, :version, :file, :sha256)""")
                .bind("id", id)
                .bind("party", party)
                .bind("version", version)
                .bind("file", file.pdf())
                .bind("sha256", file.sha256())
                .execute();
    }

    void addStep(Handle tx, UUID id, OfficialRecord.Step step) {
        tx.createUpdate("""
                        insert into official_record_step (record_id, version, state, act, party, actor, at, reason, file_sha256, leaf,
                               log_index)
                        values (:id, :version, :state, :act, :party, :actor, :at, :reason, :file, :leaf, :index)""")
                .bind("id", id)
                .bind("version", step.version())
                .bind("state", step.state())
                .bind("act", step.act())
                .bind("party", step.party())
                .bind("actor", step.actor())
                .bind("at", step.at().atOffset(ZoneOffset.UTC))
                .bind("reason", step.reason())
                .bind("file", step.fileSha256())
                .bind("leaf", step.leaf())
                .bind("index", step.logIndex())
                .execute();
    }
}
