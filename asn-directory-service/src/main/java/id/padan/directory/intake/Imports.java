package id.padan.directory.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.record.FieldCounts;
import id.padan.platform.events.UuidV7;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The import jobs. One runs at a time; a newer attempt of a job shuts out an older one. */
@ApplicationScoped
class Imports {

    /** Rows that are records, not a history. */
    static final String RECORDS = "data-utama";

    /** After this long without progress a running import is taken for dead. */
    private static final Duration DEAD_AFTER = Duration.ofSeconds(90);

    /** What a request with a key turns out to be. */
    sealed interface Opening {
        record Started(UUID id, int attempt) implements Opening {}

        record Known(ImportJob job, byte[] bodySha256) implements Opening {}
    }

    /** Totals of the running attempt after a block. */
    record Totals(
            long bytes,
            long received,
            long accepted,
            long unchanged,
            long rejected,
            long duplicates,
            long lastGoodRow) {}

    private final Jdbi jdbi;
    private final ObjectMapper json;

    Imports(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /**
     * Opens a job for a key, or another attempt of it.
     *
     * @throws ProblemException IDEMPOTENCY_MISMATCH if the key belongs to another mode, date or format; CONFLICT if another import runs,
     *     or a newer date is already there
     */
    Opening open(String key, ImportJob.Mode mode, LocalDate dataDate, String mediaType, String rows, String actor) {
        return jdbi.inTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtextextended('padan.import', 0))");
            Optional<ImportJob> known = handle.createQuery("select * from import_job where idempotency_key = :key")
                    .bind("key", key)
                    .map((result, context) -> job(result))
                    .findOne();
            if (known.isPresent()) {
                ImportJob job = known.get();
                String format = handle.createQuery("select media_type from import_job where id = :id")
                        .bind("id", job.id())
                        .mapTo(String.class)
                        .one();
                if (job.mode() != mode
                        || !job.dataDate().equals(dataDate)
                        || !format.equals(mediaType)
                        || !job.rows().equals(rows)) {
                    throw mismatch(job.id());
                }
                if (job.state() == ImportJob.State.COMPLETED) {
                    byte[] hash = handle.createQuery("select body_sha256 from import_job where id = :id")
                            .bind("id", job.id())
                            .mapTo(byte[].class)
                            .one();
                    return new Opening.Known(job, hash);
                }
            }
            UUID id = known.map(ImportJob::id).orElseGet(UuidV7::next);
            refuseWhileAnotherRuns(handle, id);
            refuseOlderData(handle, dataDate, rows);
            if (known.isEmpty()) {
                handle.createUpdate("""
                                insert into import_job (id, idempotency_key, mode, data_date, state, started_by, media_type, rows)
                                values (:id, :key, :mode, :dataDate, 'RECEIVING', :actor, :mediaType, :rows)
                                """)
                        .bind("id", id)
                        .bind("key", key)
                        .bind("mode", mode.name())
                        .bind("dataDate", dataDate)
                        .bind("actor", actor)
                        .bind("mediaType", mediaType)
                        .bind("rows", rows)
                        .execute();
                return new Opening.Started(id, 1);
            }
            handle.execute("delete from import_reject where import_id = ?", id);
            handle.execute("delete from import_absence where import_id = ?", id);
            int attempt = handle.createQuery("""
                            update import_job set state = 'RECEIVING', attempt = attempt + 1, started_by = :actor, body_sha256 = null,
                                bytes = 0, received = 0, accepted = 0, unchanged = 0, rejected = 0, duplicates = 0, removed = 0, absent = 0,
                                last_good_row = 0, dropped_fields = '{}', ignored_fields = '[]', reason_code = null, reason_en = null,
                                reason_id = null, updated_at = clock_timestamp(), finished_at = null
                            where id = :id returning attempt
                            """)
                    .bind("id", id)
                    .bind("actor", actor)
                    .mapTo(int.class)
                    .one();
            return new Opening.Started(id, attempt);
        });
    }

    static ProblemException mismatch(UUID id) {
        return ProblemException.of(
                        PlatformProblem.IDEMPOTENCY_MISMATCH,
                        "This Idempotency-Key belongs to an import with another content, mode or date. Use a new key.",
                        "Idempotency-Key ini milik impor dengan isi, mode, atau tanggal lain. Gunakan kunci baru.")
                .with("import", id);
    }

    private static void refuseWhileAnotherRuns(Handle handle, UUID id) {
        List<UUID> dead = handle.createQuery("""
                        select id from import_job
                        where state = 'RECEIVING' and id <> :id
                            and updated_at < clock_timestamp() - make_interval(secs => :seconds)
                        """)
                .bind("id", id)
                .bind("seconds", (double) DEAD_AFTER.toSeconds())
                .mapTo(UUID.class)
                .list();
        dead.forEach(one -> finishFailed(
                handle,
                one,
                new ImportJob.Reason(
                        "ABANDONED",
                        "The service or the upload ended in the middle.",
                        "Layanan atau unggahan terhenti di tengah.")));
        Optional<UUID> running = handle.createQuery(
                        "select id from import_job where state = 'RECEIVING' and id <> :id limit 1")
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne();
        if (running.isPresent()) {
            throw ProblemException.of(
                            PlatformProblem.CONFLICT,
                            "Another import is running. Wait until it has ended.",
                            "Impor lain sedang berjalan. Tunggu sampai selesai.")
                    .with("import", running.get())
                    .retryAfter(Duration.ofSeconds(30));
        }
    }

    private static void refuseOlderData(Handle handle, LocalDate dataDate, String rows) {
        LocalDate latest = handle.createQuery(
                        "select max(data_date) from import_job where state = 'COMPLETED' and rows = :rows")
                .bind("rows", rows)
                .mapTo(LocalDate.class)
                .findOne()
                .orElse(null);
        if (latest != null && dataDate.isBefore(latest)) {
            throw ProblemException.of(
                            PlatformProblem.CONFLICT,
                            "The register already has newer data. Older data cannot be put over it.",
                            "Data yang lebih baru sudah ada. Data lama tidak dapat menimpanya.")
                    .with("field", "X-Padan-Data-Date")
                    .with("latestDataDate", latest.toString());
        }
    }

    /** Whether this attempt is still the one that runs; without a lock, so that blocks do not wait for each other. */
    boolean isCurrent(Handle handle, UUID id, int attempt) {
        return handle.createQuery(
                        "select exists (select from import_job where id = :id and attempt = :attempt and state = 'RECEIVING')")
                .bind("id", id)
                .bind("attempt", attempt)
                .mapTo(boolean.class)
                .one();
    }

    /** Locks the job for a step of this attempt; false when another attempt has taken over. */
    boolean lock(Handle handle, UUID id, int attempt) {
        return handle.createQuery(
                        "select 1 from import_job where id = :id and attempt = :attempt and state = 'RECEIVING' for update")
                .bind("id", id)
                .bind("attempt", attempt)
                .mapTo(int.class)
                .findOne()
                .isPresent();
    }

    /** What a block that was committed without our hearing of it left behind; empty if it was not. */
    Optional<Totals> totalsAt(Handle handle, UUID id, long row) {
        return handle.createQuery("select * from import_job where id = :id and last_good_row >= :row")
                .bind("id", id)
                .bind("row", row)
                .map((result, context) -> new Totals(
                        result.getLong("bytes"),
                        result.getLong("received"),
                        result.getLong("accepted"),
                        result.getLong("unchanged"),
                        result.getLong("rejected"),
                        result.getLong("duplicates"),
                        result.getLong("last_good_row")))
                .findOne();
    }

    /** Notes how far the attempt is, in its block's transaction; false when another attempt has taken over, and then nothing may commit. */
    boolean progress(Handle handle, UUID id, int attempt, Totals totals) {
        int noted = handle.createUpdate("""
                        update import_job set bytes = :bytes, received = :received, accepted = :accepted, unchanged = :unchanged,
                            rejected = :rejected, duplicates = :duplicates, last_good_row = :lastGoodRow, updated_at = clock_timestamp()
                        where id = :id and attempt = :attempt and state = 'RECEIVING'
                        """)
                .bind("bytes", totals.bytes())
                .bind("received", totals.received())
                .bind("accepted", totals.accepted())
                .bind("unchanged", totals.unchanged())
                .bind("rejected", totals.rejected())
                .bind("duplicates", totals.duplicates())
                .bind("lastGoodRow", totals.lastGoodRow())
                .bind("id", id)
                .bind("attempt", attempt)
                .execute();
        return noted == 1;
    }

    void fields(Handle handle, UUID id, FieldCounts counts) {
        handle.createUpdate(
                        "update import_job set dropped_fields = :dropped::jsonb, ignored_fields = :ignored::jsonb where id = :id")
                .bind("dropped", text(counts.dropped()))
                .bind("ignored", text(counts.ignored()))
                .bind("id", id)
                .execute();
    }

    void complete(Handle handle, UUID id, byte[] bodySha256) {
        handle.createUpdate("""
                        update import_job set state = 'COMPLETED', body_sha256 = :hash, updated_at = clock_timestamp(),
                            finished_at = clock_timestamp()
                        where id = :id
                        """).bind("hash", bodySha256).bind("id", id).execute();
    }

    /** Ends this attempt; an attempt that was taken over changes nothing. */
    void fail(UUID id, int attempt, ImportJob.Reason reason) {
        jdbi.useTransaction(handle -> {
            if (lock(handle, id, attempt)) {
                finishFailed(handle, id, reason);
            }
        });
    }

    private static void finishFailed(Handle handle, UUID id, ImportJob.Reason reason) {
        handle.createUpdate("""
                        update import_job set state = 'FAILED', reason_code = :code, reason_en = :en, reason_id = :text,
                            updated_at = clock_timestamp(), finished_at = clock_timestamp()
                        where id = :id
                        """)
                .bind("code", reason.code())
                .bind("en", reason.en())
                .bind("text", reason.id())
                .bind("id", id)
                .execute();
    }

    ImportJob get(UUID id) {
        return find(id).orElseThrow(() -> ProblemException.of(
                PlatformProblem.NOT_FOUND, "There is no such import.", "Impor tersebut tidak ada."));
    }

    Optional<ImportJob> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from import_job where id = :id")
                .bind("id", id)
                .map((result, context) -> job(result))
                .findOne());
    }

    /** Newest first, older than {@code before} (exclusive), null for the newest. */
    List<ImportJob> list(UUID before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from import_job where :before::uuid is null or id < :before order by id desc limit :limit
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .map((result, context) -> job(result))
                .list());
    }

    private ImportJob job(ResultSet result) throws SQLException {
        String reason = result.getString("reason_code");
        return new ImportJob(
                result.getObject("id", UUID.class),
                ImportJob.State.valueOf(result.getString("state")),
                ImportJob.Mode.valueOf(result.getString("mode")),
                result.getString("rows"),
                result.getObject("data_date", LocalDate.class),
                result.getInt("attempt"),
                result.getLong("bytes"),
                result.getLong("received"),
                result.getLong("accepted"),
                result.getLong("unchanged"),
                result.getLong("rejected"),
                result.getLong("duplicates"),
                result.getLong("absent"),
                result.getLong("removed"),
                result.getString("removal_approved_by"),
                result.getLong("last_good_row"),
                read(result.getString("dropped_fields"), new TypeReference<Map<String, Long>>() {}),
                read(result.getString("ignored_fields"), new TypeReference<List<String>>() {}),
                reason == null
                        ? null
                        : new ImportJob.Reason(reason, result.getString("reason_en"), result.getString("reason_id")),
                result.getString("started_by"),
                instant(result, "created_at"),
                instant(result, "updated_at"),
                instant(result, "finished_at"));
    }

    private static Instant instant(ResultSet result, String column) throws SQLException {
        OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("import_job has a column that is not what we wrote", e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts are always serialisable", e);
        }
    }
}
