package id.padan.agreement.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seat;
import id.padan.agreement.disclosure.DisclosureStore;
import id.padan.agreement.disclosure.Selection;
import id.padan.agreement.pledge.PledgedSeats;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.quarkus.arc.NoClassInterceptors;
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
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A party sees its own incidents, and those that it was told of. */
@Once
@Path("/api/agreements/v1/agreements/{id}/incidents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Incidents", description = "Incidents and leaks (Ps 9(6)-(9), UU 27/2022 Art. 46)")
@APIResponse(responseCode = "403", description = "ROLE_MISSING, PARTY_MISMATCH, PLEDGE_MISSING")
@APIResponse(responseCode = "404", description = "NOT_FOUND: unknown, or the caller's party may not know of it")
class IncidentResource {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_TEXT = 8000;

    private final PledgedSeats seats;
    private final RecordingActs acts;
    private final IncidentStore store;
    private final TellingParties telling;
    private final DisclosureStore register;
    private final ObjectMapper json;
    private final Jdbi jdbi;

    IncidentResource(
            PledgedSeats seats,
            RecordingActs acts,
            IncidentStore store,
            TellingParties telling,
            DisclosureStore register,
            ObjectMapper json,
            Jdbi jdbi) {
        this.seats = seats;
        this.acts = acts;
        this.store = store;
        this.telling = telling;
        this.register = register;
        this.json = json;
        this.jdbi = jdbi;
    }

    /**
     * What happened.
     *
     * @param detectedAt when it was found; the clocks run from then
     * @param sourceParty party at which it happened as far as known (Ps 9(6), 9(9))
     * @param drill absent for no; an exercise: everything runs, every text says so, and nobody outside is told
     */
    @Schema(name = "IncidentRequest")
    record Request(String title, String description, OffsetDateTime detectedAt, String sourceParty, Boolean drill) {}

    /** @param recipient whom; texts as they went, else the prefilled ones */
    @Schema(name = "IncidentNoticeRequest")
    record NoticeRequest(Notice.Recipient recipient, String contact, String textId, String textEn) {}

    /** Whose disclosures: at least one of token, person, client, key, or a period. */
    @Schema(name = "BlastRadiusRequest")
    record RadiusRequest(String token, String person, String client, String key, String from, String until) {}

    @Schema(name = "IncidentClosing")
    record Closing(String conclusion) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Incident")
    record View(
            UUID id,
            Incident.State state,
            String party,
            String title,
            String description,
            boolean drill,
            String sourceParty,
            Instant detectedAt,
            Instant tellOtherPartyBefore,
            Instant notifyBefore,
            Instant recordedAt,
            String recordedBy,
            Instant toldAt,
            Instant closedAt,
            String conclusion,
            List<Notice> notices) {
        static View of(Incident incident, String asking, List<Notice> notices) {
            boolean own = incident.party().equals(asking);
            return new View(
                    incident.id(),
                    incident.state(),
                    incident.party(),
                    incident.title(),
                    incident.description(),
                    incident.drill(),
                    incident.sourceParty(),
                    incident.detectedAt(),
                    incident.tellBefore(),
                    incident.notifyBefore(),
                    incident.recordedAt(),
                    own ? incident.recordedBy() : null,
                    incident.toldAt(),
                    incident.closedAt(),
                    incident.conclusion(),
                    notices.stream()
                            .filter(notice -> own || notice.addressee().equals(asking))
                            .toList());
        }
    }

    @Schema(name = "Incidents")
    record Page(List<View> items) {}

    @Schema(name = "IncidentNoticeDraft")
    record Draft(Notice.Recipient recipient, Instant before, String textId, String textEn) {}

    @Schema(name = "IncidentNoticeDrafts")
    record Drafts(List<Draft> items) {}

    @GET
    @Operation(operationId = "listIncidents", summary = "Incidents, newest first")
    @APIResponse(responseCode = "200", description = "The party's own, and those that it was told of")
    public Page list(@PathParam("id") String id) {
        Seat seat = seats.require(id, "dpo", "approver", "auditor", "admin");
        return jdbi.withHandle(handle -> new Page(store.list(handle, seat.agreementId(), seat.party()).stream()
                .map(incident -> view(handle, seat, incident))
                .toList()));
    }

