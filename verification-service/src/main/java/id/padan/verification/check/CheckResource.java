package id.padan.verification.check;

import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.quota.QuotaStanding;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/verification/v1/checks")
@Tag(name = "checks", description = "Confirmation of one NIK (Ps 3(1)b)")
class CheckResource {
    private static final String WARNINGS_HEADER = "X-Padan-Warnings";

    private final Callers callers;
    private final Checking checking;

    CheckResource(Callers callers, Checking checking) {
        this.callers = callers;
        this.checking = checking;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @NonBlocking
    @Operation(
            summary = "Ask for one NIK",
            description =
                    "Roles operator, verifier or system of the party to which the agreement opens Ps 3(1)b. The leaf of the"
                            + " answer is durable before the answer leaves. STATUS_UNMAPPED carries no answer: the register knows the NIK,"
                            + " but the mapping in force does not know the code. With asOf, the answer is that of the status valid on that day,"
                            + " as it is known now (dataTime); AS_OF_UNKNOWN carries no answer either: the register knows the person, but"
                            + " nothing of that day.")
    @APIResponse(
            responseCode = "200",
            description = "Answered, unmapped, or not known of that day",
            headers =
                    @Header(
                            name = "X-Padan-Warnings",
                            description = "STALE_SOURCE: the register's data are older than 7 days (dataTime)",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = CheckAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description =
                    "INVALID, PURPOSE_MISSING, PURPOSE_UNKNOWN, PROGRAMME_MISSING, AS_OF_UNSUPPORTED (with the allowed days), NIK_SPREADSHEET_DAMAGE,"
                            + " NIK_FORMAT, NIK_IMPOSSIBLE, NIK_DATE")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED, TOKEN_EXPIRED")
    @APIResponse(responseCode = "403", description = "Refused by the gate; names the clause that would be needed")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    @APIResponse(
            responseCode = "429",
            description =
                    "QUOTA_EXHAUSTED: the programme's rows of the day (Asia/Jakarta) are used up; ENUMERATION: more than 20 different"
                            + " NIKs of one birth place and date within 10 minutes")
    @APIResponse(
            responseCode = "503",
            description = "UNAVAILABLE: the register is not loaded, or no leaf could be written")
    public Uni<CheckAnswer> check(
            @Parameter(
                            description =
                                    "The same key and body give the same answer and receipt for 24 hours; a UUID is best")
                    @HeaderParam("Idempotency-Key")
                    String idempotencyKey,
            CheckRequest request,
            @Context HttpServerResponse http) {
        return callers.requireAsync("operator", "verifier", "system").chain(caller -> {
            if (request == null) {
                throw ProblemException.of(
                        PlatformProblem.INVALID,
                        "Send a JSON object with nik, purpose and programCode.",
                        "Kirim objek JSON dengan nik, purpose, dan programCode.");
            }
            return checking.check(caller, request, idempotencyKey, quota -> tell(http, quota))
                    .invoke(answer -> tell(http, answer));
        });
    }

    /** In a header, because whoever keeps the answer's form refuses members that it does not know. */
    private static void tell(HttpServerResponse http, CheckAnswer answer) {
        if (StatusIndex.isStale(answer.dataTime(), LocalDate.now(StatusIndex.JAKARTA))) {
            http.putHeader(WARNINGS_HEADER, "STALE_SOURCE");
        }
    }

    private static void tell(HttpServerResponse http, QuotaStanding quota) {
        http.putHeader(QuotaStanding.POLICY_HEADER, quota.policyHeader());
        http.putHeader(QuotaStanding.HEADER, quota.header());
    }
}
