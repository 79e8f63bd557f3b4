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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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
    @APIResponse(responseCode = "404", description = "none is in force: no record has an answer")
    public StatusMappings.View get() {
        reader();
        return mappings.findInForce()
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "No status mapping is in force.",
                        "Belum ada pemetaan status yang berlaku."));
    }

    /** Every version with its rows. */
    record Listed(List<StatusMappings.View> items) {}

    @GET
    @Path("versions")
    @Operation(summary = "All versions", description = "Proposals too, the last one first.")
    public Listed versions() {
        reader();
        return new Listed(mappings.list());
    }

    @GET
    @Path("{version}")
    @Operation(summary = "One version", description = "With the hash that an approval names.")
    public StatusMappings.View version(@PathParam("version") String version) {
        reader();
        return mappings.find(version)
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND, "There is no such mapping.", "Pemetaan tersebut tidak ada."));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Propose a whole new version",
            description =
                    "It changes no answer until another officer approves it. The version rises; each code with answer ACTIVE has a second row for "
                            + "deceased persons; a row id stays the same as long as the row means the same; days of validity are in the rows. Rows "
                            + "with tinjau, and codes without a row, have no answer (STATUS_UNMAPPED).")
    @APIResponse(responseCode = "202", description = "the proposal, with its hash")
    @APIResponse(responseCode = "400", description = "INVALID: with the row and field at fault")
    @APIResponse(responseCode = "409", description = "CONFLICT: the version does not rise, or another proposal waits")
    public Response put(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = StatusMapping.class)))
                    InputStream body)
            throws IOException {
        // Who may do this is asked before what was sent is looked at.
        Caller caller = callers.require("operator", "approver", "admin");
        OwnersDecision by = holder(caller);
        String officer = caller.isMachine() && caller.officer() != null ? caller.officer() : caller.subject();
        return Response.accepted(mappings.propose(read(body), by, officer)).build();
    }

    /** {@code to} is APPROVED or REFUSED; {@code hash} is that of the version that was read, for an approval. */
    record Transition(StatusMappings.State to, String hash) {}

    @POST
    @Path("{version}/transitions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Decide about a proposal",
            description =
                    "APPROVED puts it in force: by an approver, a person other than the one who proposed it. REFUSED ends it. Events of all "
                            + "records that it treats otherwise are made anew.")
    @APIResponse(
            responseCode = "403",
            description = "PERSON_NEEDED, SECOND_PERSON_NEEDED, ROLE_MISSING, PARTY_MISMATCH")
    @APIResponse(responseCode = "409", description = "CONFLICT: decided already, or not what was read")
    public StatusMappings.View decide(@PathParam("version") String version, Transition transition) {
        Caller caller = callers.require("approver");
        OwnersDecision by = holder(caller);
        if (!caller.isPerson()) {
            throw ProblemException.of(
                    StatusProblem.PERSON_NEEDED,
                    "What a code means is decided by a named officer.",
                    "Makna suatu kode diputuskan oleh pejabat yang disebut namanya.");
        }
        return switch (transition == null ? null : transition.to()) {
            case APPROVED -> mappings.approve(version, transition.hash(), by);
            case REFUSED -> mappings.refuse(version, by);
            case null, default ->
                throw ProblemException.of(
                                PlatformProblem.INVALID,
                                "to is APPROVED or REFUSED.",
                                "to berisi APPROVED atau REFUSED.")
                        .with("field", "to");
        };
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

    private void reader() {
        var unused = holder(callers.require("operator", "approver", "admin", "system", "auditor"));
    }

    private OwnersDecision holder(Caller caller) {
        return OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.ASN_RECORD));
    }
}
