package id.padan.casn;

import id.padan.casn.table.Cells;
import id.padan.casn.table.Dimension;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Small tables for tests. */
public final class Tables {
    private Tables() {}

    public static Dimension dimension(String name, Dimension.Kind kind, int codes) {
        return new Dimension(
                name, IntStream.rangeClosed(1, codes).mapToObj(c -> name + c).toList(), kind);
    }

    /** Dimensions a, b, c ... of the registrant. */
    public static Shape shape(int... codes) {
        List<Dimension> dimensions = new ArrayList<>();
        for (int d = 0; d < codes.length; d++)
            dimensions.add(dimension("" + (char) ('a' + d), Dimension.Kind.PERSON, codes[d]));
        return new Shape(dimensions);
    }

    /** Finest cells in the order of their keys; those with 0 are left out. */
    public static Table table(String id, Shape shape, long... counts) {
        long[] keys = finest(shape);
        int[] some = IntStream.range(0, keys.length).filter(i -> counts[i] > 0).toArray();
        return new Table(
                id,
                "registrants",
                "2024",
                shape,
                new Cells(
                        IntStream.of(some).mapToLong(i -> keys[i]).toArray(),
                        IntStream.of(some).mapToLong(i -> counts[i]).toArray()));
    }

    public static long[] finest(Shape shape) {
        return cells(shape).filter(key -> shape.fixed(key) == shape.size()).toArray();
    }

    /** Every possible cell. */
    public static LongStream cells(Shape shape) {
        long all = 1;
        for (int d = 0; d < shape.size(); d++) all *= shape.radix(d);
        return LongStream.range(0, all);
    }

    public static boolean contains(Shape shape, long wide, long narrow) {
        for (int d = 0; d < shape.size(); d++)
            if (shape.code(wide, d) != 0 && shape.code(wide, d) != shape.code(narrow, d)) return false;
        return true;
    }

    /** The true count of any cell. */
    public static LongUnaryOperator truth(Table table) {
        return cell -> IntStream.range(0, table.cells().size())
                .filter(i -> contains(table.shape(), cell, table.cells().key(i)))
                .mapToLong(table.cells()::count)
                .sum();
    }
}
