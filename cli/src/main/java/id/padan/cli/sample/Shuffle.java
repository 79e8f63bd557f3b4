package id.padan.cli.sample;

/** Deterministic randomness: a hash of numbers, and a keyed one-to-one shuffle of a range that needs no memory. */
final class Shuffle {
    private Shuffle() {}

    /** SplitMix64's finaliser: one-to-one on 64 bits. */
    static long mix(long x) {
        long z = x + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static long mix(long a, long b) {
        return mix(mix(a) ^ b);
    }

    static long mix(long a, long b, long c) {
        return mix(mix(mix(a) ^ b) ^ c);
    }

    /** A number in {@code [0, bound)} from a hash. */
    static int below(long hash, int bound) {
        return (int) (((hash >>> 32) * bound) >>> 32);
    }

    /** A number in {@code [0, 1)} from a hash. */
    static double fraction(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }

    /**
     * The place of {@code index} in a shuffle of {@code [0, size)} chosen by {@code key}: a four-round Feistel network over the
     * next even power of two, walked until it falls inside the range, hence one-to-one.
     */
    static long permute(long key, long size, long index) {
        int half = Math.max(1, (65 - Long.numberOfLeadingZeros(size - 1)) / 2);
        long mask = (1L << half) - 1;
        long value = index;
        do {
            long left = value >>> half;
            long right = value & mask;
            for (int round = 0; round < 4; round++) {
                long next = left ^ (mix(key + round, right) & mask);
                left = right;
                right = next;
            }
            value = (left << half) | right;
        } while (value >= size);
        return value;
    }
}
