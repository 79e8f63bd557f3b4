package id.padan.correction.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.correction.life.Effect;
import id.padan.correction.life.ProposalState;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** The event {@code correction.proposal.v1}: no person and no value in it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProposalEvent(
        String type,
        UUID proposalId,
        UUID listId,
        int version,
        Instant at,
        String direction,
        String proposer,
        String receiver,
        String holder,
        String element,
        String indicator,
        ProposalState.Wire state,
        Integer usulStatus,
        String reason,
        Effect effect,
        int attempt,
        String agreementId,
        boolean subjectRequest,
        boolean aidImpact,
        Instant submittedAt,
        Instant dueAt,
        Instant pausedAt,
        Instant closedAt,
        boolean overdue,
        String presentHash,
        String proposedHash) {

    static ProposalEvent of(Proposal proposal, Instant now) {
        ProposalState state = proposal.state();
        return new ProposalEvent(
                "correction.proposal",
                proposal.id(),
                proposal.listId(),
                proposal.version(),
                proposal.changedAt(),
                proposal.direction().name(),
                proposal.proposer(),
                proposal.receiver(),
                proposal.holder(),
                proposal.element(),
                proposal.indicator(),
                state.wire(),
                state.usul() == null ? null : state.usul().status(),
                state.reason() == null ? null : state.reason().code(),
                state.effect(),
                proposal.attempt(),
                proposal.policy().agreementId(),
                proposal.subjectRequest(),
                proposal.aidImpact(),
                proposal.submittedAt(),
                proposal.closedAt() == null ? proposal.dueAt() : null,
                proposal.pausedAt(),
                proposal.closedAt(),
                proposal.isOverdue(now),
                hex(proposal.presentHash()),
                hex(proposal.proposedHash()));
    }

    private static String hex(byte[] hash) {
        return hash == null ? null : HexFormat.of().formatHex(hash);
    }
}
