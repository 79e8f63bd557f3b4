package id.padan.casn.protection;

import java.util.Map;

/**
 * Why a cell is as it is. For BKN only: outsiders see {@link Status#outside}.
 *
 * @param published what goes out, −1 if hidden
 * @param reasonEn one sentence
 * @param groupCount people in the smallest group that hides the cell, 0 if shown
 * @param group codes of one dimension (with the cell's own before it) that are told only together
 */
public record Explanation(
        Status status, long published, String reasonEn, String reasonId, long groupCount, Map<String, String> group) {
    /** E-15 {@code supresi}. */
    public enum Status {
        /** As counted. */
        SHOWN,
        /** Shown with the value of an earlier release, because the correction since is of fewer people than the threshold. */
        HELD,
        /** Fewer people than the threshold. */
        PRIMARY,
        /** Enough people, but the difference to other cells would tell of too few. */
        SECONDARY,
        /** Shown, nobody. */
        ZERO;

        public boolean shown() {
            return this != PRIMARY && this != SECONDARY;
        }

        /** What outsiders may know: whether a cell is hidden, never if by itself or for another's sake, nor that a correction waits. */
        public String outside() {
            return shown() ? "none" : "supresi";
        }
    }
}
