package id.padan.casn.release;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.protection.Explanation;
import id.padan.casn.protection.ProtectedTable;
import id.padan.casn.table.Shape;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/casn/v1/releases")
@Tag(
        name = "Releases",
        description =
                "Aggregates of registrants and placements (Ps 3(1)c): drafted, protected, attacked, approved, published")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class ReleaseResource {
    private static final int LONGEST = 200;

    private final Publishing publishing;
    private final Releases releases;
    private final Callers callers;
    private final AgreementGate gate;

    ReleaseResource(Publishing publishing, Releases releases, Callers callers, AgreementGate gate) {
        this.publishing = publishing;
        this.releases = releases;
        this.callers = callers;
        this.gate = gate;
    }

    /** What is asked for: {@code id} stays the same from version to version; {@code dimensions} without the year. */
    record Draft(String id, String titleId, String titleEn, List<Integer> years, List<String> dimensions) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Draft a release",
            description =
                    "BKN's operators and systems. The tables are counted, protected and attacked in the background, the attack over this and all "
                            + "earlier releases together with control figures and portal counts; GET shows how far it is.")
    @APIResponse(responseCode = "202", description = "The draft; Location is its address")
    @APIResponse(responseCode = "400", description = "INVALID, TABLE_TOO_LARGE, IDEMPOTENCY_KEY_MISSING")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Response draft(@HeaderParam("Idempotency-Key") String key, Draft draft) {
        Caller caller = callers.require("operator", "admin", "system");
        PolicyRef policy = gate.requireHolder(caller, Datasets.CASN_AGGREGATE);
        if (key == null || key.isBlank() || key.length() > LONGEST) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key of at most 200 characters.",
                    "Sertakan Idempotency-Key paling panjang 200 karakter.");
        }
        Release release = publishing.draft(caller, policy, definition(draft), key.strip());
        return Response.accepted(release)
                .location(URI.create("/api/casn/v1/releases/" + release.id()))
                .build();
    }

    private static Definition definition(Draft draft) {
        if (draft == null || draft.id() == null || !draft.id().matches("[a-z][a-z0-9-]{2,60}")) {
            throw invalid("id", "small letters, digits and dashes", "huruf kecil, angka, dan tanda hubung");
        }
        if (draft.years() == null
                || draft.years().isEmpty()
                || draft.years().size() > 20
                || draft.years().stream().anyMatch(year -> year == null || year < 2000 || year > 2099)) {
            throw invalid("years", "1 to 20 years", "1 sampai 20 tahun");
        }
        if (draft.dimensions() == null || draft.dimensions().isEmpty()) {
            throw invalid("dimensions", "one or more", "satu atau lebih");
        }
        var dimensions = new ArrayList<Dimension>();
        for (String name : draft.dimensions()) {
            Dimension dimension = name == null ? null : Dimension.find(name).orElse(null);
            if (dimension == null || dimension == Dimension.TAHUN) {
                String names = String.join(
                        ", ", Dimension.names().subList(1, Dimension.names().size()));
                throw invalid("dimensions", "of " + names, "dari " + names);
            }
            dimensions.add(dimension);
        }
        return new Definition(
                draft.id(),
                title(draft.titleId(), "titleId"),
                title(draft.titleEn() == null ? draft.titleId() : draft.titleEn(), "titleEn"),
                draft.years(),
                dimensions);
    }

    private static String title(String text, String field) {
        if (text == null || text.isBlank() || text.length() > LONGEST) {
            throw invalid(field, "1 to 200 characters", "1 sampai 200 karakter");
        }
        return text.strip();
    }

    /** {@code to} is PUBLISHED or REFUSED; {@code hash} is that of the cells that the approver has seen, for PUBLISHED. */
    record Transition(ReleaseState to, String hash) {}

    @POST
    @Path("{id}/transitions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Decide about a release",
            description =
                    "By an approver of BKN, a person other than the one who drafted it. PUBLISHED puts it out for ever under its next version. A "
                            + "release in which the attack found something cannot be approved.")
    @APIResponse(
            responseCode = "403",
            description = "PERSON_NEEDED, SECOND_PERSON_NEEDED, ROLE_MISSING, PARTY_MISMATCH")
    @APIResponse(responseCode = "409", description = "RELEASE_UNSAFE, RELEASE_OUTDATED, CONFLICT")
    public Release decide(@PathParam("id") String id, Transition transition) {
        Caller caller = approver();
        PolicyRef policy = gate.requireHolder(caller, Datasets.CASN_AGGREGATE);
        return switch (transition == null ? null : transition.to()) {
            case PUBLISHED -> publishing.publish(caller, policy, known(id), transition.hash());
            case REFUSED -> publishing.refuse(caller, policy, known(id));
            case null, default -> throw invalid("to", "PUBLISHED or REFUSED", "PUBLISHED atau REFUSED");
        };
    }

    /** @param documentSha256 of the written consent, hex */
    record ConsentGiven(String documentNumber, LocalDate documentDate, String documentSha256) {}

    @POST
    @Path("{id}/consents")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Consent to passing a release on",
            description =
                    "By an approver of either party, who names the party's written consent. With both, onwardUse is PUBLIC; until then a release is "
                            + "for the receiving party only.")
    @APIResponse(responseCode = "409", description = "CONFLICT: this party has consented already")
    public Release consent(
            @PathParam("id") String id, @HeaderParam("X-Padan-Purpose") String purpose, ConsentGiven given) {
        Caller caller = approver();
        PolicyRef policy = party(caller, purpose);
        if (given == null
                || given.documentNumber() == null
                || given.documentNumber().isBlank()
                || given.documentNumber().length() > LONGEST) {
            throw invalid("documentNumber", "the letter's number", "nomor surat");
        }
        if (given.documentDate() == null) {
            throw invalid("documentDate", "the letter's day", "tanggal surat");
        }
        if (given.documentSha256() == null || !given.documentSha256().matches("[0-9a-f]{64}")) {
            throw invalid("documentSha256", "64 hex digits", "64 digit heksadesimal");
        }
        Release release = publishing.consent(
                caller,
                policy,
                known(id),
                new Publishing.Written(given.documentNumber().strip(), given.documentDate(), given.documentSha256()));
        return isHolder(caller) ? release : release.outside();
    }

    @GET
    @Path("{id}/explanations")
    @Operation(
            summary = "Why a cell is as it is",
            description =
                    "BKN only, since it tells what is hidden. A cell is named as in a data query, with tahun and one code per dimension; what is not "
                            + "named is the total.")
    public Explanation explain(@PathParam("id") String id, @Context UriInfo uri) {
        Caller caller = callers.require("operator", "admin", "system", "approver", "auditor");
        PolicyRef policy = gate.requireHolder(caller, Datasets.CASN_AGGREGATE);
        Release release =
                releases.find(known(id)).filter(built -> built.hash() != null).orElseThrow(Publishing::notFound);
        var cell = new LinkedHashMap<String, String>();
        uri.getQueryParameters().forEach((name, values) -> cell.put(name, values.getFirst()));
        String period = cell.remove(Dimension.TAHUN.annexName());
        YearTable year = releases.tables(release).stream()
                .filter(table -> table.period().equals(period))
                .findFirst()
                .orElseThrow(() -> invalid("tahun", "a year of the release", "tahun dalam rilis"));
        long key = key(year.shape(), cell);
        Explanation explanation = releases.counted(release, year)
                .map(counted -> ProtectedTable.restored(counted, year.table(), release.threshold())
                        .explain(key))
                .orElseThrow(Publishing::notFound);
        publishing.explained(caller, policy, release);
        return explanation;
    }

    private static long key(Shape shape, Map<String, String> cell) {
        try {
            cell.values().removeIf(CodeLists.TOTAL::equals);
            return shape.key(cell);
        } catch (IllegalArgumentException e) {
            throw invalid("cell", "codes of the release's dimensions", "kode dari dimensi rilis");
        }
    }

    private Caller approver() {
        Caller caller = callers.require("approver");
        if (!caller.isPerson()) {
            throw ProblemException.of(
                    ReleaseProblem.PERSON_NEEDED,
                    "A named officer decides this.",
                    "Hal ini diputuskan oleh pejabat yang disebut namanya.");
        }
        return caller;
    }

    private boolean isHolder(Caller caller) {
        try {
            var unused = gate.requireHolder(caller, Datasets.CASN_AGGREGATE);
            return true;
        } catch (ProblemException refused) {
            if (refused.code() == PlatformProblem.PARTY_MISMATCH) {
                return false;
            }
            throw refused;
        }
    }

    private PolicyRef party(Caller caller, String purpose) {
        return isHolder(caller)
                ? gate.requireHolder(caller, Datasets.CASN_AGGREGATE)
                : gate.require(AccessRequest.of(caller, purpose, null, Datasets.CASN_AGGREGATE))
                        .policy();
    }

    private static UUID known(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Publishing.notFound();
        }
    }

    private static ProblemException invalid(String field, String en, String id) {
        return ProblemException.of(
                        PlatformProblem.INVALID, field + " must be " + en + ".", field + " harus " + id + ".")
                .with("field", field);
    }
}
