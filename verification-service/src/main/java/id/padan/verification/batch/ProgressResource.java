package id.padan.verification.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.caller.Callers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far a list is, as server-sent events: one on every change, a comment while nothing changes, the end with the list's end. */
@Path("/api/verification/v1/batches/{id}/progress")
@Tag(name = "Batches")
@RunOnVirtualThread
class ProgressResource {
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Proxies drop a silent connection. */
    private static final int LOOKS_UNTIL_COMMENT = 40;

    private final Callers callers;
    private final Batches batches;
    private final ObjectMapper json;

    ProgressResource(Callers callers, Batches batches, ObjectMapper json) {
        this.callers = callers;
        this.batches = batches;
        this.json = json;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Progress of a list as server-sent events",
            description =
                    "Events named progress with {state, receivedRows, settledRows, percent}; the stream ends when the list has ended.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING),
                            example =
                                    "event: progress\ndata: {\"state\":\"PROCESSING\",\"receivedRows\":1000000,\"settledRows\":524288,\"percent\":52}\n\n"))
    @APIResponse(responseCode = "404", description = "No such list of your party")
    public Response progress(@PathParam("id") String id) {
        var caller = callers.require("operator", "system", "verifier", "approver", "auditor");
        var batch = batches.getOwn(caller.party(), id);
        StreamingOutput events = out -> follow(batch.id(), out);
        return Response.ok(events, MediaType.SERVER_SENT_EVENTS)
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private void follow(UUID id, OutputStream out) throws IOException {
        BatchView.Progress last = null;
        for (int quiet = 0; ; quiet++) {
            var now = BatchView.Progress.from(batches.find(id).orElseThrow(Batches::notFound));
            if (!now.equals(last)) {
                out.write(("event: progress\ndata: " + json.writeValueAsString(now) + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
                last = now;
                quiet = 0;
            } else if (quiet >= LOOKS_UNTIL_COMMENT) {
                out.write(": still here\n\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                quiet = 0;
            }
            if (now.state().ended()) {
                return;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
