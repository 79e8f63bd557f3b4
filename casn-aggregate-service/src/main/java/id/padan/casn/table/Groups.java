package id.padan.casn.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * People told only together. A group fixes the codes of the first {@code depth} dimensions, takes some codes of the next one, and everything of the rest; a finest
 * cell is a group that fixes all. The groups of a table exclude each other and are all that it tells: every published cell is a sum of whole
 * groups, so any difference of published cells is one too.
 */
public final class Groups {
    private final Shape shape;
    private int size;
    private long[] prefix = new long[64];
    private int[] depth = new int[64];
    private long[] value = new long[64];
    private long[][] members = new long[64][];
    private LongMap byPrefix;

    public Groups(Shape shape) {
        this.shape = shape;
    }

    /**
     * What a published table tells, from its cells alone: below every shown cell that fixes the first dimensions, the codes that are not shown
     * are a group of what the shown ones leave. A negative rest is a contradiction and stays as it is. Cells not below a shown one, and those that skip a
     * dimension, are not read: {@link #margins} tells which of them follow.
     */
    public static Groups of(Table published) {
        Groups groups = new Groups(published.shape());
        Cells cells = published.cells();
        if (cells.size() > 0 && cells.key(0) == 0) groups.read(cells, new int[] {1}, 0, 0, cells.count(0));
        return groups;
    }

    private void read(Cells cells, int[] next, long node, int at, long count) {
        if (at == shape.size()) {
            add(node, at, null, count);
            return;
        }
        long[] hidden = all(at);
        long rest = count;
        long weight = shape.weight(at);
        long end = node + shape.radix(at) * weight;
        while (next[0] < cells.size() && cells.key(next[0]) < end) {
            long key = cells.key(next[0]);
            long child = node + (key - node) / weight * weight;
            long shown = cells.count(next[0]++);
            // Cells that skip this dimension, or stand below a child that is not shown.
            if (child == node || key != child) continue;
            int code = (int) ((child - node) / weight);
            hidden[code >> 6] &= ~(1L << code);
            rest -= shown;
            read(cells, next, child, at + 1, shown);
        }
        if (rest != 0) add(node, at, hidden, rest);
    }

    /** The set of all codes of a dimension, a bit per code index; bit 0, the total, is not in it. */
    public long[] all(int dimension) {
        long[] codes = new long[(shape.radix(dimension) + 63) >> 6];
        for (int code = 1; code < shape.radix(dimension); code++) codes[code >> 6] |= 1L << code;
        return codes;
    }

    /** @param codes of dimension {@code at}, null if all dimensions are fixed */
    public void add(long node, int at, long[] codes, long count) {
        if (size == prefix.length) {
            prefix = Arrays.copyOf(prefix, size * 2);
            depth = Arrays.copyOf(depth, size * 2);
            value = Arrays.copyOf(value, size * 2);
            members = Arrays.copyOf(members, size * 2);
        }
        prefix[size] = node;
        depth[size] = at;
        members[size] = codes;
        value[size++] = count;
    }

    public Shape shape() {
        return shape;
    }

    public int size() {
        return size;
    }

    /** The key of the cell that the group is within: its first {@link #depth} codes, then totals. */
    public long prefix(int group) {
        return prefix[group];
    }

    /** How many dimensions are fixed; the codes are of the dimension with this index. */
    public int depth(int group) {
        return depth[group];
    }

    public long value(int group) {
        return value[group];
    }

    public void value(int group, long count) {
        value[group] = count;
    }

    /** A finest cell, shown as it is. */
    public boolean single(int group) {
        return depth[group] == shape.size();
    }

    /** The group within a cell, or that is a finest cell; −1 if there is none. */
    public int find(long cell) {
        if (byPrefix == null) {
            byPrefix = new LongMap();
            for (int g = 0; g < size; g++) byPrefix.add(prefix[g], g + 1);
        }
        return (int) byPrefix.get(cell) - 1;
    }

    /** The codes, a bit each; null for a finest cell. */
    public long[] members(int group) {
        return members[group];
    }

    public boolean has(int group, int code) {
        return (members[group][code >> 6] >>> code & 1) != 0;
    }

