package id.padan.directory.position;

import id.padan.directory.intake.ImportJob;
import id.padan.directory.intake.Rows;
import id.padan.directory.intake.Table;
import id.padan.directory.log.OwnersDecision;
import id.padan.platform.database.SoleInstance;
import id.padan.platform.events.UuidV7;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes a file of positions in, in the same form of job as the register's imports. Positions under one ministry's guidance are some ten
 * thousand: the whole file is one transaction, so a file that breaks off leaves nothing behind and is simply sent again.
 */
@ApplicationScoped
class PositionImporting {

    private static final Logger LOG = Logger.getLogger(PositionImporting.class);
    private static final String TASK = "padan.positions.import";
    private static final int BLOCK = 500;
    /** What the rows are of, as the job says. */
    private static final String ROWS = "functional-position";

    private final Positions positions;
    private final Announcing announcing;
    private final Jdbi jdbi;

    PositionImporting(Positions positions, Announcing announcing) {
        this.positions = positions;
        this.announcing = announcing;
        this.jdbi = positions.jdbi();
    }

    /** What is to be imported, and who wants it. */
    record Request(
            String key, ImportJob.Mode mode, LocalDate dataDate, boolean table, OwnersDecision by, String officer) {}

    /** A refused row. */
    record Reject(long row, String field, PositionRefusal reason) {}

    private record Known(ImportJob job, String mediaType, byte[] bodySha256, UUID leaf) {}

    /** Takes a body in, to its end, and returns the job as it ended, or as it had ended when the same body came before. */
    ImportJob receive(Request request, InputStream body) {
        try (var alone = SoleInstance.tryBe(jdbi, TASK).orElse(null)) {
            if (alone == null) {
                throw ProblemException.of(
                                PlatformProblem.CONFLICT,
                                "Another import of positions is running. Wait until it has ended.",
                                "Impor jabatan lain sedang berjalan. Tunggu sampai selesai.")
                        .retryAfter(Duration.ofSeconds(30));
            }
            Optional<Known> known = known(request.key());
            if (known.isPresent()) {
                requireSame(known.get(), request);
                if (known.get().job().state() == ImportJob.State.COMPLETED) {
                    return again(known.get(), body);
                }
            }
            UUID id = open(known.map(one -> one.job().id()).orElse(null), request);
            UUID leaf = run(id, request, body);
            announcing.require(leaf);
            return get(id);
        }
    }

    private ImportJob again(Known known, InputStream body) {
        var rows = new Rows(body, false);
        try {
            rows.drain();
        } catch (IOException e) {
            throw brokenUpload(known.job().id());
        }
        if (!MessageDigest.isEqual(known.bodySha256(), rows.hash())) {
            throw mismatch(known.job().id());
        }
        announcing.require(known.leaf());
        return known.job();
    }

    private static void requireSame(Known known, Request request) {
        ImportJob job = known.job();
        if (job.mode() != request.mode()
                || !job.dataDate().equals(request.dataDate())
                || !known.mediaType().equals(mediaType(request))) {
            throw mismatch(job.id());
        }
    }

    private static ProblemException mismatch(UUID id) {
        return ProblemException.of(
                        PlatformProblem.IDEMPOTENCY_MISMATCH,
                        "This Idempotency-Key belongs to an import with another content, mode or date. Use a new key.",
                        "Idempotency-Key ini milik impor dengan isi, mode, atau tanggal lain. Gunakan kunci baru.")
                .with("import", id);
    }

    private static String mediaType(Request request) {
        return request.table() ? "text/csv" : "application/x-ndjson";
    }

    private UUID open(UUID known, Request request) {
        return jdbi.inTransaction(tx -> {
            // We are alone, so whatever still says that it runs has died.
            tx.execute("""
                    update position_import set state = 'FAILED', reason_code = 'ABANDONED',
                        reason_en = 'The service or the upload ended in the middle.',
                        reason_id = 'Layanan atau unggahan terhenti di tengah.', finished_at = clock_timestamp()
                    where state = 'RECEIVING'""");
            if (known != null) {
                tx.execute("delete from position_import_reject where import_id = ?", known);
                tx.execute("""
                        update position_import set state = 'RECEIVING', attempt = attempt + 1, started_by = ?, reason_code = null,
                            reason_en = null, reason_id = null, bytes = 0, received = 0, accepted = 0, unchanged = 0, rejected = 0,
                            duplicates = 0, absent = 0, last_good_row = 0, updated_at = clock_timestamp(), finished_at = null
                        where id = ?""", request.by().actor(), known);
                return known;
            }
            UUID id = UuidV7.next();
            tx.execute(
                    "insert into position_import (id, idempotency_key, mode, data_date, state, started_by, media_type)"
                            + " values (?, ?, ?, ?, 'RECEIVING', ?, ?)",
                    id,
                    request.key(),
                    request.mode().name(),
                    request.dataDate(),
                    request.by().actor(),
                    mediaType(request));
            return id;
        });
    }

