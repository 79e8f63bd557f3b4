package id.padan.directory.intake;

import id.padan.directory.history.Histories;
import id.padan.directory.history.HistoryKind;
import id.padan.directory.history.HistoryReader;
import id.padan.directory.history.HistoryRow;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.record.AsnRecord;
import id.padan.directory.record.ReadRow;
import id.padan.directory.record.RecordReader;
import id.padan.directory.record.RegisterWriter;
import id.padan.directory.record.RowRefusal;
import id.padan.directory.status.StatusMappings;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Takes a stream of rows into the register. The sender is held by back-pressure while the database is slow or away. */
@ApplicationScoped
class Importing {

    private static final Logger LOG = Logger.getLogger(Importing.class);
    /** How long a block waits for a database that is away before the import fails. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Blocks being written while the next one is read; more did not help one database. */
    private static final int WRITERS = 2;

    /** A row that was refused. */
    private record Reject(long row, String field, RowRefusal reason, Integer position) {}

    /** A row of a history with its number in the file. */
    private record Numbered(long row, HistoryRow history) {}

    /** What is written in one transaction: records, or rows of a history. */
    private record Block(
            List<AsnRecord> records,
            List<Numbered> histories,
            int duplicates,
            List<Reject> rejects,
            List<String> rejectedIds,
            long rows,
            long lastRow,
            long bytes) {}

    private final Jdbi jdbi;
    private final Imports imports;
    private final RegisterWriter register;
    private final StatusMappings mappings;
    private final RecordingDecisions decisions;
    private final Removal removal;
    private final Histories store;
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();

    Importing(
            Jdbi jdbi,
            Imports imports,
            RegisterWriter register,
            StatusMappings mappings,
            RecordingDecisions decisions,
            Removal removal,
            Histories store) {
        this.jdbi = jdbi;
        this.imports = imports;
        this.register = register;
        this.mappings = mappings;
        this.decisions = decisions;
        this.removal = removal;
        this.store = store;
    }

    /**
     * Takes a body in, to its end.
     *
     * @param kind of the history whose rows these are; null for records
     * @return the job as it ended, or as it had ended when the same body came before
     */
    ImportJob receive(
            String key,
            ImportJob.Mode mode,
            LocalDate dataDate,
            boolean table,
            HistoryKind kind,
            OwnersDecision by,
            InputStream body) {
        Imports.Opening opening = imports.open(
                key,
                mode,
                dataDate,
                table ? "text/csv" : "application/x-ndjson",
                kind == null ? Imports.RECORDS : kind.siasn(),
                by.actor());
        return switch (opening) {
            case Imports.Opening.Known(ImportJob job, byte[] hash) -> {
                var rows = new Rows(body, false);
                drain(rows);
                if (!MessageDigest.isEqual(hash, rows.hash())) {
                    throw Imports.mismatch(job.id());
                }
                yield job;
            }
            case Imports.Opening.Started(UUID id, int attempt) -> {
                new Attempt(id, attempt, mode, dataDate, table, kind, by).run(body);
                yield imports.get(id);
            }
        };
    }

    @PreDestroy
    void close() {
        writers.shutdownNow();
    }

    private static void drain(Rows rows) {
        try {
            rows.drain();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another attempt of the same job has taken over; this one may not write any more. */
    private static final class TakenOverException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TakenOverException() {
            super("taken over", null, false, false);
        }
    }

    /** A block at a writer, with the ids that no block beside it may have. */
    private record Writing(Set<String> ids, Future<List<AsnRecord>> outcome) {}

    /** When a transaction makes sure that its attempt is still the one that runs. */
    private enum Lock {
        AT_ONCE,
        /** By its last statement, {@link Imports#progress}. */
        AT_THE_END
    }

    /** The block before could not be written; it says why. */
    private static final class FormerFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FormerFailedException() {
            super("the block before was not written", null, false, false);
        }
    }

    private final class Attempt {

        private final UUID id;
        private final int number;
        private final ImportJob.Mode mode;
        private final LocalDate dataDate;
        private final boolean table;
        private final HistoryKind kind;
        private final OwnersDecision by;
        private final RecordReader reader = new RecordReader();
        private final HistoryReader historyReader;
        /** Of the blocks committed so far; touched by one block after the other. */
        private Imports.Totals totals = new Imports.Totals(0, 0, 0, 0, 0, 0, 0);

        private final Deque<Writing> writing = new ArrayDeque<>();
        private final SeenRecords seen = new SeenRecords();

        private Map<String, AsnRecord> records = new LinkedHashMap<>();
        private List<Numbered> histories = new ArrayList<>();
        private List<Reject> rejects = new ArrayList<>();
        private List<String> rejectedIds = new ArrayList<>();
        private int duplicates;
        private long rowsInBlock;
        private boolean begun;

