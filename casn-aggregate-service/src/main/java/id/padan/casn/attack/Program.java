package id.padan.casn.attack;

import id.padan.casn.attack.Equations.Row;
import id.padan.casn.attack.Region.Source;
import id.padan.casn.attack.Verdict.Bounds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * Bounds of the pieces of one system of equations. First what each equation says by itself, again and again; where equations and pieces form no
 * circle that is exact. Else by linear programs. A piece that was seen at two values far enough apart needs no more; in systems too large to solve as a whole
 * such values are looked for nearby, with everything else fixed, which can only make them lie closer: what passes is proved, what does not is refused.
 */
final class Program {
    /** Systems up to here are solved as a whole. */
    private static final int WHOLE = 300;

    private static final int NEARBY = 80;
    /** In one large system. */
    private static final int MOST_TRIED = 50;

    private static final int SWEEPS = 3000;
    private static final double EXACT = 1e-6;

    final long[] low;
    final long[] high;
    /** Whether a piece is proved to be bound widely enough; its bounds may then be outer ones. */
    final boolean[] wide;

    boolean contradiction;
    int solved;
    long variables;
    long constraints;

    private final Equations equations;
    private final int level;
    private final double[] seenLow;
    private final double[] seenHigh;
    private List<Row> rows = List.of();

    Program(Equations equations, int level) {
        this.equations = equations;
        this.level = level;
        int n = equations.pieces.size();
        low = new long[n];
        high = new long[n];
        wide = new boolean[n];
        seenLow = new double[n];
        seenHigh = new double[n];
    }

    /** Believes all sources; if they contradict each other, those first that need not be true of the same day and the same count. */
    Program solve() {
        Set<Source> believed = EnumSet.allOf(Source.class);
        for (List<Source> doubted : List.of(
                List.<Source>of(),
                List.of(Source.CONTROL),
                List.of(Source.PORTAL),
                List.of(Source.LINKED_BEFORE, Source.BEFORE))) {
            believed.removeAll(doubted);
            rows = equations.rows.stream()
                    .filter(row -> believed.contains(row.source()))
                    .toList();
            if (attempt()) return this;
        }
        contradiction = true;
        return this;
    }

    /** Exact bounds of some pieces together, after {@link #solve}; of the whole system, so not for large ones. */
    Bounds together(int[] some) {
        List<Integer> all = IntStream.range(0, low.length).boxed().toList();
        ExpressionsBasedModel model = model(all, rowsOf(), null);
        for (int piece : some) model.getVariable(piece).weight(1);
        double least = model.minimise().getValue();
        double most = model.maximise().getValue();
        return new Bounds((long) Math.ceil(least - EXACT), (long) Math.floor(most + EXACT));
    }

    private boolean attempt() {
        Arrays.fill(low, 0);
        Arrays.fill(high, Long.MAX_VALUE / 4);
        Arrays.fill(wide, false);
        Arrays.fill(seenLow, Double.MAX_VALUE);
        Arrays.fill(seenHigh, -1);
        int[][] rowsOf = rowsOf();
        Boolean settled = propagate(rowsOf);
        if (settled == null) return false;
        for (List<Integer> together : components()) {
            int edges = 0;
            Set<Integer> in = new HashSet<>();
            for (int piece : together) {
                edges += rowsOf[piece].length;
                for (int row : rowsOf[piece]) in.add(row);
            }
            boolean tree = edges == together.size() + in.size() - 1;
            if (tree && settled) for (int piece : together) wide[piece] = high[piece] - low[piece] >= enough(piece);
            else if (!optimise(together, rowsOf)) return false;
        }
        return true;
    }

