package id.padan.casn.protection;

import id.padan.casn.table.Cells;
import id.padan.casn.table.Dimension;
import id.padan.casn.table.Groups;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Divides a table's people into groups, from the total downwards by one dimension after the other. Children below the threshold are told
 * together, with the smallest other child if they are too few; a cell below the threshold is never divided. Where the table went out before,
 * its division stays, and a count moves only by the threshold or more.
 */
final class Tree {
    private final Cells leaves;
    private final Shape shape;
    private final int threshold;
    private final Before before;
    /** Cells that must not be divided, and cells that must not be shown, because the attack found them. */
    private final Set<Long> undivided = new HashSet<>();

    private final Set<Long> unshown = new HashSet<>();
    private Groups groups;

    Tree(Table table, int threshold, Before before) {
        this.leaves = table.cells();
        this.shape = table.shape();
        this.threshold = threshold;
        this.before = before;
    }

    Groups divide() {
        groups = new Groups(shape);
        long people = 0;
        for (int i = 0; i < leaves.size(); i++) people += leaves.count(i);
        if (people >= threshold && !unshown.contains(0L)) divide(0, leaves.size(), 0L, 0, people);
        return groups;
    }

    /**
     * Tells less around a group that is bound too narrowly: first nothing below its cell, then not the cell itself, then less of what contains it.
     *
     * @return false if nothing is told any more, or the cell skips a dimension, for which only another order of dimensions helps
     */
    boolean coarsen(long cell) {
        int fixed = shape.fixed(cell);
        for (int d = 0; d < fixed; d++) if (shape.code(cell, d) == 0) return false;
        if (undivided.add(cell) || unshown.add(cell)) return true;
        if (cell == 0) return false;
        return coarsen(shape.with(cell, fixed - 1, 0));
    }

    private void divide(int from, int to, long node, int at, long count) {
        int first = groups.size();
        if (at == shape.size()) {
            add(node, at, null, count, before.cell(node, at));
        } else {
            Children children = children(from, to, node, at);
            Split split = split(children, node, at);
            for (int c = 0; c < children.size; c++)
                if (in(split.shown, children.code[c]))
                    divide(children.start[c], children.start[c + 1], children.key[c], at + 1, children.count[c]);
            if (split.rest > 0) add(node, at, split.hidden, split.rest, split.was);
        }
        close(first, node, at);
    }

    /** Adds a group, with the value of before unless that changed by enough people. */
    private void add(long node, int at, long[] hidden, long count, long was) {
        long told = count;
        if (was > 0 && Math.abs(count - was) < threshold) told = was;
        if (told < threshold) told = Math.max(was, threshold);
        groups.add(node, at, hidden, told);
    }

    /** A cell that a linked table showed keeps its value: a small difference goes into the cell's own rest, or else into its largest group. */
    private void close(int first, long node, int at) {
        long shown = before.elsewhere(node, at);
        if (shown == 0 || first == groups.size()) return;
        long sum = 0;
        int into = first;
        for (int g = first; g < groups.size(); g++) {
            sum += groups.value(g);
            if (groups.value(g) > groups.value(into)) into = g;
        }
        int last = groups.size() - 1;
        if (groups.prefix(last) == node && groups.depth(last) == at) into = last;
        long change = shown - sum;
        if (change == 0 || Math.abs(change) >= threshold || groups.value(into) + change < threshold) return;
        groups.value(into, groups.value(into) + change);
    }

    /**
     * @param shown codes told by themselves
     * @param hidden codes told together, those of nobody among them so that nobody learns which; null if none are
     * @param was what those told together were before, in a group or by themselves; 0 if they were not told
     */
    private record Split(long[] shown, long[] hidden, long rest, long was) {}

    private Split split(Children children, long node, int at) {
        long[] all = groups.all(at);
        boolean again = before.divides(node, at);
        long[] old = before.hidden(node, at);
        long[] shown = new long[all.length];
        boolean some = old != null || undivided.contains(node);
        for (int c = 0; c < children.size; c++) {
            int code = children.code[c];
            long was = again ? before.cell(children.key[c], at + 1) : 0;
            if (undivided.contains(node) || in(old, code)) continue;
            // Before, nobody was here and too few are now: they wait. Or it was told and fell by fewer than the
            // threshold: it stays.
            if (unshown.contains(children.key[c])
                    || children.count[c] < threshold && (!again || was - children.count[c] >= threshold)) some = true;
            else if (children.count[c] >= threshold || was > 0) set(shown, code);
        }
        // Of disability not even a nobody is told.
        some |= !again
                && shape.dimensions().get(at).kind() == Dimension.Kind.SENSITIVE
                && children.size < shape.radix(at) - 1;
        if (!some) return new Split(shown, null, 0, 0);
        long[] hidden = without(all, shown);
        while (true) {
            long was = old == null ? 0 : before.group(node);
            for (int code = 1; again && code < shape.radix(at); code++)
                if (in(hidden, code) && !in(old, code)) was += before.cell(shape.with(node, at, code), at + 1);
            long rest = 0;
            int somebody = 0;
            int smallest = -1;
            for (int c = 0; c < children.size; c++) {
                if (in(hidden, children.code[c])) {
                    rest += children.count[c];
                    somebody++;
                } else if (smallest < 0 || children.count[c] < children.count[smallest]) smallest = c;
            }
            boolean stays =
                    Arrays.equals(hidden, old) && (rest == 0 || Math.abs(rest - was) < threshold || rest >= threshold);
            if (stays || smallest < 0 || rest >= threshold && somebody >= 2) return new Split(shown, hidden, rest, was);
            int code = children.code[smallest];
            shown[code >> 6] &= ~(1L << code);
            set(hidden, code);
        }
    }

    private static void set(long[] codes, int code) {
        codes[code >> 6] |= 1L << code;
    }

    private static boolean in(long[] codes, int code) {
        return codes != null && (codes[code >> 6] >>> code & 1) != 0;
    }

    private static long[] without(long[] all, long[] some) {
        long[] rest = all.clone();
        for (int w = 0; w < rest.length; w++) rest[w] &= ~some[w];
        return rest;
    }

    private Children children(int from, int to, long node, int at) {
        Children children = new Children(Math.min(to - from, shape.radix(at) - 1));
        for (int i = from; i < to; i++) {
            int code = shape.code(leaves.key(i), at);
            if (children.size == 0 || children.code[children.size - 1] != code)
                children.open(i, code, shape.with(node, at, code));
            children.count[children.size - 1] += leaves.count(i);
        }
        children.start[children.size] = to;
        return children;
    }

    private static final class Children {
        final int[] code;
        final int[] start;
        final long[] count;
        final long[] key;
        int size;

        Children(int most) {
            code = new int[most];
            start = new int[most + 1];
            count = new long[most];
            key = new long[most];
        }

        void open(int at, int of, long cell) {
            code[size] = of;
            start[size] = at;
            key[size++] = cell;
        }
    }
}
