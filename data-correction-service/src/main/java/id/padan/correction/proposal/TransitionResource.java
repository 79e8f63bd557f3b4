package id.padan.correction.proposal;

import id.padan.correction.disclosure.RecordingReads;
import id.padan.correction.proposal.Deciding.Step;
import id.padan.correction.proposal.Proposals.Comment;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Jdbi;

@Once
@Path("/api/corrections/v1/proposals/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Proposals", description = "Proposals to correct a record, both ways")
class TransitionResource {

    private static final int LONGEST_COMMENT = 2_000;

    private final Callers callers;
    private final Deciding deciding;
    private final Proposals proposals;
    private final RecordingReads reads;
    private final Jdbi jdbi;

    TransitionResource(Callers callers, Deciding deciding, Proposals proposals, RecordingReads reads, Jdbi jdbi) {
        this.callers = callers;
        this.deciding = deciding;
        this.proposals = proposals;
        this.reads = reads;
        this.jdbi = jdbi;
    }

    @POST
    @Path("transitions")
    @Operation(
            summary = "Take a step",
            description =
                    "to names the state to come to; COMPLETED is the decision, after which the record has to show the value. Or usulStatus alone: "
                            + "SIASN's own status then says where it leads. Idempotency-Key makes it once; If-Match with the version that was read "
                            + "refuses a step on anything newer.")
    @APIResponse(responseCode = "200", description = "where it stands; ETag is the new version")
    @APIResponse(
            responseCode = "403",
            description = "NOT_COMPETENT_TO_DECIDE, FOUR_EYES, PERSON_NEEDED, PARTY_MISMATCH, ROLE_MISSING")
    @APIResponse(
            responseCode = "409",
            description = "ILLEGAL_STEP with the present state, THIRD_AGENCY, ANSWER_NEEDED, EVIDENCE_NEEDED")
    @APIResponse(responseCode = "412", description = "STALE_VERSION with the present version")
    public Response step(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Parameter(description = "version that was read, as in ETag") String ifMatch,
            Step step) {
        Caller caller = callers.require("operator", "verifier", "approver", "system");
        var answer = Acknowledgement.of(deciding.take(caller, ProposalResource.id(id), version(ifMatch), step));
        return Response.ok(answer)
                .tag(new EntityTag(Integer.toString(answer.version())))
                .build();
    }

    /** @param text 1 to 2,000 characters; never a NIK or NIP */
    record NewComment(String text) {}

    @POST
    @Path("comments")
    @ResponseStatus(201)
    @Operation(summary = "Say something about it", description = "Both parties read it; it changes nothing else.")
    public Comment comment(@PathParam("id") String id, NewComment comment) {
        Caller caller = callers.require("operator", "verifier", "approver");
        reads.requireParty(caller);
        UUID proposal = proposals.get(caller.party(), ProposalResource.id(id)).id();
        String text = Words.require("text", comment == null ? null : comment.text(), LONGEST_COMMENT);
        return jdbi.inTransaction(tx -> tx.createQuery("""
                        insert into proposal_comment (proposal, at, party, actor, text)
                        values (:proposal, clock_timestamp(), :party, :actor, :text) returning no, at""")
                .bind("proposal", proposal)
                .bind("party", caller.party())
                .bind("actor", caller.subject())
                .bind("text", text)
                .map((row, context) -> new Comment(
                        row.getLong("no"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        caller.party(),
                        caller.subject(),
                        text))
                .one());
    }

    private static Integer version(String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank() || ifMatch.strip().equals("*")) {
            return null;
        }
        String digits = ifMatch.strip().replace("W/", "").replace("\"", "");
        if (!digits.matches("[0-9]{1,9}")) {
            throw Words.invalid("If-Match", "If-Match is the version from ETag.", "If-Match adalah versi dari ETag.");
        }
        return Integer.valueOf(digits);
    }
}
