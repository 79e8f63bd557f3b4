package id.padan.agreement.programme;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.PartyAgreements;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.agreement.Policy;
import id.padan.platform.caller.Caller;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Once
@Path("/api/agreements/v1/agreements/{id}/programmes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Programmes", description = "Aid programmes, their rules and the decisions under them")
class ProgrammeResource {

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String CODE = "[A-Z0-9]+(-[A-Z0-9]+)*";
    private static final int LONGEST_CODE = 64;

    private final Seats seats;
    private final PartyAgreements agreements;
    private final AgreementVersions versions;
    private final Registering registering;

    ProgrammeResource(Seats seats, PartyAgreements agreements, AgreementVersions versions, Registering registering) {
        this.seats = seats;
        this.agreements = agreements;
        this.versions = versions;
        this.registering = registering;
    }

    /**
     * A programme to register.
     *
     * @param from may be used from here; a moment that is past means from two seconds after its approval
     * @param dpiaSha256 of the impact assessment; without one the programme is registered but stays closed
     */
    @Schema(name = "ProgrammeRequest")
    record ProgrammeRequest(
            @Schema(required = true, examples = "BSU-2027-T1")
            String code,

            @Schema(required = true) String name,
            @Schema(examples = "Tahap I") String stage,
            @Schema(required = true, examples = "Ps 3(1)b") String clause,

            @Schema(required = true, examples = "AID_VERIFICATION")
            String purpose,

            @Schema(required = true, examples = "Permenaker 5/2025")
            String legalBasis,

            @Schema(required = true) List<LocalDate> cutOffDates,
            @Schema(required = true) OffsetDateTime from,
            OffsetDateTime until,

            @Schema(required = true, description = "OIDC clients that may use it; * for every client of the party")
            List<String> clients,

            Long quotaRowsPerDay,
            BigDecimal asnShareLimit,
            Integer retentionDays,
            Integer standingDays,

            @Schema(description = "SHA-256 of the data protection impact assessment (UU 27/2022 Ps 34)")
            String dpiaSha256) {}

    @Schema(name = "ProgrammeDecision")
    record DecisionRequest(@Schema(required = true) Decision decision) {
        enum Decision {
            APPROVE,
            REJECT,
            END
        }
    }

    enum State {
        /** Registered, and closed until it is approved. */
        DRAFT,
        REJECTED,
        /** Approved or agreed, and closed for want of an impact assessment. */
        ASSESSMENT_MISSING,
        UPCOMING,
        IN_FORCE,
        ENDED
    }

    @Schema(name = "Programmes", description = "The programmes of the version in force and those registered beside it")
    record Page(String id, String version, List<View> programmes) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Programme")
    record View(
            @Schema(examples = "BSU-2025") String code,
            String name,
            String stage,
            String clause,
            String purpose,
            String legalBasis,
            List<LocalDate> cutOffDates,
            State state,
            OffsetDateTime from,
            OffsetDateTime until,

            @Schema(description = "OIDC clients that may use it; * for any of the grantee")
            List<String> clients,

            @Schema(description = "Rows that one party may ask in a day of Asia/Jakarta; absent: nothing agreed")
            Long quotaRowsPerDay,

            @Schema(
                    description = "Share of a list's rows that may be ASN before an approver must look; absent: nothing"
                            + " agreed",
                    examples = "0.05")
            BigDecimal asnShareLimit,

            @Schema(description = "Days after completion that rows and results are kept; absent: nothing agreed")
            Integer retentionDays,

            @Schema(
                    description =
                            "Days after completion that a later change of an answer is told; absent: not opted in to standing verification")
            Integer standingDays,

            @Schema(description = "SHA-256 of the impact assessment (UU 27/2022 Ps 34)")
            String dpiaSha256,

            @Schema(description = "Absent where the agreement itself names the programme")
            String registeredBy,

            String approver) {

        static View of(Policy.Programme programme, State closed, String registeredBy, String approver, Instant now) {
            return new View(
                    programme.code(),
                    programme.name(),
                    programme.stage(),
                    programme.clause(),
                    programme.purpose(),
                    programme.legalBasis(),
                    programme.cutOffDates(),
                    closed == null ? state(programme, now) : closed,
                    jakarta(programme.from()),
                    jakarta(programme.until()),
                    programme.clients(),
                    programme.quotaRowsPerDay(),
                    programme.asnShareLimit(),
                    programme.retentionDays(),
                    programme.standingDays(),
                    programme.dpiaSha256(),
                    registeredBy,
                    approver);
        }

        static View of(Registered one, Instant now) {
            return switch (one.state()) {
                case DRAFT -> of(one.content(), State.DRAFT, one.registeredBy(), null, now);
                case REJECTED -> of(one.content(), State.REJECTED, one.registeredBy(), null, now);
                case APPROVED, ENDED -> of(one.toPolicy(), null, one.registeredBy(), one.decidedBy(), now);
            };
        }

        private static State state(Policy.Programme programme, Instant now) {
            if (programme.until() != null && !now.isBefore(programme.until())) {
                return State.ENDED;
            }
            if (programme.dpiaSha256() == null) {
                return State.ASSESSMENT_MISSING;
            }
            return now.isBefore(programme.from()) ? State.UPCOMING : State.IN_FORCE;
        }
    }

