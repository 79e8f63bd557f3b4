package id.padan.verification.projection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * 128-bit tokens to states, in flat arrays with open addressing. One writer; readers never lock and see each token either as it was
 * or as it is. Tokens are AES output, so their bits need no further hashing.
 *
 * <p>Beside each state stands since when it holds: a day, or that there is more to say ({@link #ASIDE}). It is written before the state and
 * read after it, so whoever saw a new state sees the days that belong to it.
 *
 * <p>Split by the first byte into 256 segments, each of which grows alone: growth copies one segment, never the whole table.
 */
final class TokenTable {
    /** No such token. */
    static final short UNKNOWN = 0;

    /** No such token, see {@link #since}. */
    static final int ABSENT = -1;
    /** The state holds since before any day that can be asked for. */
    static final int ALWAYS = 0;
    /** The state was another one on some day: what it was is told elsewhere. */
    static final int ASIDE = 0xffff;

    private static final int SEGMENTS = 256;
    private static final int FIRST_CAPACITY = 32;
    /** Tokens looked up side by side. */
    private static final int PROBES = 64;

    /** 17 bytes a slot and 2 for its days: at this fill a register of five million takes less than 100 MB, and a miss still reads only a few cache lines. */
    private static final double FULL = 0.87;

    private static final double GROWTH = 1.08;
    /** Segments differ by chance; so much room keeps most of them from growing once more. */
    private static final double CHANCE = 1.02;

    private static final int NARROW = 0xff;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle SHORTS = MethodHandles.arrayElementVarHandle(short[].class);
    private static final VarHandle BYTES = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final VarHandle CHARS = MethodHandles.arrayElementVarHandle(char[].class);

    private final AtomicReferenceArray<Segment> segments = new AtomicReferenceArray<>(SEGMENTS);
    /** A first half of zero marks a free slot, so the one token in 2^64 that has it lives here. */
    private final Map<Long, Zero> zeroes = new ConcurrentHashMap<>();

    private record Zero(short state, int since) {}

    private final short dropped;

    /** @param dropped the state of a removed token, which need not be kept when a segment grows */
    TokenTable(short dropped) {
        this.dropped = dropped;
        for (int i = 0; i < SEGMENTS; i++) {
            segments.set(i, new Segment(FIRST_CAPACITY, false));
        }
    }

    private static final class Segment {
        private final long[] hi;
        private final long[] lo;
        /** States up to 255, as almost every register has; null once one is larger. */
        private final byte[] narrow;

        private final short[] wide;
        private final char[] since;
        /** Slots in use; the writer's. */
        private int used;

        private Segment(int capacity, boolean isWide) {
            hi = new long[capacity];
            lo = new long[capacity];
            narrow = isWide ? null : new byte[capacity];
            wide = isWide ? new short[capacity] : null;
            since = new char[capacity];
        }

        private int home(long tokenHi) {
            // The first byte chose the segment; the next 32 bits choose the slot.
            return (int) (((tokenHi >>> 24) & 0xffff_ffffL) * hi.length >>> 32);
        }

        private boolean holds(short state) {
            return wide != null || Short.toUnsignedInt(state) <= NARROW;
        }

        private short state(int slot) {
            return narrow == null
                    ? (short) SHORTS.getAcquire(wide, slot)
                    : (short) ((byte) BYTES.getAcquire(narrow, slot) & NARROW);
        }

        private void state(int slot, short state) {
            if (narrow == null) {
                SHORTS.setRelease(wide, slot, state);
            } else {
                BYTES.setRelease(narrow, slot, (byte) state);
            }
        }

        private int live(short dropped) {
            int live = 0;
            for (int slot = 0; slot < hi.length; slot++) {
                if (hi[slot] != 0 && state(slot) != dropped) {
                    live++;
                }
            }
            return live;
        }

        private boolean isFull() {
            return used + 1 > hi.length * FULL;
        }

        private int slot(long tokenHi, long tokenLo, int home) {
            for (int slot = home; ; slot = slot + 1 == hi.length ? 0 : slot + 1) {
                long found = (long) LONGS.getAcquire(hi, slot);
                if (found == 0) {
                    return ABSENT;
                }
                if (found == tokenHi && lo[slot] == tokenLo) {
                    return slot;
                }
            }
        }

        private short get(long tokenHi, long tokenLo, int home) {
            int slot = slot(tokenHi, tokenLo, home);
            return slot == ABSENT ? UNKNOWN : state(slot);
        }

        private void put(long tokenHi, long tokenLo, short value, int day) {
            for (int slot = home(tokenHi); ; slot = slot + 1 == hi.length ? 0 : slot + 1) {
                if (hi[slot] == tokenHi && lo[slot] == tokenLo) {
                    CHARS.setRelease(since, slot, (char) day);
                    state(slot, value);
                    return;
                }
                if (hi[slot] == 0) {
                    lo[slot] = tokenLo;
                    since[slot] = (char) day;
                    state(slot, value);
                    used++;
                    // Last: whoever sees the first half sees the rest.
                    LONGS.setRelease(hi, slot, tokenHi);
                    return;
                }
            }
        }
    }

    short get(long hi, long lo) {
        if (hi == 0) {
            var zero = zeroes.get(lo);
            return zero == null ? UNKNOWN : zero.state();
        }
        return found(segments.getAcquire((int) (hi >>> 56)), hi, lo);
    }

    /** Since which day the state of before holds: the number of the day since 1970, {@link #ALWAYS}, {@link #ASIDE} or {@link #ABSENT}. */
    int since(long hi, long lo) {
        if (hi == 0) {
            var zero = zeroes.get(lo);
            return zero == null ? ABSENT : zero.since();
        }
        var segment = segments.getAcquire((int) (hi >>> 56));
        int slot = segment.slot(hi, lo, segment.home(hi));
        return slot == ABSENT ? ABSENT : (char) CHARS.getAcquire(segment.since, slot);
    }

    private static short found(Segment segment, long hi, long lo) {
        return segment.get(hi, lo, segment.home(hi));
    }

    /** The states of tokens {@code from <= i < from + n}, into the same places of {@code out}. */
    void get(long[] hi, long[] lo, int from, int n, short[] out) {
        var homes = new Segment[PROBES];
        var slots = new int[PROBES];
        var first = new long[PROBES];
        for (int start = from; start < from + n; start += PROBES) {
            int count = Math.min(PROBES, from + n - start);
            // Where each token begins is read for many before any is followed: the memory answers them side by side.
            for (int i = 0; i < count; i++) {
                long tokenHi = hi[start + i];
                var segment = segments.getAcquire((int) (tokenHi >>> 56));
                homes[i] = segment;
                slots[i] = segment.home(tokenHi);
                first[i] = (long) LONGS.getAcquire(segment.hi, slots[i]);
            }
            for (int i = 0; i < count; i++) {
                long tokenHi = hi[start + i];
                if (tokenHi == 0) {
                    out[start + i] = get(tokenHi, lo[start + i]);
                } else {
                    out[start + i] = first[i] == 0 ? UNKNOWN : homes[i].get(tokenHi, lo[start + i], slots[i]);
                }
            }
        }
    }

    /** The writer's only. */
    void put(long hi, long lo, short state, int since) {
        if (hi == 0) {
            zeroes.put(lo, new Zero(state, since));
            return;
        }
        int number = (int) (hi >>> 56);
        var segment = segments.getPlain(number);
        if (segment.isFull() || !segment.holds(state)) {
            // By what is alive: a segment of removed tokens shrinks.
            segment = copy(
                    segment,
                    (int) (segment.live(dropped) / FULL * GROWTH) + FIRST_CAPACITY,
                    !segment.holds(state) || segment.wide != null);
            segment.put(hi, lo, state, since);
            segments.setRelease(number, segment);
        } else {
            segment.put(hi, lo, state, since);
        }
    }

    /** Makes room for about so many tokens at once, before a load; the writer's only. */
    void reserve(long tokens) {
        int capacity = (int) Math.min(tokens / SEGMENTS * CHANCE / FULL + FIRST_CAPACITY, Integer.MAX_VALUE / 2);
        for (int i = 0; i < SEGMENTS; i++) {
            var segment = segments.getPlain(i);
            if (segment.hi.length < capacity) {
                segments.setRelease(i, copy(segment, capacity, segment.wide != null));
            }
        }
    }

    private Segment copy(Segment from, int capacity, boolean wide) {
        var to = new Segment(capacity, wide);
        for (int slot = 0; slot < from.hi.length; slot++) {
            if (from.hi[slot] != 0 && from.state(slot) != dropped) {
                to.put(from.hi[slot], from.lo[slot], from.state(slot), from.since[slot]);
            }
        }
        return to;
    }

    /** Slots in use, removed tokens among them until their segment grows. */
    long size() {
        long size = zeroes.size();
        for (int i = 0; i < SEGMENTS; i++) {
            size += segments.getAcquire(i).used;
        }
        return size;
    }

    /** Bytes of the arrays that say since when states hold. */
    long sinceBytes() {
        long bytes = 0;
        for (int i = 0; i < SEGMENTS; i++) {
            bytes += (long) segments.getAcquire(i).since.length * Character.BYTES;
        }
        return bytes;
    }

    /** Bytes of the arrays of tokens and states. */
    long bytes() {
        long bytes = 0;
        for (int i = 0; i < SEGMENTS; i++) {
            var segment = segments.getAcquire(i);
            bytes += (long) segment.hi.length * (2 * Long.BYTES + (segment.wide == null ? Byte.BYTES : Short.BYTES));
        }
        return bytes;
    }
}
