package id.padan.directory.siasn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What one of SIASN's many kinds of answer means. */
sealed interface SiasnAnswer {

    /** Rows as they came, one JSON object each; a record is one row. */
    record Data(List<byte[]> rows) implements SiasnAnswer {}

    /** There is no such person, or it has no such history. */
    record Absent() implements SiasnAnswer {}

    /** A token is no longer taken. */
    record TokenRefused() implements SiasnAnswer {}

    /** @param pause how long to ask nothing */
    record Throttled(Duration pause) implements SiasnAnswer {}

    /** The service or something before it is out of order; asking again may help. */
    record Failed(String reason) implements SiasnAnswer {}

    /** Asking again does not help: the client may not use this resource. */
    record Forbidden(String reason) implements SiasnAnswer {}

    JsonMapper JSON = JsonMapper.builder().build();
    Set<String> TOKEN = Set.of("900900", "900901", "900902", "900903");
    Set<String> FORBIDDEN = Set.of("900908", "900910");
    Duration USUAL_PAUSE = Duration.ofSeconds(60);
    /** As WSO2 writes {@code nextAccessTime}: {@code 2026-Nov-26 10:15:00+0000 UTC}. */
    DateTimeFormatter NEXT_ACCESS = DateTimeFormatter.ofPattern("yyyy-MMM-dd HH:mm:ssxx 'UTC'", Locale.ENGLISH);

    /**
     * @param retryAfter header, null without one
     * @param now to tell how far away {@code nextAccessTime} is
     */
    static SiasnAnswer of(int status, byte[] body, String retryAfter, Instant now) {
        JsonNode json = read(body);
        if (json == null || !json.isObject()) {
            // The load balancer's own page, sometimes with 200.
            return switch (status) {
                case 401 -> new TokenRefused();
                case 429 -> new Throttled(pause(null, retryAfter, now));
                default -> new Failed("no JSON, HTTP " + status);
            };
        }
        String code = json.path("fault").path("code").asText(json.path("code").asText(""));
        if (TOKEN.contains(code) || (status == 401 && code.length() < 5)) {
            return new TokenRefused();
        }
        if (status == 429 || code.matches("90080[0-7]")) {
            return new Throttled(pause(json.findPath("nextAccessTime").asText(null), retryAfter, now));
        }
        if (FORBIDDEN.contains(code) || status == 403) {
            return new Forbidden("code " + code + ", HTTP " + status);
        }
        if (code.length() >= 5 || status >= 500) {
            return new Failed("code " + code + ", HTTP " + status);
        }
        JsonNode data = json.path("data");
        if (code.equals("1")) {
            var rows = new ArrayList<byte[]>();
            (data.isArray() ? data : List.of(data)).forEach(row -> {
                if (row.isObject() && !row.isEmpty()) {
                    rows.add(row.toString().getBytes(StandardCharsets.UTF_8));
                }
            });
            if (!rows.isEmpty()) {
                return new Data(rows);
            }
        }
        // A text, null or an empty list where a record should be; code 0 comes with 404, and with 200 in one version.
        if (code.equals("0") || code.equals("1") || status == 404) {
            return new Absent();
        }
        return new Failed("another shape than SIASN's, HTTP " + status);
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return null;
        }
    }

    private static Duration pause(String nextAccess, String retryAfter, Instant now) {
        if (retryAfter != null && retryAfter.strip().matches("[0-9]{1,6}")) {
            return Duration.ofSeconds(Math.max(1, Long.parseLong(retryAfter.strip())));
        }
        if (nextAccess != null) {
            try {
                Duration until = Duration.between(
                        now,
                        OffsetDateTime.parse(nextAccess.strip(), NEXT_ACCESS).toInstant());
                return until.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : until;
            } catch (DateTimeParseException unknownForm) {
                return USUAL_PAUSE;
            }
        }
        return USUAL_PAUSE;
    }
}
