package id.padan.agreement.obligation;

import id.padan.agreement.acting.Seat;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A register whose cases are duties with clocks of their own. */
public interface DutySource {

    /** Every duty that its cases ever made. */
    List<CaseDuty> list(Handle handle, Seat table);

    /**
     * One such duty.
     *
     * @param rule id in the data file, which gives clause, title and clock
     * @param key behind the rule's id: case and number
     * @param party whose duty it is
     * @param title what it is about, or null for the rule's title; nothing personal
     * @param opens when the clock began
     * @param due a day agreed by the parties, which comes before the rule's clock; or null
     * @param metAt when it was done, or null
     * @param source the case as the API names it
     * @param confidential whether only its own party may see it
     */
    record CaseDuty(
            String rule,
            String key,
            String party,
            String title,
            Instant opens,
            Instant due,
            Instant metAt,
            String source,
            boolean confidential) {}
}
