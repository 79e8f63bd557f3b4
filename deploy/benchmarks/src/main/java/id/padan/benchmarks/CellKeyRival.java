package id.padan.benchmarks;

import id.padan.casn.table.Cells;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.util.stream.IntStream;

/**
 * The cell key method (Fraser and Wooton 2005, used by the ABS in TableBuilder and recommended for the European census of 2021) in its simple
 * form: every person has a random key, a cell's key is the sum of them, and a table of noise is read by it. The same people give the same noise
 * in every table; zeros stay; totals are perturbed by themselves and do not add up.
 */
final class CellKeyRival {
    /** Largest noise. With it an honest reader knows each count up to 2 x 9, as with groups of a threshold of 10 he knows it up to 10 at least. */
    static final int MOST = 9;

    /** Cumulated probabilities of noise 0, 1 ... 9 by its size: halved at each step. */
    private static final double[] SIZES = IntStream.rangeClosed(0, MOST)
            .mapToDouble(size -> 1 - Math.pow(0.75, size + 1))
            .toArray();

    private final Table table;
    private final Cells[] margins;

    /** @param table finest cells; a person's key is drawn from the cell and its place in it, so that every run has the same */
    CellKeyRival(Table table) {
        this.table = table;
        Cells cells = table.cells();
        long[] keys = new long[cells.size()];
        long[] sums = new long[cells.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = cells.key(i);
            for (long person = 0; person < cells.count(i); person++) sums[i] += mix(keys[i] * 31 + person);
            // Margins are summed as counts are; modulo 2^64 as the method does.
        }
        Table keyed = table.with(new Cells(keys, sums));
        margins = IntStream.range(0, 1 << table.shape().size())
                .parallel()
                .mapToObj(mask -> {
                    Cells counts = table.margin(mask);
                    Cells cellKeys = keyed.margin(mask);
                    return new Cells(
                            IntStream.range(0, counts.size())
                                    .mapToLong(counts::key)
                                    .toArray(),
                            IntStream.range(0, counts.size())
                                    .mapToLong(i -> perturbed(counts.count(i), cellKeys.count(i)))
                                    .toArray());
                })
                .toArray(Cells[]::new);
    }

    private static long perturbed(long count, long cellKey) {
        double drawn = (mix(cellKey) >>> 11) * 0x1p-53 * SIZES[MOST];
        int size = 0;
        while (SIZES[size] < drawn) size++;
        return Math.max(0, count + ((mix(cellKey + 1) & 1) == 0 ? size : -size));
    }

    private static long mix(long of) {
        long x = of + 0x9E3779B97F4A7C15L;
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }

    long cells() {
        long cells = 0;
        for (Cells margin : margins) cells += margin.size();
        return cells;
    }

    /** Sum over all cells of the difference to the count. */
    long absoluteError() {
        return IntStream.range(0, margins.length)
                .parallel()
                .mapToLong(mask -> {
                    Cells counts = table.margin(mask);
                    return IntStream.range(0, counts.size())
                            .mapToLong(i -> Math.abs(counts.count(i) - margins[mask].count(i)))
                            .sum();
                })
                .sum();
    }

    /**
     * Cells that an attacker binds more narrowly than the level and near nobody, who knows the largest noise and that parts add up to their whole, and subtracts
     * once along every dimension: fewer than a whole linear program would find.
     */
    long narrow(int level) {
        return IntStream.range(0, margins.length)
                .parallel()
                .mapToLong(mask -> narrow(mask, level))
                .sum();
    }

    private long narrow(int mask, int level) {
        Shape shape = table.shape();
        Cells cells = margins[mask];
        long[] low = new long[cells.size()];
        long[] high = new long[cells.size()];
        for (int i = 0; i < low.length; i++) {
            low[i] = Math.max(1, cells.count(i) - MOST);
            high[i] = cells.count(i) + MOST;
        }
        for (int d = 0; d < shape.size(); d++) {
            if ((mask >> d & 1) == 0) continue;
            Cells wholes = margins[mask & ~(1 << d)];
            long[] lows = new long[wholes.size()];
            long[] highs = new long[wholes.size()];
            int[] whole = new int[low.length];
            for (int i = 0; i < low.length; i++) {
                whole[i] = wholes.from(shape.with(cells.key(i), d, 0));
                lows[whole[i]] += Math.max(1, cells.count(i) - MOST);
                highs[whole[i]] += cells.count(i) + MOST;
            }
            for (int i = 0; i < low.length; i++) {
                long count = wholes.count(whole[i]);
                low[i] = Math.max(low[i], count - MOST - (highs[whole[i]] - cells.count(i) - MOST));
                high[i] = Math.min(high[i], count + MOST - (lows[whole[i]] - Math.max(1, cells.count(i) - MOST)));
            }
        }
        return IntStream.range(0, low.length)
                .filter(i -> high[i] - low[i] < level && low[i] < level)
                .count();
    }
}
