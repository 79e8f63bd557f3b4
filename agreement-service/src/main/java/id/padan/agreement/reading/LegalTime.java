package id.padan.agreement.reading;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Moments as callers name them. */
final class LegalTime {

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private LegalTime() {}

    /** @return for a date the last moment of that day in Asia/Jakarta */
    static Instant parse(String field, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(JAKARTA)
                            .toInstant()
                            .minusNanos(1)
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException malformed) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            field + " is a date such as 2026-11-23 or an instant such as 2026-11-23T09:00:00+07:00.",
                            field + " adalah tanggal seperti 2026-11-23 atau waktu seperti 2026-11-23T09:00:00+07:00.")
                    .with("field", field);
        }
    }
}
