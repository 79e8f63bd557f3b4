package id.padan.agreement.disclosure;

import id.padan.platform.writing.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * Which disclosures are meant; what is null does not matter, what is given must hold together.
 *
 * @param from earliest moment
 * @param until the moment from which they are too late
 * @param person login of who called, or of the officer who acted through the machine or answers for it
 * @param token id of the access token
 * @param key id of the key that signed access tokens, or the list ({@code batches/<id>}) whose data key it is
 */
public record Selection(
        Instant from,
        Instant until,
        String clause,
        String purpose,
        String programme,
        String client,
        String person,
        String token,
        String key) {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    /** Whether anything but the period narrows it. */
    public boolean namesSomething() {
        return clause != null
                || purpose != null
                || programme != null
                || client != null
                || person != null
                || token != null
                || key != null;
    }

    /** The begin of a day of Asia/Jakarta, or an instant. */
    public static Instant from(String field, String text) {
        return moment(field, text, 0);
    }

    /** The end of a day of Asia/Jakarta, or an instant. */
    public static Instant until(String field, String text) {
        return moment(field, text, 1);
    }

    private static Instant moment(String field, String text, int days) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).plusDays(days).atStartOfDay(JAKARTA).toInstant()
                    : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException malformed) {
            throw Words.invalid(
                    field,
                    field + " is a date such as 2026-11-23 or an instant such as 2026-11-23T09:00:00+07:00.",
                    field + " adalah tanggal seperti 2026-11-23 atau waktu seperti 2026-11-23T09:00:00+07:00.");
        }
    }
}
