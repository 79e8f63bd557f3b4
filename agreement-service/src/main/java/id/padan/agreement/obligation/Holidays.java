package id.padan.agreement.obligation;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/** The days on which offices are closed. A year that the table lacks has weekends only, which ends a clock early rather than late. */
public record Holidays(Set<LocalDate> days) {

    public Holidays {
        days = Set.copyOf(days);
    }

    public boolean isWorkingDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !days.contains(day);
    }
}
