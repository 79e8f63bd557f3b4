package id.padan.verification.receipt;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.ProofLog;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.BatchProblem;
import id.padan.verification.batch.BatchRecords;
import id.padan.verification.batch.BatchState;
import id.padan.verification.batch.Batches;
import id.padan.verification.batch.KnownBatches;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The receipt of a whole list: its counts and its file's hash, provably; it outlives the rows. */
@Path("/api/verification/v1/batches/{id}/receipt")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
@RunOnVirtualThread
class BatchReceiptResource {
    private final Callers callers;
    private final BatchRecords records;
    private final KnownBatches known;
    private final ProofLog log;

    BatchReceiptResource(Callers callers, BatchRecords records, KnownBatches known, ProofLog log) {
        this.callers = callers;
        this.records = records;
        this.known = known;
        this.log = log;
    }

    /**
     * A receipt with the facts that its leaf commits to.
     *
     * @param batch canonical JSON, to be hashed as it stands: SHA-256(0x03 || batch)
     */
    @Schema(description = "The leaf of a whole list with its path to a signed head, and the facts it commits to.")
    record BatchReceipt(@JsonUnwrapped ReceiptView receipt, String batch) {}

    @GET
    @Operation(
            summary = "Receipt of a whole list",
            description = "Counts, file hash and the leaves of its parts; no row. It stays when the list is destroyed.")
    @APIResponse(responseCode = "200", description = "Of a list that is COMPLETED, COMPLETED_PARTLY or DESTROYED")
    @APIResponse(responseCode = "404", description = "No such list, or not one that this party may know of")
    @APIResponse(responseCode = "409", description = "BATCH_NOT_COMPLETED")
    public BatchReceipt get(@PathParam("id") String id) {
        var caller = callers.require("operator", "system", "verifier", "approver", "auditor", "dpo");
        var batch = known.get(caller, id);
        var record = records.find(batch).orElseThrow(() -> notCompleted(batch));
        var receipt = ReceiptView.of(log.find(record.leaf()).orElseThrow());
        return new BatchReceipt(
                receipt.withHref("/api/verification/v1/batches/" + batch.id() + "/receipt"), record.facts());
    }

    private static ProblemException notCompleted(Batch batch) {
        return batch.state().hasResults() || batch.state() == BatchState.DESTROYED
                ? Batches.notFound()
                : ProblemException.of(
                                BatchProblem.BATCH_NOT_COMPLETED,
                                "The list is " + batch.state() + "; its receipt exists once it is completed.",
                                "Daftar berstatus " + batch.state() + "; tanda terima tersedia setelah selesai.")
                        .with("state", batch.state());
    }
}
