package id.padan.casn.table;

import java.util.Arrays;

/** Long to long by open addressing: a boxed map of ten million cells does not fit. Keys are not negative; what is absent is 0. */
final class LongMap {
    private long[] keys = new long[16];
    private long[] values = new long[16];
    private int size;

    LongMap() {
        Arrays.fill(keys, -1);
    }

    private int slot(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        int mask = keys.length - 1;
        int i = (int) (hash >>> 32) & mask;
        while (keys[i] != key && keys[i] >= 0) i = (i + 1) & mask;
        return i;
    }

    long get(long key) {
        int i = slot(key);
        return keys[i] == key ? values[i] : 0;
    }

    void add(long key, long value) {
        int i = claim(key);
        values[i] += value;
    }

    void or(long key, long bits) {
        int i = claim(key);
        values[i] |= bits;
    }

    private int claim(long key) {
        int i = slot(key);
        if (keys[i] == key) return i;
        if (size * 2 >= keys.length) {
            grow();
            i = slot(key);
        }
        keys[i] = key;
        size++;
        return i;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[keys.length];
        Arrays.fill(keys, -1);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] < 0) continue;
            int slot = slot(oldKeys[i]);
            keys[slot] = oldKeys[i];
            values[slot] = oldValues[i];
        }
    }

    long[] sortedKeys() {
        return Arrays.stream(keys).filter(key -> key >= 0).sorted().toArray();
    }

    Cells cells() {
        long[] sorted = sortedKeys();
        return new Cells(sorted, Arrays.stream(sorted).map(this::get).toArray());
    }
}
