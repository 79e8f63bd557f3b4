package id.padan.verification.result;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.BatchProblem;
import id.padan.verification.batch.BatchState;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.disclosure.ReportingResults;
import id.padan.verification.list.ResultLines;
import id.padan.verification.quota.ResultHolds;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** The result lines of a completed list, for the party that sent it. */
@Path("/api/verification/v1/batches/{id}/results")
@Tag(name = "Batches")
@RunOnVirtualThread
class ResultResource {
    private static final Logger LOG = Logger.getLogger(ResultResource.class);
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";

    private final Callers callers;
    private final Batches batches;
    private final AgreementGate gate;
    private final WritingResults writing;
    private final ResultHolds holds;
    private final ReportingResults reporting;
    private final MeterRegistry meters;

    ResultResource(
            Callers callers,
            Batches batches,
            AgreementGate gate,
            WritingResults writing,
            ResultHolds holds,
            ReportingResults reporting,
            MeterRegistry meters) {
        this.callers = callers;
        this.batches = batches;
        this.gate = gate;
        this.writing = writing;
        this.holds = holds;
        this.reporting = reporting;
        this.meters = meters;
    }

    @GET
    @Produces(CSV)
    @Operation(
            operationId = "results",
            summary = "The results of a list, one line a row in the list's order",
            description =
                    "As text/csv (row,nik,status,answer,statement,warnings) or application/x-ndjson, by Accept. The agreement is asked again on the "
                            + "way; if the results may not or cannot go on, the connection is reset, so that a part is never taken for the whole.")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        example =
                                "row,nik,status,answer,statement,warnings\n1,3273010101909999,ANSWERED,ACTIVE,tercatat sebagai ASN aktif,\n"),
                @Content(
                        mediaType = NDJSON,
                        schema = @Schema(type = SchemaType.STRING),
                        example =
                                "{\"row\":1,\"nik\":\"3273010101909999\",\"status\":\"ANSWERED\",\"answer\":\"ACTIVE\",\"statement\":\"tercatat sebagai ASN aktif\"}\n")
            })
    @APIResponse(responseCode = "403", description = "The agreement does not open this now")
    @APIResponse(responseCode = "404", description = "No such list of your party")
    @APIResponse(
            responseCode = "409",
            description = "BATCH_NOT_COMPLETED, BATCH_DESTROYED, or RESULTS_HELD: too large a share is ASN")
    public Response csv(@PathParam("id") String id, @Context HttpServerRequest http) {
        return results(id, http, CSV + ";charset=UTF-8", ResultLines::csv);
    }

    @GET
    @Produces(NDJSON)
    @Operation(hidden = true)
    public Response ndjson(@PathParam("id") String id, @Context HttpServerRequest http) {
        return results(id, http, NDJSON, ResultLines::ndjson);
    }

    private Response results(
            String id, HttpServerRequest http, String mediaType, Function<OutputStream, ResultLines> form) {
        var caller = callers.require("operator", "system", "verifier", "approver");
        var batch = batches.getOwn(caller.party(), id);
        requireResults(batch);
        holds.requireReleased(batch.id());
        gate.require(batch.access());
        reporting.results(batch, caller);
        StreamingOutput lines = out -> write(batch, form, out, http);
        return Response.ok(lines, mediaType).build();
    }

    static void requireResults(Batch batch) {
        if (batch.state() == BatchState.DESTROYED) {
            throw ProblemException.of(
                    BatchProblem.BATCH_DESTROYED,
                    "The list's retention has ended; its results have been destroyed.",
                    "Masa simpan daftar telah berakhir; hasilnya sudah dimusnahkan.");
        }
        if (!batch.state().hasResults()) {
            throw ProblemException.of(
                            BatchProblem.BATCH_NOT_COMPLETED,
                            "The list is " + batch.state()
                                    + "; results exist once it is COMPLETED or COMPLETED_PARTLY.",
                            "Daftar berstatus " + batch.state()
                                    + "; hasil tersedia setelah COMPLETED atau COMPLETED_PARTLY.")
                    .with("state", batch.state());
        }
    }

    private void write(Batch batch, Function<OutputStream, ResultLines> form, OutputStream out, HttpServerRequest http)
            throws IOException {
        try {
            writing.write(batch, form.apply(out));
            meters.counter("padan.batch.results").increment();
        } catch (UnreadableChunk | RuntimeException broken) {
            // Chunked encoding without its end: no client can take this for a whole file.
            LOG.warnf(
                    "results of list %s broke off: %s",
                    batch.id(),
                    broken instanceof UnreadableChunk
                            ? broken.getMessage()
                            : broken.getClass().getName());
            reset(http);
            throw new IOException("results broke off");
        }
    }

    /**
     * Drops what is still to be sent and resets. A polite close would first send what waits, and behind it the end that the framework
     * writes: to a slow reader a part would look whole.
     */
    private static void reset(HttpServerRequest http) {
        var channel = ((ConnectionBase) http.connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close().addListener(done -> LOG.debug("results were reset"));
    }
}
