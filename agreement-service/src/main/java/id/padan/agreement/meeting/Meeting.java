package id.padan.agreement.meeting;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseState;
import id.padan.platform.writing.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A meeting of monitoring and evaluation: PLANNED, then HELD with minutes, then CONFIRMED; or CANCELLED. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Meeting.Planned.class, name = "PLANNED"),
    @JsonSubTypes.Type(value = Meeting.Held.class, name = "HELD"),
    @JsonSubTypes.Type(value = Meeting.Confirmed.class, name = "CONFIRMED"),
    @JsonSubTypes.Type(value = Meeting.Cancelled.class, name = "CANCELLED")
})
sealed interface Meeting extends CaseState {

    Plan plan();

    enum Form {
        /** By one party alone; the other does not see its minutes. */
        OWN,
        JOINT
    }

    record Plan(Form form, String subject, LocalDate plannedFor) {}

    /**
     * What came of it.
     *
     * @param minutes the signed minutes (notula)
     */
    record Minutes(LocalDate heldOn, List<String> attendees, String findings, Attached minutes, List<Action> actions) {
        public Minutes {
            attendees = List.copyOf(attendees);
            actions = List.copyOf(actions);
        }

        Minutes with(int number, Action done) {
            List<Action> changed = new ArrayList<>(actions);
            changed.set(number - 1, done);
            return new Minutes(heldOn, attendees, findings, minutes, changed);
        }
    }

    /**
     * Something to be done.
     *
     * @param party whose task it is
     * @param until the last day; null for the clock of the data file
     * @param doneAt null while it is open
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Action(String what, String party, LocalDate until, Instant doneAt, String result) {}

    record Planned(Plan plan) implements Meeting {
        @Override
        public String state() {
            return "PLANNED";
        }

        Held hold(Minutes minutes, String recorder) {
            return new Held(plan, minutes, recorder);
        }

        Cancelled cancel(String reason) {
            return new Cancelled(plan, reason);
        }
    }

    /** @param recorder who wrote the minutes down, and cannot confirm them too */
    record Held(Plan plan, Minutes minutes, String recorder) implements Meeting {
        @Override
        public String state() {
            return "HELD";
        }

        Confirmed confirm(String officer, Instant at) {
            if (officer.equals(recorder)) {
                throw Words.conflict(
                        "Minutes are confirmed by another officer than the one who recorded them.",
                        "Notula disahkan oleh pejabat lain dari yang mencatatnya.");
            }
            return new Confirmed(plan, minutes, at);
        }

        /** The minutes do not say what was said: they are written again. */
        Planned returned() {
            return new Planned(plan);
        }
    }

    record Confirmed(Plan plan, Minutes minutes, Instant at) implements Meeting {
        @Override
        public String state() {
            return "CONFIRMED";
        }

        Action action(int number) {
            if (number < 1 || number > minutes.actions().size()) {
                throw Words.invalid(
                        "action", "The minutes have no such action.", "Notula tidak memuat tindak lanjut itu.");
            }
            return minutes.actions().get(number - 1);
        }

        Confirmed done(int number, Instant doneAt, String result) {
            Action action = action(number);
            if (action.doneAt() != null) {
                throw Words.conflict("The action is done already.", "Tindak lanjut sudah selesai.");
            }
            return new Confirmed(
                    plan,
                    minutes.with(number, new Action(action.what(), action.party(), action.until(), doneAt, result)),
                    at);
        }
    }

    record Cancelled(Plan plan, String reason) implements Meeting {
        @Override
        public String state() {
            return "CANCELLED";
        }
    }
}
