package id.padan.agreement.meeting;

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
import id.padan.agreement.obligation.Obligations;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

@Once
@Path("/api/agreements/v1/agreements/{id}/meetings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Meetings", description = "Monitoring and evaluation (Ps 7): minutes and actions")
class MeetingResource {
    private static final int MOST_ACTIONS = 100;

    private final Seats seats;
    private final Register<Meeting> cases;
    private final Archive archive;
    private final Obligations obligations;

    MeetingResource(Seats seats, Registers registers, Archive archive, Obligations obligations) {
        this.seats = seats;
        this.cases = registers.of(CaseKind.MEETING, Meeting.class);
        this.archive = archive;
        this.obligations = obligations;
    }

    /** @param form OWN or JOINT */
    @Schema(name = "MeetingPlan")
    record Planning(Meeting.Form form, String subject, LocalDate plannedFor) {}

    /** @param minutes id of the document; shared, if the meeting was joint */
    @Schema(name = "MeetingMinutes")
    record Recording(LocalDate heldOn, List<String> attendees, String findings, UUID minutes, List<Task> actions) {}

    /** @param until null for the clock of the data file */
    @Schema(name = "MeetingAction")
    record Task(String what, String party, LocalDate until) {}

    @Schema(name = "MeetingReason")
    record Reason(String reason) {}

    @Schema(name = "MeetingActionResult")
    record Result(String result) {}

    @GET
    @Operation(summary = "Meetings", description = "Those of both parties, and the own party's alone.")
    public CaseFile.Page<Meeting> list(
            @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        return cases.list(seats.require(id, Seats.READERS), after, limit);
    }

    @GET
    @Path("{file}")
    @Operation(summary = "One meeting with its steps")
    public CaseFile<Meeting> get(@PathParam("id") String id, @PathParam("file") String meeting) {
        return cases.get(seats.require(id, Seats.READERS), meeting);
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            summary = "Plan a meeting",
            description = "Role operator or approver. A past day can be planned to file its minutes.")
    public CaseFile<Meeting> plan(@PathParam("id") String id, Planning planning) {
        Seat seat = seats.person(id, Seats.WRITERS);
        Planning sent = Words.present("body", planning);
        var plan = new Meeting.Plan(
                Words.present("form", sent.form()),
                Words.require("subject", sent.subject(), 300),
                Words.present("plannedFor", sent.plannedFor()));
        return cases.open(
                seat, "PLAN", new Draft<>(new Meeting.Planned(plan), null, plan.form() == Meeting.Form.OWN, null));
    }

