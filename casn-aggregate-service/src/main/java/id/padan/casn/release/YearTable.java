package id.padan.casn.release;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.code.Stage;
import id.padan.casn.table.Cells;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** One year of a release as outsiders may know it: a cell is shown, hidden, or of nobody. */
public final class YearTable {
    private final Table table;
    private final Hidden hidden;
    private final Shape formationShape;
    private final Cells formations;

    /**
     * @param table the shown cells, totals among them
     * @param formations positions by the dimensions of formations, totals among them
     */
    public YearTable(Table table, Shape formationShape, Cells formations) {
        this.table = table;
        this.hidden = Hidden.of(table);
        this.formationShape = formationShape;
        this.formations = formations;
    }

    Table table() {
        return table;
    }

    Cells formations() {
        return formations;
    }

    /** What outsiders may know of a cell. */
    public sealed interface Seen {
        /** @param count of people; 0 is nobody */
        record Shown(long count) implements Seen {}

        /** Fewer than the threshold, or it would tell of such a cell (E-15 {@code supresi}). */
        record Hidden() implements Seen {}
    }

    public String period() {
        return table.period();
    }

    public Shape shape() {
        return table.shape();
    }

    public Seen see(long key) {
        OptionalLong shown = table.cells().find(key);
        return shown.isPresent()
                ? new Seen.Shown(shown.getAsLong())
                : hidden.is(key) ? new Seen.Hidden() : new Seen.Shown(0);
    }

    /**
     * Everybody who came at least to a step, from shown cells only: the step's groups, or all but the others.
     *
     * @param cell codes by dimension; what is not named is the total
     * @return empty if that cannot be told
     */
    public OptionalLong reached(Stage.Step step, Map<String, String> cell) {
        if (step == Stage.Step.PENDAFTAR) {
            return sum(List.of(CodeLists.TOTAL), cell);
        }
        if (shape().dimensions().stream().noneMatch(d -> d.name().equals(Dimension.TAHAPAN.annexName()))) {
            return OptionalLong.empty();
        }
        OptionalLong direct = sum(step.groups().stream().map(Enum::name).toList(), cell);
        if (direct.isPresent()) {
            return direct;
        }
        OptionalLong all = sum(List.of(CodeLists.TOTAL), cell);
        OptionalLong others = sum(
                Arrays.stream(Stage.Group.values())
                        .filter(group -> !step.groups().contains(group))
                        .map(Enum::name)
                        .toList(),
                cell);
        return all.isPresent() && others.isPresent()
                ? OptionalLong.of(all.getAsLong() - others.getAsLong())
                : OptionalLong.empty();
    }

    private OptionalLong sum(List<String> stages, Map<String, String> cell) {
        long sum = 0;
        for (String stage : stages) {
            var at = new HashMap<>(cell);
            at.remove(Dimension.TAHAPAN.annexName());
            if (!stage.equals(CodeLists.TOTAL)) {
                at.put(Dimension.TAHAPAN.annexName(), stage);
            }
            switch (see(shape().key(at))) {
                case Seen.Shown(long count) -> sum += count;
                case Seen.Hidden() -> {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.of(sum);
    }

    /** Positions of a cell; empty if the cell is of persons, or of some stage, so that it has none. */
    public OptionalLong positions(Map<String, String> cell) {
        for (String name : cell.keySet()) {
            Optional<Dimension> dimension = Dimension.find(name);
            if (dimension.isEmpty() || !dimension.get().isOfFormation() || dimension.get() == Dimension.TAHAPAN) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(formations.find(formationShape.key(cell)).orElse(0));
    }

    /**
     * Walks all cells within some codes per dimension, in the order of their keys.
     *
     * @param codes indices per dimension, 0 for the total, ascending
     */
    public static void walk(Shape shape, List<int[]> codes, LongConsumer each) {
        walk(shape, codes, 0, new int[shape.size()], each);
    }

    private static void walk(Shape shape, List<int[]> codes, int dimension, int[] at, LongConsumer each) {
        if (dimension == shape.size()) {
            each.accept(shape.key(at));
            return;
        }
        for (int code : codes.get(dimension)) {
            at[dimension] = code;
            walk(shape, codes, dimension + 1, at, each);
        }
    }
}
