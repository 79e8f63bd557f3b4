package id.padan.verification.projection;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of a token, over all ASN records with that NIK: mapping rows with the days on which they hold, and two flags. Has one
 * canonical text, which the store keeps and the index interns: {@code S} (shared), {@code N} (not validated), then
 * {@code ;row} or {@code ;row@from..to} for each interval, sorted; row {@code ?} is a code that the mapping does not know.
 */
record StatusState(boolean shared, boolean notValidated, List<Interval> intervals) {
    /** A removed token, or one whose records all went to another NIK. */
    static final String NONE = "";

    /** Its last record is gone: said of a token that still has earlier days to tell of. */
    static final String GONE = "-";
    /** On a day of which nothing is known. */
    static final String NOT_KNOWN = "~";

    static final String UNMAPPED = "?";

    StatusState {
        intervals = List.copyOf(intervals);
    }

    /**
     * @param row opaque id of a mapping row; null or {@code ?} if the mapping does not know the code
     * @param from first day on which it holds (Asia/Jakarta), null for always
     * @param to first day on which it no longer holds, null for never
     */
    record Interval(String row, LocalDate from, LocalDate to) {
        private static final int LONGEST_ROW = 64;

        Interval {
            if (row == null) {
                row = UNMAPPED;
            }
            if (!row.equals(UNMAPPED) && !isRow(row)) {
                throw new IllegalArgumentException("a mapping row id has 1 to 64 letters, digits, dots, dashes");
            }
            if (from != null && to != null && !from.isBefore(to)) {
                throw new IllegalArgumentException("an interval ends before it begins");
            }
        }

        private static boolean isRow(String row) {
            for (int i = 0; i < row.length(); i++) {
                char c = row.charAt(i);
                boolean usual = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
                if (!usual && c != '.' && c != '_' && c != '-') {
                    return false;
                }
            }
            return !row.isEmpty() && row.length() <= LONGEST_ROW;
        }

        boolean holdsOn(LocalDate day) {
            return (from == null || !day.isBefore(from)) && (to == null || day.isBefore(to));
        }

        /** The first day after this one on which it begins or ceases to hold; null if none. */
        LocalDate nextChangeAfter(LocalDate day) {
            if (from != null && from.isAfter(day)) {
                return from;
            }
            return to != null && to.isAfter(day) ? to : null;
        }

        private String text() {
            return from == null && to == null
                    ? ";" + row
                    : ";" + row + "@" + (from == null ? "" : from) + ".." + (to == null ? "" : to);
        }

        private static LocalDate bound(String text) {
            return text.isEmpty() ? null : day(text);
        }

        private static Interval parse(String text) {
            int at = text.indexOf('@');
            if (at < 0) {
                return new Interval(text, null, null);
            }
            int dots = text.indexOf("..", at);
            return new Interval(
                    text.substring(0, at), bound(text.substring(at + 1, dots)), bound(text.substring(dots + 2)));
        }
    }

    /**
     * Reads {@code yyyy-MM-dd}; millions of them in an import, for which the formatter is slow.
     *
     * @throws DateTimeException if it is none
     */
    static LocalDate day(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            throw new DateTimeException("not a date");
        }
        return LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new DateTimeException("not a date");
            }
            number = number * 10 + digit;
        }
        return number;
    }

    String text() {
        // Nearly every token has one record, and that one interval.
        if (intervals.size() == 1) {
            return flags() + intervals.getFirst().text();
        }
        var sorted = intervals.stream().map(Interval::text).collect(Collectors.toCollection(TreeSet::new));
        return intervals.isEmpty() ? NONE : flags() + String.join("", sorted);
    }

    static StatusState parse(String text) {
        int start = text.indexOf(';');
        var flags = start < 0 ? text : text.substring(0, start);
        var intervals = new ArrayList<Interval>();
        while (start >= 0) {
            int end = text.indexOf(';', start + 1);
            intervals.add(Interval.parse(end < 0 ? text.substring(start + 1) : text.substring(start + 1, end)));
            start = end;
        }
        return new StatusState(flags.contains("S"), flags.contains("N"), intervals);
    }

    /** Whether this canonical text says the same on every day. */
    static boolean isTimeless(String text) {
        return text.indexOf('@') < 0;
    }

    /** The timeless text of what holds on a day. Empty if nothing does: on that day there is no ASN record. */
    String on(LocalDate day) {
        var rows = intervals.stream()
                .filter(interval -> interval.holdsOn(day))
                .map(interval -> new Interval(interval.row, null, null))
                .toList();
        return new StatusState(shared, notValidated, rows).text();
    }

    /** Whether it says something else on some day after this one. */
    boolean changesAfter(LocalDate day) {
        return intervals.stream().anyMatch(interval -> interval.nextChangeAfter(day) != null);
    }

    private String flags() {
        return (shared ? "S" : "") + (notValidated ? "N" : "");
    }
}