        Attempt(
                UUID id,
                int number,
                ImportJob.Mode mode,
                LocalDate dataDate,
                boolean table,
                HistoryKind kind,
                OwnersDecision by) {
            this.id = id;
            this.number = number;
            this.mode = mode;
            this.dataDate = dataDate;
            this.table = table;
            this.kind = kind;
            this.historyReader = kind == null ? null : new HistoryReader(kind, reader.counts());
            this.by = by;
        }

        void run(InputStream body) {
            try {
                var rows = new Rows(body, table);
                take(rows);
                byte[] hash = rows.hash();
                patiently(Lock.AT_ONCE, handle -> imports.fields(handle, id, reader.counts()));
                long[] absent = mode == ImportJob.Mode.full ? absent() : new long[0];
                patiently(Lock.AT_ONCE, handle -> {
                    if (absent.length > 0) {
                        removal.note(handle, id, kind, absent);
                    }
                    imports.complete(handle, id, hash);
                    if (kind == null) {
                        mappings.publishAgain(handle);
                    }
                    var unused = decisions.record(handle, by, "IMPORT", hash, "imports/" + id);
                });
                LOG.infof("import %s is complete: %d accepted, %d rejected", id, totals.accepted(), totals.rejected());
            } catch (TakenOverException e) {
                throw ProblemException.of(
                                PlatformProblem.CONFLICT,
                                "A newer request with the same Idempotency-Key has taken this import over.",
                                "Permintaan baru dengan Idempotency-Key yang sama telah mengambil alih impor ini.")
                        .with("import", id);
            } catch (ProblemException refused) {
                fail(new ImportJob.Reason(refused.code().name(), refused.detailEn(), refused.detailId()));
                throw refused.with("import", id);
            } catch (IOException brokenUpload) {
                settleLast();
                fail(new ImportJob.Reason(
                        "UPLOAD_BROKEN",
                        "The upload ended before its last byte. Send it again with the same Idempotency-Key.",
                        "Unggahan terputus sebelum bita terakhir. Kirim ulang dengan Idempotency-Key yang sama."));
                throw ProblemException.of(
                                PlatformProblem.INVALID,
                                "The upload ended before its last byte. Send it again with the same Idempotency-Key.",
                                "Unggahan terputus sebelum bita terakhir. Kirim ulang dengan Idempotency-Key yang sama.")
                        .with("import", id);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unavailable();
            } catch (RuntimeException e) {
                // Drivers quote the values they choke on, so not even the message may be logged.
                LOG.errorf(
                        "import %s failed: %s, SQL state %s", id, e.getClass().getName(), sqlState(e));
                LOG.debugf(e, "import %s", id);
                fail(
                        new ImportJob.Reason(
                                "DATABASE_UNAVAILABLE",
                                "The database did not take a block. What was stored before stays; send the file again with the same key.",
                                "Basis data tidak menerima satu blok. Yang sudah tersimpan tetap ada; kirim ulang berkas dengan kunci yang sama."));
                throw unavailable();
            }
        }

        private ProblemException unavailable() {
            return ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The import could not be finished. Send the file again with the same Idempotency-Key.",
                            "Impor tidak dapat diselesaikan. Kirim ulang berkas dengan Idempotency-Key yang sama.")
                    .with("import", id)
                    .retryAfter(Duration.ofSeconds(30));
        }

        private void take(Rows rows) throws IOException, InterruptedException {
            Table csv = null;
            long headerRows = 0;
            while (rows.next()) {
                if (table && csv == null) {
                    if (rows.tooLong()) {
                        throw noHeader();
                    }
                    csv = new Table(rows.bytes(), rows.length());
                    if (kind == null && !RecordReader.hasKey(csv.header())) {
                        throw noHeader();
                    }
                    headerRows = rows.number();
                    continue;
                }
                long row = rows.number() - headerRows;
                rowsInBlock++;
                if (kind != null) {
                    takeHistory(rows, row, csv);
                    if (rowsInBlock >= RegisterWriter.BLOCK) {
                        hand(row, rows.bytesRead());
                    }
                    continue;
                }
                ReadRow read = rows.tooLong()
                        ? new ReadRow.Refused(RowRefusal.LINE_TOO_LONG, null, null, null)
                        : csv == null
                                ? reader.readJson(rows.bytes(), 0, rows.length())
                                : reader.readFields(csv.header(), csv.fields(rows.bytes(), rows.length()));
                switch (read) {
                    case ReadRow.Accepted(AsnRecord asn) -> {
                        if (records.put(asn.id(), asn) != null) {
                            duplicates++;
                        }
                    }
                    case ReadRow.Refused(RowRefusal reason, String field, Integer position, String asnId) -> {
                        rejects.add(new Reject(row, field, reason, position));
                        if (asnId != null) {
                            rejectedIds.add(asnId);
                        }
                    }
                }
                if (rowsInBlock >= RegisterWriter.BLOCK) {
                    hand(row, rows.bytesRead());
                }
            }
            if (table && csv == null) {
                throw noHeader();
            }
            if (rows.number() == 0) {
                throw empty();
            }
            hand(rows.number() - headerRows, rows.bytesRead());
            awaitWritten();
        }

