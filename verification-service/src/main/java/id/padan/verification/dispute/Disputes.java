package id.padan.verification.dispute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Policy;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.agreement.Refused;
import id.padan.platform.caller.Caller;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.proof.CanonicalJson;
import id.padan.verification.answer.Answer;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.projection.StatusIndex;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Raises disputes and takes them on: row, step, event and leaf in one transaction. */
@ApplicationScoped
class Disputes {
    private static final String KIND = "DISPUTE";
    private static final String CHANGED_ANSWER = "CHANGED_ANSWER";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String MACHINE = "service-account-";

    private final Jdbi jdbi;
    private final DisputeStore store;
    private final Batches batches;
    private final AgreementGate gate;
    private final ProofLog log;
    private final Outbox outbox;
    private final Disclosures disclosures;
    private final ContentKeys contentKeys;
    private final StatusIndex index;
    private final ObjectMapper json;

    Disputes(
            Jdbi jdbi,
            DisputeStore store,
            Batches batches,
            AgreementGate gate,
            ProofLog log,
            Outbox outbox,
            Disclosures disclosures,
            ContentKeys contentKeys,
            StatusIndex index,
            ObjectMapper json) {
        this.jdbi = jdbi;
        this.store = store;
        this.batches = batches;
        this.gate = gate;
        this.log = log;
        this.outbox = outbox;
        this.disclosures = disclosures;
        this.contentKeys = contentKeys;
        this.index = index;
        this.json = json;
    }

    /** What is said against an answer; evidence is JSON. */
    record Objection(DisputeReason reason, String explanation, String evidence) {}

    /** @throws ProblemException DISPUTE_OPEN if the same answer is disputed already */
    Dispute raise(
            Caller caller, DisputedAnswer answer, JsonNode receipt, Objection objection, DisputeStore.Write write) {
        return inTransaction(tx -> {
            var before = write == null ? Optional.<UUID>empty() : store.findWrite(tx, write);
            if (before.isPresent()) {
                return store.find(before.get()).orElseThrow();
            }
            store.findOpen(tx, answer.leaf(), answer.row()).ifPresent(open -> {
                throw ProblemException.of(
                                DisputeProblem.DISPUTE_OPEN,
                                "There is an open dispute about this answer; add to that one.",
                                "Jawaban ini sedang disengketakan; lanjutkan pada sengketa tersebut.")
                        .with("disputeId", open);
            });
            var id = ProofLog.newId();
            var dispute = new Dispute(
                    id,
                    answer.party(),
                    client(caller, answer),
                    caller.party(),
                    answer.leaf(),
                    answer.batch(),
                    answer.row(),
                    answer.purpose(),
                    answer.programme(),
                    answer.asOf(),
                    answer.said(),
                    objection.reason(),
                    objection.explanation(),
                    objection.evidence(),
                    contentKeys.wrapForGood(bytes(new DisputeView.Disputed(answer.nik(), receipt)), id),
                    new DisputeState.Raised(),
                    1,
                    null,
                    Instant.now(),
                    null);
            store.insert(tx, dispute);
            if (write != null) {
                store.keepWrite(tx, write, id);
            }
            record(tx, caller, dispute, objection.explanation(), log.lock(tx), null);
            return dispute;
        });
    }

    /** Through whom the party asks; a check's leaf names the account only. */
    private String client(Caller caller, DisputedAnswer answer) {
        if (answer.batch() != null) {
            return batches.find(answer.batch()).map(Batch::client).orElse(caller.client());
        }
        if (caller.party().equals(answer.party())) {
            return caller.client();
        }
        var actor = answer.actor();
        return actor.startsWith(MACHINE) ? actor.substring(MACHINE.length()) : actor;
    }

    /** A step that somebody wants to take; the answer only with CHANGED. */
    record Move(String to, String note, Answer newAnswer, UUID proposal) {}

