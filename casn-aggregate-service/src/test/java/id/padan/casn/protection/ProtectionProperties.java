package id.padan.casn.protection;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.casn.Tables;
import id.padan.casn.attack.Attack;
import id.padan.casn.attack.Verdict;
import id.padan.casn.table.Dimension;
import id.padan.casn.table.Groups;
import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Release;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What protection promises, on random small tables. */
class ProtectionProperties {
    private static final int THRESHOLD = 10;
    private final Protection protection = new Protection(THRESHOLD);
    private final Attack attack = new Attack(THRESHOLD);

    /** Three or four dimensions, mostly few people, sometimes many, often nobody. */
    private static Table random(String id, Random random) {
        int n = 2 + random.nextInt(3);
        int[] codes = random.ints(n, 2, 5).toArray();
        List<Dimension> dimensions = new ArrayList<>();
        for (int d = 0; d < n; d++)
            dimensions.add(Tables.dimension(
                    "" + (char) ('a' + d),
                    d == 0
                            ? Dimension.Kind.FORMATION
                            : d == n - 1 && random.nextBoolean() ? Dimension.Kind.SENSITIVE : Dimension.Kind.PERSON,
                    codes[d]));
        Shape shape = new Shape(dimensions);
        return Tables.table(id, shape, counts(shape, random));
    }

    private static long[] counts(Shape shape, Random random) {
        int scale = 1 << random.nextInt(7);
        return random.longs(Tables.finest(shape).length, 0, 1 + scale)
                .map(count -> random.nextInt(3) == 0 ? 0 : random.nextInt(9) == 0 ? count * 20 : count)
                .toArray();
    }

    private static List<Release> released(Table... tables) {
        List<Release> releases = new ArrayList<>();
        for (Table table : tables)
            releases.add(new Release(
                    "r" + releases.size(), LocalDate.of(2024, 9, 1).plusDays(releases.size()), List.of(table)));
        return releases;
    }

    @Property(tries = 300)
    void shownCellsAndTheirDifferencesAreNobodyOrEnough(@ForAll long seed) {
        Table table = random("t", new Random(seed));
        ProtectedTable shown = protection.protect(table, List.of(), Knowledge.NONE);
        LongUnaryOperator truth = Tables.truth(table);
        Table out = shown.table();
        for (int i = 0; i < out.cells().size(); i++) {
            long cell = out.cells().key(i);
            assertThat(out.cells().count(i)).isEqualTo(truth.applyAsLong(cell)).isGreaterThanOrEqualTo(THRESHOLD);
            for (int j = 0; j < out.cells().size(); j++) {
                if (!Tables.contains(table.shape(), out.cells().key(j), cell)) continue;
                long difference = out.cells().count(j) - out.cells().count(i);
                assertThat(difference == 0 || difference >= THRESHOLD).isTrue();
            }
        }
    }

    @Property(tries = 150)
    void everyHiddenCellIsBoundWidelyAroundTheTruth(@ForAll long seed) {
        Table table = random("t", new Random(seed));
        ProtectedTable shown = protection.protect(table, List.of(), Knowledge.NONE);
        LongUnaryOperator truth = Tables.truth(table);
        Tables.cells(table.shape()).forEach(cell -> {
            Explanation why = shown.explain(cell);
            Verdict.Bounds bounds =
                    attack.bounds(shown.table(), cell, List.of(shown.table()), List.of(), Knowledge.NONE);
            assertThat(bounds.contains(truth.applyAsLong(cell))).isTrue();
            if (why.status().shown())
                assertThat(bounds.low()).isEqualTo(bounds.high()).isEqualTo(why.published());
            else assertThat(bounds.width()).isGreaterThanOrEqualTo(THRESHOLD);
            if (why.status() == Explanation.Status.PRIMARY)
                assertThat(truth.applyAsLong(cell)).isLessThan(THRESHOLD);
        });
    }

