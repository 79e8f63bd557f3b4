package id.padan.agreement.addendum;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.approval.Approval;
import id.padan.agreement.document.Change;
import id.padan.agreement.version.PartyAgreements;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
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
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Once
@Path("/api/agreements/v1/agreements/{id}/addenda")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Addenda", description = "Changes of an agreement that both parties approve (Ps 12)")
class AddendumResource {

    private final Seats seats;
    private final PartyAgreements agreements;
    private final Amending amending;

    AddendumResource(Seats seats, PartyAgreements agreements, Amending amending) {
        this.seats = seats;
        this.agreements = agreements;
        this.amending = amending;
    }

    /** @param document the whole next agreement file, as {@code GET …/versions/{version}/document} gives the present one */
    @Schema(name = "AddendumRequest")
    record DraftRequest(
            @Schema(required = true) String title,

            @Schema(required = true, type = SchemaType.OBJECT)
            JsonNode document) {}

    /** @param sha256 of what is approved; needed with APPROVE */
    @Schema(name = "AddendumTransition")
    record TransitionRequest(@Schema(required = true) Action action, String sha256) {
        enum Action {
            SUBMIT,
            APPROVE,
            RETURN,
            WITHDRAW
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Addendum")
    record View(
            UUID id,
            String title,

            @Schema(description = "DRAFT, IN_REVIEW, AGREED (stored, its date to come), EFFECTIVE or WITHDRAWN")
            String state,

            String version,
            String baseVersion,
            Instant effectiveFrom,

            @Schema(description = "Of the canonical document: what approvers approve")
            String sha256,

            String party,
            String draftedBy,
            Instant draftedAt,
            List<Approval> approvals,

            @Schema(description = "Against baseVersion, in words")
            List<Change> changes) {

        static View of(Amending.Shown shown, Instant now) {
            Addendum one = shown.addendum();
            return new View(
                    one.id(),
                    one.title(),
                    one.state(now),
                    one.version(),
                    one.baseVersion(),
                    one.effectiveFrom(),
                    one.sha256(),
                    one.party(),
                    one.draftedBy(),
                    one.draftedAt(),
                    shown.approvals(),
                    shown.changes());
        }
    }

    @Schema(name = "Addenda")
    record Page(List<View> items, String next) {}

    @GET
    @Operation(
            operationId = "listAddenda",
            summary = "Addenda, the latest first",
            description = "Drafts are shown to the party that writes them only.")
    public Page list(@PathParam("id") String id) {
        Caller caller = seats.reader(id).caller();
        List<StoredVersion> versions = agreements.require(caller, id);
        Instant now = Instant.now();
        return new Page(
                amending.list(id, versions).stream()
                        .filter(shown -> mayKnow(caller, shown.addendum()))
                        .map(shown -> View.of(shown, now))
                        .toList(),
                null);
    }

    @GET
    @Path("{addendum}")
    @Operation(operationId = "getAddendum", summary = "One addendum with its changes in words")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: also a draft of the other party")
    public View get(@PathParam("id") String id, @PathParam("addendum") String addendum) {
        return View.of(readable(id, addendum), Instant.now());
    }

    @GET
    @Path("{addendum}/document")
    @Operation(operationId = "getAddendumDocument", summary = "The document to the byte, whose SHA-256 is approved")
    public Response document(@PathParam("id") String id, @PathParam("addendum") String addendum) {
        return Response.ok(readable(id, addendum).addendum().document(), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "draftAddendum",
            summary = "Draft an addendum",
            description = "Role operator, approver or admin. Checked like an agreement file; person-level elements of"
                    + " class X or UU 27/2022 Ps 4(2) cannot be opened.")
    @APIResponse(responseCode = "201", description = "A draft, seen by the own party only")
    @APIResponse(responseCode = "400", description = "ADDENDUM_INVALID with findings, INVALID")
    @APIResponse(responseCode = "409", description = "ADDENDUM_PAST, ADDENDUM_OVERLAPS")
    public Response draft(@PathParam("id") String id, DraftRequest request) {
        Caller caller = seats.person(id, "operator", "approver", "admin").caller();
        Amending.Shown made = amending.draft(caller, id, null, title(request), document(request));
        return Response.created(URI.create("/api/agreements/v1/agreements/" + id + "/addenda/"
                        + made.addendum().id()))
                .entity(View.of(made, Instant.now()))
                .build();
    }

    @PUT
    @Path("{addendum}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "replaceAddendum", summary = "Write a draft anew")
    @APIResponse(responseCode = "409", description = "CONFLICT: it is no draft")
    public View replace(@PathParam("id") String id, @PathParam("addendum") String addendum, DraftRequest request) {
        Caller caller = seats.person(id, "operator", "approver", "admin").caller();
        readable(id, addendum);
        return View.of(amending.draft(caller, id, addendum, title(request), document(request)), Instant.now());
    }

    @POST
    @Path("{addendum}/transitions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "moveAddendum",
            summary = "Submit, approve, return or withdraw",
            description = "SUBMIT and WITHDRAW by the drafting party, RETURN by either party's approver, APPROVE by an"
                    + " approver of each party other than the drafter, over the hash that was read. The second approval"
                    + " stores the version, which takes effect on its date.")
    @APIResponse(
            responseCode = "403",
            description = "PARTY_MISMATCH, ROLE_MISSING, SECOND_PERSON_NEEDED, PERSON_NEEDED")
    @APIResponse(responseCode = "409", description = "CONFLICT, ALREADY_APPROVED, ADDENDUM_PAST, ADDENDUM_OVERLAPS")
    @APIResponse(responseCode = "412", description = "STALE_VERSION: another hash than the one approved")
    public View move(@PathParam("id") String id, @PathParam("addendum") String addendum, TransitionRequest request) {
        if (request == null || request.action() == null) {
            throw Words.invalid(
                    "action",
                    "action is SUBMIT, APPROVE, RETURN or WITHDRAW.",
                    "action adalah SUBMIT, APPROVE, RETURN, atau WITHDRAW.");
        }
        Amending.Shown moved =
                switch (request.action()) {
                    case SUBMIT -> amending.submit(writer(id, addendum), id, addendum);
                    case WITHDRAW -> amending.withdraw(writer(id, addendum), id, addendum);
                    case RETURN -> amending.giveBack(approver(id, addendum), id, addendum);
                    case APPROVE -> amending.approve(approver(id, addendum), id, addendum, request.sha256());
                };
        return View.of(moved, Instant.now());
    }

    private Caller writer(String id, String addendum) {
        Caller caller = seats.person(id, "operator", "approver", "admin").caller();
        readable(id, addendum);
        return caller;
    }

    private Caller approver(String id, String addendum) {
        Caller caller = seats.person(id, "approver").caller();
        readable(id, addendum);
        return caller;
    }

    private Amending.Shown readable(String id, String addendum) {
        Caller caller = seats.reader(id).caller();
        Amending.Shown shown = amending.get(id, addendum, agreements.require(caller, id));
        if (!mayKnow(caller, shown.addendum())) {
            throw ProblemException.of(
                    PlatformProblem.NOT_FOUND, "There is no such addendum.", "Adendum tersebut tidak ada.");
        }
        return shown;
    }

    private static boolean mayKnow(Caller caller, Addendum addendum) {
        return addendum.party().equals(caller.party()) || !(addendum.stage() instanceof Addendum.Stage.Draft);
    }

    private static String title(DraftRequest request) {
        return request == null ? null : request.title();
    }

    private static JsonNode document(DraftRequest request) {
        return request == null ? null : request.document();
    }
}