    private int[][] rowsOf() {
        int[] count = new int[low.length];
        for (Row row : rows) for (int piece : row.pieces()) count[piece]++;
        int[][] rowsOf = new int[low.length][];
        for (int piece = 0; piece < count.length; piece++) rowsOf[piece] = new int[count[piece]];
        Arrays.fill(count, 0);
        for (int r = 0; r < rows.size(); r++) for (int piece : rows.get(r).pieces()) rowsOf[piece][count[piece]++] = r;
        return rowsOf;
    }

    /** Null if the rows contradict each other, false if it was given up before nothing moved. */
    private Boolean propagate(int[][] rowsOf) {
        Deque<Integer> queue = new ArrayDeque<>();
        boolean[] queued = new boolean[rows.size()];
        for (int r = 0; r < rows.size(); r++) {
            queue.add(r);
            queued[r] = true;
        }
        for (long work = 0; !queue.isEmpty(); work++) {
            if (work > 100L * rows.size() + 1000) return false;
            int r = queue.poll();
            queued[r] = false;
            Row row = rows.get(r);
            long lows = 0;
            long highs = 0;
            for (int piece : row.pieces()) {
                lows += low[piece];
                highs = Math.min(highs + high[piece], Long.MAX_VALUE / 2);
            }
            if (lows > row.value() || highs < row.value()) return null;
            for (int piece : row.pieces()) {
                long most = Math.min(high[piece], row.value() - (lows - low[piece]));
                long least = highs == Long.MAX_VALUE / 2
                        ? low[piece]
                        : Math.max(low[piece], row.value() - (highs - high[piece]));
                if (most == high[piece] && least == low[piece]) continue;
                lows += least - low[piece];
                highs = highs == Long.MAX_VALUE / 2 ? highs : highs + most - high[piece];
                low[piece] = least;
                high[piece] = most;
                if (least > most) return null;
                for (int other : rowsOf[piece]) {
                    if (queued[other]) continue;
                    queued[other] = true;
                    queue.add(other);
                }
            }
        }
        return true;
    }

    /** Pieces that are not settled, by the rows they share. */
    private List<List<Integer>> components() {
        int[] root = IntStream.range(0, low.length).toArray();
        for (Row row : rows) {
            int first = -1;
            for (int piece : row.pieces()) {
                if (low[piece] == high[piece]) continue;
                if (first < 0) first = piece;
                root[Links.find(root, piece)] = Links.find(root, first);
            }
        }
        Map<Integer, List<Integer>> components = new TreeMap<>();
        for (int piece = 0; piece < low.length; piece++)
            if (low[piece] < high[piece])
                components
                        .computeIfAbsent(Links.find(root, piece), _ -> new ArrayList<>())
                        .add(piece);
        return List.copyOf(components.values());
    }

    /** False if there is no solution. */
    private boolean optimise(List<Integer> together, int[][] rowsOf) {
        if (together.size() <= WHOLE) return optimise(together, rowsOf, null);
        double[] inside = inside(together, rowsOf);
        if (inside == null) return true;
        exchange(together, rowsOf, inside);
        int tried = 0;
        for (int piece : together)
            if (!wide[piece] && high[piece] - low[piece] >= enough(piece) && tried++ < MOST_TRIED)
                optimise(nearby(piece, rowsOf, inside), rowsOf, inside);
        return true;
    }

    /** @param fixed what the other pieces stay at; null if all that are not settled are among these */
    private ExpressionsBasedModel model(List<Integer> some, int[][] rowsOf, double[] fixed) {
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        Map<Integer, Integer> place = new HashMap<>();
        for (int piece : some) {
            place.put(piece, place.size());
            model.newVariable("p" + piece).lower(low[piece]).upper(high[piece]);
        }
        Map<Integer, Expression> equations = new HashMap<>();
        Map<Integer, Double> sums = new HashMap<>();
        for (int piece : some)
            for (int r : rowsOf[piece]) {
                int column = place.get(piece);
                equations.computeIfAbsent(r, _ -> model.newExpression("r" + r)).set(column, 1L);
                if (fixed != null) sums.merge(r, fixed[piece], Double::sum);
            }
        equations.forEach((r, equation) -> {
            double value = rows.get(r).value();
            if (fixed != null) value = sums.get(r);
            else for (int piece : rows.get(r).pieces()) if (!place.containsKey(piece)) value -= low[piece];
            equation.level(value);
        });
        return model;
    }

