package id.padan.directory.rotation;

import id.padan.directory.log.OwnersDecision;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/asn-directory/v1/rotation")
@Tag(name = "Token-key rotation", description = "Changes the key that turns NIKs into tokens, under load. BKN only.")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class RotationResource {

    private final TokenRotations rotations;
    private final Callers callers;
    private final AgreementGate gate;

    RotationResource(TokenRotations rotations, Callers callers, AgreementGate gate) {
        this.rotations = rotations;
        this.callers = callers;
        this.gate = gate;
    }

    @GET
    @Operation(
            summary = "The latest rotation",
            description = "ENDED with from = to when the key was never changed: then it is the epoch in use.")
    public Rotation get() {
        var unused = holder("admin", "system", "operator", "auditor");
        return rotations.latest().orElseGet(rotations::none);
    }

    @POST
    @Operation(
            summary = "Start a rotation",
            description =
                    "To the newest key of the keyset file, which has to be there first. From now on changes are published under both epochs, "
                            + "and all records under the new one. A leaf of kind ROTATION, as is the retirement.")
    @APIResponse(responseCode = "202", description = "under way; GET shows how far")
    @APIResponse(responseCode = "409", description = "CONFLICT: one is under way, or the keyset has no newer key")
    public Response start() {
        return Response.accepted(rotations.start(holder("admin", "system"))).build();
    }

    @POST
    @Path("{epoch}/retirement")
    @Operation(
            summary = "Empty the tokens of the old epoch",
            description =
                    "Only when every instance of verification answers from the new epoch (its readiness and padan_index_epoch say so): one "
                            + "that does not refuses all checks from then on, because it would lose its register.")
    @APIResponse(responseCode = "202", description = "under way; ENDED when no old token is left")
    @APIResponse(responseCode = "409", description = "CONFLICT: the new epoch is not PUBLISHED")
    public Response retire(@PathParam("epoch") String epoch) {
        OwnersDecision by = holder("admin", "system");
        if (!epoch.matches("[0-9]{1,5}")) {
            throw ProblemException.of(
                    PlatformProblem.NOT_FOUND, "There is no such rotation.", "Rotasi tersebut tidak ada.");
        }
        return Response.accepted(rotations.retire(Integer.parseInt(epoch), by)).build();
    }

    private OwnersDecision holder(String... roles) {
        Caller caller = callers.require(roles);
        return OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.ASN_RECORD));
    }
}