    @POST
    @Operation(
            operationId = "recordIncident",
            summary = "Record an incident",
            description =
                    "Roles dpo, approver, operator, admin. The clocks run from detectedAt: 24 hours to the other party, 3x24"
                            + " hours to persons and authority.")
    @APIResponse(responseCode = "201", description = "OPEN: only the own party sees it until the other is told")
    @APIResponse(responseCode = "400", description = "INVALID: a field is missing or impossible")
    public Response record(@PathParam("id") String id, Request request) {
        Seat seat = seats.require(id, "dpo", "approver", "operator", "admin");
        var wanted = Words.present("body", request);
        var detected = Words.present("detectedAt", wanted.detectedAt()).toInstant();
        if (detected.isAfter(Instant.now())) {
            throw Words.invalid("detectedAt", "It lies in the future.", "Waktunya di masa depan.");
        }
        if (wanted.sourceParty() != null && !seat.isParty(wanted.sourceParty())) {
            throw Words.invalid("sourceParty", "It is no party to the agreement.", "Bukan pihak dalam perjanjian ini.");
        }
        var incident = new Incident(
                UUID.randomUUID(),
                seat.agreementId(),
                seat.party(),
                Words.require("title", wanted.title(), LONGEST_TITLE),
                Words.require("description", wanted.description(), LONGEST_TEXT),
                Boolean.TRUE.equals(wanted.drill()),
                wanted.sourceParty(),
                detected,
                Instant.now(),
                seat.actor(),
                null,
                null,
                null,
                null);
        View answer = jdbi.inTransaction(tx -> {
            store.add(tx, incident);
            var unused = acts.record(
                    tx,
                    seat,
                    "INCIDENT",
                    Map.of(
                            "detectedAt", incident.detectedAt().toString(),
                            "drill", Boolean.toString(incident.drill()),
                            "incident", incident.id().toString(),
                            "title", incident.title()),
                    "incidents/" + incident.id());
            return View.of(incident, seat.party(), List.of());
        });
        return Response.status(201).entity(answer).build();
    }

    @GET
    @Path("{incident}")
    @Operation(operationId = "getIncident", summary = "One incident with its clocks and notices")
    @APIResponse(responseCode = "200", description = "As the caller's party may see it")
    public View get(@PathParam("id") String id, @PathParam("incident") UUID incident) {
        Seat seat = seats.require(id, "dpo", "approver", "auditor", "admin");
        return jdbi.inTransaction(tx -> view(tx, seat, lock(tx, seat, incident)));
    }

    @GET
    @Path("{incident}/notice-drafts")
    @Operation(
            operationId = "draftNotices",
            summary = "Notices with what the register knows",
            description =
                    "Roles dpo, approver of the own party, in Indonesian and English. Ask for the blast radius first.")
    @APIResponse(responseCode = "200", description = "One for each recipient")
    public Drafts drafts(@PathParam("id") String id, @PathParam("incident") UUID incidentId) {
        Seat seat = seats.require(id, "dpo", "approver");
        return jdbi.inTransaction(tx -> {
            var incident = own(seat, lock(tx, seat, incidentId));
            return new Drafts(Arrays.stream(Notice.Recipient.values())
                    .map(recipient -> new Draft(
                            recipient,
                            recipient == Notice.Recipient.OTHER_PARTY ? incident.tellBefore() : incident.notifyBefore(),
                            telling.text(incident, recipient, seat.file(), true),
                            telling.text(incident, recipient, seat.file(), false)))
                    .toList());
        });
    }

    @POST
    @Path("{incident}/notices")
    @Operation(
            operationId = "sendNotice",
            summary = "Tell the other party, or write down that authority or persons were told",
            description =
                    "Roles dpo, approver of the own party. OTHER_PARTY goes to the contact of Ps 8 and opens the incident to that party. In a drill"
                            + " nobody but the other party is told.")
    @APIResponse(responseCode = "200", description = "With late, if its clock had run out")
    @APIResponse(responseCode = "409", description = "CONFLICT: told already, closed, or a drill")
    public View send(@PathParam("id") String id, @PathParam("incident") UUID incidentId, NoticeRequest request) {
        Seat seat = seats.person(id, "dpo", "approver");
        var wanted = Words.present("body", request);
        var recipient = Words.present("recipient", wanted.recipient());
        return jdbi.inTransaction(tx -> {
            var incident = own(seat, lock(tx, seat, incidentId));
            boolean sent =
                    store.listNotices(tx, incidentId).stream().anyMatch(notice -> notice.recipient() == recipient);
            if (sent || incident.state() == Incident.State.CLOSED) {
                throw Words.conflict("They were told, or it is closed.", "Sudah diberi tahu, atau sudah ditutup.");
            }
            if (incident.drill() && recipient != Notice.Recipient.OTHER_PARTY) {
                throw Words.conflict(
                        "A drill is not told to anybody outside the parties.",
                        "Latihan tidak diberitahukan kepada siapa pun di luar para pihak.");
            }
            String textId = text("textId", wanted.textId(), telling.text(incident, recipient, seat.file(), true));
            String textEn = text("textEn", wanted.textEn(), telling.text(incident, recipient, seat.file(), false));
            if (recipient == Notice.Recipient.OTHER_PARTY) {
                telling.tellOthers(tx, seat, incident, textId, textEn);
            } else {
                telling.tell(
                        tx,
                        seat,
                        incident,
                        recipient,
                        Words.require("contact", wanted.contact(), LONGEST_TITLE),
                        textId,
                        textEn);
            }
            return view(tx, seat, lock(tx, seat, incidentId));
        });
    }