    @GET
    @Operation(
            operationId = "listProgrammes",
            summary = "Aid programmes",
            description = "Programmes of the version in force and registered ones, with the dates between which"
                    + " candidates may be checked.")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: unknown, or the caller is not a party to it")
    public Page list(@Parameter(example = "kemnaker-bkn-2024") @PathParam("id") String id) {
        List<StoredVersion> stored = agreements.require(seats.reader(id).caller(), id);
        Instant now = versions.now();
        StoredVersion shown = StoredVersion.inForce(stored, now, now).orElseGet(stored::getLast);
        List<View> views = new ArrayList<>();
        for (AgreementFile.Programme programme : shown.file().programmes()) {
            views.add(View.of(toPolicy(programme), null, null, null, now));
        }
        for (Registered registered : registering.list(id)) {
            if (views.stream()
                    .noneMatch(view -> view.code().equals(registered.content().code()))) {
                views.add(View.of(registered, now));
            }
        }
        return new Page(id, shown.version(), views);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "registerProgramme",
            summary = "Register a programme",
            description = "Role operator or approver of the party to which the clause gives the right. It stays closed"
                    + " until another person of that party approves it.")
    @APIResponse(responseCode = "201", description = "Registered as DRAFT")
    @APIResponse(responseCode = "400", description = "INVALID: the field says which")
    @APIResponse(responseCode = "403", description = "PARTY_MISMATCH: the clause gives the right to the other party")
    @APIResponse(responseCode = "409", description = "PROGRAMME_EXISTS")
    public Response register(@PathParam("id") String id, ProgrammeRequest request) {
        Caller caller = seats.person(id, "operator", "approver", "admin").caller();
        Registered made = registering.register(caller, id, valid(request));
        return Response.created(URI.create("/api/agreements/v1/agreements/" + id + "/programmes/"
                        + made.content().code()))
                .entity(View.of(made, Instant.now()))
                .build();
    }

    @POST
    @Path("{code}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "decideProgramme",
            summary = "Approve, reject or end a programme",
            description = "Role approver of the party that runs it; approving and rejecting by another person than the"
                    + " one who registered. In force two seconds later.")
    @APIResponse(
            responseCode = "403",
            description = "ROLE_MISSING, PARTY_MISMATCH, SECOND_PERSON_NEEDED, PERSON_NEEDED")
    @APIResponse(responseCode = "409", description = "CONFLICT: its state does not allow it")
    public View decide(@PathParam("id") String id, @PathParam("code") String code, DecisionRequest request) {
        Caller caller = seats.person(id, "approver").caller();
        if (request == null || request.decision() == null) {
            throw Words.invalid(
                    "decision", "decision is APPROVE, REJECT or END.", "decision adalah APPROVE, REJECT, atau END.");
        }
        Registered decided =
                switch (request.decision()) {
                    case APPROVE -> registering.decide(caller, id, code, true);
                    case REJECT -> registering.decide(caller, id, code, false);
                    case END -> registering.end(caller, id, code);
                };
        return View.of(decided, Instant.now());
    }

