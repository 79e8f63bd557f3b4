package id.padan.casn.protection;

import id.padan.casn.attack.Attack;
import id.padan.casn.attack.Verdict;
import id.padan.casn.table.Groups;
import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Release;
import id.padan.casn.table.Table;
import java.util.List;

/** Protects a table. The same input gives the same table, on any machine and at any time. */
public final class Protection {
    /** The default: a cell is nobody, or ten people and more. */
    public static final int THRESHOLD = 10;

    private final int threshold;

    /** @throws IllegalArgumentException for a threshold that hides nobody */
    public Protection(int threshold) {
        if (threshold < 2) throw new IllegalArgumentException("a threshold below 2 hides nobody");
        this.threshold = threshold;
    }

    /**
     * @param table finest cells with their true counts
     * @param earlier all releases before, and the tables of this release that are already protected as a last one
     * @param known control figures and portal counts
     */
    public ProtectedTable protect(Table table, List<Release> earlier, Knowledge known) {
        Tree tree = new Tree(table, threshold, Before.of(table, earlier));
        Attack attack = new Attack(threshold, Integer.MAX_VALUE);
        while (true) {
            Groups groups = tree.divide();
            Table shown = table.with(groups.margins());
            Verdict verdict = attack.on(List.of(shown), earlier, known);
            // Control figures or other tables bind a group too narrowly: less is told there. In the end nothing is
            // told, which binds nothing.
            boolean coarser = false;
            for (Verdict.Finding finding : verdict.findings())
                if (finding.table().equals(table.id()) && finding.reason() != Verdict.Reason.RENAMED)
                    coarser |= tree.coarsen(finding.within());
            if (!coarser) return ProtectedTable.of(table, shown, groups, threshold);
        }
    }
}
