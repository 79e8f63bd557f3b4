package id.padan.agreement.term;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Days of Asia/Jakarta, in which the agreement counts. */
final class LegalDays {

    static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private LegalDays() {}

    static LocalDate of(Instant instant) {
        return instant.atZone(JAKARTA).toLocalDate();
    }

    /** The last day of a term that is closed from {@code until} on. */
    static LocalDate lastDay(Instant until) {
        return of(until.minusNanos(1));
    }

    /** A term with that last day is closed from this instant on. */
    static Instant endOf(LocalDate lastDay) {
        return lastDay.plusDays(1).atStartOfDay(JAKARTA).toInstant();
    }

    /** As an agreement file writes it, with its seconds. */
    static String written(Instant instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(JAKARTA));
    }

    /** Ps 6(2): the last day on which a notice is in time, one month before the end. */
    static LocalDate noticeDeadline(LocalDate end) {
        return end.minusMonths(1);
    }

    /** 0 if in time. */
    static int daysLate(LocalDate deadline, Instant given) {
        return (int) Math.max(0, ChronoUnit.DAYS.between(deadline, of(given)));
    }
}
