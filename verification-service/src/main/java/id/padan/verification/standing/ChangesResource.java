package id.padan.verification.standing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.batch.BatchProblem;
import id.padan.verification.batch.BatchState;
import id.padan.verification.batch.Batches;
import id.padan.verification.quota.ResultHolds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was told of a list after it was answered, for those who read by API; the same notices are events. */
@Path("/api/verification/v1/batches/{id}/changes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
@RunOnVirtualThread
class ChangesResource {
    private static final int MOST_PER_PAGE = 100;

    private final Callers callers;
    private final Batches batches;
    private final StandingStore store;
    private final AgreementGate gate;
    private final ResultHolds holds;

    ChangesResource(Callers callers, Batches batches, StandingStore store, AgreementGate gate, ResultHolds holds) {
        this.callers = callers;
        this.batches = batches;
        this.store = store;
        this.gate = gate;
        this.holds = holds;
    }

    /**
     * Notices in the order in which they were told.
     *
     * @param next where to go on, also later, when there is something new; null if nothing was told yet
     * @param more whether there is a further page now
     * @param standingUntil last day (Asia/Jakarta) on which changes are told; absent if the programme did not opt in
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ChangesPage")
    record Page(
            @Schema(implementation = AnswerChanged[].class) @JsonRawValue
            String items,

            String next,
            boolean more,
            LocalDate standingUntil) {}

    @GET
    @Operation(
            summary = "What changed after a list was answered",
            description =
                    "Notices of rows whose answer would differ now, while the list stands. Keep next and ask again with it as cursor.")
    @APIResponse(responseCode = "200", description = "Empty for a list that does not stand")
    @APIResponse(responseCode = "403", description = "The agreement does not open this now, or RESULTS_HELD")
    @APIResponse(responseCode = "404", description = "No such list of your party")
    @APIResponse(responseCode = "409", description = "BATCH_DESTROYED")
    public Page changes(
            @PathParam("id") String id,
            @Parameter(description = "next of the page before") @QueryParam("cursor") String cursor,
            @Parameter(description = "Notices, 1 to 100") @QueryParam("limit") @DefaultValue("20") String limit) {
        var caller = callers.require("operator", "system", "verifier", "approver");
        var batch = batches.getOwn(caller.party(), id);
        if (batch.state() == BatchState.DESTROYED) {
            throw ProblemException.of(
                    BatchProblem.BATCH_DESTROYED,
                    "The list's retention has ended; its results have been destroyed.",
                    "Masa simpan daftar telah berakhir; hasilnya sudah dimusnahkan.");
        }
        gate.require(batch.access());
        gate.requireNotSuspended(caller);
        holds.requireReleased(batch.id());
        long after = cursor == null ? 0 : number("cursor", cursor, Long.MAX_VALUE);
        int wanted = (int) number("limit", limit, MOST_PER_PAGE);
        var found = store.notices(batch.id(), after, wanted + 1);
        var shown = found.stream().limit(wanted).toList();
        return new Page(
                "["
                        + String.join(
                                ",",
                                shown.stream().map(StandingStore.Notice::event).toList()) + "]",
                shown.isEmpty() ? cursor : Long.toString(shown.getLast().sequence()),
                found.size() > wanted,
                batch.standingUntil());
    }

    private static long number(String field, String text, long most) {
        if (text.matches("[0-9]{1,18}") && Long.parseLong(text) >= 1 && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        throw ProblemException.of(
                        PlatformProblem.INVALID,
                        field + " is not one that is possible here.",
                        "Nilai " + field + " tidak mungkin di sini.")
                .with("field", field);
    }
}
