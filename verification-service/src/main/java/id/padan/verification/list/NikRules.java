package id.padan.verification.list;

import id.padan.platform.nik.Nik;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The rules of NIK (PP 37/2007 Ps 37, PP 40/2019), tested in this order, first hit wins: spreadsheet damage, format, impossible, date.
 * Whoever moves, or whose birth date or sex is corrected, keeps the NIK; so region, birth date and sex only ever warn.
 *
 * <p>A row travels as one {@code long}, the <em>row word</em>: bits 0-53 the NIK as a number, 54-57 the status code, 58-63 the warnings.
 */
public final class NikRules {

    static final int STATUS_SHIFT = 54;
    static final int WARNINGS_SHIFT = 58;
    static final long NIK_MASK = (1L << STATUS_SHIFT) - 1;

    private static final VarHandle DIGITS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ASCII_ZEROES = 0x3030_3030_3030_3030L;
    private static final long SIXES = 0x0606_0606_0606_0606L;
    private static final long HIGH_NIBBLES = 0xF0F0_F0F0_F0F0_F0F0L;

    private static final int NIK_DIGITS = 16;
    private static final int NIP_DIGITS = 18;
    private static final long SIXTEEN_ONES = 1_111_111_111_111_111L;
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private NikRules() {}

    /**
     * Judges one NIK as a person or system typed it; an empty text is {@link RowStatus#NIK_FORMAT}.
     *
     * @throws NullPointerException when there is no text at all
     */
    public static NikVerdict check(String text) {
        Objects.requireNonNull(text, "text");
        char[] cell = text.toCharArray();
        long word = judge(cell, 0, cell.length);
        RowStatus status = status(word);
        return status == RowStatus.ANSWERED
                ? new NikVerdict.Valid(Nik.of(nik(word)), RowWarning.of(warnings(word)))
                : new NikVerdict.Broken(status, RowWarning.of(warnings(word)));
    }

    static long nik(long word) {
        return word & NIK_MASK;
    }

    static RowStatus status(long word) {
        return RowStatus.ofCode(statusCode(word));
    }

    static int statusCode(long word) {
        return (int) (word >>> STATUS_SHIFT) & 0xF;
    }

    static int warnings(long word) {
        return (int) (word >>> WARNINGS_SHIFT);
    }

    static long word(long nik, RowStatus status, int warnings) {
        return nik | (long) status.code() << STATUS_SHIFT | (long) warnings << WARNINGS_SHIFT;
    }

    /** The row word of a cell; the NIK is zero when the cell does not have 16 digits. */
    static long judge(char[] cell, int offset, int length) {
        if (length == NIK_DIGITS) {
            long value = 0;
            int wrong = 0;
            for (int i = offset; i < offset + NIK_DIGITS; i++) {
                int digit = cell[i] - '0';
                wrong |= digit | 9 - digit;
                value = value * 10 + digit;
            }
            if (wrong >= 0) {
                return judge(value);
            }
        }
        return judgeUntidy(cell, offset, length);
    }

    /** The number that 16 ASCII digits are, or -1 if one of the bytes is none; eight at a time, as a list is mostly that. */
    static long sixteenDigits(byte[] text, int offset) {
        long upper = (long) DIGITS.get(text, offset) - ASCII_ZEROES;
        long lower = (long) DIGITS.get(text, offset + Long.BYTES) - ASCII_ZEROES;
        // A byte that was below '0' has borrowed, one above '9' carries when six is added: both show in a high nibble.
        if (((upper | upper + SIXES | lower | lower + SIXES) & HIGH_NIBBLES) != 0) {
            return -1;
        }
        return eightDigits(upper) * 100_000_000L + eightDigits(lower);
    }

    /** First digit in the lowest byte: pairs, then fours, then all eight. */
    private static long eightDigits(long digits) {
        long pairs = (digits * 10 + (digits >>> 8)) & 0x00FF_00FF_00FF_00FFL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000_FFFF_0000_FFFFL;
        return (fours * 10_000 + (fours >>> 32)) & 0xFFFF_FFFFL;
    }

    /** The row word of 16 digits. */
    static long judge(long value) {
        if (value < 1_000_000_000_000_000L || value % 10_000 == 0 || value % SIXTEEN_ONES == 0) {
            return word(value, RowStatus.NIK_IMPOSSIBLE, 0);
        }
        if (!dateExists(day(value), month(value), year(value))) {
            return word(value, RowStatus.NIK_DATE, 0);
        }
        return RegionCodes.known((int) (value / 10_000_000_000L))
                ? value
                : word(value, RowStatus.ANSWERED, RowWarning.NIK_REGION.bit());
    }

    /** Day of birth 1-31, without the 40 that women's NIKs add; out of range when the NIK's day is. */
    static int day(long nik) {
        int day = (int) (nik / 100_000_000L % 100);
        return day > 40 ? day - 40 : day;
    }

    static int month(long nik) {
        return (int) (nik / 1_000_000L % 100);
    }