        private void takeHistory(Rows rows, long number, Table csv) {
            HistoryRow.Read read = rows.tooLong()
                    ? new HistoryRow.Read.Refused(RowRefusal.LINE_TOO_LONG, null)
                    : csv == null
                            ? historyReader.readJson(rows.bytes(), rows.length())
                            : historyReader.readFields(csv.header(), csv.fields(rows.bytes(), rows.length()));
            switch (read) {
                case HistoryRow.Read.Accepted(HistoryRow history) -> histories.add(new Numbered(number, history));
                case HistoryRow.Read.Refused(RowRefusal reason, String field) ->
                    rejects.add(new Reject(number, field, reason, null));
            }
        }

        private ProblemException noHeader() {
            return ProblemException.of(
                            PlatformProblem.INVALID,
                            "The first row of a CSV must name the fields, among them id and nipBaru.",
                            "Baris pertama CSV harus memuat nama isian, antara lain id dan nipBaru.")
                    .with("row", 0);
        }

        private ProblemException empty() {
            return ProblemException.of(PlatformProblem.INVALID, "The body is empty.", "Isi permintaan kosong.");
        }

        /** Gives the block to a writer while the next one is read. Blocks commit in their order; only their rows are written side by side. */
        private void hand(long lastRow, long bytes) throws InterruptedException {
            Set<String> ids = records.keySet();
            var block = new Block(
                    List.copyOf(records.values()),
                    histories,
                    duplicates,
                    rejects,
                    rejectedIds,
                    rowsInBlock,
                    lastRow,
                    bytes);
            records = new LinkedHashMap<>();
            histories = new ArrayList<>();
            rejects = new ArrayList<>();
            rejectedIds = new ArrayList<>();
            duplicates = 0;
            rowsInBlock = 0;
            // Of two blocks with one id the later must find what the former wrote.
            while (writing.size() >= (kind == null ? WRITERS : 1)
                    || writing.stream().anyMatch(one -> !Collections.disjoint(one.ids(), ids))) {
                awaitFirst();
            }
            boolean first = kind == null && !begun;
            begun = true;
            Future<List<AsnRecord>> former =
                    writing.isEmpty() ? null : writing.getLast().outcome();
            writing.add(new Writing(ids, writers.submit(() -> {
                patiently(Lock.AT_THE_END, handle -> write(handle, block, former));
                if (first) {
                    patiently(Lock.AT_ONCE, register::analyze);
                }
                return block.records();
            })));
        }

        private void awaitFirst() throws InterruptedException {
            try {
                writing.removeFirst().outcome().get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            }
        }

        private void awaitWritten() throws InterruptedException {
            while (!writing.isEmpty()) {
                awaitFirst();
            }
        }

        private void settleLast() {
            try {
                awaitWritten();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warnf("import %s: the last block before the break was not stored", id);
            }
        }

        private void write(Handle handle, Block block, Future<List<AsnRecord>> former) {
            var already = imports.totalsAt(handle, id, Math.max(1, block.lastRow()));
            if (already.isPresent()) {
                seen.add(met(handle, block));
                seen.add(register.numbersOf(
                        handle, block.records().stream().map(AsnRecord::id).toList()));
                seen.add(register.numbersOf(handle, block.rejectedIds()));
                totals = already.get();
                return;
            }
            if (kind != null) {
                writeHistories(handle, block);
                return;
            }
            RegisterWriter.Stored stored = register.store(handle, block.records(), dataDate);
            List<AsnRecord> beside = await(former);
            // From here on one block after the other.
            register.announce(handle, stored, beside);
            // A refused row still says that the record exists, so a full import must not remove it.
            long[] refused =
                    block.rejectedIds().isEmpty() ? new long[0] : register.numbersOf(handle, block.rejectedIds());
            reject(handle, block.rejects());
            long accepted = block.rows() - block.rejects().size();
            var after = new Imports.Totals(
                    block.bytes(),
                    totals.received() + block.rows(),
                    totals.accepted() + accepted,
                    totals.unchanged() + block.records().size() - stored.changed(),
                    totals.rejected() + block.rejects().size(),
                    totals.duplicates() + block.duplicates() + seen.count(stored.numbers()),
                    block.lastRow());
            if (!imports.progress(handle, id, number, after)) {
                throw new TakenOverException();
            }
            handle.afterCommit(() -> {
                seen.add(stored.numbers());
                seen.add(refused);
                totals = after;
            });
        }

