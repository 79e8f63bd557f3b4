package id.padan.directory.quality;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * One look at each record: COPY out, a bit for each indicator that strikes, COPY of those with any into the run's table; and another look at
 * those few that share something. PostgreSQL takes a record's JSON apart in four times the time of all this.
 */
final class RegisterScan {

    /** Two connections each, of those that requests need too. */
    private static final int WORKERS = 2;

    /** What is seen only when all records have been. */
    private static final Set<Indicator> LATE =
            EnumSet.of(Indicator.NIK_SHARED, Indicator.NIP_SHARED, Indicator.TIM_4, Indicator.ACC_9);

    private static final int AGAIN = 10_000;
    private static final int FLUSH = 1 << 16;
    /** Before the first row of a binary COPY: signature, flags, and no extension. */
    private static final int HEADER = 19;

    private final Jdbi jdbi;
    private final String table;
    private final long run;
    private final AtLarge register;
    private final LocalDate asOf;
    private final List<Indicator> measured;
    private final Map<String, Counts> counts = new HashMap<>();
    private final List<Encounters> encounters = new ArrayList<>();

    RegisterScan(Jdbi jdbi, String table, long run, AtLarge register, LocalDate asOf, Set<Indicator> measured) {
        this.jdbi = jdbi;
        this.table = table;
        this.run = run;
        this.register = register;
        this.asOf = asOf;
        this.measured = List.copyOf(measured);
    }

    /** How many records of an agency an indicator strikes, by its bit; the last place counts the records. */
    static final class Counts {
        final long[] all = new long[Long.SIZE + 1];
        final long[] inScope = new long[Long.SIZE + 1];

        private void add(long bits, boolean scope) {
            strike(bits, scope);
            add(Long.SIZE, scope);
        }

        private void strike(long bits, boolean scope) {
            for (long left = bits; left != 0; left &= left - 1) {
                add(Long.numberOfTrailingZeros(left), scope);
            }
        }

        private void add(int place, boolean scope) {
            all[place]++;
            if (scope) {
                inScope[place]++;
            }
        }

        private Counts add(Counts other) {
            for (int i = 0; i < all.length; i++) {
                all[i] += other.all[i];
                inScope[i] += other.inScope[i];
            }
            return this;
        }
    }

    /** By agency, empty for records that name none. */
    Map<String, Counts> counts() {
        return counts;
    }

