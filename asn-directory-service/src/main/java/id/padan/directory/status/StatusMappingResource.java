package id.padan.directory.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.log.OwnersDecision;
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
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/asn-directory/v1/status-mappings")
@Tag(
        name = "Status mapping",
        description = "What each kedudukanHukum code answers. BKN only: the codes never leave its side.")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class StatusMappingResource {

    private static final int LARGEST = 1024 * 1024;

    private final StatusMappings mappings;
    private final ObjectMapper json;
    private final Callers callers;
    private final AgreementGate gate;

    StatusMappingResource(StatusMappings mappings, ObjectMapper json, Callers callers, AgreementGate gate) {
        this.mappings = mappings;
        this.json = json;
        this.callers = callers;
        this.gate = gate;
    }

    @GET
    @Operation(summary = "The mapping in force", description = "All rows with codes, basis and approval.")
    @APIResponse(responseCode = "404", description = "none is installed: no record has an answer")
    public StatusMapping get() {
        var unused = holder("operator", "approver", "admin", "system", "auditor");
        return mappings.find()
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND, "No status mapping is installed.", "Belum ada pemetaan status."));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put a whole new version in force",
            description =
                    "By an approver. The version rises; each code with answer ACTIVE has a second row for deceased persons; a row id "
                            + "stays the same as long as the row means the same. Events of all records that it treats otherwise are made anew.")
    @APIResponse(responseCode = "400", description = "INVALID: with the row and field at fault")
    @APIResponse(responseCode = "409", description = "CONFLICT: the version does not rise")
    public StatusMapping put(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = StatusMapping.class)))
                    InputStream body)
            throws IOException {
        // Who may do this is asked before what was sent is looked at.
        OwnersDecision by = holder("approver");
        return mappings.install(read(body), by);
    }

    private StatusMapping read(InputStream body) throws IOException {
        byte[] sent = body.readNBytes(LARGEST + 1);
        if (sent.length > LARGEST) {
            throw ProblemException.of(
                    PlatformProblem.TOO_LARGE, "A mapping has at most 1 MiB.", "Pemetaan paling besar 1 MiB.");
        }
        try {
            StatusMapping mapping = json.readValue(sent, StatusMapping.class);
            if (mapping != null) {
                return mapping;
            }
        } catch (JsonProcessingException notThis) {
            // Said below, without the parser's words: they quote what was sent.
        }
        throw ProblemException.of(
                PlatformProblem.INVALID,
                "The body is not a mapping: version, synthetic and rows are needed.",
                "Isi bukan pemetaan: diperlukan version, synthetic, dan rows.");
    }

    private OwnersDecision holder(String... roles) {
        Caller caller = callers.require(roles);
        return OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.ASN_RECORD));
    }
}
