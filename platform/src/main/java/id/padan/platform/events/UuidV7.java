package id.padan.platform.events;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Time-ordered UUIDs (RFC 9562, version 7): events and jobs made later sort later, to the millisecond. */
public final class UuidV7 {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 2 * Long.BYTES;
    /** Random bytes for ids to come: to draw them for each alone took an eighth of all that a leaf of the log takes. */
    private static final ByteBuffer STOCK = ByteBuffer.allocate(256 * ID_BYTES).limit(0);

    private UuidV7() {}

    public static UUID next() {
        long one;
        long other;
        synchronized (STOCK) {
            if (!STOCK.hasRemaining()) {
                RANDOM.nextBytes(STOCK.array());
                STOCK.clear();
            }
            one = STOCK.getLong();
            other = STOCK.getLong();
        }
        return of(Instant.now().toEpochMilli(), one, other);
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

    /** An id for several rows together: as old as the first, and another one for any other choice or order of rows. */
    static UUID ofAll(List<UUID> rows) {
        var bytes = ByteBuffer.allocate(rows.size() * 2 * Long.BYTES);
        rows.forEach(row -> bytes.putLong(row.getMostSignificantBits()).putLong(row.getLeastSignificantBits()));
        return new UUID(
                rows.getFirst().getMostSignificantBits(),
                UUID.nameUUIDFromBytes(bytes.array()).getLeastSignificantBits());
    }
}
