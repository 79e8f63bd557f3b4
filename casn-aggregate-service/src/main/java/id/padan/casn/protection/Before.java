package id.padan.casn.protection;

import id.padan.casn.table.Cells;
import id.padan.casn.table.Groups;
import id.padan.casn.table.Release;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the people of a table were divided before: by the table's last form, or, if it is new, by the linked table that shares the most dimensions
 * with it from the first one on.
 */
final class Before {
    private final boolean own;
    /** How many dimensions the division of before has in common with the table's. */
    private final int shared;

    private final Cells cells;
    private final Groups groups;

    private Before(Table source, Table table, boolean own, int shared) {
        this.own = own;
        this.shared = shared;
        cells = source == null
                ? new Cells(new long[0], new long[0])
                : upTo(shared, source.onto(table.shape()), table.shape());
        groups = Groups.of(table.with(cells));
    }

    static Before of(Table table, List<Release> earlier) {
        Table linked = null;
        int most = -1;
        for (Release release : earlier.reversed()) {
            for (Table other : release.tables()) {
                if (table.succeeds(other))
                    return new Before(other, table, true, table.shape().size());
                int shared = table.linked(other) ? shared(table.shape(), other.shape()) : -1;
                if (shared > most) {
                    most = shared;
                    linked = other;
                }
            }
        }
        return new Before(linked, table, false, Math.max(most, 0));
    }

    private static int shared(Shape one, Shape other) {
        int shared = 0;
        while (shared < Math.min(one.size(), other.size())
                && one.dimensions()
                        .get(shared)
                        .name()
                        .equals(other.dimensions().get(shared).name())) shared++;
        return shared;
    }

    /** Only cells that fix none of the dimensions from one on. */
    private static Cells upTo(int shared, Cells all, Shape shape) {
        if (shared == shape.size()) return all;
        int[] kept = IntStream.range(0, all.size())
                .filter(i -> {
                    for (int d = shared; d < shape.size(); d++) if (shape.code(all.key(i), d) > 0) return false;
                    return true;
                })
                .toArray();
        return new Cells(
                Arrays.stream(kept).mapToLong(all::key).toArray(),
                Arrays.stream(kept).mapToLong(all::count).toArray());
    }

    /** What a cell that fixes the first dimensions was shown with, 0 if it was not. */
    long cell(long node, int fixed) {
        return fixed > shared ? 0 : cells.find(node).orElse(0);
    }

    /** Whether the cell was told by the codes of the next dimension. */
    boolean divides(long node, int at) {
        return at < shared && cell(node, at) > 0;
    }

    /** The codes told together within a cell, null if none were. */
    long[] hidden(long node, int at) {
        int group = divides(node, at) ? groups.find(node) : -1;
        return group < 0 ? null : groups.members(group);
    }

    /** How many were told together within a cell. */
    long group(long node) {
        return groups.value(groups.find(node));
    }

    /** What a linked table showed, 0 if it did not or the table itself went out before: then its own groups tell the change. */
    long elsewhere(long node, int at) {
        return own ? 0 : cell(node, at);
    }
}
