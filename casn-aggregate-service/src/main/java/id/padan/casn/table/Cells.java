package id.padan.casn.table;

import java.util.Arrays;
import java.util.OptionalLong;

/** Cells in the order of their keys, each key once: two arrays, so that a million cells are 16 MB. The arrays are the caller's promise not to write. */
public final class Cells {
    private final long[] keys;
    private final long[] counts;

    /** @throws IllegalArgumentException if the keys are not in ascending order, or repeat */
    public Cells(long[] keys, long[] counts) {
        if (keys.length != counts.length) throw new IllegalArgumentException("keys and counts differ in number");
        for (int i = 1; i < keys.length; i++)
            if (keys[i - 1] >= keys[i]) throw new IllegalArgumentException("keys are not in ascending order");
        this.keys = keys;
        this.counts = counts;
    }

    /** Cells given in any order; counts of one key are summed. */
    public static Cells sorted(long[] keys, long[] counts) {
        long[] order = Arrays.stream(keys).sorted().distinct().toArray();
        long[] sums = new long[order.length];
        for (int i = 0; i < keys.length; i++) sums[Arrays.binarySearch(order, keys[i])] += counts[i];
        return new Cells(order, sums);
    }

    public int size() {
        return keys.length;
    }

    public long key(int i) {
        return keys[i];
    }

    public long count(int i) {
        return counts[i];
    }

    public OptionalLong find(long key) {
        int i = Arrays.binarySearch(keys, key);
        return i < 0 ? OptionalLong.empty() : OptionalLong.of(counts[i]);
    }

    /** The place of the first cell whose key is not below this one. */
    public int from(long key) {
        int i = Arrays.binarySearch(keys, key);
        return i < 0 ? -i - 1 : i;
    }
}
