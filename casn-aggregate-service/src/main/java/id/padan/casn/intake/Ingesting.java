package id.padan.casn.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.casn.log.Deciding;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.UuidV7;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Takes a body in within one transaction: all of it counts from one moment on, or nothing does, and the same body again is the same ingest.
 * The rows wait in a temporary table, so that late, repeated and contradicting ones are told apart by the database and not by us.
 */
@ApplicationScoped
class Ingesting {
    private static final Logger LOG = Logger.getLogger(Ingesting.class);
    private static final int MOST_KEPT = 10_000;
    private static final int FLUSH = 1 << 18;
    private static final int MOST_NAMES = 50;
    /** Rows after which PostgreSQL's own housekeeping would come too late. */
    private static final int MANY = 100_000;

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final Deciding deciding;

    Ingesting(Jdbi jdbi, ObjectMapper json, Deciding deciding) {
        this.jdbi = jdbi;
        this.json = json;
        this.deciding = deciding;
    }

    /** A row that was refused, with itself if that may be kept. */
    private record Rejected(long row, String field, Reason reason, String content) {}

    /** What reading found. */
    private final class Reading implements RowSource.Sink {
        private final RowForm form;
        private final Set<String> fields;
        private final CopyIn copy;
        private final Progress progress;
        private final StringBuilder waiting = new StringBuilder(FLUSH + 4096);
        private final List<Rejected> kept = new ArrayList<>();
        private final Map<String, Long> rejected = new TreeMap<>();
        private final TreeSet<String> ignored = new TreeSet<>();
        private long received;

        Reading(RowForm form, CopyIn copy, Progress progress) {
            this.form = form;
            this.fields = form.fields();
            this.copy = copy;
            this.progress = progress;
        }

        /** Rows count from 1, a table's header not. */
        @Override
        public void take(Map<String, String> row) {
            received++;
            progress.read(received);
            if (row == null) {
                refuse(received, null, Reason.UNREADABLE, null);
                return;
            }
            var person = PersonNumbers.find(row);
            if (person.isPresent()) {
                refuse(received, person.get().field(), person.get().reason(), null);
                return;
            }
            for (String name : row.keySet()) {
                if (!fields.contains(name) && ignored.size() < MOST_NAMES && name.length() <= 64) {
                    ignored.add(name);
                }
            }
            try {
                String[] values = form.read(row);
                waiting.append(received);
                for (String value : values) {
                    waiting.append('\t');
                    append(value);
                }
                waiting.append('\n');
                if (waiting.length() >= FLUSH) {
                    flush();
                }
            } catch (RowForm.Refusal refusal) {
                refuse(received, refusal.field(), refusal.reason(), row);
            }
        }

        private void append(String value) {
            if (value == null) {
                waiting.append("\\N");
                return;
            }
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                switch (c) {
                    case '\\' -> waiting.append("\\\\");
                    case '\t' -> waiting.append("\\t");
                    case '\n' -> waiting.append("\\n");
                    case '\r' -> waiting.append("\\r");
                    case 0 -> waiting.append(' ');
                    default -> waiting.append(c);
                }
            }
        }

        private void refuse(long number, String field, Reason reason, Map<String, String> row) {
            rejected.merge(reason.name(), 1L, Long::sum);
            if (kept.size() < MOST_KEPT) {
                kept.add(new Rejected(number, field, reason, reason.isKept() && row != null ? known(row) : null));
            }
        }

        /** Only what the form knows by name: another field may be anything. */
        private String known(Map<String, String> row) {
            var left = new TreeMap<>(row);
            left.keySet().retainAll(fields);
            return write(left).replace("\\u0000", "");
        }