    /**
     * @param expected the version that the caller has read; null if it does not say
     * @throws ProblemException CONFLICT if the state does not lead there, STALE_VERSION, SAME_PERSON, PERSON_NEEDED, PARTY_MISMATCH; for a
     *     changed answer whatever the gate says
     */
    Dispute move(Caller caller, UUID id, Move move, Integer expected, DisputeStore.Write write) {
        return inTransaction(tx -> {
            if (write != null && store.findWrite(tx, write).isPresent()) {
                return store.find(id).orElseThrow();
            }
            var dispute = store.lock(tx, id).orElseThrow();
            if (expected != null && expected != dispute.version()) {
                throw ProblemException.of(
                                PlatformProblem.STALE_VERSION,
                                "The dispute has another version. Read it again.",
                                "Versi sengketa sudah lain. Baca ulang sengketanya.")
                        .with("version", dispute.version());
            }
            var leaf = ProofLog.newId();
            var state = next(caller, dispute, move, leaf);
            var moved = new Dispute(
                    dispute.id(),
                    dispute.party(),
                    dispute.client(),
                    dispute.raisedBy(),
                    dispute.leaf(),
                    dispute.batch(),
                    dispute.row(),
                    dispute.purpose(),
                    dispute.programme(),
                    dispute.asOf(),
                    dispute.said(),
                    dispute.reason(),
                    dispute.explanation(),
                    dispute.evidence(),
                    dispute.sealed(),
                    state,
                    dispute.version() + 1,
                    move.proposal() == null ? dispute.proposal() : move.proposal(),
                    dispute.raisedAt(),
                    state.isOpen() ? null : Instant.now());
            store.update(tx, moved);
            if (write != null) {
                store.keepWrite(tx, write, id);
            }
            record(tx, caller, moved, move.note(), log.lock(tx), leaf);
            return moved;
        });
    }

    private DisputeState next(Caller caller, Dispute dispute, Move move, UUID leaf) {
        return switch (move.to()) {
            case "WITHDRAWN" -> {
                if (!caller.party().equals(dispute.raisedBy())) {
                    throw ProblemException.of(
                            PlatformProblem.PARTY_MISMATCH,
                            "Only the party that raised a dispute withdraws it.",
                            "Hanya pihak yang mengajukan sengketa yang dapat mencabutnya.");
                }
                yield dispute.state().withdraw();
            }
            case "UNDER_REVIEW" -> {
                var unused = gate.requireHolder(caller, Datasets.NIK_CONFIRMATION);
                yield dispute.state().review();
            }
            case "UPHELD" -> {
                requireMayDecide(caller, dispute);
                yield dispute.state().uphold();
            }
            case "CHANGED" -> {
                requireMayDecide(caller, dispute);
                yield dispute.state().change(move.newAnswer(), leaf);
            }
            default -> throw new IllegalArgumentException("the resource knows the states");
        };
    }

    private void requireMayDecide(Caller caller, Dispute dispute) {
        var unused = gate.requireHolder(caller, Datasets.NIK_CONFIRMATION);
        var person = person(caller);
        if (person == null) {
            throw ProblemException.of(
                    DisputeProblem.PERSON_NEEDED,
                    "A dispute is decided by a named approver, not by a machine for itself.",
                    "Sengketa diputus oleh pejabat penyetuju yang disebut namanya, bukan oleh sistem.");
        }
        var first = store.steps(dispute.id()).getFirst();
        if (first.party().equals(caller.party()) && (person.equals(first.actor()) || person.equals(first.officer()))) {
            throw ProblemException.of(
                    DisputeProblem.SAME_PERSON,
                    "Who raised a dispute does not decide it.",
                    "Yang mengajukan sengketa tidak boleh memutusnya.");
        }
    }

    private static String person(Caller caller) {
        return caller.isPerson() ? caller.subject() : caller.actingOfficer();
    }

