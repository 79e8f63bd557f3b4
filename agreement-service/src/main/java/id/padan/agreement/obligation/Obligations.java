package id.padan.agreement.obligation;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.Draft;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.platform.clock.Deadline;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The duties of the parties to an agreement, and the evidence that they were met. */
@ApplicationScoped
public class Obligations {

    private final DutyRules rules;
    private final Register<Evidence> cases;
    private final Instance<DutySource> sources;
    private final Instance<PauseSource> pauses;

    Obligations(DutyRules rules, Registers registers, Instance<DutySource> sources, Instance<PauseSource> pauses) {
        this.rules = rules;
        this.cases = registers.of(CaseKind.OBLIGATION, Evidence.class);
        this.sources = sources;
        this.pauses = pauses;
    }

    /** All duties of all parties as they are at a moment, the first due first. */
    public List<Obligation> list(Handle handle, Seat table, Instant now) {
        Map<String, CaseFile<Evidence>> evidence = new HashMap<>();
        for (CaseFile<Evidence> file : cases.listAll(handle, table.agreementId())) {
            evidence.put(file.content().proof().obligation(), file);
        }
        List<PauseSource.PauseOf> stillStanding = new ArrayList<>();
        pauses.forEach(source -> stillStanding.addAll(source.pauses(handle, table)));
        List<DutySource.CaseDuty> ofCases = new ArrayList<>();
        sources.forEach(source -> ofCases.addAll(source.list(handle, table)));
        return new Schedule(rules, table, stillStanding, evidence).list(ofCases, now);
    }

    /** A duty that the caller's party may see. */
    public Optional<Obligation> find(Handle handle, Seat seat, String key) {
        return list(handle, seat, seat.now()).stream()
                .filter(duty -> duty.key().equals(key))
                .filter(duty -> !duty.confidential() || duty.party().equals(seat.party()))
                .findFirst();
    }

    /** Ids of rules and keys of duties whose clocks a party may ask to pause. */
    public Set<String> pausable(Handle handle, Seat seat, String party) {
        Set<String> names = list(handle, seat, seat.now()).stream()
                .filter(duty -> duty.party().equals(party) && duty.plannedDue() != null)
                .flatMap(duty -> Stream.of(duty.key(), duty.rule()))
                .collect(Collectors.toSet());
        rules.rules().stream()
                .filter(rule -> rule.per() == DutyRule.Per.CASE && rule.binds(seat.roleOf(party)))
                .forEach(rule -> names.add(rule.id()));
        return names;
    }

    /** When a case's clock ends by its rule, without pauses; for registers that show it on the case. */
    public Instant planned(String rule, Instant opens) {
        DutyRule.Clock clock = rules.find(rule).orElseThrow().clock();
        return Deadline.after(opens, clock.unit(), clock.count(), rules.holidays());
    }

    /**
     * Files what another register has shown: an official record that was received, a meeting that was held. What is met stays as it is.
     *
     * @param day of the half-year that it is met for
     * @param metOn when it was done, which may be later
     * @return false if the rule knows no such duty of that party, or it was met before
     */
    public boolean meet(
            Handle tx, Seat seat, String rule, LocalDate day, LocalDate metOn, String party, String reference) {
        tx.execute("select 1 from agreement where id = ? for update", seat.agreementId());
        Optional<Obligation> duty = list(tx, seat, seat.now()).stream()
                .filter(one -> one.rule().equals(rule) && one.party().equals(party))
                .filter(one -> one.source() == null && one.plannedDue() != null)
                .filter(one -> one.period() == null
                        || (!day.isBefore(one.period().first())
                                && !day.isAfter(one.period().last())))
                .findFirst();
        if (duty.isEmpty() || duty.get().state() instanceof ObligationState.Met) {
            return false;
        }
        String key = duty.get().key();
        Draft<Evidence> met = new Draft<>(
                new Evidence.Met(new Evidence.Proof(key, metOn, reference, null, List.of())), key, false, null);
        cases.put(tx, seat, "MEET", met);
        return true;
    }

    /** An officer hands in evidence. */
    void deliver(Handle tx, Seat seat, String key, String ifMatch, Evidence.Proof proof) {
        tx.execute("select 1 from agreement where id = ? for update", seat.agreementId());
        Obligation duty = find(tx, seat, key).orElseThrow(Obligations::unknown);
        seat.requireParty(duty.party());
        DutyRule rule = rules.find(duty.rule()).orElseThrow();
        if (rule.per() == DutyRule.Per.STANDING || rule.per() == DutyRule.Per.CASE) {
            throw Words.conflict(
                    "A standing duty needs no evidence, and a case's duty is met in its own register.",
                    "Kewajiban tetap tidak memerlukan bukti, dan kewajiban perkara dipenuhi pada registernya sendiri.");
        }
        if (duty.state() instanceof ObligationState.Met || duty.state() instanceof ObligationState.Delivered) {
            throw Words.conflict("There is evidence already.", "Bukti sudah ada.")
                    .with("state", duty.state().state());
        }
        if (duty.state() instanceof ObligationState.BeforeGoLive
                && proof.documents().isEmpty()) {
            throw Words.invalid(
                    "documents",
                    "What was due before the software first started is shown by a scan.",
                    "Kewajiban sebelum aplikasi mulai dipakai dibuktikan dengan hasil pindai.");
        }
        if (proof.metOn().isAfter(Deadline.dayOf(seat.now()))
                || proof.metOn().isBefore(Deadline.dayOf(termFrom(seat)))) {
            throw Words.invalid(
                    "metOn",
                    "metOn is a day of the term, and not in the future.",
                    "metOn adalah hari dalam jangka waktu perjanjian dan tidak di masa depan.");
        }
        Register.requireVersion(ifMatch, duty.version());
        Evidence evidence = rule.receivedByOther() ? new Evidence.Delivered(proof) : new Evidence.Met(proof);
        cases.put(tx, seat, "DELIVER", new Draft<>(evidence, key, false, null));
    }

    /** The other party says whether it has received it. */
    void receive(Handle tx, Seat seat, String key, String ifMatch, String refusal) {
        Obligation duty = find(tx, seat, key).orElseThrow(Obligations::unknown);
        seat.requireOtherThan(duty.party());
        CaseFile<Evidence> file = cases.findBySubject(tx, seat.agreementId(), key)
                .orElseThrow(() -> Words.conflict("Nothing was handed in.", "Belum ada yang diserahkan."));
        Register.requireVersion(ifMatch, file.version());
        if (!(file.content() instanceof Evidence.Delivered delivered)) {
            throw file.content().refusal();
        }
        cases.change(
                tx,
                seat,
                file,
                refusal == null ? "RECEIVE" : "REFUSE",
                Draft.shared(refusal == null ? delivered.receive() : delivered.refuse(refusal)));
    }

    private static Instant termFrom(Seat seat) {
        return seat.file().term().from().toInstant();
    }

    static ProblemException unknown() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND, "There is no such duty.", "Tidak ada kewajiban tersebut.");
    }
}
