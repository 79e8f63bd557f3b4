package id.padan.agreement.term;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.PartyAgreements;
import id.padan.agreement.version.StoredVersion;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Once
@Path("/api/agreements/v1/agreements")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Term", description = "Ps 6: the term, its notices, its end, and what follows (Ps 9(10))")
class TermResource {

    private final Seats seats;
    private final PartyAgreements agreements;
    private final AgreementVersions versions;
    private final TermAlarms alarms;
    private final Notices notices;
    private final Destructions destructions;
    private final LegalHolds holds;

    TermResource(
            Seats seats,
            PartyAgreements agreements,
            AgreementVersions versions,
            TermAlarms alarms,
            Notices notices,
            Destructions destructions,
            LegalHolds holds) {
        this.seats = seats;
        this.agreements = agreements;
        this.versions = versions;
        this.alarms = alarms;
        this.notices = notices;
        this.destructions = destructions;
        this.holds = holds;
    }

    enum State {
        UPCOMING,
        RUNNING,
        ENDED
    }

    /**
     * @param daysLeft whole days of Jakarta after today; 0 on the last day, null once it has ended
     * @param noticeDeadline last day on which a notice of extension is in time
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TermView")
    record View(
            State state,
            OffsetDateTime from,
            @Schema(description = "Closed from here on") OffsetDateTime until,
            LocalDate lastDay,
            Long daysLeft,
            LocalDate noticeDeadline,
            List<TermAlarms.Alarm> alarms,

            @Schema(description = "Berita acara pemusnahan of each party")
            List<Destructions.OfParty> destruction) {}

    @Schema(name = "Notices")
    record NoticePage(List<Notice> items, String next) {}

    @Schema(name = "LegalHolds")
    record HoldPage(List<LegalHold> items, String next) {}

    /**
     * @param lastDay of the term as it would be
     * @param letterSha256 of the scanned letter
     */
    @Schema(name = "NoticeRequest")
    record NoticeRequest(
            @Schema(required = true) Notice.Kind kind,

            @Schema(required = true, examples = "2030-08-15")
            LocalDate lastDay,

            @Schema(required = true) String letterNumber,
            @Schema(required = true) LocalDate letterDate,
            @Schema(required = true) String letterSha256) {}

    @Schema(name = "DestructionRequest")
    record DestructionRequest(
            @Schema(required = true) Destructions.Method method,
            @Schema(required = true) String scope,
            @Schema(required = true) String documentNumber,
            @Schema(required = true) String documentSha256) {}

    @Schema(name = "LegalHoldRequest")
    record HoldRequest(
            @Schema(required = true) String reason,
            @Schema(required = true) String orderNumber) {}

    @Schema(name = "LiftRequest")
    record LiftRequest(@Schema(required = true) String reason) {}

    @GET
    @Path("{id}/term")
    @Operation(operationId = "getTerm", summary = "The term, its alarms, and after its end the record of destruction")
    public View term(@PathParam("id") String id) {
        List<StoredVersion> stored = agreements.require(seats.reader(id).caller(), id);
        Instant now = versions.now();
        AgreementFile.Term term = StoredVersion.inForce(stored, now, now)
                .orElseGet(stored::getLast)
                .file()
                .term();
        return view(term, now, alarms.listRaised(id), destructions.list(id));
    }

    static View view(
            AgreementFile.Term term, Instant now, List<TermAlarms.Alarm> alarms, List<Destructions.OfParty> destroyed) {
        Instant until = term.until().toInstant();
        LocalDate lastDay = LegalDays.lastDay(until);
        boolean ended = !now.isBefore(until);
        State running = now.isBefore(term.from().toInstant()) ? State.UPCOMING : State.RUNNING;
        return new View(
                ended ? State.ENDED : running,
                term.from().atZoneSameInstant(LegalDays.JAKARTA).toOffsetDateTime(),
                term.until().atZoneSameInstant(LegalDays.JAKARTA).toOffsetDateTime(),
                lastDay,
                ended ? null : ChronoUnit.DAYS.between(LegalDays.of(now), lastDay),
                LegalDays.noticeDeadline(lastDay),
                alarms,
                destroyed);
    }

    @GET
    @Path("{id}/notices")
    @Operation(operationId = "listNotices", summary = "Written notices of Ps 6(2), the latest first")
    public NoticePage notices(@PathParam("id") String id) {
        var unused = seats.reader(id);
        return new NoticePage(notices.list(id), null);
    }

