package id.padan.platform.proof;

import id.padan.platform.proof.LogViews.CounterSignatureView;
import id.padan.platform.proof.LogViews.HeadView;
import id.padan.platform.proof.LogViews.ProofView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The log's interface, the same in every service: each binds it to its own path, {@code /api/<context>/v1/log}. */
public class ProofLogResource {
    private final LogReading reading;

    protected ProofLogResource(LogReading reading) {
        this.reading = reading;
    }

    @GET
    @Path("/head")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "A signed head of the log",
            description = "The last one, or that of a size. For any role of a party to the agreement.")
    @APIResponse(responseCode = "200", description = "The head, a C2SP checkpoint with counter-signatures")
    @APIResponse(responseCode = "403", description = "PARTY_MISMATCH")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no group ended at this size")
    public HeadView head(@QueryParam("size") Long size) {
        return reading.head(size);
    }

    @GET
    @Path("/head/counter-signed")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "The last head that another party has counter-signed")
    @APIResponse(responseCode = "200", description = "The head")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: none has been")
    public HeadView counterSigned() {
        return reading.counterSigned();
    }

    @GET
    @Path("/proof")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "An inclusion or consistency proof (RFC 9162)",
            description =
                    "leaf (id) or index with an optional size; or from with an optional to. Without a size, up to now.")
    @APIResponse(
            responseCode = "200",
            description = "The path, with the signed head it leads to if a group ended there")
    @APIResponse(responseCode = "400", description = "INVALID: outside the log")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such leaf")
    public ProofView proof(
            @QueryParam("leaf") String leaf,
            @QueryParam("index") Long index,
            @QueryParam("size") Long size,
            @QueryParam("from") Long from,
            @QueryParam("to") Long to) {
        return reading.proof(leaf, index, size, from, to);
    }

    @GET
    @Path("/leaves")
    @Produces("application/x-ndjson")
    @RunOnVirtualThread
    @Operation(
            summary = "The log for an offline check",
            description =
                    "Roles auditor and dpo of a party; of the log's holder also operator, admin and system. One group of leaves with its"
                            + " head a line, and a closing line with the size: docs/formats/receipt.md.")
    @APIResponse(responseCode = "200", description = "NDJSON")
    @APIResponse(responseCode = "403", description = "ROLE_MISSING or PARTY_MISMATCH")
    public Response leaves(@QueryParam("from") @DefaultValue("0") long from) {
        reading.requireExporter();
        StreamingOutput groups = out -> reading.export(Math.max(0, from), out);
        return Response.ok(groups, "application/x-ndjson").build();
    }

    @POST
    @Path("/heads/{size}/counter-signatures")
    @Consumes(MediaType.TEXT_PLAIN)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Counter-sign a head",
            description =
                    "Roles auditor, approver, dpo and system of a party whose verifier key is registered with the log. The body is the"
                            + " head as it was given, with the party's signature line (C2SP tlog-cosignature); sign only after a consistency proof"
                            + " from the last head you signed.")
    @APIResponse(responseCode = "201", description = "Kept")
    @APIResponse(responseCode = "400", description = "INVALID: the signature does not hold")
    @APIResponse(responseCode = "403", description = "LOG_KEY_UNKNOWN, ROLE_MISSING or PARTY_MISMATCH")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the log has given no head of this size")
    @APIResponse(responseCode = "409", description = "LOG_INCONSISTENT: another head than this log gave at this size")
    public Response counterSign(@PathParam("size") long size, String note) {
        CounterSignatureView kept = reading.counterSign(size, note);
        return Response.status(Response.Status.CREATED).entity(kept).build();
    }
}