        private void writeHistories(Handle handle, Block block) {
            Histories.Stored stored = store.store(
                    handle,
                    kind,
                    block.histories().stream().map(Numbered::history).toList());
            var refused = new ArrayList<>(block.rejects());
            stored.unknown()
                    .forEach(place -> refused.add(
                            new Reject(block.histories().get(place).row(), "idPns", RowRefusal.UNKNOWN_RECORD, null)));
            reject(handle, refused);
            long accepted = block.rows() - refused.size();
            var after = new Imports.Totals(
                    block.bytes(),
                    totals.received() + block.rows(),
                    totals.accepted() + accepted,
                    totals.unchanged() + accepted - stored.duplicates() - stored.changed(),
                    totals.rejected() + refused.size(),
                    totals.duplicates() + stored.duplicates(),
                    block.lastRow());
            if (!imports.progress(handle, id, number, after)) {
                throw new TakenOverException();
            }
            long[] met = met(handle, block);
            handle.afterCommit(() -> {
                seen.add(met);
                totals = after;
            });
        }

        /** Rows of a history that a full import has, by their numbers; only it needs them. */
        private long[] met(Handle handle, Block block) {
            return kind == null || mode == ImportJob.Mode.delta
                    ? new long[0]
                    : store.numbersOf(
                            handle,
                            kind,
                            block.histories().stream().map(Numbered::history).toList());
        }

        private static List<AsnRecord> await(Future<List<AsnRecord>> former) {
            try {
                return former == null ? List.of() : former.get();
            } catch (ExecutionException e) {
                throw new FormerFailedException();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FormerFailedException();
            }
        }

        private void reject(Handle handle, List<Reject> refused) {
            if (refused.isEmpty()) {
                return;
            }
            var batch = handle.prepareBatch(
                    "insert into import_reject (import_id, row, field, reason, position) values (?, ?, ?, ?, ?)");
            for (Reject one : refused) {
                batch.add(id, one.row(), one.field(), one.reason().name(), one.position());
            }
            batch.execute();
        }

        /** Records, or rows of the history, that the file does not have. */
        private long[] absent() throws InterruptedException {
            if (kind != null && totals.rejected() > 0) {
                // A refused row does not say which row it is, so none may be missed on its account.
                return new long[0];
            }
            long[][] absent = new long[1][];
            patiently(Lock.AT_ONCE, handle -> {
                var missing = LongStream.builder();
                long[] present = new long[1];
                try (var numbers = kind == null ? register.all(handle) : store.all(handle, kind)) {
                    present[0] = numbers.mapToLong(Long::longValue)
                            .peek(no -> {
                                if (!seen.has(no)) {
                                    missing.add(no);
                                }
                            })
                            .reduce(0, (count, no) -> count + 1);
                }
                absent[0] = missing.build().toArray();
                Removal.requireFew(absent[0].length, present[0]);
            });
            return absent[0];
        }

        /** One transaction, tried again while the database is away. */
        private void patiently(Lock lock, TransactionStep step) throws InterruptedException {
            Instant giveUp = Instant.now().plus(PATIENCE);
            Duration pause = FIRST_PAUSE;
            while (true) {
                try {
                    jdbi.useTransaction(handle -> {
                        boolean ours = lock == Lock.AT_ONCE
                                ? imports.lock(handle, id, number)
                                : imports.isCurrent(handle, id, number);
                        if (!ours) {
                            throw new TakenOverException();
                        }
                        step.run(handle);
                    });
                    return;
                } catch (RuntimeException e) {
                    if (!isPassing(e) || Instant.now().isAfter(giveUp)) {
                        throw e;
                    }
                    LOG.warnf(
                            "import %s: the database is away (SQL state %s), trying again in %s",
                            id, sqlState(e), pause);
                    Thread.sleep(pause);
                    Duration doubled = pause.multipliedBy(2);
                    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
                }
            }
        }

        private void fail(ImportJob.Reason reason) {
            try {
                imports.fail(id, number, reason);
            } catch (RuntimeException e) {
                // The next import finds it without progress and ends it.
                LOG.warnf(
                        "import %s could not be marked as failed: %s",
                        id, e.getClass().getName());
            }
        }
    }

    @FunctionalInterface
    private interface TransactionStep {
        void run(Handle handle);
    }

    /** Whether waiting can help: the connection is gone, the server stops or starts, resources are short, or a deadlock was broken. */
    private static boolean isPassing(Throwable e) {
        String state = sqlState(e);
        return state == null
                ? isConnectionTrouble(e)
                : state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith("53")
                        || state.equals("40001")
                        || state.equals("40P01");
    }

    private static boolean isConnectionTrouble(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // The pool's own refusal carries no state.
            if (cause instanceof SQLException || cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static String sqlState(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
