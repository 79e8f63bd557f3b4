package id.padan.correction.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.correction.life.Effect;
import id.padan.correction.life.ProposalState;
import id.padan.platform.writing.Versioned;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A proposal as the API shows it to both parties (annex 10.F).
 *
 * @param nip F-03
 * @param decider party that decides; absent where the record is a third agency's
 * @param reread F-16: the record, read again, shows the proposed value; absent before
 * @param found what the record showed instead; to its holder only
 * @param salt of the two hashes in the event, hex
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProposalView(
        UUID id,
        UUID listId,
        Integer listRow,
        int version,
        String direction,
        String proposer,
        String receiver,
        String holder,
        String decider,
        String nip,
        String element,
        String field,
        String historyType,
        String historyRow,
        String present,
        String proposed,
        boolean presentChecked,
        String indicator,
        String priority,
        boolean aidImpact,
        boolean subjectRequest,
        String purpose,
        ProposalState.Wire state,
        String usulNumber,
        Integer usulStatus,
        String reason,
        String reasonText,
        String remark,
        String resolver,
        Effect effect,
        int attempt,
        String effectReason,
        Boolean reread,
        String found,
        Instant submittedAt,
        Instant changedAt,
        Instant dueAt,
        Instant pausedAt,
        Instant closedAt,
        boolean overdue,
        Agreement agreement,
        String salt,
        List<Proposals.Step> history)
        implements Versioned {

    record Agreement(String id, String version) {}

    /** @param history null to leave it out, as in lists */
    static ProposalView of(Proposal proposal, Values values, String reader, Instant now, List<Proposals.Step> history) {
        ProposalState state = proposal.state();
        return new ProposalView(
                proposal.id(),
                proposal.listId(),
                proposal.listRow(),
                proposal.version(),
                proposal.direction().name(),
                proposal.proposer(),
                proposal.receiver(),
                proposal.holder(),
                proposal.decider(),
                proposal.nip(),
                proposal.element(),
                proposal.field(),
                proposal.historyType(),
                proposal.historyRow(),
                values.present(),
                values.proposed(),
                proposal.presentChecked(),
                proposal.indicator(),
                proposal.aidImpact() || proposal.subjectRequest() ? "HIGH" : "NORMAL",
                proposal.aidImpact(),
                proposal.subjectRequest(),
                proposal.purpose(),
                state.wire(),
                state.usul() == null ? null : state.usul().number(),
                state.usul() == null ? null : state.usul().status(),
                state.reason() == null ? null : state.reason().code(),
                state.reason() == null ? null : state.reason().text(),
                proposal.reasonText(),
                proposal.resolver(),
                state.effect(),
                proposal.attempt(),
                proposal.effectReason(),
                proposal.reread(),
                reader.equals(proposal.holder()) ? values.found() : null,
                proposal.submittedAt(),
                proposal.changedAt(),
                proposal.dueAt(),
                proposal.pausedAt(),
                proposal.closedAt(),
                proposal.isOverdue(now),
                new Agreement(proposal.policy().agreementId(), proposal.policy().version()),
                HexFormat.of().formatHex(proposal.salt()),
                history);
    }

    @Override
    public String toString() {
        return "ProposalView[" + id + "]";
    }
}
