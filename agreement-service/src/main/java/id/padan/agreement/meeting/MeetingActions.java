package id.padan.agreement.meeting;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.agreement.obligation.DutySource;
import id.padan.platform.clock.Deadline;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Actions of confirmed minutes are duties of the party they name. */
@ApplicationScoped
class MeetingActions implements DutySource {

    private final Register<Meeting> cases;

    MeetingActions(Registers registers) {
        this.cases = registers.of(CaseKind.MEETING, Meeting.class);
    }

    @Override
    public List<CaseDuty> list(Handle handle, Seat table) {
        List<CaseDuty> duties = new ArrayList<>();
        for (CaseFile<Meeting> file : cases.listAll(handle, table.agreementId())) {
            if (file.content() instanceof Meeting.Confirmed confirmed) {
                int number = 0;
                for (Meeting.Action action : confirmed.minutes().actions()) {
                    number++;
                    duties.add(new CaseDuty(
                            "meeting-action",
                            file.id() + "." + number,
                            action.party(),
                            action.what(),
                            Deadline.endOf(confirmed.minutes().heldOn()).minusNanos(1),
                            action.until() == null ? null : Deadline.endOf(action.until()),
                            action.doneAt(),
                            "meetings/" + file.id(),
                            file.confidential()));
                }
            }
        }
        return duties;
    }
}
