package id.padan.casn.attack;

import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Release;
import id.padan.casn.table.Table;
import java.util.List;

/** Attacks a release before it goes out. Runs on everything that was ever published together. */
public final class Attack {
    private final int level;

    /** @param level the narrowest bounds allowed: highest minus lowest possible count of a hidden cell */
    public Attack(int level) {
        this.level = level;
    }

    /**
     * @param candidate the published cells of the release's tables
     * @param earlier all releases before
     */
    public Verdict on(List<Table> candidate, List<Release> earlier, Knowledge known) {
        throw new UnsupportedOperationException(level + "" + candidate + earlier + known);
    }
}
