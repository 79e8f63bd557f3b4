package id.padan.agreement.usage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The periods of reports (Ps 3(2)f, 7): calendar half-years, cut by the agreement's term. */
public final class HalfYears {

    private HalfYears() {}

    /** @param until last day, inclusive */
    public record Period(LocalDate from, LocalDate until) {}

    /** @param lastDay on which the agreement is in force, inclusive */
    public static List<Period> of(LocalDate firstDay, LocalDate lastDay) {
        var periods = new ArrayList<Period>();
        var from = firstDay;
        while (!from.isAfter(lastDay)) {
            var end = from.getMonthValue() <= 6
                    ? LocalDate.of(from.getYear(), 6, 30)
                    : LocalDate.of(from.getYear(), 12, 31);
            periods.add(new Period(from, end.isAfter(lastDay) ? lastDay : end));
            from = end.plusDays(1);
        }
        return periods;
    }
}