    /** Two digits: the century is not stored. */
    static int year(long nik) {
        return (int) (nik / 10_000L % 100);
    }

    static boolean woman(long nik) {
        return nik / 100_000_000L % 100 > 40;
    }

    /** The century is unknown, so 29-02 stands if the year is leap in 19xx or 20xx: 1900 was not, but 2000 was. */
    private static boolean dateExists(int day, int month, int year) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= DAYS[month - 1]
                && (month != 2 || day < 29 || year % 4 == 0);
    }

    private static long judgeUntidy(char[] cell, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(cell[from])) {
            from++;
        }
        while (to > from && isSpace(cell[to - 1])) {
            to--;
        }
        if (from < to && isApostrophe(cell[from])) {
            from++;
        }
        if (isScientific(cell, from, to)) {
            return word(0, RowStatus.NIK_SPREADSHEET_DAMAGE, 0);
        }
        long value = 0;
        int digits = 0;
        for (int i = from; i < to; i++) {
            int digit = digit(cell[i]);
            if (digit >= 0) {
                // Up to 18 digits fit a long; more only need counting.
                if (digits++ < NIP_DIGITS) {
                    value = value * 10 + digit;
                }
            } else if (!isSpace(cell[i]) && !isDotOrDash(cell[i])) {
                return word(0, RowStatus.NIK_FORMAT, 0);
            }
        }
        if (digits == NIK_DIGITS) {
            return judge(value);
        }
        boolean nip = digits == NIP_DIGITS && looksLikeNip(value);
        return word(0, RowStatus.NIK_FORMAT, nip ? RowWarning.SUSPECTED_NIP.bit() : 0);
    }

    /** PNS: birth date, month of appointment, sex, serial. PPPK: year of appointment and a contract marker of 21 or more instead. */
    private static boolean looksLikeNip(long value) {
        int birthYear = (int) (value / 100_000_000_000_000L);
        int birthMonth = (int) (value / 1_000_000_000_000L % 100);
        int birthDay = (int) (value / 10_000_000_000L % 100);
        int year = (int) (value / 1_000_000L % 10_000);
        int monthOrMarker = (int) (value / 10_000L % 100);
        int sex = (int) (value / 1_000L % 10);
        return plausibleYear(birthYear)
                && dateExists(birthDay, birthMonth, birthYear % 100)
                && plausibleYear(year)
                && (monthOrMarker >= 1 && monthOrMarker <= 12 || monthOrMarker >= 21)
                && (sex == 1 || sex == 2)
                && value % 1_000 != 0;
    }

    private static boolean plausibleYear(int year) {
        return year >= 1900 && year < 2100;
    }

    /** A number as spreadsheets write it when they lose digits: {@code 3.17E+15}, {@code 3,17E+15}, {@code 3.17101E15}, {@code 3E+15}. */
    private static boolean isScientific(char[] cell, int from, int to) {
        int i = from;
        if (i < to && (cell[i] == '+' || cell[i] == '-')) {
            i++;
        }
        int whole = i;
        while (i < to && digit(cell[i]) >= 0) {
            i++;
        }
        if (i == whole) {
            return false;
        }
        if (i < to && (cell[i] == '.' || cell[i] == ',')) {
            i++;
            while (i < to && digit(cell[i]) >= 0) {
                i++;
            }
        }
        while (i < to && isSpace(cell[i])) {
            i++;
        }
        if (i == to || cell[i] != 'E' && cell[i] != 'e') {
            return false;
        }
        i++;
        while (i < to && isSpace(cell[i])) {
            i++;
        }
        if (i < to && (cell[i] == '+' || cell[i] == '-' || cell[i] == '\u2212')) {
            i++;
        }
        int exponent = i;
        while (i < to && digit(cell[i]) >= 0) {
            i++;
        }
        return i == to && i > exponent && i - exponent <= 3;
    }

    /** ASCII and full-width digits; -1 for anything else. */
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= '\uFF10' && c <= '\uFF19' ? c - '\uFF10' : -1;
    }

    /** Every space a spreadsheet or web page leaves behind, also the ones without width. */
    static boolean isSpace(char c) {
        if (c > ' ' && c < '\u007F') {
            return false;
        }
        return switch (c) {
            case ' ', '\t', '\n', '\r', '\f', '\u000B', '\u0085', '\u00A0', '\u1680', '\u202F', '\u205F', '\u3000' ->
                true;
            case '\u2028', '\u2029', '\u2060', '\uFEFF' -> true;
            default -> c >= '\u2000' && c <= '\u200D';
        };
    }

    private static boolean isDotOrDash(char c) {
        return switch (c) {
            case '.', '-', '\u2212', '\u00AD', '\uFF0D', '\uFF0E' -> true;
            default -> c >= '\u2010' && c <= '\u2015';
        };
    }

    private static boolean isApostrophe(char c) {
        return switch (c) {
            case '\'', '`', '\u2018', '\u2019', '\u00B4' -> true;
            default -> false;
        };
    }
}
