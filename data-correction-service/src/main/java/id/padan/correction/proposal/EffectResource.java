package id.padan.correction.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.correction.disclosure.RecordingReads;
import id.padan.correction.disclosure.RecordingReads.Seen;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/corrections/v1/effects")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Effects", description = "Decided changes that their records have not shown yet")
class EffectResource {

    private static final int MOST = 100;

    private final Callers callers;
    private final Proposals proposals;
    private final RecordingReads reads;

    EffectResource(Callers callers, Proposals proposals, RecordingReads reads) {
        this.callers = callers;
        this.proposals = proposals;
        this.reads = reads;
    }

    /**
     * What the record's holder is to apply.
     *
     * @param field the member that is meant, where the element has several
     * @param proposed the text it shall have; null to empty it
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record EffectView(
            UUID proposalId,
            int attempt,
            String element,
            String field,
            String nip,
            String historyType,
            String historyRow,
            String proposed,
            String decidedBy,
            ProposalView.Agreement agreement) {
        @Override
        public String toString() {
            return "EffectView[" + proposalId + "]";
        }
    }

    /** @param items only those that are awaited, in no order */
    record EffectViews(List<EffectView> items) {}

    @GET
    @Operation(
            summary = "Decided changes, for the machine of the records' holder",
            description =
                    "Role system of the party that holds the records, up to 100 at once; what is not awaited is left out.")
    public EffectViews list(
            @QueryParam("proposal") @Parameter(description = "id of a proposal, repeated") List<String> ids) {
        Caller caller = callers.require("system");
        reads.requireParty(caller);
        List<Proposal> awaited = proposals.awaited(
                caller.party(),
                ids.stream().limit(MOST).map(ProposalResource::id).toList());
        reads.record(
                caller,
                null,
                awaited.stream()
                        .filter(one -> !one.proposer().equals(caller.party()))
                        .map(one -> new Seen(one.id(), one.version()))
                        .toList());
        return new EffectViews(awaited.stream().map(this::view).toList());
    }

    private EffectView view(Proposal proposal) {
        return new EffectView(
                proposal.id(),
                proposal.attempt(),
                proposal.element(),
                proposal.field(),
                proposal.nip(),
                proposal.historyType(),
                proposal.historyRow(),
                proposals.values(proposal).proposed(),
                proposal.decidedBy(),
                new ProposalView.Agreement(
                        proposal.policy().agreementId(), proposal.policy().version()));
    }
}
