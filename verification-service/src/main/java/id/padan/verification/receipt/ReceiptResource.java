package id.padan.verification.receipt;

import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.proof.Receipt;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/verification/v1/receipts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Log")
class ReceiptResource {
    /** Who at the holder watches over the log. */
    private static final Set<String> WATCHERS = Set.of("auditor", "dpo", "operator", "system");

    private final Callers callers;
    private final ProofLog log;
    private final String holder;

    ReceiptResource(Callers callers, ProofLog log, @ConfigProperty(name = "padan.log.holder") String holder) {
        this.callers = callers;
        this.log = log;
        this.holder = holder;
    }

    @GET
    @Path("{id}")
    @RunOnVirtualThread
    @Operation(
            summary = "A leaf and its position",
            description =
                    "For the party that asked; of the holder for the roles auditor, dpo, operator and system. To anyone else"
                            + " it does not exist.")
    @APIResponse(
            responseCode = "200",
            description = "The leaf",
            content = @Content(schema = @Schema(implementation = ReceiptView.class)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such leaf, or none that the caller may know of")
    public ReceiptView receipt(@PathParam("id") String id) {
        var caller = callers.require();
        return parse(id)
                .flatMap(log::find)
                .filter(receipt -> maySee(caller, receipt))
                .map(ReceiptView::of)
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "There is no such receipt, or none that you may see.",
                        "Tanda terima tidak ada, atau tidak boleh Anda lihat."));
    }

    private boolean maySee(Caller caller, Receipt receipt) {
        return caller.party().equals(receipt.party())
                || caller.party().equals(holder) && WATCHERS.stream().anyMatch(caller::has);
    }

    private static Optional<UUID> parse(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
