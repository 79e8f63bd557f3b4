package id.padan.agreement.kahar;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.archive.Archive;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.CaseStep;
import id.padan.agreement.casework.Draft;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.agreement.correspondence.Letters;
import id.padan.agreement.obligation.Obligations;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Jdbi;

@Once
@Path("/api/agreements/v1/agreements/{id}/force-majeure")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Force majeure", description = "Notices of keadaan kahar (Ps 10)")
class ForceMajeureResource {
    private final Seats seats;
    private final Register<ForceMajeure> cases;
    private final Archive archive;
    private final Obligations obligations;
    private final Letters letters;
    private final Jdbi jdbi;
    private final Outbox outbox;

    ForceMajeureResource(
            Seats seats,
            Registers registers,
            Archive archive,
            Obligations obligations,
            Letters letters,
            Jdbi jdbi,
            Outbox outbox) {
        this.seats = seats;
        this.cases = registers.of(CaseKind.FORCE_MAJEURE, ForceMajeure.class);
        this.archive = archive;
        this.obligations = obligations;
        this.letters = letters;
        this.jdbi = jdbi;
        this.outbox = outbox;
    }

    /**
     * A notice.
     *
     * @param event what happened
     * @param onset when
     * @param duties ids of rules or keys of duties of the own party
     * @param official name and office of who made the statement
     * @param statement id of the shared document with it
     */
    @Schema(name = "ForceMajeureNotice")
    record Notification(String event, OffsetDateTime onset, List<String> duties, String official, UUID statement) {}

    /** @param whyLate needed for a notice that came late */
    @Schema(name = "ForceMajeureAcceptance")
    record Acceptance(String whyLate) {}

    @Schema(name = "ForceMajeureContest")
    record Contest(String reason) {}

    @Schema(name = "ForceMajeureEnd")
    record End(OffsetDateTime endedAt) {}

    @GET
    @Operation(summary = "All notices")
    public CaseFile.Page<ForceMajeure> list(
            @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        return cases.list(seats.require(id, Seats.READERS), after, limit);
    }

    @GET
    @Path("{file}")
    @Operation(summary = "One notice with its steps")
    public CaseFile<ForceMajeure> get(@PathParam("id") String id, @PathParam("file") String notice) {
        return cases.get(seats.require(id, Seats.READERS), notice);
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            summary = "Notify the other party",
            description =
                    "Role operator or approver of the party that suffers it. The official's statement is attached. A notice later than 14"
                            + " calendar days after the onset is taken, and marked late.")
    public CaseFile<ForceMajeure> notify(@PathParam("id") String id, Notification notification) {
        Seat seat = seats.person(id, Seats.WRITERS);
        Notification sent = Words.present("body", notification);
        Instant onset = Words.present("onset", sent.onset()).toInstant();
        if (onset.isAfter(seat.now())
                || onset.isBefore(seat.file().term().from().toInstant())) {
            throw Words.invalid(
                    "onset",
                    "onset is a moment within the term, and not in the future.",
                    "onset adalah waktu dalam jangka waktu perjanjian dan tidak di masa depan.");
        }
        List<String> duties = sent.duties() == null ? List.of() : sent.duties();
        Set<String> known = jdbi.withHandle(handle -> obligations.pausable(handle, seat, seat.party()));
        if (duties.isEmpty() || duties.size() > 50 || !known.containsAll(duties)) {
            throw Words.invalid(
                    "duties",
                    "Name the duties of the own party that cannot be met, as the list of obligations names them.",
                    "Sebutkan kewajiban pihak sendiri yang terhalang, seperti pada daftar kewajiban.");
        }
        Attached statement = archive.requireShared(seat, "statement", sent.statement());
        var notice = new ForceMajeure.Notice(
                Words.require("event", sent.event(), 1000),
                onset,
                duties.stream().distinct().toList(),
                Words.require("official", sent.official(), 200),
                statement,
                seat.now(),
                NoticeRule.isLate(onset, seat.now()));
        return cases.open(seat, "NOTIFY", Draft.shared(new ForceMajeure.Notified(notice)), (tx, made) -> {
            for (String other : seat.others()) {
                letters.write(
                        tx,
                        id,
                        other,
                        "agreements/" + id + "/force-majeure/" + made,
                        "[Padan] Pemberitahuan keadaan kahar (Ps 10)",
                        """
                                %s memberitahukan keadaan kahar pada perjanjian %s%s.
                                Mohon dipertimbangkan: GET /api/agreements/v1/agreements/%s/force-majeure/%s

                                (A notice of force majeure waits for your consideration.)
                                """.formatted(seat.party(), id, notice.late() ? " (melewati 14 hari kalender)" : "", id, made));
            }
        });
    }