    @POST
    @Path("{id}/notices")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "giveNotice",
            summary = "Record a written notice of extension or early end",
            description = "Role operator or approver. In time until one month before the end, or the end that is asked"
                    + " for; a late one is recorded as late. It changes nothing until every party has approved it.")
    @APIResponse(responseCode = "201", description = "Recorded, the other party is told")
    @APIResponse(responseCode = "400", description = "INVALID: the field says which")
    @APIResponse(responseCode = "403", description = "TERM_ENDED: the agreement has ended")
    public Response give(@PathParam("id") String id, NoticeRequest request) {
        Caller caller = seats.person(id, "operator", "approver").caller();
        if (request == null || request.kind() == null || request.lastDay() == null || request.letterDate() == null) {
            throw Words.invalid(
                    "kind",
                    "Name kind (EXTENSION or EARLY_END), lastDay, letterNumber, letterDate and letterSha256.",
                    "Sebutkan kind (EXTENSION atau EARLY_END), lastDay, letterNumber, letterDate, dan letterSha256.");
        }
        Notices.Letter letter = new Notices.Letter(
                Words.require("letterNumber", request.letterNumber(), 1, 100),
                request.letterDate(),
                Words.requireSha256("letterSha256", request.letterSha256()));
        return Response.status(Response.Status.CREATED)
                .entity(notices.give(caller, id, request.kind(), request.lastDay(), letter))
                .build();
    }

    @POST
    @Path("{id}/notices/{notice}/approval")
    @Operation(
            operationId = "approveNotice",
            summary = "Agree to what a notice asks for",
            description = "Role approver, one of each party. With the last one the term has its new end.")
    @APIResponse(responseCode = "409", description = "CONFLICT, ALREADY_APPROVED, ADDENDUM_OVERLAPS")
    public Notice approve(@PathParam("id") String id, @PathParam("notice") String notice) {
        Caller caller = seats.person(id, "approver").caller();
        return notices.approve(caller, id, notice);
    }

    @POST
    @Path("{id}/notices/{notice}/withdrawal")
    @Operation(operationId = "withdrawNotice", summary = "Withdraw the own party's notice before it is agreed")
    @APIResponse(responseCode = "409", description = "CONFLICT: agreed or withdrawn")
    public Notice withdraw(@PathParam("id") String id, @PathParam("notice") String notice) {
        Caller caller = seats.person(id, "approver").caller();
        return notices.withdraw(caller, id, notice);
    }

    @POST
    @Path("{id}/destruction")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "signDestruction",
            summary = "Sign the own party's berita acara pemusnahan",
            description = "Role approver, after the end of the term, within 30 days; stopped by a legal hold. Log,"
                    + " receipts, records and incidents are not among what goes (Ps 9(10)).")
    @APIResponse(responseCode = "409", description = "TERM_RUNNING, LEGAL_HOLD, CONFLICT: signed already")
    public Destructions.OfParty sign(@PathParam("id") String id, DestructionRequest request) {
        Caller caller = seats.person(id, "approver").caller();
        if (request == null || request.method() == null) {
            throw Words.invalid("method", "method is RETURNED or DESTROYED.", "method adalah RETURNED atau DESTROYED.");
        }
        return destructions.sign(
                caller, id, request.method(), request.scope(), request.documentNumber(), request.documentSha256());
    }

    @GET
    @Path("{id}/legal-holds")
    @Operation(operationId = "listLegalHolds", summary = "Legal holds, the latest first")
    public HoldPage holds(@PathParam("id") String id) {
        var unused = seats.reader(id);
        return new HoldPage(holds.list(id), null);
    }

    @POST
    @Path("{id}/legal-holds")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "placeLegalHold",
            summary = "Keep what the own party holds from being destroyed",
            description = "Role dpo or approver. Verification destroys no list of the party while it is on.")
    @APIResponse(responseCode = "201", description = "On, everywhere within seconds")
    public Response place(@PathParam("id") String id, HoldRequest request) {
        Caller caller = seats.person(id, "dpo", "approver").caller();
        return Response.status(Response.Status.CREATED)
                .entity(holds.place(
                        caller,
                        id,
                        request == null ? null : request.reason(),
                        request == null ? null : request.orderNumber()))
                .build();
    }

    @POST
    @Path("{id}/legal-holds/{hold}/lifting")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "liftLegalHold",
            summary = "Lift the own party's hold",
            description = "Role approver, another person than the one who placed it.")
    @APIResponse(responseCode = "403", description = "PARTY_MISMATCH, SECOND_PERSON_NEEDED")
    public LegalHold lift(@PathParam("id") String id, @PathParam("hold") String hold, LiftRequest request) {
        Caller caller = seats.person(id, "approver").caller();
        return holds.lift(caller, id, hold, request == null ? null : request.reason());
    }
}
