package id.padan.casn.protection;

import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Release;
import id.padan.casn.table.Table;
import java.util.List;

/** Protects a table. The same input gives the same table, on any machine and at any time. */
public final class Protection {
    /** The default of Ps 3(1)c's aggregates: a cell is nobody or ten people. */
    public static final int THRESHOLD = 10;

    private final int threshold;

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
        throw new UnsupportedOperationException(threshold + table.id() + earlier + known);
    }
}
