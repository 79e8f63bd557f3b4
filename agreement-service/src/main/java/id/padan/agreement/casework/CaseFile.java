package id.padan.agreement.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.platform.writing.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One case as stored.
 *
 * @param party whose it is
 * @param version counts steps from 1; the {@code ETag}, and what {@code If-Match} must name
 * @param due when its own clock ends, or null if it has none
 * @param content what it is about, in its present state
 * @param steps every decision on it, oldest first; empty in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaseFile<T>(
        UUID id,
        String agreementId,
        String party,
        boolean confidential,
        int version,
        Instant openedAt,
        Instant changedAt,
        Instant due,
        T content,
        List<Step> steps)
        implements Versioned {

    public CaseFile {
        steps = List.copyOf(steps);
    }

    /**
     * One decision.
     *
     * @param receipt id of its leaf in the log
     */
    public record Step(
            int version,
            String act,
            String state,
            String party,
            String actor,
            Instant at,
            UUID receipt,
            long logIndex) {}

    /** A page of a register; {@code next} is the cursor of the page behind it, or null. */
    public record Page<T>(List<CaseFile<T>> items, UUID next) {}
}