    @POST
    @Path("{file}/acceptance")
    @Operation(
            summary = "Accept a notice: the clocks it names stand still from the onset",
            description = "Role approver of the other party.")
    @APIResponse(
            responseCode = "409",
            description = "CONFLICT: the notice came late and whyLate is missing, or it is decided")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<ForceMajeure> accept(@BeanParam CaseStep step, Acceptance acceptance) {
        Seat seat = seats.person(step.id(), "approver");
        String whyLate = acceptance == null ? null : Words.optional("whyLate", acceptance.whyLate(), 500);
        return change(seat, step, "ACCEPT", file -> {
            seat.requireOtherThan(file.party());
            return ForceMajeure.accept(
                    file.content(), seat.now(), whyLate == null || whyLate.isBlank() ? null : whyLate);
        });
    }

    @POST
    @Path("{file}/contest")
    @Operation(summary = "Contest a notice: no clock stands still", description = "Role approver of the other party.")
    @APIResponse(responseCode = "409", description = "CONFLICT: it is decided")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<ForceMajeure> contest(@BeanParam CaseStep step, Contest contest) {
        Seat seat = seats.person(step.id(), "approver");
        String reason = Words.require("reason", Words.present("body", contest).reason(), 1000);
        return change(seat, step, "CONTEST", file -> {
            seat.requireOtherThan(file.party());
            return ForceMajeure.contest(file.content(), seat.now(), reason);
        });
    }

    @POST
    @Path("{file}/end")
    @Operation(
            summary = "Say that it is over: the clocks run on (Ps 10(3))",
            description = "Role operator or approver of the party that suffered it.")
    @APIResponse(responseCode = "409", description = "CONFLICT: it was not accepted, or is over")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<ForceMajeure> end(@BeanParam CaseStep step, End end) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        Instant endedAt =
                Words.present("endedAt", Words.present("body", end).endedAt()).toInstant();
        if (endedAt.isAfter(seat.now())) {
            throw Words.invalid("endedAt", "endedAt is not in the future.", "endedAt tidak di masa depan.");
        }
        return change(seat, step, "RESUME", file -> {
            seat.requireParty(file.party());
            if (!(file.content() instanceof ForceMajeure.Accepted accepted)) {
                throw file.content().refusal();
            }
            return accepted.resume(endedAt);
        });
    }

    private CaseFile<ForceMajeure> change(
            Seat seat, CaseStep step, String act, Function<CaseFile<ForceMajeure>, ForceMajeure> move) {
        return cases.change(seat, step, act, file -> Draft.shared(move.apply(file)), (tx, changed) -> {
            PauseEvent.of(seat.agreementId(), changed)
                    .ifPresent(pause -> outbox.append(
                            tx,
                            OutboxEvent.of(
                                    Topics.AGREEMENT_PAUSE, changed.id().toString(), Topics.AGREEMENT_PAUSE, pause)));
            String told = changed.party().equals(seat.party()) ? seat.others().getFirst() : changed.party();
            letters.write(
                    tx,
                    seat.agreementId(),
                    told,
                    "agreements/" + seat.agreementId() + "/force-majeure/" + changed.id(),
                    "[Padan] Keadaan kahar: " + changed.content().state(),
                    """
                            Pemberitahuan keadaan kahar %s pada perjanjian %s kini: %s.

                            (The notice of force majeure has changed its state.)
                            """.formatted(
                            changed.id(), seat.agreementId(), changed.content().state()));
        });
    }
}
