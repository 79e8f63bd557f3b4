package id.padan.platform.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When a clock ends. Pure: the same term, table and pauses always give the same moment. */
public final class Deadline {

    public static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private Deadline() {}

    /** So many units after a moment. Hours are exact; days end with the day in Jakarta, and the day of the moment does not count. */
    public static Instant after(Instant from, Unit unit, int count, Holidays holidays) {
        if (unit == Unit.HOURS) {
            return from.plus(Duration.ofHours(count));
        }
        LocalDate day = dayOf(from);
        for (int left = count; left > 0; ) {
            day = day.plusDays(1);
            if (counts(day, unit, holidays)) {
                left--;
            }
        }
        return endOf(day);
    }

    /**
     * When a clock ends that was to run from {@code opens} to {@code due} and stood still in the pauses. What was left when a pause began is
     * left when it ends; a day that a pause touches does not count. Pauses before the opening or behind the end change nothing.
     *
     * @return empty while a pause lasts that began before the end
     */
    public static Optional<Instant> paused(
            Instant opens, Instant due, Unit unit, List<Pause> pauses, Holidays holidays) {
        List<Pause> inOrder =
                pauses.stream().sorted(Comparator.comparing(Pause::from)).toList();
        return unit == Unit.HOURS ? hours(opens, due, inOrder) : days(opens, due, unit, inOrder, holidays);
    }

    private static Optional<Instant> hours(Instant opens, Instant due, List<Pause> pauses) {
        Instant end = due;
        // Up to here standing still has been counted: pauses may overlap.
        Instant counted = opens;
        for (Pause pause : pauses) {
            Instant from = pause.from().isBefore(counted) ? counted : pause.from();
            if (!from.isBefore(end)) {
                continue;
            }
            if (pause.until() == null) {
                return Optional.empty();
            }
            if (pause.until().isAfter(from)) {
                end = end.plus(Duration.between(from, pause.until()));
                counted = pause.until();
            }
        }
        return Optional.of(end);
    }

    private static Optional<Instant> days(
            Instant opens, Instant due, Unit unit, List<Pause> pauses, Holidays holidays) {
        LocalDate day = dayOf(opens);
        LocalDate last = lastDayOf(due);
        long left = day.datesUntil(last.plusDays(1))
                .filter(one -> counts(one, unit, holidays))
                .count();
        if (left == 0 || pauses.isEmpty()) {
            return Optional.of(due);
        }
        for (; ; day = day.plusDays(1)) {
            Instant start = day.atStartOfDay(JAKARTA).toInstant();
            Instant end = endOf(day);
            boolean still = false;
            for (Pause pause : pauses) {
                boolean touches = pause.from().isBefore(end)
                        && (pause.until() == null || pause.until().isAfter(start));
                still |= touches;
                if (touches && pause.until() == null) {
                    return Optional.empty();
                }
            }
            if (!still && counts(day, unit, holidays) && --left == 0) {
                return Optional.of(end.isBefore(due) ? due : end);
            }
        }
    }

    private static boolean counts(LocalDate day, Unit unit, Holidays holidays) {
        return unit == Unit.DAYS || holidays.isWorkingDay(day);
    }

    /** The day in Jakarta in which a moment falls. */
    public static LocalDate dayOf(Instant at) {
        return LocalDate.ofInstant(at, JAKARTA);
    }

    /** The last day that has ended when a moment comes: the moment itself belongs to the next. */
    public static LocalDate lastDayOf(Instant end) {
        return dayOf(end.minusNanos(1));
    }

    /** The first moment that no longer belongs to the day. */
    public static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(JAKARTA).toInstant();
    }
}
