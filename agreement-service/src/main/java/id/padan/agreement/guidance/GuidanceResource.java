package id.padan.agreement.guidance;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.archive.Archive;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.CaseStep;
import id.padan.agreement.casework.Draft;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.agreement.correspondence.Letters;
import id.padan.agreement.obligation.Obligations;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
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
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Jdbi;

@Once
@Path("/api/agreements/v1/agreements/{id}/guidance")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Guidance", description = "Technical guidance and assistance (Ps 3(1)f, 4(2)e)")
class GuidanceResource {
    static final String ASKER = "PIHAK KESATU";
    static final String PROVIDER = "PIHAK KEDUA";
    /** BKN's technical officers are verifiers. */
    private static final String[] WORKERS = {"operator", "verifier", "approver"};

    private static final BigDecimal MOST_HOURS = new BigDecimal("200");

    private final Seats seats;
    private final Register<Guidance> cases;
    private final Archive archive;
    private final Obligations obligations;
    private final Letters letters;
    private final Jdbi jdbi;

    GuidanceResource(
            Seats seats, Registers registers, Archive archive, Obligations obligations, Letters letters, Jdbi jdbi) {
        this.seats = seats;
        this.cases = registers.of(CaseKind.GUIDANCE, Guidance.class);
        this.archive = archive;
        this.obligations = obligations;
        this.letters = letters;
        this.jdbi = jdbi;
    }

    /** @param material ids of shared documents */
    @Schema(name = "GuidanceQuestion")
    record Asking(String subject, String question, List<UUID> material) {}

    /** @param assignee user name of the officer who answers */
    @Schema(name = "GuidanceAssignment")
    record Assignment(String assignee) {}

    /** @param hours it took, in steps of a quarter or as measured: more than 0, at most 200 */
    @Schema(name = "GuidanceAnswer")
    record Answering(String answer, BigDecimal hours, List<UUID> material) {}

    @Schema(name = "GuidanceFollowUp")
    record AskingAgain(String question, List<UUID> material) {}

    @Schema(name = "GuidanceClosing")
    record Closing(String result) {}

    @GET
    @Operation(summary = "All requests for guidance")
    public CaseFile.Page<Guidance> list(
            @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        return cases.list(seats.require(id, Seats.READERS), after, limit);
    }

    @GET
    @Path("report")
    @Operation(summary = "Questions, answers and hours of a half-year, for the report of use")
    public GuidanceReport report(
            @PathParam("id") String id, @Parameter(example = "2026-H2") @QueryParam("period") String period) {
        Seat seat = seats.require(id, Seats.READERS);
        if (period == null || !period.matches("\\d{4}-H[12]")) {
            throw Words.invalid(
                    "period", "period is a half-year such as 2026-H2.", "period adalah semester, misalnya 2026-H2.");
        }
        return jdbi.withHandle(handle -> GuidanceReport.of(
                period,
                cases.listAll(handle, seat.agreementId()).stream()
                        .map(CaseFile::content)
                        .toList(),
                asked -> obligations.planned("guidance-answer", asked)));
    }