        void flush() {
            byte[] bytes = waiting.toString().getBytes(StandardCharsets.UTF_8);
            waiting.setLength(0);
            try {
                copy.writeToCopy(bytes, 0, bytes.length);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Takes a body to its end.
     *
     * @return the ingest, or the earlier one of the same key and body
     * @throws ProblemException IDEMPOTENCY_MISMATCH if the key belongs to another body; INVALID if the sender broke off
     */
    Ingest receive(
            Caller caller,
            PolicyRef policy,
            IngestKind kind,
            LocalDate dataDate,
            String key,
            boolean table,
            InputStream body) {
        var before = jdbi.withHandle(handle -> find(handle, key));
        if (before.isPresent()) {
            return same(before.get(), kind, body);
        }
        var source = new RowSource(json);
        var digest = sha256();
        Feed feed = reading -> {
            try (var hashed = new DigestInputStream(body, digest)) {
                if (table) {
                    source.csv(hashed, reading);
                } else {
                    source.ndjson(hashed, reading);
                }
                hashed.transferTo(OutputStream.nullOutputStream());
            } catch (IOException | UncheckedIOException e) {
                throw ProblemException.of(
                        PlatformProblem.INVALID,
                        "The body broke off before its end, so nothing of it counts. Send it again.",
                        "Isi terputus sebelum selesai sehingga tidak ada yang dihitung. Kirim lagi.");
            }
            return HexFormat.of().formatHex(digest.digest());
        };
        UUID id = UuidV7.next();
        return jdbi.withHandle(handle -> {
            Ingest ended;
            try (var progress = Progress.start(jdbi, handle, id, kind, dataDate, caller.subject())) {
                ended = handle.inTransaction(tx -> {
                    lock(tx);
                    // The same request came again while the first was still being read.
                    var meanwhile = find(tx, key);
                    if (meanwhile.isPresent()) {
                        return same(meanwhile.get(), kind, body);
                    }
                    Ingest ingest = take(tx, id, kind, dataDate, key, caller.subject(), feed, progress);
                    deciding.record(tx, caller, policy, "INGEST", digestOf(ingest), "ingests/" + id);
                    return ingest;
                });
            }
            if (ended.id().equals(id) && ended.received() > MANY) {
                settle(handle);
            }
            return ended;
        });
    }

    /** What is counted next would be planned for the table as it was, and the first to read new rows has to mark them: it took two minutes instead of ten seconds. */
    private static void settle(Handle handle) {
        try {
            handle.execute("vacuum (analyze) casn_fact");
        } catch (JdbiException e) {
            LOG.warnf("facts were taken in, but not settled: %s", e.getClass().getName());
        }
    }

    /** One after the other: what a row changes depends on what is known. */
    private static void lock(Handle tx) {
        tx.execute("select pg_advisory_xact_lock(hashtextextended('padan.casn.ingest', 0))");
    }

    private static Ingest same(Known before, IngestKind kind, InputStream body) {
        if (!before.sha256().equals(hash(body)) || before.ingest().kind() != kind) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_MISMATCH,
                    "This Idempotency-Key was used for another body.",
                    "Idempotency-Key ini sudah dipakai untuk isi lain.");
        }
        return before.ingest();
    }

    /** Feeds rows and tells the hash of where they came from. */
    @FunctionalInterface
    interface Feed {
        String into(RowSource.Sink sink);
    }

    /** Takes what a topic gave in, within its transaction. */
    void take(Handle tx, LocalDate dataDate, String key, String actor, Feed feed) {
        lock(tx);
        var unused = take(tx, UuidV7.next(), IngestKind.FACTS, dataDate, key, actor, feed, Progress.NONE);
    }

