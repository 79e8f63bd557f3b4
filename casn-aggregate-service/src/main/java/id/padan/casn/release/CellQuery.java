package id.padan.casn.release;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.table.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A choice among the cells of a release: codes by dimension, {@code _T} for the total; of a dimension that is not named all. It can only choose
 * among what is shown or hidden already, so no question can make a smaller cell.
 */
public record CellQuery(Map<String, Set<String>> codes) {

    /** Something that the release does not have. */
    public static final class UnknownException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String dimension;

        UnknownException(String dimension) {
            super(dimension, null, false, false);
            this.dimension = dimension;
        }

        public String dimension() {
            return dimension;
        }
    }

    /**
     * A cell that is shown, or hidden.
     *
     * @param codes by dimension, in the table's order, {@code _T} for the total
     * @param count of people; empty if it is hidden
     * @param positions of the formations; empty for a cell of persons
     */
    public record Row(String period, Map<String, String> codes, OptionalLong count, OptionalLong positions) {
        /** Without the totals, as {@link YearTable} wants it. */
        public Map<String, String> cell() {
            var cell = new LinkedHashMap<>(codes);
            cell.values().removeIf(CodeLists.TOTAL::equals);
            return cell;
        }
    }

    /** Years of the release that are asked for. */
    public List<YearTable> years(List<YearTable> tables) {
        Set<String> wanted = codes.get(Dimension.TAHUN.annexName());
        if (wanted == null) {
            return tables;
        }
        var found =
                tables.stream().filter(table -> wanted.contains(table.period())).toList();
        if (found.size() < wanted.size()) {
            throw new UnknownException(Dimension.TAHUN.annexName());
        }
        return found;
    }

    /**
     * Walks the cells; those of nobody are left out.
     *
     * @throws UnknownException for a dimension that the release does not have, or a code that none of its years has
     */
    public void rows(List<YearTable> tables, Consumer<Row> each) {
        check(tables);
        for (YearTable year : years(tables)) {
            Shape shape = year.shape();
            YearTable.walk(shape, selected(shape), key -> {
                switch (year.see(key)) {
                    case YearTable.Seen.Shown(long count) -> {
                        if (count > 0) {
                            each.accept(row(year, key, OptionalLong.of(count)));
                        }
                    }
                    case YearTable.Seen.Hidden() -> each.accept(row(year, key, OptionalLong.empty()));
                }
            });
        }
    }

    /** @throws UnknownException as {@link #rows} */
    public void check(List<YearTable> tables) {
        var unused = years(tables);
        codes.forEach((name, wanted) -> {
            if (name.equals(Dimension.TAHUN.annexName())) {
                return;
            }
            var known = new TreeSet<String>(List.of(CodeLists.TOTAL));
            boolean has = false;
            for (YearTable table : tables) {
                for (var dimension : table.shape().dimensions()) {
                    if (dimension.name().equals(name)) {
                        has = true;
                        known.addAll(dimension.codes());
                    }
                }
            }
            if (!has || !known.containsAll(wanted)) {
                throw new UnknownException(name);
            }
        });
    }

    private List<int[]> selected(Shape shape) {
        var selected = new ArrayList<int[]>();
        for (int d = 0; d < shape.size(); d++) {
            var dimension = shape.dimensions().get(d);
            Set<String> wanted = codes.get(dimension.name());
            selected.add(IntStream.range(0, shape.radix(d))
                    .filter(code -> wanted == null
                            || wanted.contains(
                                    code == 0
                                            ? CodeLists.TOTAL
                                            : dimension.codes().get(code - 1)))
                    .toArray());
        }
        return selected;
    }

    private static Row row(YearTable year, long key, OptionalLong count) {
        Map<String, String> cell = year.shape().cell(key);
        var codes = new LinkedHashMap<String, String>();
        year.shape().dimensions().forEach(d -> codes.put(d.name(), cell.getOrDefault(d.name(), CodeLists.TOTAL)));
        return new Row(year.period(), codes, count, year.positions(cell));
    }
}