    private static String text(String field, String given, String prefilled) {
        return given == null ? prefilled : Words.require(field, given, LONGEST_TEXT);
    }

    @POST
    @NoClassInterceptors
    @Path("{incident}/blast-radius")
    @Operation(
            operationId = "blastRadius",
            summary = "What it reached",
            description =
                    "Roles dpo, auditor. Given a token, person, client, key or period: the disclosures, elements, clauses and the rows behind them, which"
                            + " their holder opens. What the caller's party may see of the register, within 60 seconds. Each asking is a leaf.")
    @APIResponse(responseCode = "200", description = "Exact, as far as the services have reported")
    @APIResponse(responseCode = "400", description = "INVALID: nothing to look for")
    @APIResponse(responseCode = "503", description = "UNAVAILABLE: not within 60 seconds; narrow the period")
    public BlastRadius radius(
            @PathParam("id") String id, @PathParam("incident") UUID incidentId, RadiusRequest request) {
        Seat seat = seats.require(id, "dpo", "auditor");
        var wanted = selection(Words.present("body", request));
        jdbi.useTransaction(tx -> lock(tx, seat, incidentId));
        long begin = System.nanoTime();
        var reach = register.reach(seat.agreementId(), seat.party(), wanted);
        var radius = BlastRadius.of(
                reach,
                "/api/agreements/v1/agreements/" + seat.agreementId() + "/disclosures?" + BlastRadius.query(wanted),
                (System.nanoTime() - begin) / 1_000_000);
        jdbi.useTransaction(tx -> {
            var incident = lock(tx, seat, incidentId);
            if (incident.party().equals(seat.party())) {
                store.radius(tx, incidentId, write(radius.summary()));
            }
            var unused = acts.record(
                    tx,
                    seat,
                    "BLAST_RADIUS",
                    Map.of(
                            "disclosures", Long.toString(radius.summary().disclosures()),
                            "incident", incidentId.toString(),
                            "selection", BlastRadius.query(wanted),
                            "subjects", Long.toString(radius.summary().subjects())),
                    "incidents/" + incidentId);
        });
        return radius;
    }

    private static Selection selection(RadiusRequest request) {
        var wanted = new Selection(
                Selection.from("from", request.from()),
                Selection.until("until", request.until()),
                null,
                null,
                null,
                request.client(),
                request.person(),
                request.token(),
                request.key());
        if (!wanted.namesSomething() && (wanted.from() == null || wanted.until() == null)) {
            throw Words.invalid(
                    "token",
                    "Name a token, person, client or key, or a period with from and until.",
                    "Sebutkan token, orang, klien, atau kunci, atau periode dengan from dan until.");
        }
        return wanted;
    }

    @POST
    @Path("{incident}/closing")
    @Operation(
            operationId = "closeIncident",
            summary = "Close it with a conclusion",
            description = "Role approver of the own party, once the other party was told.")
    @APIResponse(responseCode = "200", description = "CLOSED")
    @APIResponse(responseCode = "409", description = "CONFLICT: the other party was not told, or it is closed")
    public View close(@PathParam("id") String id, @PathParam("incident") UUID incidentId, Closing request) {
        Seat seat = seats.person(id, "approver");
        String conclusion = Words.require("conclusion", request == null ? null : request.conclusion(), LONGEST_TEXT);
        return jdbi.inTransaction(tx -> {
            var incident = own(seat, lock(tx, seat, incidentId));
            if (incident.state() != Incident.State.TOLD) {
                throw Words.conflict(
                        "It is closed, or the other party has not been told.",
                        "Sudah ditutup, atau pihak lain belum diberi tahu.");
            }
            store.close(tx, incidentId, seat.actor(), conclusion);
            var unused = acts.record(
                    tx,
                    seat,
                    "INCIDENT_CLOSED",
                    Map.of("conclusion", conclusion, "incident", incidentId.toString()),
                    "incidents/" + incidentId);
            return view(tx, seat, lock(tx, seat, incidentId));
        });
    }

    private Incident lock(Handle tx, Seat seat, UUID incident) {
        return store.lock(tx, seat.agreementId(), seat.party(), incident).orElseThrow(Words::notFound);
    }

    private static Incident own(Seat seat, Incident incident) {
        if (!incident.party().equals(seat.party())) {
            throw Words.notFound();
        }
        return incident;
    }

    private View view(Handle handle, Seat seat, Incident incident) {
        return View.of(incident, seat.party(), store.listNotices(handle, incident.id()));
    }

    private String write(BlastRadius.Summary summary) {
        try {
            return json.writeValueAsString(summary);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a blast radius is always serialisable");
        }
    }
}
