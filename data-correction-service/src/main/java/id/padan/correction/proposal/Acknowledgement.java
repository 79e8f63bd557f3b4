package id.padan.correction.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.correction.life.Effect;
import id.padan.correction.life.ProposalState;
import id.padan.platform.writing.Versioned;
import java.time.Instant;
import java.util.UUID;

/** Where a proposal stands after a write. No person and no value: answers of writes are kept for when they are asked again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Acknowledgement(
        UUID id,
        int version,
        ProposalState.Wire state,
        Effect effect,
        String direction,
        String element,
        String decider,
        boolean presentChecked,
        Instant submittedAt,
        Instant dueAt,
        Instant pausedAt,
        Instant closedAt)
        implements Versioned {

    public static Acknowledgement of(Proposal proposal) {
        return new Acknowledgement(
                proposal.id(),
                proposal.version(),
                proposal.state().wire(),
                proposal.state().effect(),
                proposal.direction().name(),
                proposal.element(),
                proposal.decider(),
                proposal.presentChecked(),
                proposal.submittedAt(),
                proposal.dueAt(),
                proposal.pausedAt(),
                proposal.closedAt());
    }
}
