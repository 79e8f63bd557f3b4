package id.padan.verification.list;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The exact set of the NIKs one list has shown so far: open addressing in 1,024 tables that grow by a third one after the other, so that it
 * needs at most 17 bytes a NIK and never twice its size at once, and no table is large enough to trouble the garbage collector. The hash is seeded per list: nobody can prepare a list that collides.
 */
public final class FirstOccurrences implements AutoCloseable {

    private static final int SEGMENTS = 1024;
    private static final int SEGMENT_SHIFT = Long.SIZE - 10;
    private static final int FIRST_CAPACITY = 12;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Budget budget;
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final long[][] tables = new long[SEGMENTS][];
    private final int[] sizes = new int[SEGMENTS];
    private long reserved;
    private long size;

    FirstOccurrences(Budget budget) {
        this.budget = budget;
    }

    /**
     * @param nik above zero
     * @return whether this is its first occurrence
     * @throws ListRefused when the memory set aside for all uploads is used up
     */
    boolean add(long nik) throws ListRefused {
        long hash = mix(nik ^ seed);
        int segment = (int) (hash >>> SEGMENT_SHIFT);
        long[] table = tables[segment];
        if (table == null) {
            table = allocate(FIRST_CAPACITY);
            tables[segment] = table;
        }
        int slot = slot(hash, table.length);
        while (table[slot] != 0) {
            if (table[slot] == nik) {
                return false;
            }
            slot = slot + 1 == table.length ? 0 : slot + 1;
        }
        table[slot] = nik;
        size++;
        if (++sizes[segment] > table.length - table.length / 4) {
            grow(segment);
        }
        return true;
    }

    /**
     * Fetches the places where some NIKs will be looked for. One after the other, each would wait for memory; here the waits overlap, which
     * makes the whole reading of a large list a third faster.
     *
     * @return something that depends on every place, so that no fetch can be left out as useless
     */
    long fetch(long[] words, int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            long hash = mix(NikRules.nik(words[i]) ^ seed);
            long[] table = tables[(int) (hash >>> SEGMENT_SHIFT)];
            if (table != null) {
                sum += table[slot(hash, table.length)];
            }
        }
        return sum;
    }

    long size() {
        return size;
    }

    /** Bytes of all tables together. */
    long bytes() {
        return reserved;
    }

    @Override
    public void close() {
        budget.release(reserved);
        reserved = 0;
        size = 0;
        Arrays.fill(tables, null);
    }

    private void grow(int segment) throws ListRefused {
        long[] old = tables[segment];
        long[] larger = allocate(old.length + old.length / 3);
        for (long nik : old) {
            if (nik != 0) {
                int slot = slot(mix(nik ^ seed), larger.length);
                while (larger[slot] != 0) {
                    slot = slot + 1 == larger.length ? 0 : slot + 1;
                }
                larger[slot] = nik;
            }
        }
        tables[segment] = larger;
        long freed = (long) old.length * Long.BYTES;
        budget.release(freed);
        reserved -= freed;
    }

    private long[] allocate(int length) throws ListRefused {
        long bytes = (long) length * Long.BYTES;
        budget.reserve(bytes, reserved);
        reserved += bytes;
        return new long[length];
    }

    /** The 32 bits below the segment's ten, scaled to the table's length: no division, no power of two needed. */
    private static int slot(long hash, int length) {
        return (int) ((hash >>> 22 & 0xFFFF_FFFFL) * length >>> 32);
    }

    private static long mix(long value) {
        long h = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }

    /** Memory that all uploads of this instance share; whoever would pass it is asked to come back later. */
    public static final class Budget {

        private final long limit;
        private final AtomicLong used = new AtomicLong();

        /** @param limit bytes; 17 for each row of all lists that are received at the same time */
        public Budget(long limit) {
            this.limit = limit;
        }

        /** Bytes in use now. */
        public long used() {
            return used.get();
        }

        /** @param own what this upload holds already: if nobody else holds anything, waiting would not help */
        void reserve(long bytes, long own) throws ListRefused {
            if (used.addAndGet(bytes) <= limit) {
                return;
            }
            long others = used.addAndGet(-bytes) - own;
            if (others <= 0) {
                throw ListRefused.of(
                        ListProblem.FILE_TOO_LARGE,
                        "This list needs more memory than is set aside for all uploads. Split it.",
                        "Daftar ini memerlukan memori lebih dari yang disediakan untuk semua unggahan. Bagilah daftar ini.");
            }
            throw ListRefused.of(
                            ListProblem.TOO_MANY_UPLOADS,
                            "Other lists being received use the memory set aside for uploads. Send the list again later.",
                            "Daftar lain yang sedang diterima memakai memori unggahan. Kirim ulang daftar ini nanti.")
                    .retryAfter(RETRY_AFTER);
        }

        void release(long bytes) {
            used.addAndGet(-bytes);
        }
    }
}