    /**
     * Without a program: people move within a group from its other pieces to one, and as many move back in other groups between pieces that differ by
     * the same regions, so that every region keeps its number. Each may take its share of who can move back, so that all can at once. How far that
     * goes, up and down, the attacker cannot deny.
     */
    private void exchange(List<Integer> together, int[][] rowsOf, double[] inside) {
        // Of one group and, since nobody leaves a portal count, of the same portal counts.
        Map<List<Integer>, List<Integer>> groups = new HashMap<>();
        for (int piece : together) {
            List<Integer> place =
                    new ArrayList<>(List.of(equations.pieces.get(piece).group()));
            for (int r : rowsOf[piece]) {
                if (rows.get(r).source() == Source.PORTAL) {
                    place.add(r);
                }
            }
            groups.computeIfAbsent(place, _ -> new ArrayList<>()).add(piece);
        }
        Map<Move, Double> everywhere = new HashMap<>();
        groups.values()
                .forEach(pieces -> movable(pieces, rowsOf, inside)
                        .forEach((move, people) -> everywhere.merge(move, people, Double::sum)));
        for (List<Integer> pieces : groups.values()) {
            Map<Move, Double> here = movable(pieces, rowsOf, inside);
            for (int one : pieces) {
                double up = 0;
                double down = 0;
                for (int other : pieces) {
                    Move away = one == other ? null : move(rowsOf[one], rowsOf[other]);
                    if (away == null) continue;
                    Move back = away.back();
                    up += away.free()
                            ? inside[other]
                            : Math.min(inside[other], (everywhere.get(away) - here.get(away)) / pieces.size());
                    down += away.free() ? inside[one] : (everywhere.get(back) - here.get(back)) / pieces.size();
                }
                saw(one, inside[one] - Math.min(inside[one], down));
                saw(one, inside[one] + up);
            }
        }
    }

    /** By what a move leaves and enters: how many people of a group can make it. */
    private Map<Move, Double> movable(List<Integer> pieces, int[][] rowsOf, double[] inside) {
        Map<Move, Double> movable = new HashMap<>();
        for (int one : pieces) {
            Set<Move> moves = new HashSet<>();
            for (int other : pieces) {
                Move move = one == other ? null : move(rowsOf[one], rowsOf[other]);
                if (move != null && moves.add(move)) movable.merge(move, inside[one], Double::sum);
            }
        }
        return movable;
    }

    /** Regions that are left and entered. */
    private record Move(List<Integer> left, List<Integer> entered) {
        Move back() {
            return new Move(entered, left);
        }

        boolean free() {
            return left.isEmpty() && entered.isEmpty();
        }
    }

    /** Null if portal counts change: they are of one place each, and nobody moves back elsewhere. Rows of a piece are in order. */
    private Move move(int[] from, int[] to) {
        List<Integer> left = new ArrayList<>();
        List<Integer> entered = new ArrayList<>();
        int f = 0;
        int t = 0;
        while (f < from.length || t < to.length) {
            boolean leaves = t == to.length || f < from.length && from[f] < to[t];
            if (!leaves && f < from.length && from[f] == to[t]) {
                f++;
                t++;
                continue;
            }
            int row = leaves ? from[f++] : to[t++];
            if (rows.get(row).source() == Source.PORTAL) return null;
            (leaves ? left : entered).add(row);
        }
        return new Move(left, entered);
    }

    /** A value that a piece can have. */
    private void saw(int piece, double value) {
        seenLow[piece] = Math.min(seenLow[piece], value);
        seenHigh[piece] = Math.max(seenHigh[piece], value);
        wide[piece] |= Math.floor(seenHigh[piece] + EXACT) - Math.ceil(seenLow[piece] - EXACT) >= enough(piece);
    }

