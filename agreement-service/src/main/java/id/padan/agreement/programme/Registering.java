package id.padan.agreement.programme;

import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.AgreementProblem;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.version.Revisions;
import id.padan.platform.agreement.Policy;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Registers, approves and ends programmes. The clause gives the right to its grantee, so the grantee registers and approves, by two
 * persons; the other party is told and has the brake.
 */
@ApplicationScoped
class Registering {

    private final Jdbi jdbi;
    private final Revisions revisions;
    private final ProgrammeStore store;
    private final RecordingActs acts;

    Registering(Jdbi jdbi, Revisions revisions, ProgrammeStore store, RecordingActs acts) {
        this.jdbi = jdbi;
        this.revisions = revisions;
        this.store = store;
        this.acts = acts;
    }

    List<Registered> list(String agreementId) {
        return jdbi.withHandle(handle -> store.list(handle, agreementId));
    }

    Registered register(Caller caller, String agreementId, Policy.Programme programme) {
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            AgreementFile file = agreement.shown().file();
            requireClause(caller, file, programme);
            boolean named = agreement.versions().stream()
                    .filter(version -> version.supersededAt() == null)
                    .flatMap(version -> version.file().programmes().stream())
                    .anyMatch(other -> other.code().equals(programme.code()));
            boolean taken = store.find(tx, agreementId, programme.code())
                    .filter(other -> other.state() != Registered.State.REJECTED)
                    .isPresent();
            if (named || taken) {
                throw ProblemException.of(
                        AgreementProblem.PROGRAMME_EXISTS,
                        "Give the programme or its stage a code of its own.",
                        "Berikan kode tersendiri untuk program atau tahapnya.");
            }
            store.insert(
                    tx,
                    new Registered(
                            agreementId,
                            Registered.State.DRAFT,
                            programme,
                            caller.party(),
                            caller.subject(),
                            agreement.now(),
                            null,
                            null,
                            null,
                            null));
            return record(tx, "PROGRAMME_REGISTERED", caller, agreement, programme);
        });
    }

    private static void requireClause(Caller caller, AgreementFile file, Policy.Programme programme) {
        boolean carried = file.clauses().stream()
                .anyMatch(clause -> clause.id().equals(programme.clause())
                        && clause.grantee().equals(caller.party())
                        && clause.programmeRequired()
                        && clause.purposes().contains(programme.purpose()));
        if (!carried) {
            throw ProblemException.of(
                            PlatformProblem.PARTY_MISMATCH,
                            "A programme is registered by the party to which its clause gives the right, for a purpose of that clause.",
                            "Program didaftarkan oleh pihak pemegang hak menurut ketentuannya, untuk tujuan ketentuan itu.")
                    .with("clause", programme.clause());
        }
    }

    Registered decide(Caller caller, String agreementId, String code, boolean approved) {
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            Registered programme = own(tx, caller, agreementId, code);
            Seats.requireAnother(caller, programme.registeredBy());
            if (programme.state() != Registered.State.DRAFT) {
                throw conflict(programme);
            }
            if (approved) {
                store.decide(
                        tx,
                        programme,
                        Registered.State.APPROVED,
                        caller.subject(),
                        agreement.now(),
                        agreement.earliest());
                revisions.publish(tx, agreement);
            } else {
                store.decide(tx, programme, Registered.State.REJECTED, caller.subject(), agreement.now(), null);
            }
            return record(
                    tx, approved ? "PROGRAMME_APPROVED" : "PROGRAMME_REJECTED", caller, agreement, programme.content());
        });
    }

    Registered end(Caller caller, String agreementId, String code) {
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            Registered programme = own(tx, caller, agreementId, code);
            if (programme.state() != Registered.State.APPROVED) {
                throw conflict(programme);
            }
            store.end(tx, programme, agreement.earliest());
            revisions.publish(tx, agreement);
            return record(tx, "PROGRAMME_ENDED", caller, agreement, programme.content());
        });
    }

    private Registered own(Handle tx, Caller caller, String agreementId, String code) {
        Registered programme = store.find(tx, agreementId, code).orElseThrow(Registering::notFound);
        if (!programme.party().equals(caller.party())) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "Only the party that runs the programme decides on it; the other party has the brake.",
                    "Hanya pihak penyelenggara program yang memutuskannya; pihak lain dapat menangguhkannya.");
        }
        return programme;
    }

    private Registered record(
            Handle tx, String kind, Caller caller, Revisions.Locked agreement, Policy.Programme programme) {
        var said = new TreeMap<String, String>();
        said.put("at", agreement.now().toString());
        said.put("code", programme.code());
        said.put("dpiaSha256", programme.dpiaSha256());
        said.put("legalBasis", programme.legalBasis());
        var unused = acts.record(
                tx,
                new Act(
                        kind,
                        agreement.policy(),
                        caller.party(),
                        caller.subject(),
                        "programmes/" + programme.code(),
                        said,
                        agreement.othersThan(caller.party())),
                agreement.now());
        return store.find(tx, agreement.agreementId(), programme.code()).orElseThrow();
    }

    private static ProblemException conflict(Registered programme) {
        return ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "The programme is " + programme.state() + ".",
                        "Program berstatus " + programme.state() + ".")
                .with("state", programme.state());
    }

    static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "No programme of this agreement has this code.",
                "Tidak ada program perjanjian ini dengan kode tersebut.");
    }

    static ProblemException invalidCode() {
        return Words.invalid(
                "code",
                "A code is capital letters and digits joined by hyphens, at most 64, such as BSU-2027-T1.",
                "Kode terdiri atas huruf besar dan angka dengan tanda hubung, paling banyak 64, misalnya BSU-2027-T1.");
    }
}