    /** The group as codes by dimension; those of its own dimension joined by {@code +}. */
    public Map<String, String> cell(int group) {
        Map<String, String> cell = shape.cell(prefix[group]);
        if (single(group)) return cell;
        Dimension dimension = shape.dimensions().get(depth[group]);
        cell.put(
                dimension.name(),
                IntStream.rangeClosed(1, dimension.codes().size())
                        .filter(code -> has(group, code))
                        .mapToObj(code -> dimension.codes().get(code - 1))
                        .collect(Collectors.joining("+")));
        return cell;
    }

    /** Whether some of the group, and not certainly all of it, is in a cell. */
    public boolean cut(int group, long cell) {
        int at = depth[group];
        boolean within = true;
        for (int d = 0; d < shape.size(); d++) {
            int code = shape.code(cell, d);
            if (code == 0) continue;
            if (d < at ? code != shape.code(prefix[group], d) : d == at && !has(group, code)) return false;
            within &= d < at;
        }
        return !within;
    }

    /** Every cell with anybody that is a sum of whole groups. */
    public Cells margins() {
        int n = shape.size();
        int[] codes = new int[size * n];
        for (int g = 0; g < size; g++) for (int d = 0; d < n; d++) codes[g * n + d] = shape.code(prefix[g], d);
        List<long[][]> parts = IntStream.range(0, 1 << n)
                .parallel()
                .mapToObj(mask -> margin(mask, codes))
                .toList();
        int total = parts.stream().mapToInt(part -> part[0].length).sum();
        // Sorted with their counts: the keys of the parts are sorted each, and a key is in one part only.
        long[] keys = new long[total];
        int filled = 0;
        for (long[][] part : parts) {
            System.arraycopy(part[0], 0, keys, filled, part[0].length);
            filled += part[0].length;
        }
        Arrays.parallelSort(keys);
        long[] counts = new long[total];
        for (long[][] part : parts) {
            int i = 0;
            for (int p = 0; p < part[0].length; p++) {
                i = Arrays.binarySearch(keys, i, total, part[0][p]);
                counts[i] = part[1][p];
            }
        }
        return new Cells(keys, counts);
    }

    /** The cells that fix the dimensions of a mask (bit d for dimension d): sums of the groups within, less the cells that cut a group. */
    private long[][] margin(int mask, int[] codes) {
        int n = shape.size();
        LongMap sums = new LongMap();
        LongMap[] cuts = new LongMap[n];
        for (int g = 0; g < size; g++) {
            int at = depth[g];
            long key = 0;
            for (int d = 0; d < at; d++) if ((mask >> d & 1) != 0) key += codes[g * n + d] * shape.weight(d);
            if (mask >> at == 0) {
                sums.add(key, value[g]);
                continue;
            }
            if (cuts[at] == null) cuts[at] = new LongMap();
            if ((mask >> at & 1) == 0) cuts[at].or(key, 1);
            else
                for (int w = 0; w < members[g].length; w++)
                    if (members[g][w] != 0) cuts[at].or(key + w * 64L * shape.weight(at), members[g][w]);
        }
        long[] keys = Arrays.stream(sums.sortedKeys())
                .filter(key -> sums.get(key) != 0 && !cut(key, mask, cuts))
                .toArray();
        return new long[][] {keys, Arrays.stream(keys).map(sums::get).toArray()};
    }

    private boolean cut(long key, int mask, LongMap[] cuts) {
        long head = 0;
        for (int d = 0; d < cuts.length; d++) {
            int code = (mask >> d & 1) == 0 ? 0 : shape.code(key, d);
            if (cuts[d] != null && (cuts[d].get(head + (code & ~63) * shape.weight(d)) >>> code & 1) != 0) return true;
            head += code * shape.weight(d);
        }
        return false;
    }

    /** Groups that are cut by a cell, smallest first. */
    public List<Integer> cutBy(long cell) {
        List<Integer> found = new ArrayList<>();
        for (int g = 0; g < size; g++) if (depth[g] < shape.size() && cut(g, cell)) found.add(g);
        found.sort((a, b) -> Long.compare(value[a], value[b]));
        return found;
    }
}
