package id.padan.directory.siasn;

import id.padan.directory.history.HistoryKind;
import id.padan.directory.log.OwnersDecision;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/asn-directory/v1/siasn/pulls")
@Tag(name = "SIASN", description = "Pulls records from SIASN's REST service into BKN's register.")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class PullResource {
    private static final int MOST = 100_000;

    private final Pulling pulling;
    private final Callers callers;
    private final AgreementGate gate;

    PullResource(Pulling pulling, Callers callers, AgreementGate gate) {
        this.pulling = pulling;
        this.callers = callers;
        this.gate = gate;
    }

    /**
     * Whom to ask for, and for what.
     *
     * @param nips absent or empty: everybody that the register has
     * @param histories SIASN's names, as rw-jabatan; absent: all that are kept; empty: the record only
     */
    record Wanted(List<String> nips, List<String> histories) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Begin a pull",
            description =
                    "Records (data-utama) and their histories (rw-...). It runs on its own within SIASN's limits, one at a time, and goes on "
                            + "after whatever stopped it.")
    @APIResponse(responseCode = "202", description = "The pull; Location is its address")
    @APIResponse(
            responseCode = "400",
            description = "INVALID: nips are NIPs of 18 digits, at most 100,000; histories are known names")
    @APIResponse(responseCode = "409", description = "CONFLICT: no source is configured, or another pull runs")
    public Response begin(Wanted wanted) {
        OwnersDecision by = owner("operator", "admin", "system");
        List<String> nips = wanted == null || wanted.nips() == null ? List.of() : wanted.nips();
        if (nips.size() > MOST || nips.stream().anyMatch(nip -> nip == null || !nip.matches("[0-9]{18}"))) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "nips holds at most 100,000 NIPs of 18 digits.",
                            "nips berisi paling banyak 100.000 NIP dengan 18 angka.")
                    .with("field", "nips");
        }
        var pull = pulling.begin(nips, kinds(wanted), by);
        return Response.accepted(pull)
                .location(URI.create("/api/asn-directory/v1/siasn/pulls/" + pull.id()))
                .build();
    }

    private static List<HistoryKind> kinds(Wanted wanted) {
        if (wanted == null || wanted.histories() == null) {
            return List.of(HistoryKind.values());
        }
        return wanted.histories().stream()
                .map(name -> HistoryKind.find(name == null ? "" : name)
                        .orElseThrow(() -> ProblemException.of(
                                        PlatformProblem.INVALID,
                                        "histories holds names of " + String.join(", ", HistoryKind.names()) + ".",
                                        "histories berisi nama dari " + String.join(", ", HistoryKind.names()) + ".")
                                .with("field", "histories")))
                .distinct()
                .toList();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A pull", description = "With its progress, and why it stands still if it does.")
    public Pulling.Pull get(@PathParam("id") UUID id) {
        var unused = owner("operator", "admin", "system", "approver", "auditor");
        return pulling.find(id)
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND, "There is no such pull.", "Penarikan tersebut tidak ada."));
    }

    private OwnersDecision owner(String... roles) {
        var caller = callers.require(roles);
        return OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.ASN_RECORD));
    }
}
