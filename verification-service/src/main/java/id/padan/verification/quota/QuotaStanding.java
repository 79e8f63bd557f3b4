package id.padan.verification.quota;

import java.time.Duration;

/**
 * How much of a day's quota is left.
 *
 * @param limit rows a day
 * @param remaining rows that may still be asked today, never negative
 * @param resetsIn until the next day of Asia/Jakarta begins
 */
public record QuotaStanding(long limit, long remaining, Duration resetsIn) {
    public static final String POLICY_HEADER = "RateLimit-Policy";
    public static final String HEADER = "RateLimit";

    private static final long DAY_SECONDS = 86_400;

    /** Value of {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers). */
    public String policyHeader() {
        return "\"rows\";q=" + limit + ";w=" + DAY_SECONDS;
    }

    /** Value of {@code RateLimit}. */
    public String header() {
        return "\"rows\";r=" + remaining + ";t=" + seconds();
    }

    long seconds() {
        return Math.max(1, resetsIn.toSeconds());
    }
}