    private UUID run(UUID id, Request request, InputStream body) {
        try {
            return jdbi.inTransaction(tx -> new Attempt(tx, id, request).take(body));
        } catch (ProblemException refused) {
            fail(id, refused.code().name(), refused.detailEn(), refused.detailId());
            throw refused.with("import", id);
        } catch (BrokenUploadException broken) {
            ProblemException problem = brokenUpload(id);
            fail(id, "UPLOAD_BROKEN", problem.detailEn(), problem.detailId());
            throw problem;
        } catch (RuntimeException e) {
            // Drivers quote the values they choke on.
            LOG.errorf("import %s failed: %s", id, e.getClass().getName());
            LOG.debugf(e, "import %s", id);
            fail(
                    id,
                    "DATABASE_UNAVAILABLE",
                    "The database did not take the file. Nothing was stored; send it again with the same key.",
                    "Basis data tidak menerima berkas. Tidak ada yang tersimpan; kirim ulang dengan kunci yang sama.");
            throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The import could not be finished. Send the file again with the same Idempotency-Key.",
                            "Impor tidak dapat diselesaikan. Kirim ulang berkas dengan Idempotency-Key yang sama.")
                    .with("import", id)
                    .retryAfter(Duration.ofSeconds(30));
        }
    }

    private static ProblemException brokenUpload(UUID id) {
        return ProblemException.of(
                        PlatformProblem.INVALID,
                        "The upload ended before its last byte. Send it again with the same Idempotency-Key.",
                        "Unggahan terputus sebelum bita terakhir. Kirim ulang dengan Idempotency-Key yang sama.")
                .with("import", id);
    }

    private void fail(UUID id, String code, String en, String text) {
        try {
            jdbi.useHandle(handle -> handle.execute(
                    "update position_import set state = 'FAILED', reason_code = ?, reason_en = ?, reason_id = ?,"
                            + " updated_at = clock_timestamp(), finished_at = clock_timestamp() where id = ?",
                    code,
                    en,
                    text,
                    id));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "import %s could not be marked as failed: %s",
                    id, e.getClass().getName());
        }
    }

    private static final class BrokenUploadException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenUploadException() {
            super("the upload broke off", null, false, false);
        }
    }

    /** One file, in one transaction; how far it is, is told beside it. */
    private final class Attempt {
        private final Handle tx;
        private final UUID id;
        private final Request request;
        private final Map<String, PositionReader.Read.Accepted> block = new LinkedHashMap<>();
        private final Map<String, Long> rowOf = new LinkedHashMap<>();
        private final Set<String> seen = new HashSet<>();
        private final List<Long> written = new ArrayList<>();
        private long accepted;
        private long unchanged;
        private long rejected;
        private long duplicates;

        private Attempt(Handle tx, UUID id, Request request) {
            this.tx = tx;
            this.id = id;
            this.request = request;
        }

        /** @return the leaf that the import will have */
        UUID take(InputStream body) {
            positions.lock(tx);
            var rows = new Rows(body, request.table());
            try {
                read(rows);
            } catch (IOException e) {
                throw new BrokenUploadException();
            }
            if (rows.number() == 0) {
                throw ProblemException.of(PlatformProblem.INVALID, "The body is empty.", "Isi permintaan kosong.");
            }
            int absent = request.mode() == ImportJob.Mode.full ? noteAbsent() : 0;
            byte[] hash = rows.hash();
            UUID leaf = positions.announce(
                    tx,
                    request.by(),
                    request.officer(),
                    "POSITION_IMPORT",
                    hash,
                    "functional-positions/imports/" + id,
                    written);
            tx.createUpdate("""
                            update position_import set state = 'COMPLETED', body_sha256 = :hash, leaf = :leaf, bytes = :bytes,
                                received = :received, accepted = :accepted, unchanged = :unchanged, rejected = :rejected,
                                duplicates = :duplicates, absent = :absent, last_good_row = :received, updated_at = clock_timestamp(),
                                finished_at = clock_timestamp()
                            where id = :id""")
                    .bind("hash", hash)
                    .bind("leaf", leaf)
                    .bind("bytes", rows.bytesRead())
                    .bind("received", accepted + rejected)
                    .bind("accepted", accepted)
                    .bind("unchanged", unchanged)
                    .bind("rejected", rejected)
                    .bind("duplicates", duplicates)
                    .bind("absent", absent)
                    .bind("id", id)
                    .execute();
            return leaf;
        }

        private void read(Rows rows) throws IOException {
            Table csv = null;
            long headerRows = 0;
            while (rows.next()) {
                if (request.table() && csv == null) {
                    csv = header(rows);
                    headerRows = rows.number();
                    continue;
                }
                long row = rows.number() - headerRows;
                var read = rows.tooLong()
                        ? new PositionReader.Read.Refused(PositionRefusal.LINE_TOO_LONG, null, null)
                        : csv == null
                                ? PositionReader.readJson(rows.bytes(), rows.length())
                                : PositionReader.readFields(csv.header(), csv.fields(rows.bytes(), rows.length()));
                switch (read) {
                    case PositionReader.Read.Accepted one -> {
                        // Of two rows with one id the last counts; the store takes each id once.
                        if (!seen.add(one.position().idAsn())) {
                            duplicates++;
                        }
                        if (block.put(one.position().idAsn(), one) != null) {
                            accepted++;
                        }
                        rowOf.put(one.position().idAsn(), row);
                    }
                    case PositionReader.Read.Refused(var reason, var field, var asnId) -> {
                        reject(row, field, reason);
                        if (asnId != null) {
                            seen.add(asnId);
                        }
                    }
                }
                if (block.size() >= BLOCK) {
                    store();
                    progress(row, rows.bytesRead());
                }
            }
            store();
        }

        private static Table header(Rows rows) {
            var table = rows.tooLong() ? null : new Table(rows.bytes(), rows.length());
            if (table == null || !Set.of(table.header()).containsAll(Set.of("idAsn", "nip"))) {
                throw ProblemException.of(
                                PlatformProblem.INVALID,
                                "The first row of a CSV must name the fields, among them idAsn and nip.",
                                "Baris pertama CSV harus memuat nama isian, antara lain idAsn dan nip.")
                        .with("row", 0);
            }
            return table;
        }

        private void store() {
            var rows = List.copyOf(block.values());
            List<Positions.Outcome> outcomes = positions.store(tx, rows);
            for (int i = 0; i < outcomes.size(); i++) {
                switch (outcomes.get(i)) {
                    case Positions.Outcome.Written(long no, long version, boolean isNew) -> {
                        accepted++;
                        written.add(no);
                    }
                    case Positions.Outcome.Unchanged(long no, long version) -> {
                        accepted++;
                        unchanged++;
                    }
                    case Positions.Outcome.Refused(var reason, var field) ->
                        reject(rowOf.get(rows.get(i).position().idAsn()), field, reason);
                }
            }
            block.clear();
            rowOf.clear();
        }

        private void reject(long row, String field, PositionRefusal reason) {
            rejected++;
            tx.execute(
                    "insert into position_import_reject (import_id, row, field, reason) values (?, ?, ?, ?)",
                    id,
                    row,
                    field,
                    reason.name());
        }

        /** Beside the file's own transaction, so that others see it: on a connection of its own. */
        private void progress(long row, long bytes) {
            try (Handle own = jdbi.open()) {
                own.execute(
                        "update position_import set received = ?, accepted = ?, rejected = ?, bytes = ?, last_good_row = ?,"
                                + " updated_at = clock_timestamp() where id = ?",
                        accepted + rejected,
                        accepted,
                        rejected,
                        bytes,
                        row,
                        id);
            }
        }

        /** Noted, not removed: a second person decides. */
        private int noteAbsent() {
            List<Long> all = positions.all(tx);
            var kept = new HashSet<>(positions.numbersOf(tx, seen));
            List<Long> absent = all.stream().filter(no -> !kept.contains(no)).toList();
            PositionRemoval.note(tx, id, absent, all.size());
            return absent.size();
        }
    }

    ImportJob get(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from position_import where id = :id")
                        .bind("id", id)
                        .map((row, context) -> job(row))
                        .findOne())
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND, "There is no such import.", "Impor tersebut tidak ada."));
    }

    /** Newest first, older than {@code before} (exclusive), null for the newest. */
    List<ImportJob> list(UUID before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select * from position_import where :before::uuid is null or id < :before order by id desc limit :limit""")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> job(row))
                .list());
    }

    List<Reject> rejects(UUID id, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select row, field, reason from position_import_reject where import_id = :id and row > :after
                        order by row limit :limit""")
                .bind("id", id)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) ->
                        new Reject(row.getLong(1), row.getString(2), PositionRefusal.valueOf(row.getString(3))))
                .list());
    }

    private Optional<Known> known(String key) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from position_import where idempotency_key = :key")
                .bind("key", key)
                .map((row, context) -> new Known(
                        job(row),
                        row.getString("media_type"),
                        row.getBytes("body_sha256"),
                        row.getObject("leaf", UUID.class)))
                .findOne());
    }

    private static ImportJob job(ResultSet row) throws SQLException {
        String reason = row.getString("reason_code");
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return new ImportJob(
                row.getObject("id", UUID.class),
                ImportJob.State.valueOf(row.getString("state")),
                ImportJob.Mode.valueOf(row.getString("mode")),
                ROWS,
                row.getObject("data_date", LocalDate.class),
                row.getInt("attempt"),
                row.getLong("bytes"),
                row.getLong("received"),
                row.getLong("accepted"),
                row.getLong("unchanged"),
                row.getLong("rejected"),
                row.getLong("duplicates"),
                row.getLong("absent"),
                row.getLong("removed"),
                row.getString("removal_approved_by"),
                row.getLong("last_good_row"),
                Map.of(),
                List.of(),
                reason == null
                        ? null
                        : new ImportJob.Reason(reason, row.getString("reason_en"), row.getString("reason_id")),
                row.getString("started_by"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
