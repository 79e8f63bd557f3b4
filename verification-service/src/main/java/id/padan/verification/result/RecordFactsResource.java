package id.padan.verification.result;

import id.padan.platform.caller.Callers;
import id.padan.verification.batch.BatchState;
import id.padan.verification.batch.Batches;
import id.padan.verification.batch.KnownBatches;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The facts for the official record, for the party that sent the list and for the register's holder: counts, never rows. */
@Path("/api/verification/v1/batches/{id}/record-facts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
@RunOnVirtualThread
class RecordFactsResource {
    private final Callers callers;
    private final Batches batches;
    private final KnownBatches known;
    private final String version;

    RecordFactsResource(
            Callers callers,
            Batches batches,
            KnownBatches known,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String version) {
        this.callers = callers;
        this.batches = batches;
        this.known = known;
        this.version = version;
    }

    @GET
    @Operation(
            summary = "Facts for the official record (berita acara)",
            description =
                    "Counts with both balance equations, file hash, agreement, mapping version, data time and log positions; no row.")
    @APIResponse(responseCode = "200", description = "Of a list that is COMPLETED, COMPLETED_PARTLY or DESTROYED")
    @APIResponse(responseCode = "404", description = "No such list, or not one that this party may know of")
    @APIResponse(responseCode = "409", description = "BATCH_NOT_COMPLETED")
    public RecordFacts get(@PathParam("id") String id) {
        var caller = callers.require("operator", "system", "verifier", "approver", "auditor");
        var batch = known.get(caller, id);
        if (batch.state() != BatchState.DESTROYED || batch.fileSha256() == null) {
            ResultResource.requireResults(batch);
        }
        return RecordFacts.of(
                batch,
                batches.standing(batch.id(), batch.attempt()),
                batches.logIndexes(batch.id(), batch.attempt()),
                version);
    }
}
