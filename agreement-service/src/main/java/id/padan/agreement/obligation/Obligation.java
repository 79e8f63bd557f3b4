package id.padan.agreement.obligation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;

/**
 * One duty of one party.
 *
 * @param key stable id, as {@code usage-report.2026-H2.kemnaker}
 * @param period null if it is not for a half-year
 * @param opens when its clock began; null for a standing duty
 * @param due first moment at which it is late; null for a standing duty and while its clock stands still
 * @param dueDay the last day on which it is in time, in Jakarta; null for clocks in hours
 * @param plannedDue when it would be due without any pause
 * @param holidaysKnown false while the holidays of the due day's year are not decreed: the end may still move
 * @param version of its evidence; 0 while there is none
 * @param source the case behind it, or null
 * @param confidential whether only its own party may see it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Obligation(
        String key,
        String rule,
        String party,
        String clause,
        String mirror,
        String title,
        Period period,
        Instant opens,
        Instant due,
        LocalDate dueDay,
        Instant plannedDue,
        boolean holidaysKnown,
        ObligationState state,
        int version,
        String source,
        boolean confidential) {}
