package id.padan.casn.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A table of counts of people. Before protection its cells are the finest ones (no total in any dimension) that have anybody; once published they are
 * the cells shown, totals among them, and a cell that is not there is zero or hidden: outsiders are not told which by this table alone.
 *
 * @param id stays the same from release to release: the same id and period is the same table, corrected
 * @param universe who is counted, for example {@code registrants}: tables of one universe and period are linked
 * @param period what the figures are of, for example {@code 2024}; figures of different periods are different people
 */
public record Table(String id, String universe, String period, Shape shape, Cells cells) {
    public Table with(Cells other) {
        return new Table(id, universe, period, shape, other);
    }

    /** Whether both are of the same people, so that what is known of one tells of the other. */
    public boolean linked(Table other) {
        return universe.equals(other.universe) && period.equals(other.period);
    }

    /** Whether this is the other one in a later form. */
    public boolean succeeds(Table other) {
        return linked(other) && id.equals(other.id);
    }

    /**
     * The published cells that another shape has as well, with its keys: those with totals in every dimension that it lacks. Cells of a code that
     * it lacks are left out.
     */
    public Cells onto(Shape other) {
        if (other.equals(shape)) return cells;
        int n = shape.size();
        int[] place = new int[n];
        int[][] codes = new int[n][];
        Arrays.fill(place, -1);
        for (int d = 0; d < n; d++) {
            Dimension dimension = shape.dimensions().get(d);
            codes[d] = new int[shape.radix(d)];
            for (int o = 0; o < other.size(); o++) {
                Dimension theirs = other.dimensions().get(o);
                if (!theirs.name().equals(dimension.name())) continue;
                place[d] = o;
                Map<String, Integer> index = new HashMap<>();
                for (String code : theirs.codes()) index.put(code, index.size() + 1);
                for (int c = 1; c < codes[d].length; c++)
                    codes[d][c] = index.getOrDefault(dimension.codes().get(c - 1), -1);
            }
        }
        long[] keys = new long[cells.size()];
        long[] counts = new long[cells.size()];
        int kept = 0;
        next:
        for (int i = 0; i < cells.size(); i++) {
            int[] theirs = new int[other.size()];
            for (int d = 0; d < n; d++) {
                int code = shape.code(cells.key(i), d);
                if (code == 0) continue;
                if (place[d] < 0 || codes[d][code] < 0) continue next;
                theirs[place[d]] = codes[d][code];
            }
            keys[kept] = other.key(theirs);
            counts[kept++] = cells.count(i);
        }
        return Cells.sorted(Arrays.copyOf(keys, kept), Arrays.copyOf(counts, kept));
    }

    /** Every cell that fixes the dimensions of a mask (bit d for dimension d) and has anybody, summed from the finest cells. */
    public Cells margin(int mask) {
        LongMap sums = new LongMap();
        for (int i = 0; i < cells.size(); i++) {
            long key = 0;
            for (int d = 0; d < shape.size(); d++)
                if ((mask >> d & 1) != 0) key += shape.code(cells.key(i), d) * shape.weight(d);
            sums.add(key, cells.count(i));
        }
        return sums.cells();
    }
}
