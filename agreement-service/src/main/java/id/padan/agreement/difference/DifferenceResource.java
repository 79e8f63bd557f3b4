package id.padan.agreement.difference;

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
import id.padan.platform.clock.Deadline;
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
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

@Once
@Path("/api/agreements/v1/agreements/{id}/differences")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Differences", description = "Differences of interpretation and how they were settled (Ps 11)")
class DifferenceResource {
    private final Seats seats;
    private final Register<Difference> cases;
    private final Archive archive;

    DifferenceResource(Seats seats, Registers registers, Archive archive) {
        this.seats = seats;
        this.cases = registers.of(CaseKind.DIFFERENCE, Difference.class);
        this.archive = archive;
    }

    /** @param clause such as {@code Ps 9(3)} */
    @Schema(name = "DifferenceQuestion")
    record Asked(String clause, String subject, String reading) {}

    @Schema(name = "DifferenceText")
    record Text(String text) {}

    /** @param minutes id of a shared document, or null */
    @Schema(name = "DifferenceTalk")
    record Talked(LocalDate on, String note, UUID minutes) {}

    @GET
    @Operation(summary = "All differences")
    public CaseFile.Page<Difference> list(
            @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        return cases.list(seats.require(id, Seats.READERS), after, limit);
    }

    @GET
    @Path("{file}")
    @Operation(summary = "One difference with its steps")
    public CaseFile<Difference> get(@PathParam("id") String id, @PathParam("file") String difference) {
        return cases.get(seats.require(id, Seats.READERS), difference);
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Open a difference with the own reading", description = "Role operator or approver.")
    public CaseFile<Difference> open(@PathParam("id") String id, Asked asked) {
        Seat seat = seats.person(id, Seats.WRITERS);
        Asked sent = Words.present("body", asked);
        var question = new Difference.Question(
                Words.require("clause", sent.clause(), 40),
                Words.require("subject", sent.subject(), 300),
                Words.require("reading", sent.reading(), 4000));
        return cases.open(seat, "OPEN", Draft.shared(new Difference.Open(question)));
    }

    @POST
    @Path("{file}/reading")
    @Operation(summary = "Give the other reading", description = "Role operator or approver of the other party.")
    @APIResponse(responseCode = "409", description = "CONFLICT: it has been given")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Difference> read(@BeanParam CaseStep step, Text text) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        String reading = Words.require("text", Words.present("body", text).text(), 4000);
        return change(seat, step, "READ", file -> {
            seat.requireOtherThan(file.party());
            if (!(file.content() instanceof Difference.Open open)) {
                throw file.content().refusal();
            }
            return open.read(reading);
        });
    }

    @POST
    @Path("{file}/talks")
    @Operation(summary = "Record a talk (musyawarah)", description = "Role operator or approver of either party.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not under discussion")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Difference> talk(@BeanParam CaseStep step, Talked talked) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        Talked sent = Words.present("body", talked);
        Attached minutes = sent.minutes() == null ? null : archive.requireShared(seat, "minutes", sent.minutes());
        LocalDate on = Words.present("on", sent.on());
        if (on.isAfter(Deadline.dayOf(seat.now()))) {
            throw Words.invalid("on", "on is not in the future.", "on tidak di masa depan.");
        }
        var talk = new Difference.Talk(on, Words.require("note", sent.note(), 4000), minutes);
        return change(seat, step, "TALK", file -> discussed(file).talked(talk));
    }

    @POST
    @Path("{file}/proposal")
    @Operation(summary = "Propose the text that shall hold", description = "Role operator or approver of either party.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not under discussion")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Difference> propose(@BeanParam CaseStep step, Text text) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        String proposal = Words.require("text", Words.present("body", text).text(), 4000);
        return change(seat, step, "PROPOSE", file -> discussed(file).propose(proposal, seat.party()));
    }

    @POST
    @Path("{file}/acceptance")
    @Operation(
            summary = "Agree to the text (mufakat)",
            description = "Role approver of the party that did not propose it.")
    @APIResponse(responseCode = "409", description = "CONFLICT: nothing is proposed")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Difference> accept(@BeanParam CaseStep step) {
        Seat seat = seats.person(step.id(), "approver");
        return change(seat, step, "ACCEPT", file -> proposed(seat, file).accept(seat.now()));
    }

    @POST
    @Path("{file}/rejection")
    @Operation(summary = "Go on talking", description = "Role approver of the party that did not propose the text.")
    @APIResponse(responseCode = "409", description = "CONFLICT: nothing is proposed")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Difference> reject(@BeanParam CaseStep step) {
        Seat seat = seats.person(step.id(), "approver");
        return change(seat, step, "REJECT", file -> proposed(seat, file).reject());
    }

    @POST
    @Path("{file}/failure")
    @Operation(
            summary = "Say that no agreement was found: the law decides (Ps 11(2))",
            description = "Role approver of either party, after both readings are there.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not under discussion")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Difference> fail(@BeanParam CaseStep step, Text text) {
        Seat seat = seats.person(step.id(), "approver");
        String reason = Words.require("text", Words.present("body", text).text(), 2000);
        return change(seat, step, "FAIL", file -> discussed(file).fail(reason, seat.now()));
    }

    private CaseFile<Difference> change(
            Seat seat, CaseStep step, String act, Function<CaseFile<Difference>, Difference> move) {
        return cases.change(seat, step, act, file -> Draft.shared(move.apply(file)));
    }

    private static Difference.Discussed discussed(CaseFile<Difference> file) {
        if (!(file.content() instanceof Difference.Discussed discussed)) {
            throw file.content().refusal();
        }
        return discussed;
    }

    private static Difference.Proposed proposed(Seat seat, CaseFile<Difference> file) {
        if (!(file.content() instanceof Difference.Proposed proposed)) {
            throw file.content().refusal();
        }
        seat.requireOtherThan(proposed.by());
        return proposed;
    }
}