    @POST
    @Path("{file}/minutes")
    @Operation(
            summary = "Record what came of it",
            description =
                    "Role operator or approver of the party that planned it. Actions become duties once the minutes are confirmed.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not planned, or recorded already")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Meeting> record(@BeanParam CaseStep step, Recording recording) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        Recording sent = Words.present("body", recording);
        LocalDate heldOn = Words.present("heldOn", sent.heldOn());
        if (heldOn.isAfter(Deadline.dayOf(seat.now()))) {
            throw Words.invalid("heldOn", "heldOn is not in the future.", "heldOn tidak di masa depan.");
        }
        List<String> attendees = sent.attendees() == null ? List.of() : sent.attendees();
        if (attendees.isEmpty() || attendees.size() > 200) {
            throw Words.invalid("attendees", "Name 1 to 200 attendees.", "Sebutkan 1 sampai 200 peserta.");
        }
        List<String> names = attendees.stream()
                .map(name -> Words.require("attendees", name, 200))
                .toList();
        String findings = Words.require("findings", sent.findings(), 4000);
        return cases.change(seat, step, "RECORD", file -> {
            seat.requireParty(file.party());
            if (!(file.content() instanceof Meeting.Planned planned)) {
                throw file.content().refusal();
            }
            boolean own = planned.plan().form() == Meeting.Form.OWN;
            Attached document = own
                    ? archive.require(seat, "minutes", sent.minutes())
                    : archive.requireShared(seat, "minutes", sent.minutes());
            var minutes =
                    new Meeting.Minutes(heldOn, names, findings, document, actions(seat, own, heldOn, sent.actions()));
            return new Draft<>(planned.hold(minutes, seat.caller().subject()), null, own, null);
        });
    }

    private static List<Meeting.Action> actions(Seat seat, boolean own, LocalDate heldOn, List<Task> tasks) {
        List<Meeting.Action> actions = new ArrayList<>();
        for (Task task : tasks == null ? List.<Task>of() : tasks) {
            Set<String> parties = own ? Set.of(seat.party()) : Set.copyOf(seat.parties());
            if (task == null || task.party() == null || !parties.contains(task.party())) {
                throw Words.invalid(
                        "actions.party",
                        "An action is for a party to the meeting.",
                        "Tindak lanjut ditujukan kepada pihak yang rapat.");
            }
            if (task.until() != null && task.until().isBefore(heldOn)) {
                throw Words.invalid(
                        "actions.until", "An action ends after the meeting.", "Tindak lanjut berakhir setelah rapat.");
            }
            actions.add(new Meeting.Action(
                    Words.require("actions.what", task.what(), 500), task.party(), task.until(), null, null));
        }
        if (actions.size() > MOST_ACTIONS) {
            throw Words.invalid("actions", "At most 100 actions.", "Paling banyak 100 tindak lanjut.");
        }
        return actions;
    }

    @POST
    @Path("{file}/confirmation")
    @Operation(
            summary = "Confirm the minutes: the half-year's duty of Ps 7 is met",
            description =
                    "Role approver: of the other party for a joint meeting, of the own party for its own, and never who recorded them.")
    @APIResponse(responseCode = "409", description = "CONFLICT: no minutes, or recorded by the same officer")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Meeting> confirm(@BeanParam CaseStep step) {
        Seat seat = seats.person(step.id(), "approver");
        return cases.change(
                seat,
                step,
                "CONFIRM",
                file -> {
                    Meeting.Held held = held(seat, file);
                    return new Draft<>(
                            held.confirm(seat.caller().subject(), seat.now()), null, file.confidential(), null);
                },
                (tx, file) -> {
                    if (file.content() instanceof Meeting.Confirmed confirmed) {
                        boolean own = confirmed.plan().form() == Meeting.Form.OWN;
                        for (String party : own ? List.of(file.party()) : seat.parties()) {
                            obligations.meet(
                                    tx,
                                    seat,
                                    "monitoring",
                                    confirmed.minutes().heldOn(),
                                    confirmed.minutes().heldOn(),
                                    party,
                                    "meetings/" + file.id());
                        }
                    }
                });
    }

    @POST
    @Path("{file}/return")
    @Operation(summary = "Return the minutes to be written again", description = "Roles as for the confirmation.")
    @APIResponse(responseCode = "409", description = "CONFLICT: no minutes")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Meeting> giveBack(@BeanParam CaseStep step) {
        Seat seat = seats.person(step.id(), "approver");
        return cases.change(
                seat,
                step,
                "RETURN",
                file -> new Draft<>(held(seat, file).returned(), null, file.confidential(), null));
    }

    private static Meeting.Held held(Seat seat, CaseFile<Meeting> file) {
        if (file.content().plan().form() == Meeting.Form.JOINT) {
            seat.requireOtherThan(file.party());
        }
        if (!(file.content() instanceof Meeting.Held held)) {
            throw file.content().refusal();
        }
        return held;
    }

    @POST
    @Path("{file}/cancellation")
    @Operation(
            summary = "Cancel a planned meeting",
            description = "Role operator or approver of the party that planned it.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not planned")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Meeting> cancel(@BeanParam CaseStep step, Reason reason) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        String why = Words.require("reason", Words.present("body", reason).reason(), 500);
        return cases.change(seat, step, "CANCEL", file -> {
            seat.requireParty(file.party());
            if (!(file.content() instanceof Meeting.Planned planned)) {
                throw file.content().refusal();
            }
            return new Draft<>(planned.cancel(why), null, file.confidential(), null);
        });
    }

    @POST
    @Path("{file}/actions/{number}/completion")
    @Operation(summary = "Say that an action is done", description = "Role operator or approver of the party it names.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not confirmed, or done already")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Meeting> complete(@BeanParam CaseStep step, @PathParam("number") int number, Result result) {
        Seat seat = seats.person(step.id(), Seats.WRITERS);
        String what = Words.require("result", Words.present("body", result).result(), 1000);
        return cases.change(seat, step, "COMPLETE_ACTION", file -> {
            if (!(file.content() instanceof Meeting.Confirmed confirmed)) {
                throw file.content().refusal();
            }
            seat.requireParty(confirmed.action(number).party());
            return new Draft<>(confirmed.done(number, seat.now(), what), null, file.confidential(), null);
        });
    }
}