    /** Step, event and leaf; last, since the log's head is held from here on. */
    private void record(Handle tx, Caller caller, Dispute dispute, String note, ProofLog.Locked head, UUID knownLeaf) {
        var leaf = knownLeaf == null ? ProofLog.newId() : knownLeaf;
        var salt = new byte[32];
        RANDOM.nextBytes(salt);
        var record = content(dispute, note);
        store.addStep(
                tx,
                dispute.id(),
                new DisputeStore.Step(
                        dispute.version(),
                        dispute.state().name(),
                        caller.party(),
                        caller.subject(),
                        caller.officer(),
                        head.at(),
                        note,
                        leaf,
                        salt,
                        record));
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.VERIFICATION_DISPUTE,
                        dispute.id().toString(),
                        DisputeEvent.TYPE,
                        DisputeEvent.of(dispute, head.at())));
        var commitment = commitment(salt, record);
        if (dispute.state() instanceof DisputeState.Changed) {
            answerAnew(tx, caller, dispute, leaf, commitment, head);
            return;
        }
        var policy = head.latest(policy(caller.party(), head.at()));
        head.append(
                policy,
                List.of(Leaf.own(
                                KIND,
                                policy,
                                caller.party(),
                                caller.subject(),
                                commitment,
                                "disputes/" + dispute.id() + "/steps/" + dispute.version())
                        .withId(leaf)
                        .withOfficer(caller.officer())));
    }

    /** A changed answer is an answer: it passes the gate for whom it is, and its leaf points to the one it replaces. */
    private void answerAnew(
            Handle tx, Caller caller, Dispute dispute, UUID leaf, byte[] commitment, ProofLog.Locked head) {
        var access = new AccessRequest(
                dispute.party(),
                dispute.client(),
                dispute.client(),
                dispute.purpose(),
                dispute.programme(),
                Datasets.NIK_CONFIRMATION);
        switch (gate.decide(access, head.at())) {
            case Refused refused -> throw refused.toProblem();
            case Allowed allowed -> {
                var register = index.register();
                var receipt = head.append(
                                allowed.policy(),
                                List.of(Leaf.opened(
                                                leaf,
                                                CHANGED_ANSWER,
                                                allowed,
                                                dispute.party(),
                                                caller.subject(),
                                                commitment)
                                        .withReference("receipts/" + dispute.leaf())
                                        .withData(
                                                register.mappingVersion(),
                                                register.dataTime()
                                                        .atStartOfDay(StatusIndex.JAKARTA)
                                                        .toInstant())
                                        .withAsOf(dispute.asOf())
                                        .withOfficer(caller.officer())))
                        .getFirst();
                disclosures.record(
                        tx,
                        dispute.party(),
                        head.at(),
                        List.of(disclosures.opened(
                                leaf,
                                CHANGED_ANSWER,
                                allowed,
                                Datasets.NIK_CONFIRMATION,
                                new Through(dispute.client(), caller.subject(), caller.officer(), null, null),
                                1,
                                new LogRange(receipt.logIndex(), receipt.logIndex()),
                                "disputes/" + dispute.id())));
            }
        }
    }

    /** What a step's leaf commits to: canonical JSON, without the NIK, bound to the disputed answer by its leaf. */
    private static String content(Dispute dispute, String note) {
        var values = new TreeMap<String, String>();
        values.put("dispute", dispute.id().toString());
        values.put("note", note);
        values.put("reason", dispute.reason().name());
        values.put("receipt", dispute.leaf().toString());
        if (dispute.row() != null) {
            values.put("row", dispute.row().toString());
        }
        values.put("said", dispute.said());
        values.put("state", dispute.state().name());
        values.put("step", Integer.toString(dispute.version()));
        if (dispute.state() instanceof DisputeState.Changed changed) {
            values.put("newAnswer", changed.answer().name());
        }
        return CanonicalJson.write(values);
    }

    /** Receipt and NIK, for who works on it; empty once they are gone. */
    Optional<DisputeView.Disputed> open(Dispute dispute) {
        if (dispute.sealed() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(
                    contentKeys.unwrapForGood(dispute.sealed(), dispute.id()), DisputeView.Disputed.class));
        } catch (IOException | UnreadableChunk e) {
            throw new IllegalStateException("the receipt of dispute " + dispute.id() + " does not open");
        }
    }

    /** Accountability outlives the term: the version in force, or the last there was. */
    private PolicyRef policy(String party, Instant at) {
        return gate.policies().stream()
                .filter(policy -> policy.party(party).isPresent())
                .findFirst()
                .flatMap(policy -> policy.versionAt(at)
                        .or(() -> policy.versions().stream().reduce((one, later) -> later))
                        .map(Policy.Version::version)
                        .map(version -> new PolicyRef(policy.agreementId(), version)))
                .orElseThrow(Disputes::unavailable);
    }

    private interface Work {
        Dispute on(Handle tx);
    }

    private Dispute inTransaction(Work work) {
        try {
            return jdbi.inTransaction(work::on);
        } catch (PolicySupersededException newer) {
            throw unavailable();
        }
    }

    private byte[] bytes(DisputeView.Disputed disputed) {
        try {
            return json.writeValueAsBytes(disputed);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a receipt cannot be written as JSON");
        }
    }

    private static byte[] commitment(byte[] salt, String record) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal(record.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private static ProblemException unavailable() {
        return ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The step could not be recorded, so it was not taken. Try again.",
                        "Langkah tidak dapat dicatat sehingga tidak dilakukan. Coba lagi.")
                .retryAfter(Duration.ofSeconds(2));
    }
}
