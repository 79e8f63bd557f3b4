package id.padan.agreement.suspension;

import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.version.Revisions;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Suspends and resumes: row, policy, event and leaf in one transaction; in force two seconds later, when every gate has heard. */
@ApplicationScoped
public class Suspending {

    private static final Logger LOG = Logger.getLogger(Suspending.class);
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_REASON = 500;

    private final Jdbi jdbi;
    private final Revisions revisions;
    private final SuspensionStore store;
    private final RecordingActs acts;

    Suspending(Jdbi jdbi, Revisions revisions, SuspensionStore store, RecordingActs acts) {
        this.jdbi = jdbi;
        this.revisions = revisions;
        this.store = store;
        this.acts = acts;
    }

    List<Suspension> list(String agreementId) {
        return jdbi.withHandle(handle -> store.list(handle, agreementId));
    }

    Suspension suspend(Caller caller, String agreementId, Suspension.Kind kind, String target, String reason) {
        String why = Words.require("reason", reason, SHORTEST_REASON, LONGEST_REASON);
        String whom = Words.require("target", target, 1, 200);
        return jdbi.inTransaction(tx -> suspend(tx, caller, agreementId, kind, whom, why));
    }

    /** Closes a client in the transaction of the act that decided it; resumed like every suspension, by another approver. */
    public void suspendClient(Handle tx, Caller caller, String agreementId, String client, String reason) {
        var unused = suspend(tx, caller, agreementId, Suspension.Kind.CLIENT, client, reason);
    }

    private Suspension suspend(
            Handle tx, Caller caller, String agreementId, Suspension.Kind kind, String whom, String why) {
        Revisions.Locked agreement = revisions.lock(tx, agreementId);
        requireKnown(agreement, kind, whom);
        UUID id = UUID.randomUUID();
        Suspension suspension = new Suspension(
                id,
                agreementId,
                kind,
                whom,
                why,
                caller.party(),
                caller.subject(),
                agreement.now(),
                agreement.earliest(),
                id,
                null);
        store.insert(tx, suspension);
        revisions.publish(tx, agreement);
        store.setLeaf(tx, id, record(tx, "SUSPENDED", caller, agreement, suspension, why));
        LOG.warnf("%s suspended a %s under %s from %s on", caller.party(), kind, agreementId, agreement.earliest());
        return find(tx, agreementId, id);
    }

    /** A misspelt client or person cannot be known here; a party or dataset can. */
    private static void requireKnown(Revisions.Locked agreement, Suspension.Kind kind, String target) {
        if (kind == Suspension.Kind.PARTY && !agreement.parties().contains(target)) {
            throw Words.invalid(
                    "target",
                    "The parties of this agreement are: " + String.join(", ", agreement.parties()) + ".",
                    "Para pihak perjanjian ini: " + String.join(", ", agreement.parties()) + ".");
        }
        if (kind == Suspension.Kind.DATASET
                && agreement.shown().file().datasets().stream()
                        .noneMatch(dataset -> dataset.id().equals(target))) {
            throw Words.invalid(
                    "target",
                    "The agreement has no such dataset.",
                    "Perjanjian tidak memiliki himpunan data tersebut.");
        }
    }

    Suspension resume(Caller caller, String agreementId, String id, String reason) {
        String why = Words.require("reason", reason, SHORTEST_REASON, LONGEST_REASON);
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            Suspension held = find(tx, agreementId, idOf(id));
            if (!held.party().equals(caller.party())) {
                throw ProblemException.of(
                        PlatformProblem.PARTY_MISMATCH,
                        "Only the party that suspended may resume.",
                        "Hanya pihak yang menangguhkan yang dapat memulihkan.");
            }
            Seats.requireAnother(caller, held.suspendedBy());
            if (held.kind() == Suspension.Kind.PERSON) {
                // Also in the two seconds before the gate closes for this person.
                Seats.requireAnother(caller, held.target());
            }
            if (held.resumed() != null) {
                throw ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "This suspension has been lifted already.",
                        "Penangguhan ini sudah dicabut.");
            }
            store.resume(
                    tx,
                    held.id(),
                    new Suspension.Resumed(caller.subject(), agreement.now(), why, agreement.earliest(), held.leaf()));
            revisions.publish(tx, agreement);
            store.setResumeLeaf(tx, held.id(), record(tx, "RESUMED", caller, agreement, held, why));
            return find(tx, agreementId, held.id());
        });
    }

    private Suspension find(Handle tx, String agreementId, UUID id) {
        return store.find(tx, agreementId, id).orElseThrow(Suspending::notFound);
    }

    private static UUID idOf(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException noId) {
            throw notFound();
        }
    }

    private UUID record(
            Handle tx, String what, Caller caller, Revisions.Locked agreement, Suspension suspension, String reason) {
        var said = new TreeMap<String, String>();
        said.put("at", agreement.now().toString());
        said.put("effective", agreement.earliest().toString());
        said.put("kind", suspension.kind().name());
        said.put("reason", reason);
        said.put("suspension", suspension.id().toString());
        said.put("target", suspension.target());
        return acts.record(
                tx,
                new Act(
                        what,
                        agreement.policy(),
                        caller.party(),
                        caller.subject(),
                        "suspensions/" + suspension.id(),
                        said,
                        agreement.othersThan(caller.party())),
                agreement.now());
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND, "There is no such suspension.", "Penangguhan tersebut tidak ada.");
    }
}
