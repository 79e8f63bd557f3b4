package id.padan.verification.list;

import java.time.LocalDate;

/** Reads the birth date and sex that a list may carry beside the NIK. They are compared in passing and never kept. */
final class PersonColumns {

    /** Nothing readable is said. */
    static final int UNKNOWN = 0;

    static final int MAN = 1;
    static final int WOMAN = 2;

    /** Serial days count from here: spreadsheets believe that 1900 was a leap year. */
    private static final long SERIAL_DAY_ZERO = LocalDate.of(1899, 12, 30).toEpochDay();

    private static final String[] MONTHS = {
        "jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"
    };

    private PersonColumns() {}

    static boolean contradictsBirth(long nik, int birth) {
        return birth != UNKNOWN
                && (birth % 100 != NikRules.day(nik)
                        || birth / 100 % 100 != NikRules.month(nik)
                        || birth / 10_000 % 100 != NikRules.year(nik));
    }

    static boolean contradictsSex(long nik, int sex) {
        return sex != UNKNOWN && (sex == WOMAN) != NikRules.woman(nik);
    }

    /**
     * A date as year * 10,000 + month * 100 + day. Read are {@code dd-MM-yyyy} and {@code yyyy-MM-dd} with any of {@code - / .} or a space
     * between, {@code ddMMyyyy} is not (nor any other form: better no warning than a wrong one), {@code 17 Agustus 1990}, and a time behind it.
     */
    static int birth(char[] cell, int offset, int length) {
        int i = offset;
        int end = offset + length;
        while (i < end && (NikRules.isSpace(cell[i]) || cell[i] == '\'')) {
            i++;
        }
        int first = 0;
        int firstDigits = 0;
        while (i < end && NikRules.digit(cell[i]) >= 0 && firstDigits < 5) {
            first = first * 10 + NikRules.digit(cell[i++]);
            firstDigits++;
        }
        if (i == end || !isSeparator(cell[i])) {
            return UNKNOWN;
        }
        i++;
        int month = 0;
        int monthStart = i;
        if (i < end && NikRules.digit(cell[i]) >= 0) {
            while (i < end && NikRules.digit(cell[i]) >= 0 && i - monthStart < 3) {
                month = month * 10 + NikRules.digit(cell[i++]);
            }
        } else {
            while (i < end && Character.isLetter(cell[i])) {
                i++;
            }
            month = month(cell, monthStart, i);
        }
        if (i == end || !isSeparator(cell[i])) {
            return UNKNOWN;
        }
        i++;
        int last = 0;
        int lastStart = i;
        while (i < end && NikRules.digit(cell[i]) >= 0 && i - lastStart < 5) {
            last = last * 10 + NikRules.digit(cell[i++]);
        }
        int lastDigits = i - lastStart;
        if (i < end && !NikRules.isSpace(cell[i]) && cell[i] != 'T') {
            return UNKNOWN;
        }
        if (firstDigits == 4 && lastDigits <= 2) {
            return date(first, month, last);
        }
        return firstDigits <= 2 && lastDigits == 4 ? date(last, month, first) : UNKNOWN;
    }

    /** A spreadsheet's date: days since the end of 1899, or of 1904 for old Macintosh files. */
    static int birthFromSerial(double days, boolean since1904) {
        if (!(days >= 1 && days < 80_000)) {
            return UNKNOWN;
        }
        LocalDate date = LocalDate.ofEpochDay(SERIAL_DAY_ZERO + (long) days + (since1904 ? 1_462 : 0));
        return date(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    /** {@code L}, {@code laki-laki}, {@code pria}, {@code M}, {@code male}; {@code P}, {@code perempuan}, {@code wanita}, {@code F}, {@code female}. */
    static int sex(char[] cell, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && NikRules.isSpace(cell[from])) {
            from++;
        }
        while (to > from && NikRules.isSpace(cell[to - 1])) {
            to--;
        }
        if (to - from == 1) {
            return switch (cell[from]) {
                case 'L', 'l', 'M', 'm' -> MAN;
                case 'P', 'p', 'F', 'f', 'W', 'w' -> WOMAN;
                default -> UNKNOWN;
            };
        }
        if (starts(cell, from, to, "laki") || starts(cell, from, to, "pria") || starts(cell, from, to, "male")) {
            return MAN;
        }
        return starts(cell, from, to, "perempuan")
                        || starts(cell, from, to, "wanita")
                        || starts(cell, from, to, "female")
                ? WOMAN
                : UNKNOWN;
    }

    private static int date(int year, int month, int day) {
        return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31
                ? year * 10_000 + month * 100 + day
                : UNKNOWN;
    }

    private static int month(char[] cell, int from, int to) {
        for (int m = 0; m < MONTHS.length; m++) {
            if (starts(cell, from, to, MONTHS[m])) {
                return m + 1;
            }
        }
        // English names that differ in their first three letters.
        if (starts(cell, from, to, "may")) {
            return 5;
        }
        if (starts(cell, from, to, "aug") || starts(cell, from, to, "agt") || starts(cell, from, to, "ags")) {
            return 8;
        }
        if (starts(cell, from, to, "oct")) {
            return 10;
        }
        return starts(cell, from, to, "dec") ? 12 : 0;
    }

    private static boolean starts(char[] cell, int from, int to, String word) {
        if (to - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (Character.toLowerCase(cell[from + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '/' || c == '.' || NikRules.isSpace(c);
    }
}
