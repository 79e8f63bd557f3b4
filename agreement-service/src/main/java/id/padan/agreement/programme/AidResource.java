package id.padan.agreement.programme;

import id.padan.agreement.acting.Seats;
import id.padan.platform.caller.Caller;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whom aid is refused is decided by a named human of the party that gives it, and nobody else sees it. */
@Once
@Path("/api/agreements/v1/agreements/{id}/programmes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Programmes")
class AidResource {

    private static final int MOST = 1000;

    private final Seats seats;
    private final AidRules rules;

    AidResource(Seats seats, AidRules rules) {
        this.seats = seats;
        this.rules = rules;
    }

    @Schema(name = "AidRulesRequest")
    record RulesRequest(@Schema(required = true) List<AidRule> rules) {}

    /** @param reference {@code batches/<id>/rows/<row>} or {@code receipts/<id>} */
    @Schema(name = "AidDecisionRequest")
    record DecisionRequest(
            @Schema(required = true) String reference,
            @Schema(required = true) AidRule.Answer answer,
            @Schema(required = true) AidRules.Verdict decision,
            @Schema(required = true) String reason) {}

    @Schema(name = "AidDecisions")
    record Decisions(List<AidRules.Decision> items, String next) {}

    @GET
    @Path("{code}/rules")
    @Operation(operationId = "getAidRules", summary = "What each answer means for aid, as the own party has set it")
    @APIResponse(
            responseCode = "404",
            description = "NOT_FOUND: no rules of the own party; then every answer is TINJAU")
    public AidRules.Table rules(@PathParam("id") String id, @PathParam("code") String code) {
        Caller caller = seats.reader(id).caller();
        return rules.get(caller, id, code);
    }

    @PUT
    @Path("{code}/rules")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setAidRules",
            summary = "Set the rules of a programme",
            description = "Role approver of the party that runs the programme; a new version each time.")
    @APIResponse(responseCode = "400", description = "INVALID: not each answer once, or no basis")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no programme of the own party")
    public AidRules.Table set(@PathParam("id") String id, @PathParam("code") String code, RulesRequest request) {
        Caller caller = seats.person(id, "approver").caller();
        return rules.set(caller, id, code, request == null ? null : request.rules());
    }

    @GET
    @Path("{code}/decisions")
    @Operation(
            operationId = "listAidDecisions",
            summary = "Decisions of the own party, the latest first",
            description = "At most 1000; a later decision about the same reference takes the place of an earlier one.")
    public Decisions decisions(@PathParam("id") String id, @PathParam("code") String code) {
        Caller caller = seats.reader(id).caller();
        return new Decisions(rules.list(caller, id, code, MOST), null);
    }

    @POST
    @Path("{code}/decisions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "decideAid",
            summary = "Decide on one person's aid",
            description =
                    "Role operator, verifier or approver, a named human (UU 27/2022 Ps 10 and 34): no refusal comes from the"
                            + " rules alone. The person is named by the row or receipt of the answer only.")
    @APIResponse(responseCode = "201", description = "Recorded, with its leaf")
    @APIResponse(responseCode = "403", description = "PERSON_NEEDED, ROLE_MISSING")
    @APIResponse(responseCode = "409", description = "RULE_MISSING, RULE_CONTRADICTS")
    public Response decide(@PathParam("id") String id, @PathParam("code") String code, DecisionRequest request) {
        Caller caller = seats.person(id, "verifier", "approver", "operator").caller();
        if (request == null || request.answer() == null || request.decision() == null) {
            throw Words.invalid(
                    "decision",
                    "Name answer (ACTIVE, INACTIVE, RETIRED, NOT_FOUND) and decision (REFUSE, GRANT).",
                    "Sebutkan answer (ACTIVE, INACTIVE, RETIRED, NOT_FOUND) dan decision (REFUSE, GRANT).");
        }
        AidRules.Decision made = rules.decide(
                caller, id, code, request.reference(), request.answer(), request.decision(), request.reason());
        return Response.status(Response.Status.CREATED).entity(made).build();
    }
}
