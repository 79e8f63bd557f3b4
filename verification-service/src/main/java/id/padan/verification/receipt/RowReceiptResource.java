package id.padan.verification.receipt;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.caller.Callers;
import id.padan.verification.batch.Batches;
import id.padan.verification.disclosure.ReportingResults;
import id.padan.verification.quota.ResultHolds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The receipt of one row of a list, for the party that sent it. It is an answer, so it passes the gate. */
@Path("/api/verification/v1/batches/{id}/results/{row}/receipt")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches")
@RunOnVirtualThread
class RowReceiptResource {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Callers callers;
    private final Batches batches;
    private final AgreementGate gate;
    private final RowReceipts receipts;
    private final ResultHolds holds;
    private final ReportingResults reporting;

    RowReceiptResource(
            Callers callers,
            Batches batches,
            AgreementGate gate,
            RowReceipts receipts,
            ResultHolds holds,
            ReportingResults reporting) {
        this.callers = callers;
        this.batches = batches;
        this.gate = gate;
        this.receipts = receipts;
        this.holds = holds;
        this.reporting = reporting;
    }

    @GET
    @Operation(
            summary = "Receipt of one row",
            description =
                    "Roles operator, system, verifier and approver of the party that sent the list. Shows this row and of its"
                            + " neighbours only salted hashes.")
    @APIResponse(responseCode = "200", description = "The receipt")
    @APIResponse(responseCode = "403", description = "The agreement does not open this now")
    @APIResponse(
            responseCode = "404",
            description = "No such list of your party, no such row, or a row without an answer")
    @APIResponse(
            responseCode = "409",
            description = "BATCH_NOT_COMPLETED, or BATCH_DESTROYED: the salts are gone for good")
    public RowReceipts.RowReceipt get(@PathParam("id") String id, @PathParam("row") String number) {
        var caller = callers.require("operator", "system", "verifier", "approver");
        var batch = batches.getOwn(caller.party(), id);
        RowReceipts.requireRows(batch);
        var access = batch.access();
        var unused = gate.require(access);
        gate.requireNotSuspended(caller);
        holds.requireReleased(batch.id());
        if (!NUMBER.matcher(number).matches()) {
            throw RowReceipts.noRow();
        }
        long row = Long.parseLong(number);
        var shown = receipts.make(batch, row);
        reporting.row(batch, caller, row);
        return shown;
    }
}
