package id.padan.directory.status;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/asn-directory/v1/status-mappings")
@Tag(name = "Status mapping", description = "What each kedudukanHukum code answers. BKN only: the codes never leave its side.")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class StatusMappingResource {

    private final StatusMappings mappings;
    private final Callers callers;
    private final AgreementGate gate;

    StatusMappingResource(StatusMappings mappings, Callers callers, AgreementGate gate) {
        this.mappings = mappings;
        this.callers = callers;
        this.gate = gate;
    }

    @GET
    @Operation(summary = "The mapping in force", description = "All rows with codes, basis and approval.")
    @APIResponse(responseCode = "404", description = "none is installed: no record has an answer")
    public StatusMapping get() {
        holder("operator", "approver", "admin", "system", "auditor");
        return mappings.find().orElseThrow(() -> ProblemException.of(
                PlatformProblem.NOT_FOUND, "No status mapping is installed.", "Belum ada pemetaan status."));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put a whole new version in force",
            description = "By an approver. The version rises; each code with answer ACTIVE has a second row for deceased persons; a row id "
                    + "stays the same as long as the row means the same. Events of all records that it treats otherwise are made anew.")
    @APIResponse(responseCode = "400", description = "INVALID: with the row and field at fault")
    @APIResponse(responseCode = "409", description = "CONFLICT: the version does not rise")
    public StatusMapping put(StatusMapping mapping) {
        Caller caller = holder("approver");
        if (mapping == null) {
            throw ProblemException.of(PlatformProblem.INVALID, "The body is empty.", "Isi permintaan kosong.");
        }
        return mappings.install(mapping, caller.subject());
    }

    private Caller holder(String... roles) {
        Caller caller = callers.require(roles);
        var unused = gate.requireHolder(caller, Datasets.ASN_RECORD);
        return caller;
    }
}
