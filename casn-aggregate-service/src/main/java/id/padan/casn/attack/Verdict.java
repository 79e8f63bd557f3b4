package id.padan.casn.attack;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the attack found.
 *
 * @param findings the first cells too narrowly bound, at most 100; none if the release may go
 * @param found how many there are
 * @param cells published cells of the candidate
 * @param hidden groups of hidden cells that were bound
 * @param programs linear programs solved
 * @param variables variables in them together
 * @param constraints rows in them together
 */
public record Verdict(
        List<Finding> findings,
        long found,
        long cells,
        long hidden,
        long programs,
        long variables,
        long constraints,
        Duration time) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    public boolean passed() {
        return found == 0;
    }

    /**
     * @param table id of the table
     * @param within key of the shown cell that the narrow one is within
     * @param cell codes of the cell, totals left out; for a group the codes joined by {@code +}
     * @param reason stable name
     */
    public record Finding(
            String table,
            long within,
            Map<String, String> cell,
            Bounds bounds,
            Reason reason,
            String detailEn,
            String detailId) {}

    /** Lowest and highest possible count of a cell, both inclusive. */
    public record Bounds(long low, long high) {
        public long width() {
            return high - low;
        }

        public boolean contains(long count) {
            return low <= count && count <= high;
        }
    }

    /** Why a finding is one. */
    public enum Reason {
        /** A shown cell has fewer people than the level, but not nobody. */
        BELOW_THRESHOLD,
        /** Shown cells subtracted leave too few people. */
        DIFFERENCE,
        /** The same cell was shown with another value before, and the difference is of too few people. */
        DIFFERENCE_OVER_TIME,
        /** Linked tables, control figures or portal counts bind the cell too narrowly. */
        LINKED,
        /** A code of an earlier form of the table is gone without saying what became of it. */
        RENAMED,
        /** What is published contradicts itself or an earlier release. */
        CONTRADICTION
    }
}
