package id.padan.agreement.obligation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A half-year of the term, or the part of it that the term covers: 2024-H2 is 15 August to 31 December 2024.
 *
 * @param label as {@code 2026-H1}; the same when an extension makes a stub longer
 * @param last the last day, which belongs to it
 */
public record Period(String label, LocalDate first, LocalDate last) {

    /** The half-years that cover the days from first to last, both included: without a gap, and none twice. */
    public static List<Period> halfYears(LocalDate first, LocalDate last) {
        List<Period> periods = new ArrayList<>();
        LocalDate from = first;
        while (!from.isAfter(last)) {
            int half = from.getMonthValue() <= 6 ? 1 : 2;
            LocalDate end = half == 1 ? LocalDate.of(from.getYear(), 6, 30) : LocalDate.of(from.getYear(), 12, 31);
            LocalDate to = end.isBefore(last) ? end : last;
            periods.add(new Period(from.getYear() + "-H" + half, from, to));
            from = end.plusDays(1);
        }
        return List.copyOf(periods);
    }
}
