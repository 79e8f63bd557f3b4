package id.padan.correction.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.correction.competence.Direction;
import id.padan.correction.disclosure.RecordingReads;
import id.padan.correction.disclosure.RecordingReads.Seen;
import id.padan.correction.life.ProposalState.Wire;
import id.padan.correction.proposal.Proposals.Comment;
import id.padan.correction.proposal.Proposals.Filter;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/corrections/v1/proposals")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Proposals", description = "Proposals to correct a record, both ways")
class ProposalResource {

    /** Whoever works with proposals; values are personal data, so not everybody of a party. */
    static final String[] READERS = {"operator", "verifier", "approver", "auditor", "dpo", "system"};

    private static final int MOST = 1_000;

    private final Callers callers;
    private final Proposals proposals;
    private final RecordingReads reads;

    ProposalResource(Callers callers, Proposals proposals, RecordingReads reads) {
        this.callers = callers;
        this.proposals = proposals;
        this.reads = reads;
    }

    /** One page; {@code next} is absent on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<ProposalView> items, String next) {}

    @GET
    @Operation(
            summary = "List proposals of both directions",
            description =
                    "In the order in which they came; next is the cursor of the following page. sent=true: only what the own party sent.")
    public Page list(
            @QueryParam("state") String state,
            @QueryParam("element") String element,
            @QueryParam("indicator") String indicator,
            @QueryParam("list") String list,
            @QueryParam("sent") Boolean sent,
            @QueryParam("overdue") @DefaultValue("false") boolean overdue,
            @QueryParam("open") @DefaultValue("false") boolean open,
            @QueryParam("cursor") @DefaultValue("0") long cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @HeaderParam("X-Padan-Purpose") String purpose) {
        Caller caller = reader();
        if (limit < 1 || limit > MOST) {
            throw Words.invalid("limit", "limit is 1 to 1000.", "limit adalah 1 sampai 1000.");
        }
        String party = caller.party();
        var filter = new Filter(
                party,
                sent == null ? null : sent ? party : other(party),
                state == null ? null : wire(state),
                element,
                indicator,
                list == null ? null : id(list),
                overdue,
                open);
        List<Proposal> oneMore = proposals.list(filter, cursor, limit + 1);
        List<Proposal> page = oneMore.subList(0, Math.min(limit, oneMore.size()));
        recordRead(caller, purpose, page);
        Instant now = Instant.now();
        return new Page(
                page.stream()
                        .map(one -> ProposalView.of(one, proposals.values(one), party, now, null))
                        .toList(),
                oneMore.size() > limit ? Long.toString(page.getLast().no()) : null);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One proposal with its history", description = "ETag is its version, for If-Match.")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: none, or not the caller's party's")
    public Response get(@PathParam("id") String id, @HeaderParam("X-Padan-Purpose") String purpose) {
        Caller caller = reader();
        Proposal proposal = proposals.get(caller.party(), id(id));
        recordRead(caller, purpose, List.of(proposal));
        return Response.ok(ProposalView.of(
                        proposal,
                        proposals.values(proposal),
                        caller.party(),
                        Instant.now(),
                        proposals.history(proposal.id())))
                .tag(new EntityTag(Integer.toString(proposal.version())))
                .build();
    }

    @GET
    @Path("{id}/comments")
    @Operation(summary = "What both parties said about it")
    public List<Comment> comments(@PathParam("id") String id) {
        return proposals.comments(proposals.get(reader().party(), id(id)).id());
    }

    @GET
    @Path("{id}/forwarding-letter")
    @Produces("application/pdf")
    @Operation(
            summary = "The letter by which a third agency's record is forwarded",
            description =
                    "PDF, only while the proposal is NOT_COMPETENT. In Indonesian, for the receiver to sign and send.")
    @APIResponse(responseCode = "409", description = "CONFLICT: it was not forwarded")
    public Response letter(@PathParam("id") String id, @HeaderParam("X-Padan-Purpose") String purpose) {
        Caller caller = reader();
        Proposal proposal = proposals.get(caller.party(), id(id));
        if (proposal.state().wire() != Wire.NOT_COMPETENT) {
            throw Words.conflict("It has not been forwarded.", "Usulan ini tidak diteruskan.");
        }
        recordRead(caller, purpose, List.of(proposal));
        return Response.ok(ForwardingLetter.of(proposal, proposals.values(proposal)))
                .header("Content-Disposition", "attachment; filename=\"surat-penerusan-" + proposal.id() + ".pdf\"")
                .build();
    }

    private Caller reader() {
        Caller caller = callers.require(READERS);
        reads.requireParty(caller);
        return caller;
    }

    private void recordRead(Caller caller, String purpose, List<Proposal> shown) {
        reads.record(
                caller,
                purpose,
                shown.stream()
                        .filter(one -> !one.proposer().equals(caller.party()))
                        .map(one -> new Seen(one.id(), one.version()))
                        .toList());
    }

    private static String other(String party) {
        return Direction.from(party).orElseThrow().receiver();
    }

    private static Wire wire(String state) {
        try {
            return Wire.valueOf(state);
        } catch (IllegalArgumentException e) {
            String all = String.join(
                    ", ", Arrays.stream(Wire.values()).map(Wire::name).toList());
            throw Words.invalid("state", "state is one of " + all + ".", "state adalah salah satu dari " + all + ".");
        }
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Proposals.notFound();
        }
    }
}
