package id.padan.verification.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.batch.KnownBatches;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The record of a list's destruction, for the party that sent it and for the register's holder. */
@Path("/api/verification/v1/batches/{id}/destruction")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
@RunOnVirtualThread
class DestructionResource {
    private final Callers callers;
    private final Destructions destructions;
    private final KnownBatches known;

    DestructionResource(Callers callers, Destructions destructions, KnownBatches known) {
        this.callers = callers;
        this.destructions = destructions;
        this.known = known;
    }

    /**
     * What was destroyed.
     *
     * @param complete whether no copy is left that could be opened: the week's retention key is gone
     */
    @Schema(name = "Destruction")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(UUID batchId, boolean complete, Part destroyed, Part completed) {}

    /**
     * One record and its leaf.
     *
     * @param record what the leaf's commitment is the SHA-256 of, written exactly so
     */
    @Schema(name = "DestructionRecord")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            @Schema(implementation = Object.class) @JsonRawValue
            String record,

            Instant at,
            UUID receiptId,
            Long logIndex) {}

    @GET
    @Operation(
            summary = "The record of a list's destruction",
            description =
                    "What was destroyed, why, when, which key, when the last backup expires and when the week's retention key goes; "
                            + "complete once that key is gone. Each record's SHA-256 is the commitment of its leaf.")
    @APIResponse(responseCode = "200", description = "Of a list that is DESTROYED")
    @APIResponse(
            responseCode = "404",
            description = "Not destroyed, no such list, or not one that this party may know of")
    public View get(@PathParam("id") String id) {
        var caller = callers.require();
        var batch = known.get(caller, id);
        var destruction = destructions
                .find(batch.id())
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND, "The list has not been destroyed.", "Daftar belum dimusnahkan."));
        var completion = destruction.completion();
        return new View(
                batch.id(),
                completion != null,
                new Part(destruction.record(), batch.destroyedAt(), destruction.leaf(), destruction.logIndex()),
                completion == null || completion.record() == null
                        ? null
                        : new Part(completion.record(), completion.at(), completion.leaf(), completion.logIndex()));
    }
}