    @GET
    @Path("{file}")
    @Operation(summary = "One request with its steps")
    public CaseFile<Guidance> get(@PathParam("id") String id, @PathParam("file") String theCase) {
        return cases.get(seats.require(id, Seats.READERS), theCase);
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Ask", description = "Role operator or approver of PIHAK KESATU, whose right it is.")
    public CaseFile<Guidance> ask(@PathParam("id") String id, Asking asking) {
        Seat seat = seats.person(id, Seats.WRITERS);
        requireSide(seat, ASKER, "Ps 3(1)f");
        Asking sent = Words.present("body", asking);
        Guidance.Turn turn = new Guidance.Turn(
                seat.now(),
                Words.require("question", sent.question(), 4000),
                archive.listShared(seat, "material", sent.material()),
                null);
        Guidance open = new Guidance.Open(Words.require("subject", sent.subject(), 200), List.of(turn));
        return cases.open(
                seat,
                "ASK",
                new Draft<>(open, null, false, obligations.planned("guidance-answer", seat.now())),
                (tx, made) -> seat.others()
                        .forEach(other -> letters.write(
                                tx,
                                id,
                                other,
                                "agreements/" + id + "/guidance/" + made,
                                "[Padan] Permintaan bimbingan teknis (Ps 3(1)f)",
                                """
                                Ada permintaan bimbingan teknis baru pada perjanjian %s.
                                Rincian: GET /api/agreements/v1/agreements/%s/guidance/%s

                                (A new request for technical guidance.)
                                """.formatted(id, id, made))));
    }

    @POST
    @Path("{file}/assignment")
    @Operation(summary = "Name who answers", description = "Role operator, verifier or approver of PIHAK KEDUA.")
    @APIResponse(responseCode = "409", description = "CONFLICT: answered or closed")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Guidance> assign(@BeanParam CaseStep step, Assignment assignment) {
        Seat seat = seats.person(step.id(), WORKERS);
        requireSide(seat, PROVIDER, "Ps 4(2)e");
        String assignee =
                Words.require("assignee", Words.present("body", assignment).assignee(), 100);
        return change(seat, step, "ASSIGN", now -> switch (now) {
            case Guidance.Open open -> new Guidance.Assigned(open.subject(), open.turns(), assignee);
            case Guidance.Assigned before -> new Guidance.Assigned(before.subject(), before.turns(), assignee);
            case Guidance.Answered _, Guidance.Closed _ -> throw now.refusal();
        });
    }

    @POST
    @Path("{file}/answer")
    @Operation(
            summary = "Answer, with material and hours",
            description = "The officer who was assigned, or an approver of PIHAK KEDUA.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not assigned")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Guidance> answer(@BeanParam CaseStep step, Answering answering) {
        Seat seat = seats.person(step.id(), WORKERS);
        requireSide(seat, PROVIDER, "Ps 4(2)e");
        Answering sent = Words.present("body", answering);
        BigDecimal hours = Words.present("hours", sent.hours());
        if (hours.signum() <= 0 || hours.compareTo(MOST_HOURS) > 0 || hours.scale() > 2) {
            throw Words.invalid(
                    "hours",
                    "hours is more than 0, at most 200, with two decimals.",
                    "hours lebih dari 0, paling banyak 200, dengan dua desimal.");
        }
        Guidance.Turn turn = new Guidance.Turn(
                seat.now(),
                Words.require("answer", sent.answer(), 8000),
                archive.listShared(seat, "material", sent.material()),
                hours);
        return change(seat, step, "ANSWER", now -> {
            if (!(now instanceof Guidance.Assigned assigned)) {
                throw now.refusal();
            }
            if (!assigned.assignee().equals(seat.caller().subject())) {
                seat.requireRole("approver");
            }
            return assigned.answer(turn);
        });
    }

    @POST
    @Path("{file}/follow-up")
    @Operation(
            summary = "Ask again: the answer did not help",
            description = "Role operator or approver of PIHAK KESATU.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not answered")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Guidance> askAgain(@BeanParam CaseStep step, AskingAgain asking) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        requireSide(seat, ASKER, "Ps 3(1)f");
        AskingAgain sent = Words.present("body", asking);
        Guidance.Turn turn = new Guidance.Turn(
                seat.now(),
                Words.require("question", sent.question(), 4000),
                archive.listShared(seat, "material", sent.material()),
                null);
        return change(seat, step, "ASK_AGAIN", now -> answered(now).askAgain(turn));
    }

    @POST
    @Path("{file}/closing")
    @Operation(summary = "Close", description = "Only who asked can: role operator or approver of PIHAK KESATU.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not answered")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Guidance> close(@BeanParam CaseStep step, Closing closing) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        requireSide(seat, ASKER, "Ps 3(1)f");
        String result = closing == null ? null : Words.optional("result", closing.result(), 1000);
        return change(seat, step, "CLOSE", now -> answered(now).close(seat.now(), result));
    }

    private CaseFile<Guidance> change(Seat seat, CaseStep step, String act, Function<Guidance, Guidance> move) {
        return cases.change(seat, step, act, file -> new Draft<>(move.apply(file.content()), null, false, file.due()));
    }

    private static Guidance.Answered answered(Guidance now) {
        if (!(now instanceof Guidance.Answered answered)) {
            throw now.refusal();
        }
        return answered;
    }

    private static void requireSide(Seat seat, String role, String clause) {
        if (!seat.roleOf(seat.party()).equals(role)) {
            throw ProblemException.of(
                            PlatformProblem.PARTY_MISMATCH,
                            "This is for " + role + " to do (" + clause + ").",
                            "Hal ini wewenang " + role + " (" + clause + ").")
                    .with("clause", clause);
        }
    }
}
