package id.padan.platform.events;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Time-ordered UUIDs (RFC 9562, version 7): events and jobs made later sort later, to the millisecond. */
public final class UuidV7 {

    private static final SecureRandom RANDOM = new SecureRandom();

    private UuidV7() {}

    public static UUID next() {
        return of(Instant.now().toEpochMilli(), RANDOM.nextLong(), RANDOM.nextLong());
    }

    static UUID of(long millis, long random1, long random2) {
        return new UUID(millis << 16 | 0x7000L | random1 & 0xfffL, random2 & 0x3fffffffffffffffL | 0x8000000000000000L);
    }

    /**
     * The id of the n-th event that one claim-check row expands into: derived, so that a repeated expansion repeats the ids.
     */
    static UUID derived(UUID row, int n) {
        return new UUID(row.getMostSignificantBits(), row.getLeastSignificantBits() ^ Integer.toUnsignedLong(n));
    }
}