    /** The width that a piece needs: the level, or what the portal leaves. */
    private long enough(int piece) {
        return Math.min(level, equations.portal.get(piece));
    }

    private boolean optimise(List<Integer> some, int[][] rowsOf, double[] fixed) {
        ExpressionsBasedModel model = model(some, rowsOf, fixed);
        // One direction at random for many pieces at once, the same on every run; then those by one that it left too
        // close.
        for (int sign : new int[] {1, -1}) {
            for (int i = 0; i < some.size(); i++)
                model.getVariable(i).weight((Integer.bitCount(some.get(i) * 0x9E3779B9) & 1) == 0 ? sign : -sign);
            if (!run(model, some, true)) return fixed != null;
        }
        for (int i = 0; i < some.size(); i++) {
            int piece = some.get(i);
            if (wide[piece]) continue;
            for (Variable variable : model.getVariables()) variable.weight(0);
            model.getVariable(i).weight(1);
            boolean found = run(model, some, true) && (wide[piece] || run(model, some, false));
            if (!found) return fixed != null;
            if (wide[piece] || fixed != null) continue;
            low[piece] = Math.max(low[piece], (long) Math.ceil(seenLow[piece] - EXACT));
            high[piece] = Math.min(high[piece], (long) Math.floor(seenHigh[piece] + EXACT));
            wide[piece] = high[piece] - low[piece] >= enough(piece);
        }
        return true;
    }

    private boolean run(ExpressionsBasedModel model, List<Integer> some, boolean up) {
        Optimisation.Result result = up ? model.maximise() : model.minimise();
        solved++;
        variables += some.size();
        constraints += model.constraints().count();
        if (!result.getState().isFeasible()) return false;
        for (int i = 0; i < some.size(); i++) {
            saw(some.get(i), result.doubleValue(i));
        }
        return true;
    }

    /** A solution with something in every piece, by proportional fitting; null if it does not settle. */
    private double[] inside(List<Integer> together, int[][] rowsOf) {
        double[] values = new double[low.length];
        for (int piece = 0; piece < values.length; piece++) values[piece] = low[piece] == high[piece] ? low[piece] : 1;
        int[] touched = together.stream()
                .flatMapToInt(piece -> Arrays.stream(rowsOf[piece]))
                .distinct()
                .sorted()
                .toArray();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double worst = 0;
            for (int r : touched) {
                Row row = rows.get(r);
                double settled = 0;
                double free = 0;
                for (int piece : row.pieces())
                    if (low[piece] == high[piece]) settled += low[piece];
                    else free += values[piece];
                double factor = (row.value() - settled) / free;
                if (!(factor >= 0) || Double.isInfinite(factor)) return null;
                worst = Math.max(worst, Math.abs(factor - 1));
                for (int piece : row.pieces()) if (low[piece] < high[piece]) values[piece] *= factor;
            }
            if (worst < 1e-9) return values;
        }
        return null;
    }

    /** Pieces around one, through rows they share, the fullest of each row first. */
    private List<Integer> nearby(int piece, int[][] rowsOf, double[] inside) {
        Set<Integer> near = new LinkedHashSet<>(List.of(piece));
        Deque<Integer> queue = new ArrayDeque<>(near);
        while (!queue.isEmpty() && near.size() < NEARBY) {
            for (int r : rowsOf[queue.poll()]) {
                IntStream.of(rows.get(r).pieces())
                        .filter(other -> low[other] < high[other] && !near.contains(other))
                        .boxed()
                        .sorted((a, b) -> Double.compare(inside[b], inside[a]))
                        .limit(8)
                        .forEach(other -> {
                            near.add(other);
                            queue.add(other);
                        });
            }
        }
        return List.copyOf(near);
    }
}