    void scan() {
        long last = jdbi.withHandle(handle -> handle.createQuery("select coalesce(max(no), 0) from asn_record")
                .mapTo(long.class)
                .one());
        long share = last / WORKERS + 1;
        var parts = new ArrayList<Callable<Map<String, Counts>>>();
        for (int i = 0; i < WORKERS; i++) {
            long from = i * share;
            var met = new Encounters();
            encounters.add(met);
            parts.add(() -> {
                // Opened, because a handle within another of the same thread would be the same one.
                try (Handle out = jdbi.open();
                        Handle in = jdbi.open()) {
                    return part(out, in, from, from + share, met);
                }
            });
        }
        try (var workers = Executors.newFixedThreadPool(WORKERS)) {
            for (var part : workers.invokeAll(parts)) {
                part.get().forEach((agency, some) -> counts.merge(agency, some, Counts::add));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        } catch (ExecutionException e) {
            // Its message may quote a value.
            throw new IllegalStateException(
                    "a scan failed: " + e.getCause().getClass().getName());
        }
    }

    /** Looks again at those whom the scan met twice; the table has its index by record. */
    void lookAgain(Handle tx) throws SQLException, IOException {
        Encounters.Met met = Encounters.of(tx, encounters);
        Set<String> seats = new HashSet<>();
        Set<String> doubled = new HashSet<>();
        again(tx, new Scanned(register, asOf), met.records(), record -> {
            if (record.holdsSeat() && !seats.add(record.seat())) {
                doubled.add(record.seat());
            }
        });
        var lines = new StringBuilder();
        var struck = LongStream.builder();
        again(tx, new Scanned(register.with(tx, met, doubled), asOf), met.records(), record -> {
            long late = bits(record, LATE);
            if (late != 0) {
                counts.computeIfAbsent(record.agency(), none -> new Counts()).strike(late, record.inScope);
                line(lines, record, bits(record, measured));
                struck.add(record.no);
            }
        });
        tx.execute("delete from " + table + " where record_no = any(?)", (Object)
                struck.build().toArray());
        CopyIn in = copy(tx).copyIn("copy " + table + " from stdin");
        try {
            flush(in, lines);
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    private static void again(Handle tx, Scanned record, long[] records, Reader reader)
            throws SQLException, IOException {
        for (int from = 0; from < records.length; from += AGAIN) {
            String some = Arrays.stream(records, from, Math.min(from + AGAIN, records.length))
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(","));
            read(tx, record, "r.no in (" + some + ")", reader);
        }
    }

    private Map<String, Counts> part(Handle outward, Handle inward, long from, long to, Encounters met)
            throws SQLException, IOException {
        var some = new HashMap<String, Counts>();
        CopyIn in = copy(inward).copyIn("copy " + table + " from stdin");
        try {
            var lines = new StringBuilder(FLUSH + 4096);
            read(outward, new Scanned(register, asOf), "r.no >= " + from + " and r.no < " + to, record -> {
                long bits = bits(record, measured);
                met.meet(record);
                some.computeIfAbsent(record.agency(), none -> new Counts()).add(bits, record.inScope);
                if (bits != 0) {
                    line(lines, record, bits);
                    if (lines.length() >= FLUSH) {
                        flush(in, lines);
                    }
                }
            });
            flush(in, lines);
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
        return some;
    }

    /** Takes a record; it is overwritten by the next. */
    interface Reader {
        void take(Scanned record) throws SQLException;
    }

    /** @param which records, as a condition on {@code r}, the record */
    static void read(Handle handle, Scanned record, String which, Reader reader) throws SQLException, IOException {
        CopyOut out = copy(handle).copyOut("""
                copy (select %s from asn_record r
                    %s
                    where not r.removed and %s) to stdout (format binary)""".formatted(Scanned.COLUMNS, Scope.JOIN, which));
        try {
            boolean first = true;
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                ByteBuffer bytes = ByteBuffer.wrap(row);
                if (first) {
                    bytes.position(HEADER);
                    first = false;
                }
                if (bytes.getShort() >= 0) {
                    record.read(bytes);
                    reader.take(record);
                }
            }
        } finally {
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
    }

    private static org.postgresql.copy.CopyManager copy(Handle handle) throws SQLException {
        return handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
    }

    static long bits(Scanned record, Collection<Indicator> measured) {
        long bits = 0;
        for (Indicator indicator : measured) {
            if (indicator.condition.test(record)) {
                bits |= indicator.mask();
            }
        }
        return bits;
    }

    /** As {@code quality_record}: run, record_no, agency, in_scope, indicators, evidence. */
    private void line(StringBuilder lines, Scanned record, long bits) {
        lines.append(run).append('\t').append(record.no).append('\t');
        escape(lines, record.agency());
        lines.append('\t')
                .append(record.inScope ? 't' : 'f')
                .append('\t')
                .append(bits)
                .append('\t');
        String evidence = evidence(record, bits);
        if (evidence == null) {
            lines.append("\\N");
        } else {
            escape(lines, evidence);
        }
        lines.append('\n');
    }

    /** Null if these indicators need none. */
    static String evidence(Scanned record, long bits) {
        Set<String> fields = null;
        for (long left = bits; left != 0; left &= left - 1) {
            List<String> own = Indicator.of(Long.numberOfTrailingZeros(left)).fields;
            if (!own.isEmpty()) {
                fields = fields == null ? new LinkedHashSet<>() : fields;
                fields.addAll(own);
            }
        }
        if (fields == null) {
            return null;
        }
        var json = new StringBuilder("{");
        for (String field : fields) {
            String value =
                    switch (field) {
                        case "nipBaru" -> record.nip;
                        case "kedudukanPnsId" -> record.status;
                        default -> record.text(field);
                    };
            if (value != null) {
                json.append(json.length() > 1 ? ",\"" : "\"").append(field).append("\":\"");
                JsonStringEncoder.getInstance().quoteAsString(value, json);
                json.append('"');
            }
        }
        return json.append('}').toString();
    }

    /** COPY's own marks; JSON has escaped all else. */
    private static void escape(StringBuilder lines, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> lines.append("\\\\");
                case '\t' -> lines.append("\\t");
                case '\n' -> lines.append("\\n");
                case '\r' -> lines.append("\\r");
                default -> lines.append(c);
            }
        }
    }

    private static void flush(CopyIn in, StringBuilder lines) throws SQLException {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        in.writeToCopy(bytes, 0, bytes.length);
        lines.setLength(0);
    }
}
