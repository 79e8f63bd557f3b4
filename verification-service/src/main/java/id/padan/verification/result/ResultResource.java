package id.padan.verification.result;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.BatchProblem;
import id.padan.verification.batch.BatchState;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.disclosure.ReportingResults;
import id.padan.verification.list.PackedAnswers;
import id.padan.verification.list.ResultForm;
import id.padan.verification.list.ResultLines;
import id.padan.verification.quota.ResultHolds;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
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
                    "By Accept: text/csv (row,nik,status,answer,statement,warnings), application/x-ndjson, or application/vnd.padan.answers "
                            + "(two bits a row and no NIK, for merging with the list itself; docs/formats/answers.md). X-Padan-As-Of says the day of which is"
                            + " answered; so does each NDJSON line of a list that asks of an earlier day. The agreement is asked "
                            + "again on the way; if the results may not or cannot go on, the connection is reset, so that a part is never taken for the whole.")
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
                                "{\"row\":1,\"nik\":\"3273010101909999\",\"status\":\"ANSWERED\",\"answer\":\"ACTIVE\",\"statement\":\"tercatat sebagai ASN aktif\"}\n"),
                @Content(
                        mediaType = PackedAnswers.MEDIA_TYPE,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(responseCode = "403", description = "The agreement does not open this now")
    @APIResponse(responseCode = "404", description = "No such list of your party")
    @APIResponse(
            responseCode = "409",
            description = "BATCH_NOT_COMPLETED, BATCH_DESTROYED, or RESULTS_HELD: too large a share is ASN")
    public Response csv(@PathParam("id") String id, @Context HttpServerRequest http) {
        return results(id, http, CSV + ";charset=UTF-8", batch -> ResultLines.CSV);
    }

    @GET
    @Produces(NDJSON)
    @Operation(hidden = true)
    public Response ndjson(@PathParam("id") String id, @Context HttpServerRequest http) {
        return results(
                id, http, NDJSON, batch -> batch.looksBack() ? ResultLines.ndjson(batch.asOf()) : ResultLines.NDJSON);
    }

    @GET
    @Produces(PackedAnswers.MEDIA_TYPE)
    @Operation(hidden = true)
    public Response packed(@PathParam("id") String id, @Context HttpServerRequest http) {
        return results(id, http, PackedAnswers.MEDIA_TYPE, this::packed);
    }

    private ResultForm packed(Batch batch) {
        return new PackedAnswers(PackedHeader.of(
                        batch,
                        batches.findShape(batch.id()).orElse(null),
                        batches.standing(batch.id(), batch.attempt()))
                .toJson());
    }

    private Response results(String id, HttpServerRequest http, String mediaType, Function<Batch, ResultForm> form) {
        var caller = callers.require("operator", "system", "verifier", "approver");
        var batch = batches.getOwn(caller.party(), id);
        requireResults(batch);
        holds.requireReleased(batch.id());
        gate.require(batch.access());
        gate.requireNotSuspended(caller);
        reporting.results(batch, caller);
        var chosen = form.apply(batch);
        StreamingOutput lines = out -> write(caller, batch, chosen, out, http);
        return Response.ok(lines, mediaType)
                .header("X-Padan-As-Of", batch.asOf())
                .build();
    }

    static void requireResults(Batch batch) {
        if (batch.state() == BatchState.DESTROYED) {
            throw destroyed();
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

    static ProblemException destroyed() {
        return ProblemException.of(
                BatchProblem.BATCH_DESTROYED,
                "The list's retention has ended; its results have been destroyed.",
                "Masa simpan daftar telah berakhir; hasilnya sudah dimusnahkan.");
    }

    private static ProblemException unreadable() {
        return ProblemException.of(
                BatchProblem.CHUNK_UNREADABLE,
                "A part of the list cannot be read any more, so its results cannot be given.",
                "Sebagian daftar tidak dapat dibaca lagi, sehingga hasilnya tidak dapat diberikan.");
    }

    private void write(Caller caller, Batch batch, ResultForm form, OutputStream out, HttpServerRequest http)
            throws IOException {
        try {
            writing.write(
                    batch,
                    form,
                    new OpenWhileWriting(
                            out, gate, batch.access(), caller, channel(http).eventLoop()));
            meters.counter("padan.batch.results").increment();
        } catch (UnreadableChunk | RuntimeException broken) {
            LOG.warnf(
                    "results of list %s broke off: %s",
                    batch.id(),
                    broken instanceof UnreadableChunk
                            ? broken.getMessage()
                            : broken.getClass().getName());
            if (!http.response().headWritten()) {
                // Nothing has left yet: the reason can still be said.
                throw broken instanceof ProblemException problem ? problem : unreadable();
            }
            reset(http);
            throw new IOException("results broke off");
        }
    }

    /**
     * Drops what is still to be sent and resets. A polite close would first send what waits, and behind it the end that the framework
     * writes: to a slow reader a part would look whole. The channel's own close is polite too, because it passes the framework's handler;
     * begun below that handler, it is not.
     */
    private static void reset(HttpServerRequest http) {
        var channel = channel(http);
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.pipeline().firstContext().close().addListener(done -> LOG.debug("results were reset"));
    }

    private static Channel channel(HttpServerRequest http) {
        return ((ConnectionBase) http.connection()).channel();
    }
}
