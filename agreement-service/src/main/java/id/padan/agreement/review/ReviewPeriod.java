package id.padan.agreement.review;

import id.padan.platform.writing.Words;
import java.time.LocalDate;

/** A half of a year, as {@code 2026-H2}. */
record ReviewPeriod(int year, int half) {
    static ReviewPeriod of(LocalDate day) {
        return new ReviewPeriod(day.getYear(), day.getMonthValue() <= 6 ? 1 : 2);
    }

    static ReviewPeriod parse(String text) {
        if (text == null || !text.matches("20[0-9]{2}-H[12]")) {
            throw Words.invalid(
                    "period", "period is a half-year such as 2026-H2.", "period adalah semester seperti 2026-H2.");
        }
        return new ReviewPeriod(Integer.parseInt(text.substring(0, 4)), text.charAt(6) - '0');
    }

    /** The day on which its review is due: the half's last. */
    LocalDate due() {
        return half == 1 ? LocalDate.of(year, 6, 30) : LocalDate.of(year, 12, 31);
    }

    @Override
    public String toString() {
        return year + "-H" + half;
    }
}
