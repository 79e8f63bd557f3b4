package id.padan.casn.attack;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.casn.Tables;
import id.padan.casn.table.Cells;
import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The attacker against counting out every table that agrees with what is published. */
class AttackProperties {
    private final Attack attack = new Attack(3);

    /** Any cells published, the total always: not what a protection would choose. */
    private static Table published(Table table, Random random) {
        LongUnaryOperator truth = Tables.truth(table);
        long[] keys = Tables.cells(table.shape())
                .filter(cell -> cell == 0 || random.nextInt(3) == 0)
                .toArray();
        long[] some =
                Arrays.stream(keys).filter(cell -> truth.applyAsLong(cell) > 0).toArray();
        return table.with(new Cells(some, Arrays.stream(some).map(truth).toArray()));
    }

    @Property(tries = 150)
    void bindsTwoDimensionsAsCountingOutDoes(@ForAll long seed) {
        Random random = new Random(seed);
        Shape shape = random.nextBoolean() ? Tables.shape(2, 3) : Tables.shape(3, 2);
        Table table = Tables.table("t", shape, random.longs(6, 0, 4).toArray());
        if (table.cells().size() == 0) return;
        Table shown = published(table, random);
        Enumeration all = new Enumeration(shape, shown);
        Tables.cells(shape).forEach(cell -> {
            Verdict.Bounds bounds = attack.bounds(shown, cell, List.of(shown), List.of(), Knowledge.NONE);
            assertThat(bounds).isEqualTo(all.bounds(cell));
        });
    }

    @Property(tries = 60)
    void neverExcludesTheTruthInThreeDimensions(@ForAll long seed) {
        Random random = new Random(seed);
        Shape shape = Tables.shape(2, 2, 2);
        Table table = Tables.table("t", shape, random.longs(8, 0, 3).toArray());
        if (table.cells().size() == 0) return;
        Table shown = published(table, random);
        Enumeration all = new Enumeration(shape, shown);
        LongUnaryOperator truth = Tables.truth(table);
        Tables.cells(shape).forEach(cell -> {
            Verdict.Bounds bounds = attack.bounds(shown, cell, List.of(shown), List.of(), Knowledge.NONE);
            assertThat(bounds.contains(truth.applyAsLong(cell))).isTrue();
            assertThat(bounds.low()).isLessThanOrEqualTo(all.bounds(cell).low());
            assertThat(bounds.high()).isGreaterThanOrEqualTo(all.bounds(cell).high());
        });
    }

    @Property(tries = 150)
    void refusesWheneverSomeCellIsNarrow(@ForAll long seed) {
        Random random = new Random(seed);
        Shape shape = Tables.shape(2, 3);
        Table table = Tables.table("t", shape, random.longs(6, 0, 5).toArray());
        if (table.cells().size() == 0) return;
        Table shown = published(table, random);
        Enumeration all = new Enumeration(shape, shown);
        boolean narrow = Tables.cells(shape)
                .filter(cell -> shown.cells().find(cell).isEmpty())
                .mapToObj(all::bounds)
                .anyMatch(bounds -> bounds.width() < 3 && bounds.low() < 3 && bounds.high() > 0);
        boolean small = Tables.cells(shape).anyMatch(cell -> {
            long count = shown.cells().find(cell).orElse(0);
            return count > 0 && count < 3;
        });
        if (narrow || small)
            assertThat(attack.on(List.of(shown), List.of(), Knowledge.NONE).passed())
                    .isFalse();
    }

    /** Every table of not negative counts that agrees with the published cells. */
    private static final class Enumeration {
        private final Shape shape;
        private final long[] finest;
        private final long[] low;
        private final long[] high;

        Enumeration(Shape shape, Table shown) {
            this.shape = shape;
            finest = Tables.finest(shape);
            int cells = (int) Tables.cells(shape).count();
            low = new long[cells];
            high = new long[cells];
            Arrays.fill(low, Long.MAX_VALUE);
            Arrays.fill(high, -1);
            long[] left = new long[cells];
            Arrays.fill(left, -1);
            for (int i = 0; i < shown.cells().size(); i++)
                left[(int) shown.cells().key(i)] = shown.cells().count(i);
            fill(0, left, new long[cells]);
        }

        private void fill(int at, long[] left, long[] sums) {
            if (at == finest.length) {
                for (long rest : left) if (rest > 0) return;
                for (int cell = 0; cell < sums.length; cell++) {
                    low[cell] = Math.min(low[cell], sums[cell]);
                    high[cell] = Math.max(high[cell], sums[cell]);
                }
                return;
            }
            long most = Long.MAX_VALUE;
            for (int cell = 0; cell < left.length; cell++)
                if (left[cell] >= 0 && Tables.contains(shape, cell, finest[at])) most = Math.min(most, left[cell]);
            for (long count = 0; count <= most; count++) {
                move(finest[at], count, left, sums);
                fill(at + 1, left, sums);
                move(finest[at], -count, left, sums);
            }
        }

        private void move(long finest, long count, long[] left, long[] sums) {
            for (int cell = 0; cell < left.length; cell++) {
                if (!Tables.contains(shape, cell, finest)) continue;
                sums[cell] += count;
                if (left[cell] >= 0) left[cell] -= count;
            }
        }

        Verdict.Bounds bounds(long cell) {
            return new Verdict.Bounds(low[(int) cell], high[(int) cell]);
        }
    }
}
