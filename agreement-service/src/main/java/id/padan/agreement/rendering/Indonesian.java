package id.padan.agreement.rendering;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;

/**
 * Numbers and dates as official documents write them. The names stand here and not in the JDK's locale data, which changes between
 * releases and would change the bytes of old records.
 */
final class Indonesian {

    static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private static final List<String> DAYS = List.of("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu");
    private static final List<String> MONTHS = List.of(
            "Januari",
            "Februari",
            "Maret",
            "April",
            "Mei",
            "Juni",
            "Juli",
            "Agustus",
            "September",
            "Oktober",
            "November",
            "Desember");
    private static final List<String> DIGITS = List.of(
            "nol",
            "satu",
            "dua",
            "tiga",
            "empat",
            "lima",
            "enam",
            "tujuh",
            "delapan",
            "sembilan",
            "sepuluh",
            "sebelas");

    private Indonesian() {}

    /** {@code Kamis, tanggal Dua Puluh Enam bulan November tahun Dua Ribu Dua Puluh Enam}. */
    static String spelledOut(LocalDate date) {
        return "%s, tanggal %s bulan %s tahun %s"
                .formatted(
                        day(date),
                        capitalised(words(date.getDayOfMonth())),
                        month(date.getMonthValue()),
                        capitalised(words(date.getYear())));
    }

    /** {@code 26-11-2026}, as it follows the words. */
    static String figures(LocalDate date) {
        return "%02d-%02d-%d".formatted(date.getDayOfMonth(), date.getMonthValue(), date.getYear());
    }

    static String date(LocalDate date) {
        return date.getDayOfMonth() + " " + month(date.getMonthValue()) + " " + date.getYear();
    }

    static String month(YearMonth month) {
        return month(month.getMonthValue()) + " " + month.getYear();
    }

    static String time(Instant at) {
        var there = at.atZone(JAKARTA);
        return date(there.toLocalDate())
                + " pukul %02d.%02d.%02d WIB".formatted(there.getHour(), there.getMinute(), there.getSecond());
    }

    static String day(LocalDate date) {
        return DAYS.get(date.getDayOfWeek().getValue() - 1);
    }

    private static String month(int month) {
        return MONTHS.get(month - 1);
    }

    /** 1.234.567 */
    static String grouped(long number) {
        var digits = new StringBuilder(Long.toString(Math.abs(number)));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, '.');
        }
        return number < 0 ? "-" + digits : digits.toString();
    }

    /** 12,34%; of nothing it is 0,00%. */
    static String percent(long part, long whole) {
        return share(part, whole).toPlainString().replace('.', ',') + "%";
    }

    static BigDecimal share(long part, long whole) {
        return whole == 0
                ? BigDecimal.ZERO.setScale(2)
                : BigDecimal.valueOf(part)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }

    /** A number from 0 to 999,999 in words. */
    static String words(int number) {
        if (number < 0 || number > 999_999) {
            throw new IllegalArgumentException("not a number to be spelled out: " + number);
        }
        if (number < 12) {
            return DIGITS.get(number);
        }
        if (number < 20) {
            return words(number - 10) + " belas";
        }
        if (number < 100) {
            return words(number / 10) + " puluh" + rest(number % 10);
        }
        if (number < 200) {
            return "seratus" + rest(number - 100);
        }
        if (number < 1000) {
            return words(number / 100) + " ratus" + rest(number % 100);
        }
        if (number < 2000) {
            return "seribu" + rest(number - 1000);
        }
        return words(number / 1000) + " ribu" + rest(number % 1000);
    }

    private static String rest(int number) {
        return number == 0 ? "" : " " + words(number);
    }

    private static String capitalised(String words) {
        var capitals = new StringBuilder();
        for (var word : words.split(" ")) {
            capitals.append(capitals.isEmpty() ? "" : " ")
                    .append(Character.toUpperCase(word.charAt(0)))
                    .append(word.substring(1));
        }
        return capitals.toString();
    }
}
