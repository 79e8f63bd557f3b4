package id.padan.agreement.guidance;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.obligation.DutySource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Each question is a duty of PIHAK KEDUA, met by the answer that follows it. */
@ApplicationScoped
class GuidanceDuties implements DutySource {

    private final Register<Guidance> cases;

    GuidanceDuties(Registers registers) {
        this.cases = registers.of(CaseKind.GUIDANCE, Guidance.class);
    }

    @Override
    public List<CaseDuty> list(Handle handle, Seat table) {
        List<CaseDuty> duties = new ArrayList<>();
        List<String> providers = table.file().parties().stream()
                .filter(party -> party.role().equals(GuidanceResource.PROVIDER))
                .map(AgreementFile.Party::id)
                .toList();
        for (CaseFile<Guidance> file : cases.listAll(handle, table.agreementId())) {
            for (Question question : questions(file.content())) {
                for (String provider : providers) {
                    duties.add(new CaseDuty(
                            "guidance-answer",
                            file.id() + "." + question.number(),
                            provider,
                            null,
                            question.askedAt(),
                            null,
                            question.answeredAt(),
                            "guidance/" + file.id(),
                            false));
                }
            }
        }
        return duties;
    }

    /** @param answeredAt null while it waits */
    record Question(int number, Instant askedAt, Instant answeredAt) {}

    /** Questions and answers take turns. */
    static List<Question> questions(Guidance guidance) {
        List<Question> questions = new ArrayList<>();
        List<Guidance.Turn> turns = guidance.turns();
        for (int i = 0; i < turns.size(); i += 2) {
            questions.add(new Question(
                    i / 2 + 1,
                    turns.get(i).at(),
                    i + 1 < turns.size() ? turns.get(i + 1).at() : null));
        }
        return questions;
    }
}
