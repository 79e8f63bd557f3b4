package id.padan.agreement.subject;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.agreement.obligation.DutySource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Each request is a duty of its party, with a clock of 72 hours; the other party does not see it. */
@ApplicationScoped
class RequestDuties implements DutySource {

    private final Register<SubjectRequest> cases;

    RequestDuties(Registers registers) {
        this.cases = registers.of(CaseKind.SUBJECT_REQUEST, SubjectRequest.class);
    }

    @Override
    public List<CaseDuty> list(Handle handle, Seat table) {
        return cases.listAll(handle, table.agreementId()).stream()
                .map(RequestDuties::duty)
                .toList();
    }

    private static CaseDuty duty(CaseFile<SubjectRequest> file) {
        Instant done =
                switch (file.content()) {
                    case SubjectRequest.Received _ -> null;
                    case SubjectRequest.Answered answered -> answered.at();
                    case SubjectRequest.Refused refused -> refused.at();
                };
        return new CaseDuty(
                "subject-request",
                file.id().toString(),
                file.party(),
                null,
                file.content().request().receivedAt(),
                null,
                done,
                "subject-requests/" + file.id(),
                true);
    }
}
