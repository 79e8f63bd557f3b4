package id.padan.directory.correction;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/asn-directory/v1/corrections")
@Tag(name = "Corrections", description = "What decided corrections came to, for the holder of the records.")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class CorrectionResource {
    private final Callers callers;
    private final AgreementGate gate;
    private final EffectStore store;
    private final ApplyingCorrections applying;

    CorrectionResource(Callers callers, AgreementGate gate, EffectStore store, ApplyingCorrections applying) {
        this.callers = callers;
        this.gate = gate;
        this.store = store;
        this.applying = applying;
    }

    /**
     * What became of a correction, and how the value stands now (F-16).
     *
     * @param outcome AWAITED, APPLIED, REFUSED, or GONE: the case no longer awaited it
     * @param reason a stable code; only of what was refused
     * @param value as stored now, dates as ISO; absent if it is empty or nothing was applied
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reading(
            UUID proposalId,
            int attempt,
            String outcome,
            String element,
            String reason,
            String field,
            String value,
            Long recordVersion,
            Instant readAt) {
        @Override
        public String toString() {
            return "Reading[" + proposalId + "]";
        }
    }

    @GET
    @Path("{proposalId}")
    @Operation(
            summary = "What became of a decided correction",
            description =
                    "Role system of the party that holds the record: its own value, read anew. To anybody else it does not exist.")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "404", description = "No such correction, or not of your records")
    public Reading read(@PathParam("proposalId") String id) {
        var caller = callers.require("system");
        var effect = find(id);
        if (!effect.holder().equals(caller.party())) {
            throw notFound();
        }
        var unused = gate.requireHolder(
                caller, effect.element().startsWith("A") ? Datasets.ASN_RECORD : Datasets.FUNCTIONAL_POSITION);
        var now = applying.read(effect);
        return new Reading(
                effect.proposal(),
                effect.attempt(),
                effect.state(),
                effect.element(),
                effect.reason(),
                effect.field(),
                now.value(),
                now.version(),
                Instant.now());
    }

    private EffectStore.Effect find(String id) {
        try {
            return store.find(UUID.fromString(id)).orElseThrow(CorrectionResource::notFound);
        } catch (IllegalArgumentException notAnId) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "There is no such correction, or not of your records.",
                "Tidak ada koreksi tersebut, atau bukan atas data Anda.");
    }
}
