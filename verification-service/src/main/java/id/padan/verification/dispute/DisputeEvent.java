package id.padan.verification.dispute;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * How a dispute stands after a step, as {@code verification.dispute.v1} says it: ids and states, neither row nor answer.
 *
 * @param receiptId the leaf of the disputed answer
 * @param changedReceiptId the leaf of the new answer, once there is one
 * @param proposalId the correction that was opened because of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DisputeEvent(
        String type,
        UUID disputeId,
        int version,
        String state,
        DisputeReason reason,
        String party,
        String raisedBy,
        UUID receiptId,
        UUID batchId,
        UUID changedReceiptId,
        UUID proposalId,
        Instant at) {
    static final String TYPE = "verification.dispute";

    static DisputeEvent of(Dispute dispute, Instant at) {
        return new DisputeEvent(
                TYPE,
                dispute.id(),
                dispute.version(),
                dispute.state().name(),
                dispute.reason(),
                dispute.party(),
                dispute.raisedBy(),
                dispute.leaf(),
                dispute.batch(),
                dispute.state() instanceof DisputeState.Changed changed ? changed.leaf() : null,
                dispute.proposal(),
                at);
    }
}
