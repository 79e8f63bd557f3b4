package id.padan.casn.release;

import id.padan.casn.table.Groups;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which cells that are not shown are hidden, and which are of nobody, from what is shown alone: a cell is hidden if it would take people from a
 * group that is told only as a whole.
 */
final class Hidden {
    private final Shape shape;
    private final Groups groups;
    /** By the set of dimensions that a cell fixes: per dimension the codes that cut a group, by the codes before; made when first asked for. */
    private final List<List<Map<Long, long[]>>> cuts = new ArrayList<>();

    private Hidden(Groups groups) {
        this.shape = groups.shape();
        this.groups = groups;
        for (int mask = 0; mask < 1 << shape.size(); mask++) {
            cuts.add(null);
        }
    }

    static Hidden of(Table shown) {
        return new Hidden(Groups.of(shown));
    }

    /** Whether a cell that is not shown is hidden. */
    boolean is(long key) {
        if (groups.size() == 0) {
            // Nothing is told, so nothing is told to be nobody.
            return true;
        }
        int mask = 0;
        for (int d = 0; d < shape.size(); d++) {
            mask |= shape.code(key, d) > 0 ? 1 << d : 0;
        }
        List<Map<Long, long[]>> cut = cuts(mask);
        long head = 0;
        for (int d = 0; d < shape.size(); d++) {
            int code = shape.code(key, d);
            long[] codes = cut.get(d).get(head);
            if (codes != null && (codes[code >> 6] >>> code & 1) != 0) {
                return true;
            }
            head = shape.with(head, d, code);
        }
        return false;
    }

    private synchronized List<Map<Long, long[]>> cuts(int mask) {
        List<Map<Long, long[]>> known = cuts.get(mask);
        if (known == null) {
            known = make(mask);
            cuts.set(mask, known);
        }
        return known;
    }

    private List<Map<Long, long[]>> make(int mask) {
        var cut = new ArrayList<Map<Long, long[]>>();
        for (int d = 0; d < shape.size(); d++) {
            cut.add(new HashMap<>());
        }
        for (int g = 0; g < groups.size(); g++) {
            int at = groups.depth(g);
            if (mask >> at == 0) {
                // The cell fixes nothing from here on: it takes the group whole or not at all.
                continue;
            }
            long head = 0;
            for (int d = 0; d < at; d++) {
                if ((mask >> d & 1) != 0) {
                    head = shape.with(head, d, shape.code(groups.prefix(g), d));
                }
            }
            long[] codes = cut.get(at).computeIfAbsent(head, first -> new long[(shape.radix(at) + 63) >> 6]);
            if ((mask >> at & 1) == 0) {
                codes[0] |= 1;
            } else {
                for (int word = 0; word < codes.length; word++) {
                    codes[word] |= groups.members(g)[word];
                }
            }
        }
        return cut;
    }
}
