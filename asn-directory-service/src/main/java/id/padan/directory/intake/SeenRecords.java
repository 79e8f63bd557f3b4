package id.padan.directory.intake;

import java.util.HashMap;
import java.util.Map;

/**
 * Which records, by row number, the running attempt has met: a bit each. Only in memory, because an attempt that dies is repeated from
 * its first byte.
 */
final class SeenRecords {

    private static final int SEGMENT_BITS = 16;
    private static final int WORDS = 1 << SEGMENT_BITS - 6;

    /** By the number's upper bits: numbers have gaps, large ones after years of imports. */
    private final Map<Long, long[]> segments = new HashMap<>();

    void add(long[] numbers) {
        for (long number : numbers) {
            segments.computeIfAbsent(number >>> SEGMENT_BITS, none -> new long[WORDS])[word(number)] |= 1L << number;
        }
    }

    boolean has(long number) {
        long[] segment = segments.get(number >>> SEGMENT_BITS);
        return segment != null && (segment[word(number)] & 1L << number) != 0;
    }

    /** How many of these it already has. */
    int count(long[] numbers) {
        int known = 0;
        for (long number : numbers) {
            known += has(number) ? 1 : 0;
        }
        return known;
    }

    private static int word(long number) {
        return (int) (number >>> 6) & WORDS - 1;
    }
}
