package id.padan.verification.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import id.padan.proof.CanonicalJson;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.Batches;
import id.padan.verification.quota.ResultHolds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** An approver of the register's holder lets held results go, with a reason; the release is a leaf of the log. */
@Path("/api/verification/v1/batches/{id}/release")
@Tag(name = "Batches")
@RunOnVirtualThread
class ReleaseResource {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 500;

    private final Callers callers;
    private final AgreementGate gate;
    private final Batches batches;
    private final ResultHolds holds;
    private final ProofLog log;
    private final Jdbi jdbi;

    ReleaseResource(Callers callers, AgreementGate gate, Batches batches, ResultHolds holds, ProofLog log, Jdbi jdbi) {
        this.callers = callers;
        this.gate = gate;
        this.batches = batches;
        this.holds = holds;
        this.log = log;
        this.jdbi = jdbi;
    }

    /**
     * What the approver says.
     *
     * @param reason 10 to 500 characters; no NIK
     */
    @Schema(name = "ReleaseRequest")
    record ReleaseRequest(
            @Schema(
                    required = true,
                    examples = "Daftar penerima BSU dari instansi, dikonfirmasi lewat nota dinas 12/2026")
            String reason) {}

    /**
     * A hold that was ended.
     *
     * @param share of ASN among the answered rows, 0 to 1
     * @param receipt id of the leaf
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Release")
    record Release(
            UUID batchId,
            BigDecimal share,
            BigDecimal limit,
            Instant heldAt,
            Instant releasedAt,
            String releasedBy,
            String reason,
            String receipt) {
        static Release from(ResultHolds.Hold hold) {
            return new Release(
                    hold.batch(),
                    hold.share(),
                    hold.limit(),
                    hold.heldAt(),
                    hold.releasedAt(),
                    hold.releasedBy(),
                    hold.reason(),
                    "/api/verification/v1/receipts/" + hold.leaf());
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Release the held results of a list",
            description =
                    "Role approver of the party that holds the register. Results are held when a larger share of the answers is ASN than the"
                            + " programme's asnShareLimit allows. Releasing again changes nothing.")
    @APIResponse(
            responseCode = "200",
            description = "Released, now or before",
            content = @Content(schema = @Schema(implementation = Release.class)))
    @APIResponse(responseCode = "400", description = "INVALID: no usable reason")
    @APIResponse(responseCode = "403", description = "PARTY_MISMATCH, ROLE_MISSING: not an approver of the holder")
    @APIResponse(responseCode = "404", description = "No such list")
    @APIResponse(responseCode = "409", description = "CONFLICT: the results of this list are not held")
    public Release release(@PathParam("id") String id, ReleaseRequest request) {
        var caller = callers.require("approver");
        var policy = gate.requireHolder(caller, Datasets.NIK_CONFIRMATION);
        var reason = reason(request);
        var batch = batches.find(id).orElseThrow(Batches::notFound);
        return Release.from(jdbi.inTransaction(tx -> release(tx, caller, policy, batch, reason)));
    }

    private ResultHolds.Hold release(Handle tx, Caller caller, PolicyRef policy, Batch batch, String reason) {
        var hold = holds.lock(tx, batch.id())
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "The results of this list are not held.",
                        "Hasil daftar ini tidak ditahan."));
        if (hold.releasedAt() != null) {
            return hold;
        }
        var leaf = Leaf.opened(
                        ProofLog.newId(),
                        "RELEASE",
                        new Allowed(policy, batch.clause(), batch.purpose(), batch.programme()),
                        caller.party(),
                        caller.subject(),
                        commitment(hold, reason))
                .withOfficer(caller.officer());
        holds.release(tx, batch.id(), caller.subject(), reason, leaf.id());
        var released = holds.lock(tx, batch.id()).orElseThrow();
        log.append(tx, policy, List.of(leaf));
        return released;
    }

    /** SHA-256 over canonical JSON of batch, limit, reason and share: nothing in it is personal data. */
    private static byte[] commitment(ResultHolds.Hold hold, String reason) {
        var values = new TreeMap<String, Object>();
        values.put("batch", hold.batch().toString());
        values.put("limit", hold.limit().toPlainString());
        values.put("reason", reason);
        values.put("share", hold.share().toPlainString());
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(CanonicalJson.write(values).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String reason(ReleaseRequest request) {
        var reason = request == null || request.reason() == null
                ? ""
                : request.reason().strip();
        if (reason.length() < SHORTEST || reason.length() > LONGEST || reason.matches("(?s).*\\d{16}.*")) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "Give a reason of 10 to 500 characters without a NIK.",
                            "Berikan alasan 10 sampai 500 karakter tanpa NIK.")
                    .with("field", "reason");
        }
        return reason;
    }
}
