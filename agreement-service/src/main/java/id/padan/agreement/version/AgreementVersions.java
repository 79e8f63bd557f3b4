package id.padan.agreement.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.document.Finding;
import id.padan.platform.agreement.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The stored versions and refusals. Times are the database's. */
@ApplicationScoped
public class AgreementVersions {

    private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final ObjectMapper json;

    AgreementVersions(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    public Instant now() {
        return jdbi.withHandle(AgreementVersions::now);
    }

    public List<String> listAgreements() {
        return jdbi.withHandle(handle -> handle.createQuery("select id from agreement order by id")
                .mapTo(String.class)
                .list());
    }

    /** Every version ever stored, in the order of storing. */
    public List<StoredVersion> listVersions(String agreementId) {
        return jdbi.withHandle(handle -> listVersions(handle, agreementId));
    }

    /** The file of a version, to the byte. */
    public String document(StoredVersion version) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select document::text from agreement_version where agreement_id = :id and version = :version
                        """)
                .bind("id", version.agreementId())
                .bind("version", version.version())
                .mapTo(String.class)
                .one());
    }

    /** Revisions as heartbeats name them. */
    public List<Heartbeat.Confirmed> listRevisions() {
        return jdbi.withHandle(handle -> handle.createQuery("select id, revision from agreement order by id")
                .map((row, context) -> new Heartbeat.Confirmed(row.getString("id"), row.getLong("revision")))
                .list());
    }

    public Optional<RefusedFile> findRefusal(String agreementId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select file_name, sha256, refused_at, findings::text as findings from refused_file
                        where agreement_id = :id order by refused_at desc limit 1
                        """)
                .bind("id", agreementId)
                .map((row, context) -> new RefusedFile(
                        row.getString("file_name"),
                        row.getString("sha256"),
                        instant(row, "refused_at"),
                        read(row.getString("findings"), FINDINGS)))
                .findOne());
    }

    /** Whether this content was refused before under this name, so that one mistake is told once. */
    public boolean isRefused(String fileName, String sha256) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from refused_file where file_name = :file and sha256 = :sha256
                        """)
                        .bind("file", fileName)
                        .bind("sha256", sha256)
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    /** @param agreementId as far as it could be read; else the agreement that last came from this file is meant */
    public void refuse(String fileName, String agreementId, String sha256, List<Finding> findings) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into refused_file (file_name, agreement_id, sha256, refused_at, findings)
                        values (:file,
                                coalesce(:id, (select agreement_id from agreement_version where file_name = :file
                                               order by known_from desc limit 1)),
                                :sha256, clock_timestamp(), cast(:findings as jsonb))
                        on conflict (file_name) do update set
                            agreement_id = excluded.agreement_id, sha256 = excluded.sha256,
                            refused_at = excluded.refused_at, findings = excluded.findings
                        """)
                .bind("file", fileName)
                .bind("id", agreementId)
                .bind("sha256", sha256)
                .bind("findings", write(findings))
                .execute());
    }

    public void forgetRefusal(String fileName) {
        jdbi.useHandle(handle -> forgetRefusal(handle, fileName));
    }

    static void forgetRefusal(Handle handle, String fileName) {
        handle.createUpdate("delete from refused_file where file_name = :file")
                .bind("file", fileName)
                .execute();
    }

    static Instant now(Handle handle) {
        return handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    /** Makes the agreement's row if it is new and locks it; returns its revision, 0 if nothing was stored yet. */
    static long lock(Handle handle, String agreementId) {
        handle.createUpdate("""
                        insert into agreement (id, revision, changed_at) values (:id, 0, clock_timestamp())
                        on conflict (id) do nothing
                        """).bind("id", agreementId).execute();
        return handle.createQuery("select revision from agreement where id = :id for update")
                .bind("id", agreementId)
                .mapTo(Long.class)
                .one();
    }

    static void setRevision(Handle handle, String agreementId, long revision, Instant at) {
        handle.createUpdate("update agreement set revision = :revision, changed_at = :at where id = :id")
                .bind("id", agreementId)
                .bind("revision", revision)
                .bind("at", at)
                .execute();
    }

    List<StoredVersion> listVersions(Handle handle, String agreementId) {
        return handle.createQuery("""
                        select agreement_id, version, sequence, declared_from, effective_from, known_from, superseded_at,
                               document::text as document, sha256, file_name
                        from agreement_version where agreement_id = :id order by sequence
                        """).bind("id", agreementId).map(this::stored).list();
    }

    static void supersedeFrom(Handle handle, String agreementId, Instant effectiveFrom, Instant at) {
        handle.createUpdate("""
                        update agreement_version set superseded_at = :at
                        where agreement_id = :id and superseded_at is null and effective_from >= :from
                        """)
                .bind("id", agreementId)
                .bind("from", effectiveFrom)
                .bind("at", at)
                .execute();
    }

    static void add(Handle handle, StoredVersion version, byte[] content) {
        handle.createUpdate("""
                        insert into agreement_version (agreement_id, version, sequence, declared_from, effective_from,
                                                       known_from, document, sha256, file_name)
                        values (:id, :version, :sequence, :declared, :effective, :known, cast(:document as json),
                                :sha256, :file)
                        """)
                .bind("id", version.agreementId())
                .bind("version", version.version())
                .bind("sequence", version.sequence())
                .bind("declared", version.declaredFrom())
                .bind("effective", version.effectiveFrom())
                .bind("known", version.knownFrom())
                .bind("document", new String(content, StandardCharsets.UTF_8))
                .bind("sha256", version.sha256())
                .bind("file", version.fileName())
                .execute();
    }

    private StoredVersion stored(ResultSet row, StatementContext context) throws SQLException {
        return new StoredVersion(
                row.getString("agreement_id"),
                row.getString("version"),
                row.getInt("sequence"),
                instant(row, "declared_from"),
                instant(row, "effective_from"),
                instant(row, "known_from"),
                instant(row, "superseded_at"),
                read(row.getString("document"), new TypeReference<AgreementFile>() {}),
                row.getString("sha256"),
                row.getString("file_name"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON", e);
        }
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored document cannot be read any more", e);
        }
    }
}
