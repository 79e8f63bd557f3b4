package id.padan.verification.chunk;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ISO week (ISO 8601, days of Asia/Jakarta) in which a list's retention ends. All lists of a week share one retention key, so that
 * a few keys and not a key for each list have to be kept apart from the backups.
 *
 * @param year week-based year
 * @param week 1 to 53
 */
public record RetentionWeek(int year, int week) implements Comparable<RetentionWeek> {
    private static final Pattern NAME = Pattern.compile("(\\d{4})-W(\\d{2})");

    public RetentionWeek {
        if (year < 2000 || year > 9999 || week < 1 || week > 53) {
            throw new IllegalArgumentException("not an ISO week");
        }
    }

    public static RetentionWeek of(LocalDate day) {
        return new RetentionWeek(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    /** As {@link #number()} gave it. */
    public static RetentionWeek of(int number) {
        return new RetentionWeek(number / 100, number % 100);
    }

    /** What {@link #toString()} writes, empty if the text is something else. */
    public static Optional<RetentionWeek> find(String text) {
        var matcher = NAME.matcher(text);
        try {
            return matcher.matches()
                    ? Optional.of(
                            new RetentionWeek(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                    : Optional.empty();
        } catch (IllegalArgumentException noWeek) {
            return Optional.empty();
        }
    }

    /** Year and week in one number, 202652: as PostgreSQL's {@code IYYYIW}. */
    public int number() {
        return year * 100 + week;
    }

    /** The Monday after it: from this day on its key is to be destroyed. */
    public LocalDate firstDayAfter() {
        // 4 January is always in week 1.
        var inWeek = LocalDate.of(year, 1, 4).with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week);
        return inWeek.plusDays(8L - inWeek.getDayOfWeek().getValue());
    }

    public boolean isOver(LocalDate today) {
        return !today.isBefore(firstDayAfter());
    }

    @Override
    public int compareTo(RetentionWeek other) {
        return Integer.compare(number(), other.number());
    }

    @Override
    public String toString() {
        return String.format("%04d-W%02d", year, week);
    }
}
