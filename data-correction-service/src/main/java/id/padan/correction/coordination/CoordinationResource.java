package id.padan.correction.coordination;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Versioned;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Once
@Path("/api/corrections/v1/coordinations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Coordinations", description = "What both parties make of a list's result (Ps 3(2)d).")
@RunOnVirtualThread
class CoordinationResource {
    private static final int LONGEST_NOTE = 4_000;
    private static final Pattern VERSION = Pattern.compile("(?:W/)?\"?([0-9]{1,9})\"?");
    private static final Set<String> STATES = Set.of("OPEN", "SUBMITTED", "COMMENTED", "ACKNOWLEDGED", "CLOSED");

    private final Callers callers;
    private final AgreementGate gate;
    private final Coordinations coordinations;

    CoordinationResource(Callers callers, AgreementGate gate, Coordinations coordinations) {
        this.callers = callers;
        this.gate = gate;
        this.coordinations = coordinations;
    }

    /**
     * A case as both parties see it.
     *
     * @param party whose list it was
     * @param counts of the list, as verification told them
     * @param closedBy parties that have closed it from their side
     * @param steps only when one case is asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Coordination")
    record View(
            UUID id,
            UUID batchId,
            String party,
            String purpose,
            String program,
            String batchState,
            @JsonRawValue @Schema(type = SchemaType.OBJECT) String counts,
            String state,
            int version,
            Set<String> closedBy,
            Instant openedAt,
            Instant submittedAt,
            Instant acknowledgedAt,
            Instant closedAt,
            List<Step> steps)
            implements Versioned {
        static View of(Coordination one, List<Step> steps) {
            return new View(
                    one.id(),
                    one.batch(),
                    one.party(),
                    one.purpose(),
                    one.programme(),
                    one.batchState(),
                    one.counts(),
                    one.state().name(),
                    one.version(),
                    one.state().parties(),
                    one.openedAt(),
                    one.submittedAt(),
                    one.acknowledgedAt(),
                    one.closedAt(),
                    steps);
        }
    }

    /** @param salt hexadecimal; the leaf's commitment is HMAC-SHA-256 under it over id, version, move and note, a line each */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CoordinationStep")
    record Step(
            int version,
            String move,
            String party,
            String actor,
            String officer,
            Instant at,
            String note,
            UUID leaf,
            String salt) {
        static Step of(Coordinations.Step step) {
            return new Step(
                    step.version(),
                    step.move(),
                    step.party(),
                    step.actor(),
                    step.officer(),
                    step.at(),
                    step.note(),
                    step.leaf(),
                    HexFormat.of().formatHex(step.salt()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CoordinationPage")
    record Page(List<View> items, String next) {}

    @GET
    @Operation(
            summary = "Coordinations of results, newest first",
            description = "Those of your party's lists; the register's holder sees all. Counts only.")
    public Page list(
            @Parameter(description = "OPEN, SUBMITTED, COMMENTED, ACKNOWLEDGED or CLOSED") @QueryParam("state")
                    String state,
            @Parameter(description = "the case of this list") @QueryParam("batchId") String batch,
            @Parameter(description = "1 to 200") @QueryParam("limit") @DefaultValue("50") String limit,
            @Parameter(description = "next of the page before") @QueryParam("cursor") String cursor) {
        var caller = callers.require("operator", "verifier", "approver", "system", "auditor", "dpo");
        boolean holder = isHolder(caller);
        if (state != null && !STATES.contains(state)) {
            throw Words.invalid(
                    "state", "state is one of " + STATES + ".", "state adalah salah satu dari " + STATES + ".");
        }
        if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > 200) {
            throw Words.invalid("limit", "limit is 1 to 200.", "limit bernilai 1 sampai 200.");
        }
        int wanted = Integer.parseInt(limit);
        var from = cursor == null ? null : Cursor.parse(cursor);
        var found = coordinations.page(
                holder ? null : caller.party(),
                state,
                batch == null ? null : id(batch),
                from == null ? null : from.at(),
                from == null ? null : from.id(),
                wanted + 1);
        return new Page(
                found.stream().limit(wanted).map(one -> View.of(one, null)).toList(),
                found.size() > wanted ? Cursor.text(found.get(wanted - 1)) : null);
    }

    private record Cursor(Instant at, UUID id) {
        private static String text(Coordination last) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((last.openedAt() + " " + last.id()).getBytes(StandardCharsets.US_ASCII));
        }

        private static Cursor parse(String text) {
            try {
                var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ");
                return new Cursor(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            } catch (RuntimeException notOurs) {
                throw Words.invalid(
                        "cursor",
                        "cursor is not one that a page before gave.",
                        "cursor bukan berasal dari halaman sebelumnya.");
            }
        }
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One coordination with its steps")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "404", description = "No such case, or not of your party's lists")
    public View get(@PathParam("id") String id) {
        var caller = callers.require("operator", "verifier", "approver", "system", "auditor", "dpo");
        return view(known(caller, id));
    }

    private View view(Coordination one) {
        return View.of(one, coordinations.steps(one.id()).stream().map(Step::of).toList());
    }

    /**
     * A step.
     *
     * @param to SUBMITTED (by the list's party), COMMENTED or ACKNOWLEDGED (by the register's holder), CLOSED (by each)
     * @param note what is said with it; needed but for CLOSED. No NIK
     */
    @Schema(name = "CoordinationTransition")
    record Transition(String to, String note) {}

    @POST
    @Path("{id}/transitions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Take a coordination one step on",
            description =
                    "The list's party submits its result with notes, the holder acknowledges it or comments (then it is submitted again), and an"
                            + " approver of each closes it.")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "403", description = "PARTY_MISMATCH, ROLE_MISSING")
    @APIResponse(responseCode = "409", description = "CONFLICT: the state does not lead there")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public View move(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Parameter(description = "the version that was read") String ifMatch,
            Transition transition) {
        var to = transition == null ? null : transition.to();
        boolean closes = "CLOSED".equals(to);
        var caller =
                closes ? callers.require("approver") : callers.require("operator", "verifier", "approver", "system");
        var known = known(caller, id);
        if (to == null || to.equals("OPEN") || !STATES.contains(to)) {
            throw Words.invalid(
                    "to",
                    "to is SUBMITTED, COMMENTED, ACKNOWLEDGED or CLOSED.",
                    "to adalah SUBMITTED, COMMENTED, ACKNOWLEDGED, atau CLOSED.");
        }
        var note = closes && (transition.note() == null || transition.note().isBlank())
                ? ""
                : Words.require("note", transition.note(), LONGEST_NOTE);
        return view(coordinations.move(caller, known.id(), to, note, version(ifMatch), one -> next(caller, one, to)));
    }

    private CoordinationState next(Caller caller, Coordination one, String to) {
        return switch (to) {
            case "SUBMITTED" -> {
                if (!caller.party().equals(one.party())) {
                    throw ProblemException.of(
                            PlatformProblem.PARTY_MISMATCH,
                            "The party whose list it was submits the result.",
                            "Hasil disampaikan oleh pihak pemilik daftar.");
                }
                yield one.state().submit();
            }
            case "COMMENTED" -> {
                var unused = gate.requireHolder(caller, Datasets.NIK_CONFIRMATION);
                yield one.state().comment();
            }
            case "ACKNOWLEDGED" -> {
                var unused = gate.requireHolder(caller, Datasets.NIK_CONFIRMATION);
                yield one.state().acknowledge();
            }
            default -> one.state().close(caller.party());
        };
    }

    private Coordination known(Caller caller, String id) {
        boolean holder = isHolder(caller);
        return coordinations
                .find(id(id))
                .filter(one -> holder || one.party().equals(caller.party()))
                .orElseThrow(Words::notFound);
    }

    private boolean isHolder(Caller caller) {
        try {
            var unused = gate.requireHolder(caller, Datasets.NIK_CONFIRMATION);
            return true;
        } catch (ProblemException other) {
            if (other.code() == PlatformProblem.PARTY_MISMATCH) {
                return false;
            }
            throw other;
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw Words.notFound();
        }
    }

    private static Integer version(String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        var matcher = VERSION.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw Words.invalid(
                    "If-Match", "If-Match is the version in quotes.", "If-Match berisi versi dalam tanda kutip.");
        }
        return Integer.valueOf(matcher.group(1));
    }
}
