package id.padan.agreement.casework;

import java.time.Instant;

/**
 * A case to be, or what a step makes of one.
 *
 * @param subject natural key within the register, or null; only counts when a case is opened
 * @param confidential whether the other party must not know of it
 * @param due when its clock ends, or null
 */
public record Draft<T extends CaseState>(T content, String subject, boolean confidential, Instant due) {

    /** Both parties may see it, and no clock runs. */
    public static <T extends CaseState> Draft<T> shared(T content) {
        return new Draft<>(content, null, false, null);
    }

    /** Only its own party may know of it. */
    public static <T extends CaseState> Draft<T> confidential(T content, Instant due) {
        return new Draft<>(content, null, true, due);
    }
}