    private Ingest take(
            Handle tx,
            UUID id,
            IngestKind kind,
            LocalDate dataDate,
            String key,
            String actor,
            Feed feed,
            Progress progress) {
        // Rows of a whole year are sorted and joined; the default would go to disk in small pieces.
        tx.execute("set local work_mem = '192MB'");
        RowForm form = kind.form();
        tx.execute("create temp table incoming (row bigint not null, " + form.columns() + ") on commit drop");
        tx.execute("create temp table refused (row bigint not null, field text, reason text not null) on commit drop");
        Reading reading;
        String sha256;
        try {
            CopyIn copy =
                    tx.getConnection().unwrap(PGConnection.class).getCopyAPI().copyIn("copy incoming from stdin");
            try {
                reading = new Reading(form, copy, progress);
                progress.say(Ingest.State.READING, 0);
                sha256 = feed.into(reading);
                reading.flush();
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        progress.say(Ingest.State.MERGING, reading.received);
        tx.execute("analyze incoming");
        RowForm.Counts counts = form.merge(tx, dataDate);
        tx.createQuery("select reason, count(*) from refused group by reason")
                .map((row, context) -> reading.rejected.merge(row.getString(1), row.getLong(2), Long::sum))
                .list();
        tx.createUpdate("""
                        insert into casn_ingest (id, kind, idempotency_key, sha256, data_date, actor, received, accepted, changed, corrected, late,
                               duplicates, rejected, ignored_fields)
                        values (:id, :kind, :key, :sha256, :day, :actor, :received, :accepted, :changed, :corrected, :late, :duplicates,
                                cast(:rejected as jsonb), :ignored)""")
                .bind("id", id)
                .bind("kind", kind.name())
                .bind("key", key)
                .bind("sha256", sha256)
                .bind("day", dataDate)
                .bind("actor", actor)
                .bind("received", reading.received)
                .bind("accepted", counts.accepted())
                .bind("changed", counts.changed())
                .bind("corrected", counts.corrected())
                .bind("late", counts.late())
                .bind("duplicates", counts.duplicates())
                .bind("rejected", write(reading.rejected))
                .bindArray("ignored", String.class, List.copyOf(reading.ignored))
                .execute();
        var batch = tx.prepareBatch(
                "insert into casn_reject (ingest, row, field, reason, content) values (?, ?, ?, ?, cast(? as jsonb))");
        reading.kept.forEach(
                one -> batch.add(id, one.row(), one.field(), one.reason().name(), one.content()));
        if (batch.size() > 0) {
            batch.execute();
        }
        tx.createUpdate("""
                        insert into casn_reject (ingest, row, field, reason, content)
                        select :id, r.row, r.field, r.reason, to_jsonb(i) - 'row'
                          from (select * from refused order by row limit :most) r left join incoming i on i.row = r.row
                        on conflict do nothing""").bind("id", id).bind("most", MOST_KEPT).execute();
        tx.execute("drop table incoming, refused");
        progress.ended(tx);
        return get(tx, id);
    }

    private byte[] digestOf(Ingest ingest) {
        return sha256().digest(write(ingest).getBytes(StandardCharsets.UTF_8));
    }

    /** With the hash of the body that it came from. */
    private record Known(Ingest ingest, String sha256) {}

    private Optional<Known> find(Handle handle, String key) {
        return handle.createQuery("select id, sha256 from casn_ingest where idempotency_key = :key")
                .bind("key", key)
                .map((row, context) -> new Known(get(handle, row.getObject(1, UUID.class)), row.getString(2)))
                .findOne();
    }

    Optional<Ingest> find(UUID id) {
        return jdbi.withHandle(handle -> list(handle, "id = :id", id, 1)).stream()
                .findFirst();
    }

    /** Newest first, from before one of them. */
    List<Ingest> list(UUID before, int limit) {
        return jdbi.withHandle(
                handle -> list(handle, before == null ? "cast(:id as uuid) is null" : "id < :id", before, limit));
    }

    private Ingest get(Handle handle, UUID id) {
        return list(handle, "id = :id", id, 1).getFirst();
    }

    private List<Ingest> list(Handle handle, String condition, UUID id, int limit) {
        return handle.createQuery(
                        "select * from (select id, kind, data_date, actor, at, 'DONE' as state, received, accepted, changed, corrected,"
                                + " late, duplicates, rejected, ignored_fields from casn_ingest union all "
                                + Progress.RUNNING
                                + ") i where " + condition + " order by id desc limit :limit")
                .bind("id", id)
                .bind("limit", limit)
                .map((row, context) -> new Ingest(
                        row.getObject("id", UUID.class),
                        IngestKind.valueOf(row.getString("kind")),
                        row.getObject("data_date", LocalDate.class),
                        row.getString("actor"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        Ingest.State.valueOf(row.getString("state")),
                        row.getLong("received"),
                        row.getLong("accepted"),
                        row.getLong("changed"),
                        row.getLong("corrected"),
                        row.getLong("late"),
                        row.getLong("duplicates"),
                        counts(row.getString("rejected")),
                        List.of((String[]) row.getArray("ignored_fields").getArray())))
                .list();
    }

    /** A refused row: its number, field and reason in both languages, and itself if it may be kept. */
    record Reject(long row, String field, String reason, String textEn, String textId, Object content) {}

    List<Reject> rejects(UUID ingest, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select row, field, reason, content::text from casn_reject where ingest = :id and row > :after
                         order by row limit :limit""")
                .bind("id", ingest)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> {
                    Reason reason = Reason.valueOf(row.getString("reason"));
                    return new Reject(
                            row.getLong("row"),
                            row.getString("field"),
                            reason.name(),
                            "The row " + reason.en() + ".",
                            "Baris " + reason.id() + ".",
                            content(row.getString("content")));
                })
                .list());
    }

    private Object content(String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept row is JSON");
        }
    }

    private Map<String, Long> counts(String text) {
        try {
            return json.readerForMapOf(Long.class).readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts are JSON");
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "not serialisable: " + value.getClass().getName());
        }
    }

    private static String hash(InputStream body) {
        try (var hashed = new DigestInputStream(body, sha256())) {
            hashed.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
