package id.padan.correction.disclosure;

import id.padan.correction.log.RecordingSteps;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A party reads its own list as its holder; what the other party sent it reads under its clause (Ps 3(1)e, 4(1)c). */
@ApplicationScoped
public class RecordingReads {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String USUAL_PURPOSE = "ASN_GUIDANCE";

    private final AgreementGate gate;
    private final ProofLog log;
    private final Disclosures disclosures;
    private final Jdbi jdbi;

    RecordingReads(AgreementGate gate, ProofLog log, Disclosures disclosures, Jdbi jdbi) {
        this.gate = gate;
        this.log = log;
        this.disclosures = disclosures;
        this.jdbi = jdbi;
    }

    /** @throws ProblemException PARTY_MISMATCH for whoever is no party to the lists, POLICY_STALE while no policy is confirmed */
    public void requireParty(Caller caller) {
        var unused = gate.requireHolder(caller, Datasets.CORRECTION_LIST);
    }

    /** A proposal of the other party that is shown. */
    public record Seen(UUID id, int version) {}

    /**
     * Makes the read that is about to be answered durable.
     *
     * @param purpose null for guidance
     * @param received what the other party sent; without any there is nothing to record
     * @throws ProblemException the gate's refusal
     */
    public void record(Caller caller, String purpose, List<Seen> received) {
        if (!received.isEmpty()) {
            jdbi.useTransaction(tx -> record(tx, caller, purpose, received));
        }
    }

    private void record(Handle tx, Caller caller, String purpose, List<Seen> received) {
        Allowed allowed = gate.require(AccessRequest.of(
                caller,
                purpose == null || purpose.isBlank() ? USUAL_PURPOSE : purpose,
                null,
                Datasets.CORRECTION_LIST));
        byte[] salt = new byte[32];
        RANDOM.nextBytes(salt);
        byte[] commitment = RecordingSteps.salted(
                salt,
                received.stream().map(one -> one.id() + "\n" + one.version()).collect(Collectors.joining("\n")));
        var head = log.lock(tx);
        Leaf leaf = Leaf.opened(ProofLog.newId(), "READ", allowed, caller.party(), caller.subject(), commitment)
                .withOfficer(caller.officer());
        long index = RecordingSteps.append(head, allowed.policy(), leaf).logIndex();
        tx.createUpdate("insert into disclosed_proposals (log_index, leaf, proposals, versions, salt)"
                        + " values (:index, :leaf, :proposals, :versions, :salt)")
                .bind("index", index)
                .bind("leaf", leaf.id())
                .bind("proposals", received.stream().map(Seen::id).toArray(UUID[]::new))
                .bind("versions", received.stream().mapToInt(Seen::version).toArray())
                .bind("salt", salt)
                .execute();
        disclosures.record(
                tx,
                caller.party(),
                head.at(),
                List.of(disclosures.opened(
                        leaf.id(),
                        "CORRECTION",
                        allowed,
                        Datasets.CORRECTION_LIST,
                        Through.of(caller),
                        received.size(),
                        new LogRange(index, index),
                        null)));
    }
}