    @Property(tries = 300)
    void passesTheAttackWhateverElseIsKnown(
            @ForAll long seed, @ForAll @IntRange(max = 4) int figures, @ForAll boolean portal) {
        Random random = new Random(seed);
        Table table = random("t", random);
        Knowledge known = known(table, random, figures, portal);
        ProtectedTable shown = protection.protect(table, List.of(), known);
        Verdict verdict = attack.on(List.of(shown.table()), List.of(), known);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.passed()).isTrue();
    }

    private static Knowledge known(Table table, Random random, int figures, boolean portal) {
        LongUnaryOperator truth = Tables.truth(table);
        long[] cells = Tables.cells(table.shape()).toArray();
        List<Knowledge.Control> controls = new ArrayList<>();
        for (int i = 0; i < figures; i++) {
            long cell = cells[random.nextInt(cells.length)];
            // One in four does not close.
            long off = random.nextInt(4) == 0 ? random.nextInt(60) - 20 : 0;
            controls.add(new Knowledge.Control(
                    "berita",
                    "registrants",
                    "2024",
                    table.shape().cell(cell),
                    Math.max(0, truth.applyAsLong(cell) + off)));
        }
        if (!portal) return new Knowledge(controls, List.of());
        Shape shape = new Shape(List.of(table.shape().dimensions().getFirst()));
        long[] counts = new long[shape.radix(0) - 1];
        for (int c = 1; c < shape.radix(0); c++)
            counts[c - 1] = truth.applyAsLong(table.shape().with(0, 0, c));
        return new Knowledge(controls, List.of(Tables.table("portal", shape, counts)));
    }

    @Property(tries = 200)
    void correctionsNeverShowADifferenceOfTooFew(@ForAll long seed) {
        Random random = new Random(seed);
        Table table = random("t", random);
        List<Release> past = new ArrayList<>();
        Table previous = null;
        for (int release = 0; release < 4; release++) {
            ProtectedTable shown = protection.protect(table, past, Knowledge.NONE);
            Verdict verdict = attack.on(List.of(shown.table()), past, Knowledge.NONE);
            assertThat(verdict.findings()).isEmpty();
            if (previous != null) differences(previous, shown.table());
            past.add(new Release("r" + release, LocalDate.of(2024, 9, 1 + release), List.of(shown.table())));
            previous = shown.table();
            table = corrected(table, random);
        }
    }

    private static void differences(Table before, Table after) {
        Map<String, Long> groups = new HashMap<>();
        Groups old = Groups.of(before);
        for (int g = 0; g < old.size(); g++) groups.put(old.cell(g).toString(), old.value(g));
        Groups now = Groups.of(after);
        for (int g = 0; g < now.size(); g++) {
            Long was = groups.get(now.cell(g).toString());
            long change = was == null ? 0 : Math.abs(now.value(g) - was);
            assertThat(change == 0 || change >= THRESHOLD).isTrue();
        }
    }

    private static Table corrected(Table table, Random random) {
        long[] keys = Tables.finest(table.shape());
        long[] counts = new long[keys.length];
        for (int i = 0; i < keys.length; i++)
            counts[i] = table.cells().find(keys[i]).orElse(0);
        for (int times = random.nextInt(6); times > 0; times--) {
            int from = random.nextInt(keys.length);
            int to = random.nextInt(keys.length);
            long people = Math.min(counts[from], random.nextInt(10) == 0 ? 40 : 1 + random.nextInt(3));
            counts[from] -= people;
            counts[to] += random.nextInt(4) == 0 ? 0 : people;
        }
        return Tables.table(table.id(), table.shape(), counts);
    }

    @Property(tries = 200)
    void tablesWithTheSameFirstDimensionsAgree(@ForAll long seed, @ForAll boolean later) {
        Random random = new Random(seed);
        Shape whole = Tables.shape(3, 3, 2, 3);
        Table base = Tables.table("whole", whole, counts(whole, random));
        Table first = project(base, "first", 0, 1, 2);
        Table second = project(later ? corrected(base, random) : base, "second", 0, 1, 3);
        Table one = protection.protect(first, List.of(), Knowledge.NONE).table();
        List<Release> past = released(one);
        Table two = protection.protect(second, past, Knowledge.NONE).table();
        assertThat(attack.on(List.of(two), past, Knowledge.NONE).findings()).isEmpty();
        if (!later)
            assertThat(attack.on(List.of(one, two), List.of(), Knowledge.NONE).findings())
                    .isEmpty();
    }

    /** A seed found by chance: a margin over the first dimension differs by one, and each of its parts by many or by nobody. */
    @Example
    void aNetOfLargerMovesIsNoDifferenceOfTooFew() {
        tablesWithTheSameFirstDimensionsAgree(-391, true);
    }

    private static Table project(Table table, String id, int... dimensions) {
        int mask = 0;
        List<Dimension> kept = new ArrayList<>();
        for (int d : dimensions) {
            mask |= 1 << d;
            kept.add(table.shape().dimensions().get(d));
        }
        Shape shape = new Shape(kept);
        return new Table(
                id,
                table.universe(),
                table.period(),
                shape,
                table.with(table.margin(mask)).onto(shape));
    }

    @Property(tries = 50)
    void isTheSameEveryTime(@ForAll long seed) {
        Table table = random("t", new Random(seed));
        Knowledge known = known(table, new Random(seed), 2, true);
        Table one = protection.protect(table, List.of(), known).table();
        Table two = protection
                .protect(random("t", new Random(seed)), List.of(), known)
                .table();
        assertThat(two.cells().size()).isEqualTo(one.cells().size());
        for (int i = 0; i < one.cells().size(); i++) {
            assertThat(two.cells().key(i)).isEqualTo(one.cells().key(i));
            assertThat(two.cells().count(i)).isEqualTo(one.cells().count(i));
        }
    }
}
