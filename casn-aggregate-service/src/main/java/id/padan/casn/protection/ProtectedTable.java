package id.padan.casn.protection;

import id.padan.casn.protection.Explanation.Status;
import id.padan.casn.table.Cells;
import id.padan.casn.table.Groups;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.util.List;
import java.util.Map;

/** A table as it may go out, and for BKN's officers what was hidden and why. */
public final class ProtectedTable {
    private final Table original;
    private final Table table;
    private final Groups groups;
    private final int threshold;
    private final InformationLoss loss;

    private ProtectedTable(Table original, Table table, Groups groups, int threshold, InformationLoss loss) {
        this.original = original;
        this.table = table;
        this.groups = groups;
        this.threshold = threshold;
        this.loss = loss;
    }

    static ProtectedTable of(Table original, Table shown, Groups groups, int threshold) {
        return new ProtectedTable(
                original, shown, groups, threshold, InformationLoss.of(original, shown.cells(), threshold));
    }

    /** As it was when its table was protected: what is shown tells the groups. */
    public static ProtectedTable restored(Table original, Table shown, int threshold) {
        return of(original, shown, Groups.of(shown), threshold);
    }

    /** Every cell with anybody that is shown, totals among them. Of others {@link #explain} tells whether they are zero or hidden. */
    public Table table() {
        return table;
    }

    public InformationLoss loss() {
        return loss;
    }

    /** The groups that everything shown is a sum of. */
    public int groups() {
        return groups.size();
    }

    /** @param key of any cell of the table's shape */
    public Explanation explain(long key) {
        long truth = count(key);
        long shown = table.cells().find(key).orElse(0);
        if (shown > 0)
            return shown == truth
                    ? new Explanation(Status.SHOWN, shown, "As counted.", "Sesuai hitungan.", 0, Map.of())
                    : new Explanation(
                            Status.HELD,
                            shown,
                            "The value of an earlier release or a linked table: the correction since is of fewer than "
                                    + threshold + " people.",
                            "Nilai rilis sebelumnya atau tabel terkait: koreksi sejak itu kurang dari " + threshold
                                    + " orang.",
                            0,
                            Map.of());
        List<Integer> cuts = groups.cutBy(key);
        if (cuts.isEmpty() && groups.size() > 0)
            return truth == 0
                    ? new Explanation(Status.ZERO, 0, "Nobody.", "Tidak ada orang.", 0, Map.of())
                    : new Explanation(
                            Status.HELD,
                            0,
                            "Nobody was here in an earlier release, and fewer than " + threshold + " are now.",
                            "Pada rilis sebelumnya tidak ada orang di sini, dan kini kurang dari " + threshold + ".",
                            0,
                            Map.of());
        boolean primary = truth < threshold;
        int group = cuts.isEmpty() ? -1 : cuts.getFirst();
        return new Explanation(
                primary ? Status.PRIMARY : Status.SECONDARY,
                -1,
                primary
                        ? "Fewer than " + threshold + " people."
                        : "Shown, it would tell by difference of fewer than " + threshold + " people in its group.",
                primary
                        ? "Kurang dari " + threshold + " orang."
                        : "Bila ditampilkan, selisihnya mengungkap kurang dari " + threshold
                                + " orang dalam kelompoknya.",
                group < 0 ? 0 : groups.value(group),
                group < 0 ? Map.of() : groups.cell(group));
    }

    private long count(long key) {
        Shape shape = original.shape();
        Cells leaves = original.cells();
        long count = 0;
        next:
        for (int i = 0; i < leaves.size(); i++) {
            for (int d = 0; d < shape.size(); d++) {
                int code = shape.code(key, d);
                if (code > 0 && code != shape.code(leaves.key(i), d)) continue next;
            }
            count += leaves.count(i);
        }
        return count;
    }
}
