package id.padan.directory.correction;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.directory.correction.ApplyingCorrections.CurrentValue;
import id.padan.directory.correction.EffectStore.Effect;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/asn-directory/v1/corrections")
@Tag(name = "Corrections", description = "What decided corrections came to, for the holder of the records.")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class CorrectionResource {
    private static final int MOST = 100;

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

    /** @param items only those that are there, in no order */
    record Readings(List<Reading> items) {}

    @GET
    @Operation(
            summary = "What became of several decided corrections",
            description = "As one of them, up to 100 at once; what does not exist to the caller is left out.")
    @APIResponse(responseCode = "200")
    public Readings list(
            @QueryParam("proposal") @Parameter(description = "id of a proposal, repeated") List<String> proposals) {
        var caller = callers.require("system");
        return new Readings(read(caller, proposals.stream().limit(MOST).toList()));
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
        return read(callers.require("system"), List.of(id)).stream()
                .findFirst()
                .orElseThrow(CorrectionResource::notFound);
    }

    private List<Reading> read(Caller caller, List<String> ids) {
        var effects = store.find(ids.stream().flatMap(id -> uuid(id).stream()).toList()).stream()
                .filter(effect -> effect.holder().equals(caller.party()))
                .toList();
        effects.stream().map(Effect::dataset).distinct().forEach(dataset -> {
            var unused = gate.requireHolder(caller, dataset);
        });
        var values = applying.read(effects);
        return effects.stream()
                .map(effect -> reading(effect, Optional.ofNullable(values.get(effect))))
                .toList();
    }

    private static Reading reading(Effect effect, Optional<CurrentValue> now) {
        return new Reading(
                effect.proposal(),
                effect.attempt(),
                effect.state(),
                effect.element(),
                effect.reason(),
                effect.field(),
                now.map(CurrentValue::value).orElse(null),
                now.map(CurrentValue::version).orElse(null),
                Instant.now());
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "There is no such correction, or not of your records.",
                "Tidak ada koreksi tersebut, atau bukan atas data Anda.");
    }
}
