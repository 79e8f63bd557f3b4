package id.padan.directory.publication;

import id.padan.directory.status.StatusMapping;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Days on which a mapping row holds of a record: what leaves this service of its legal status.
 *
 * @param row null where the mapping does not know the code on these days
 * @param from first day, never null
 * @param to day after the last, null for ever
 */
record Interval(String row, LocalDate from, LocalDate to) {

    /** A legal status and the days on which it held; to is the day after the last, null for ever. */
    record Span(LocalDate from, LocalDate to, String code, boolean deceased) {}

    /** The rows of all these days; days of a known code for which the mapping has no row are days of an unknown one. */
    static List<Interval> of(List<Span> spans, StatusMapping mapping) {
        var intervals = new ArrayList<Interval>(spans.size());
        for (Span span : spans) {
            LocalDate at = span.from();
            for (StatusMapping.Row row : byTime(mapping.rowsFor(span.code(), span.deceased()))) {
                LocalDate from = row.berlakuDari() == null || row.berlakuDari().isBefore(at) ? at : row.berlakuDari();
                LocalDate to = earlier(row.berlakuSampai(), span.to());
                if (to != null && !from.isBefore(to)) {
                    continue;
                }
                if (from.isAfter(at)) {
                    intervals.add(new Interval(null, at, from));
                }
                intervals.add(new Interval(row.id(), from, to));
                at = to;
                if (at == null) {
                    break;
                }
            }
            if (at != null && (span.to() == null || at.isBefore(span.to()))) {
                intervals.add(new Interval(null, at, span.to()));
            }
        }
        return intervals;
    }

    private static List<StatusMapping.Row> byTime(List<StatusMapping.Row> rows) {
        // Nearly every code has one row.
        return rows.size() < 2
                ? rows
                : rows.stream()
                        .sorted(Comparator.comparing(
                                StatusMapping.Row::berlakuDari, Comparator.nullsFirst(Comparator.naturalOrder())))
                        .toList();
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one == null || other != null && other.isBefore(one) ? other : one;
    }
}
