package id.padan.correction.coordination;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * How a coordination stands after a step, as {@code correction.coordination.v1} says it; counts and notes by API.
 *
 * @param party whose list it was, and whose duty it is (Ps 3(2)d)
 * @param submittedAt when the result was first handed in
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CoordinationEvent(
        String type,
        UUID coordinationId,
        UUID batchId,
        int version,
        String state,
        String party,
        String agreementId,
        String program,
        Instant openedAt,
        Instant submittedAt,
        Instant acknowledgedAt,
        Instant closedAt,
        Instant at) {
    static final String TYPE = "correction.coordination";

    static CoordinationEvent of(Coordination one, Instant at) {
        return new CoordinationEvent(
                TYPE,
                one.id(),
                one.batch(),
                one.version(),
                one.state().name(),
                one.party(),
                one.agreementId(),
                one.programme(),
                one.openedAt(),
                one.submittedAt(),
                one.acknowledgedAt(),
                one.closedAt(),
                at);
    }
}
