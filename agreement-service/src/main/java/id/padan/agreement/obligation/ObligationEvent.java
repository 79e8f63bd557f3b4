package id.padan.agreement.obligation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * agreement.obligation.v1: what is said of a duty, once.
 *
 * @param obligation key of the duty
 * @param said {@code DUE_SOON}, {@code OVERDUE} or {@code MET}; more may come
 * @param period label of the half-year, or null
 * @param due null while the clock stands still
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObligationEvent(
        String type,
        String agreementId,
        String obligation,
        String rule,
        String clause,
        String party,
        String said,
        String period,
        Instant due,
        Instant at) {

    public static final String TYPE = "agreement.obligation";
}
