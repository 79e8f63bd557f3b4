package id.padan.agreement.kahar;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.agreement.obligation.DutySource;
import id.padan.agreement.obligation.PauseSource;
import id.padan.platform.clock.Pause;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Accepted notices pause clocks; notices that wait are the other party's to consider. */
@ApplicationScoped
class KaharPauses implements PauseSource, DutySource {

    private final Register<ForceMajeure> cases;

    KaharPauses(Registers registers) {
        this.cases = registers.of(CaseKind.FORCE_MAJEURE, ForceMajeure.class);
    }

    @Override
    public List<PauseOf> pauses(Handle handle, Seat table) {
        List<PauseOf> found = new ArrayList<>();
        for (CaseFile<ForceMajeure> file : all(handle, table)) {
            Instant until = file.content() instanceof ForceMajeure.Resumed over ? over.endedAt() : null;
            if (file.content() instanceof ForceMajeure.Accepted || until != null) {
                var notice = file.content().notice();
                found.add(new PauseOf(
                        file.party(), notice.duties(), new Pause(notice.onset(), until, "force-majeure/" + file.id())));
            }
        }
        return found;
    }

    @Override
    public List<CaseDuty> list(Handle handle, Seat table) {
        List<CaseDuty> duties = new ArrayList<>();
        for (CaseFile<ForceMajeure> file : all(handle, table)) {
            Instant answered =
                    switch (file.content()) {
                        case ForceMajeure.Notified _ -> null;
                        case ForceMajeure.Accepted accepted -> accepted.at();
                        case ForceMajeure.Contested contested -> contested.at();
                        case ForceMajeure.Resumed resumed -> resumed.at();
                    };
            for (String party : table.parties()) {
                if (!party.equals(file.party())) {
                    duties.add(new CaseDuty(
                            "force-majeure-answer",
                            file.id() + "." + party,
                            party,
                            null,
                            file.content().notice().notifiedAt(),
                            null,
                            answered,
                            "force-majeure/" + file.id(),
                            false));
                }
            }
        }
        return duties;
    }

    private List<CaseFile<ForceMajeure>> all(Handle handle, Seat table) {
        return cases.listAll(handle, table.agreementId());
    }
}
