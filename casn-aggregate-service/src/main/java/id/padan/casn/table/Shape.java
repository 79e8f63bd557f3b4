package id.padan.casn.table;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dimensions of a table, in the order of the statistician: <b>what may be given up last stands first</b>, and dimensions that tables of one
 * universe share stand first in all of them and in one order. A cell's key packs one code index per dimension, 0 for the total and 1 to n for the codes; keys sort
 * by the first dimension, then the second, and so on.
 */
public final class Shape {
    private final List<Dimension> dimensions;
    private final long[] weight;
    private final int[] radix;
    private final List<Map<String, Integer>> index;

    /** @throws IllegalArgumentException if the table has more than 2^62 possible cells */
    public Shape(List<Dimension> dimensions) {
        this.dimensions = List.copyOf(dimensions);
        int n = dimensions.size();
        weight = new long[n];
        radix = new int[n];
        long product = 1;
        for (int d = n - 1; d >= 0; d--) {
            weight[d] = product;
            radix[d] = dimensions.get(d).codes().size() + 1;
            product = Math.multiplyExact(product, radix[d]);
        }
        if (product > 1L << 62) throw new IllegalArgumentException("too many possible cells");
        index = dimensions.stream().map(Shape::index).toList();
    }

    private static Map<String, Integer> index(Dimension dimension) {
        Map<String, Integer> places = new HashMap<>();
        places.put(Dimension.TOTAL, 0);
        for (String code : dimension.codes()) places.put(code, places.size());
        return Map.copyOf(places);
    }

    public List<Dimension> dimensions() {
        return dimensions;
    }

    public int size() {
        return weight.length;
    }

    /** Number of codes of a dimension with its total. */
    public int radix(int dimension) {
        return radix[dimension];
    }

    public long key(int... codes) {
        long key = 0;
        for (int d = 0; d < codes.length; d++) key += codes[d] * weight[d];
        return key;
    }

    /**
     * The key of a cell given by codes; a dimension that is not named is the total.
     *
     * @throws IllegalArgumentException for a dimension or code that the table does not have
     */
    public long key(Map<String, String> cell) {
        long key = 0;
        int named = 0;
        for (int d = 0; d < weight.length; d++) {
            String code = cell.get(dimensions.get(d).name());
            if (code == null) continue;
            Integer place = index.get(d).get(code);
            if (place == null)
                throw new IllegalArgumentException(
                        "no code " + code + " in " + dimensions.get(d).name());
            key += place * weight[d];
            named++;
        }
        if (named < cell.size())
            throw new IllegalArgumentException("a dimension this table does not have: " + cell.keySet());
        return key;
    }

    /** The code index (0 is the total) of a key in a dimension. */
    public int code(long key, int dimension) {
        return (int) (key / weight[dimension] % radix[dimension]);
    }

    /** The key with another code in one dimension. */
    public long with(long key, int dimension, int code) {
        return key + (code - code(key, dimension)) * weight[dimension];
    }

    /** The codes of a cell by dimension, totals left out. */
    public Map<String, String> cell(long key) {
        Map<String, String> cell = new LinkedHashMap<>();
        for (int d = 0; d < weight.length; d++) {
            int code = code(key, d);
            if (code > 0)
                cell.put(dimensions.get(d).name(), dimensions.get(d).codes().get(code - 1));
        }
        return cell;
    }

    /** How many dimensions a cell fixes. */
    public int fixed(long key) {
        int fixed = 0;
        for (int d = 0; d < weight.length; d++) if (code(key, d) > 0) fixed++;
        return fixed;
    }

    long weight(int dimension) {
        return weight[dimension];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && shape.dimensions.equals(dimensions);
    }

    @Override
    public int hashCode() {
        return dimensions.hashCode();
    }
}
