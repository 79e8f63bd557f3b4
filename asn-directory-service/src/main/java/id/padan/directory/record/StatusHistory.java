package id.padan.directory.record;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/**
 * Keeps what a record's legal status was, by when it held and when that was known. The present status stands in the record; a row is
 * written only where a status or its date has changed, so an import of records that stay as they are costs nothing here.
 */
final class StatusHistory {

    private StatusHistory() {}

    /**
     * @param to first day on which it no longer held
     * @param told whether a history of SIASN says so, {@link StatusFromHistories}
     */
    record Span(LocalDate from, LocalDate to, String code, boolean deceased, boolean told) {
        Span(LocalDate from, LocalDate to, String code, boolean deceased) {
            this(from, to, code, deceased, false);
        }

        Span until(LocalDate end) {
            return new Span(from, end, code, deceased, told);
        }

        boolean isStatusOf(Span other) {
            return deceased == other.deceased && Objects.equals(code, other.code);
        }
    }

    /** A record's present status as it stood before a write. */
    record Before(long no, String code, boolean deceased, LocalDate since, boolean removed, Timestamp known) {
        private boolean isStatusOf(AsnRecord asn) {
            return deceased == asn.deceased() && Objects.equals(code, asn.statusCode());
        }
    }

    /** @param present whether the present status or its date is another one, not only the past */
    record Move(Before before, LocalDate since, List<Span> past, boolean present) {}

    /**
     * Moves the status of records that are already written with their new content.
     *
     * @param written what each record was before
     */
    static void moved(Handle handle, Map<AsnRecord, Before> written, LocalDate dataDate) {
        var candidates = new HashMap<Long, AsnRecord>();
        var befores = new HashMap<Long, Before>();
        written.forEach((asn, before) -> {
            if (before.removed()
                    || !before.isStatusOf(asn)
                    || !StatusDates.corrected(asn, before.since(), true, dataDate)
                            .equals(before.since())) {
                candidates.put(before.no(), asn);
                befores.put(before.no(), before);
            }
        });
        if (candidates.isEmpty()) {
            return;
        }
        var past = believed(
                handle, candidates.keySet().stream().mapToLong(Long::longValue).toArray());
        var moves = new ArrayList<Move>();
        candidates.forEach((no, asn) -> {
            Before before = befores.get(no);
            List<Span> spans = past.getOrDefault(no, List.of());
            boolean same = before.isStatusOf(asn);
            boolean first = spans.stream().noneMatch(span -> span.from().isBefore(before.since()));
            LocalDate since = same
                    ? StatusDates.corrected(asn, before.since(), first, dataDate)
                    : StatusDates.changed(asn, before.since(), dataDate);
            List<Span> now = same
                    ? shifted(spans, before.since(), since)
                    : until(spans, before.since(), before.code(), before.deceased(), since);
            if (!same || !since.equals(before.since()) || !now.equals(spans)) {
                moves.add(new Move(before, since, now, true));
            }
        });
        write(handle, moves, past);
    }

    /** What held before a new status that holds from {@code since} on: the former one up to there, and nothing later. */
    static List<Span> until(List<Span> past, LocalDate from, String code, boolean deceased, LocalDate since) {
        var spans = new ArrayList<>(past);
        if (from.isBefore(since)) {
            // A record that was gone has its last status closed already; it was never gone, as it turns out.
            spans.removeIf(span -> !span.from().isBefore(from));
            spans.add(new Span(from, since, code, deceased));
        }
        return cut(spans, since);
    }

    /** The same past where only the date has moved from which the present status holds. */
    static List<Span> shifted(List<Span> past, LocalDate before, LocalDate since) {
        var spans = new ArrayList<>(past);
        spans.removeIf(span -> !span.from().isBefore(before));
        if (!spans.isEmpty() && spans.getLast().to().equals(before)) {
            Span last = spans.removeLast();
            spans.add(last.from().isBefore(since) ? last.until(since) : last);
        }
        return cut(spans, since);
    }

    private static List<Span> cut(List<Span> spans, LocalDate end) {
        return spans.stream()
                .filter(span -> span.from().isBefore(end))
                .map(span -> span.to().isAfter(end) ? span.until(end) : span)
                .toList();
    }

    /** What is believed of these records' past, in order. */
    static Map<Long, List<Span>> believed(Handle handle, long[] numbers) {
        var past = new HashMap<Long, List<Span>>();
        handle.createQuery("""
                        select no, valid_from, valid_to, status_code, deceased, told from status_interval
                        where no = any(:numbers) and known_to is null
                        """)
                .bind("numbers", numbers)
                .map((row, context) -> past.computeIfAbsent(row.getLong(1), no -> new ArrayList<>())
                        .add(new Span(
                                row.getObject(2, LocalDate.class),
                                row.getObject(3, LocalDate.class),
                                row.getString(4),
                                row.getBoolean(5),
                                row.getBoolean(6))))
                .forEach(unused -> {});
        past.values().forEach(spans -> spans.sort(Comparator.comparing(Span::from)));
        return past;
    }

    static void write(Handle handle, List<Move> moves, Map<Long, List<Span>> past) {
        if (moves.isEmpty()) {
            return;
        }
        var since = handle.prepareBatch("update asn_record set status_since = ?, status_known = now() where no = ?");
        var gone = handle.prepareBatch(
                "update status_interval set known_to = now() where no = ? and valid_from = ? and known_to is null");
        var rows = handle.prepareBatch("""
                insert into status_interval (no, valid_from, valid_to, status_code, deceased, known_from, known_to, told)
                values (?, ?, ?, ?, ?, coalesce(?, now()), case when ? then now() end, ?)""");
        for (Move move : moves) {
            Before before = move.before();
            long no = before.no();
            if (move.present()) {
                since.add(move.since(), no);
                if (!before.removed()) {
                    rows.add(no, before.since(), null, before.code(), before.deceased(), before.known(), true, false);
                }
            }
            var old = new HashSet<>(past.getOrDefault(no, List.of()));
            var now = new HashSet<>(move.past());
            old.stream().filter(span -> !now.contains(span)).forEach(span -> gone.add(no, span.from()));
            now.stream()
                    .filter(span -> !old.contains(span))
                    .forEach(span -> rows.add(
                            no,
                            span.from(),
                            span.to(),
                            span.code(),
                            span.deceased(),
                            (Timestamp) null,
                            false,
                            span.told()));
        }
        if (since.size() > 0) {
            since.execute();
        }
        if (gone.size() > 0) {
            gone.execute();
        }
        if (rows.size() > 0) {
            rows.execute();
        }
    }
}
