package id.padan.agreement.suspension;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.acting.Seats;
import id.padan.platform.caller.Caller;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Once
@Path("/api/agreements/v1/agreements/{id}/suspensions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Suspensions", description = "The brake of Ps 9(2)")
class SuspensionResource {

    private final Seats seats;
    private final Suspending suspending;

    SuspensionResource(Seats seats, Suspending suspending) {
        this.seats = seats;
        this.suspending = suspending;
    }

    /**
     * What is suspended and why.
     *
     * @param target client id, user name, programme code, dataset or party
     */
    @Schema(name = "SuspensionRequest")
    record SuspensionRequest(
            @Schema(required = true) Suspension.Kind kind,

            @Schema(required = true, examples = "kemnaker-system")
            String target,

            @Schema(required = true, examples = "Kunci klien dilaporkan bocor, nota dinas 4/2026")
            String reason) {}

    @Schema(name = "ResumeRequest")
    record ResumeRequest(@Schema(required = true) String reason) {}

    enum State {
        /** Stored, and in force in at most two seconds. */
        COMING,
        IN_FORCE,
        LIFTED
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Suspended")
    record View(
            UUID id,
            Suspension.Kind kind,
            String target,
            State state,
            String reason,
            String party,
            String suspendedBy,
            Instant suspendedAt,
            Instant effectiveFrom,

            @Schema(description = "Leaf in the log of agreement-service")
            UUID leaf,

            Suspension.Resumed resumed) {

        static View of(Suspension one, Instant now) {
            boolean lifted =
                    one.resumed() != null && !now.isBefore(one.resumed().endsAt());
            State running = now.isBefore(one.effectiveFrom()) ? State.COMING : State.IN_FORCE;
            return new View(
                    one.id(),
                    one.kind(),
                    one.target(),
                    lifted ? State.LIFTED : running,
                    one.reason(),
                    one.party(),
                    one.suspendedBy(),
                    one.suspendedAt(),
                    one.effectiveFrom(),
                    one.leaf(),
                    one.resumed());
        }
    }

    @Schema(name = "Suspensions")
    record Page(List<View> items, String next) {}

    @GET
    @Operation(operationId = "listSuspensions", summary = "Suspensions of all parties, the latest first")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: unknown, or the caller is not a party to it")
    public Page list(@PathParam("id") String id) {
        var unused = seats.reader(id);
        Instant now = Instant.now();
        return new Page(
                suspending.list(id).stream().map(one -> View.of(one, now)).toList(), null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "suspend",
            summary = "Suspend a client, person, programme, dataset or party",
            description = "Any officer of a party, because a brake must be near. In force everywhere two seconds later,"
                    + " running lists and downloads included; the other party is told.")
    @APIResponse(responseCode = "201", description = "Stored; effectiveFrom says from when it closes")
    @APIResponse(responseCode = "400", description = "INVALID: no kind, target or usable reason")
    @APIResponse(responseCode = "403", description = "ROLE_MISSING, PERSON_NEEDED, SUSPENDED")
    public Response suspend(@PathParam("id") String id, SuspensionRequest request) {
        Caller caller = seats.person(id, "operator", "verifier", "approver", "dpo", "admin")
                .caller();
        if (request == null || request.kind() == null) {
            throw Words.invalid(
                    "kind",
                    "kind is CLIENT, PERSON, PROGRAMME, DATASET or PARTY.",
                    "kind adalah CLIENT, PERSON, PROGRAMME, DATASET, atau PARTY.");
        }
        Suspension made = suspending.suspend(caller, id, request.kind(), request.target(), request.reason());
        return Response.created(URI.create("/api/agreements/v1/agreements/" + id + "/suspensions/" + made.id()))
                .entity(View.of(made, Instant.now()))
                .build();
    }

    @POST
    @Path("{suspension}/resumption")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "resume",
            summary = "Resume",
            description = "An approver of the party that suspended, and another person than the one who did.")
    @APIResponse(responseCode = "200", description = "resumed.endsAt says from when it is open again")
    @APIResponse(
            responseCode = "403",
            description = "ROLE_MISSING, PARTY_MISMATCH, SECOND_PERSON_NEEDED, PERSON_NEEDED")
    @APIResponse(responseCode = "409", description = "CONFLICT: lifted already")
    public View resume(@PathParam("id") String id, @PathParam("suspension") String suspension, ResumeRequest request) {
        Caller caller = seats.person(id, "approver").caller();
        return View.of(
                suspending.resume(caller, id, suspension, request == null ? null : request.reason()), Instant.now());
    }
}