    private static Policy.Programme valid(ProgrammeRequest request) {
        if (request == null || request.code() == null || !request.code().matches(CODE)) {
            throw Registering.invalidCode();
        }
        if (request.code().length() > LONGEST_CODE) {
            throw Registering.invalidCode();
        }
        List<LocalDate> days = request.cutOffDates();
        if (days == null || days.isEmpty() || days.contains(null) || !rises(days)) {
            throw Words.invalid(
                    "cutOffDates", "Name at least one day; days rise.", "Sebutkan minimal satu tanggal, urut naik.");
        }
        if (request.from() == null
                || request.until() != null && !request.until().isAfter(request.from())) {
            throw Words.invalid("from", "from is needed, and before until.", "from wajib ada dan sebelum until.");
        }
        List<String> clients = request.clients();
        if (clients == null || clients.isEmpty() || clients.stream().anyMatch(one -> one == null || one.isBlank())) {
            throw Words.invalid(
                    "clients", "Name the clients, or * for all of the party.", "Sebutkan klien, atau * untuk semua.");
        }
        requireNumbers(request);
        return new Policy.Programme(
                request.code(),
                Words.require("name", request.name(), 3, 200),
                Words.require("clause", request.clause(), 1, 64),
                Words.require("purpose", request.purpose(), 1, 64),
                Words.require("legalBasis", request.legalBasis(), 3, 500),
                days,
                request.from().toInstant(),
                request.until() == null ? null : request.until().toInstant(),
                clients,
                request.quotaRowsPerDay(),
                request.asnShareLimit(),
                request.retentionDays(),
                request.standingDays(),
                request.stage() == null ? null : Words.require("stage", request.stage(), 1, 64),
                request.dpiaSha256() == null ? null : Words.requireSha256("dpiaSha256", request.dpiaSha256()),
                null);
    }

    private static boolean rises(List<LocalDate> days) {
        for (int i = 1; i < days.size(); i++) {
            if (!days.get(i).isAfter(days.get(i - 1))) {
                return false;
            }
        }
        return true;
    }

    private static void requireNumbers(ProgrammeRequest request) {
        BigDecimal share = request.asnShareLimit();
        Integer kept = request.retentionDays();
        Integer stands = request.standingDays();
        if (request.quotaRowsPerDay() != null && request.quotaRowsPerDay() < 1) {
            throw Words.invalid("quotaRowsPerDay", "At least one row a day.", "Minimal satu baris per hari.");
        }
        if (share != null && (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0)) {
            throw Words.invalid("asnShareLimit", "A share from 0 to 1.", "Bagian dari 0 sampai 1.");
        }
        if (kept != null && (kept < 0 || kept > 3650)) {
            throw Words.invalid("retentionDays", "0 to 3650 days.", "0 sampai 3650 hari.");
        }
        if (stands != null && (stands < 1 || kept == null || kept < stands)) {
            throw Words.invalid(
                    "standingDays",
                    "At least one, and no more than retentionDays: what is destroyed cannot be compared again.",
                    "Minimal satu dan tidak melebihi retentionDays: yang dimusnahkan tidak dapat dicocokkan lagi.");
        }
    }

    private static Policy.Programme toPolicy(AgreementFile.Programme programme) {
        return new Policy.Programme(
                programme.code(),
                programme.name(),
                programme.clause(),
                programme.purpose(),
                programme.legalBasis(),
                programme.cutOffDates(),
                programme.from().toInstant(),
                programme.until() == null ? null : programme.until().toInstant(),
                programme.clients(),
                programme.quotaRowsPerDay(),
                programme.asnShareLimit(),
                programme.retentionDays(),
                programme.standingDays(),
                programme.stage(),
                programme.dpiaSha256(),
                null);
    }

    private static OffsetDateTime jakarta(Instant instant) {
        return instant == null ? null : instant.atZone(JAKARTA).toOffsetDateTime();
    }
}
