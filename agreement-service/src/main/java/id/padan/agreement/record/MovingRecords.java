package id.padan.agreement.record;

import id.padan.agreement.rendering.RecordRenderer;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import id.padan.proof.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Takes records from step to step: state, step, leaf and event are one transaction, under the version that the caller saw. */
@ApplicationScoped
class MovingRecords {
    private static final String KIND = "OFFICIAL_RECORD";

    private final Jdbi jdbi;
    private final RecordStore store;
    private final ProofLog log;
    private final Outbox outbox;

    MovingRecords(Jdbi jdbi, RecordStore store, ProofLog log, Outbox outbox) {
        this.jdbi = jdbi;
        this.store = store;
        this.log = log;
        this.outbox = outbox;
    }

    /**
     * Who does it, and what.
     *
     * @param expected version that the caller saw
     * @param file signed just now; null for other acts
     */
    record Act(
            String name,
            Caller caller,
            int expected,
            String reason,
            StoredVersion agreement,
            OfficialRecord.SignedFile file) {}

    /** Stores a draft. */
    OfficialRecord draft(OfficialRecord record, String idempotencyKey, Caller caller, StoredVersion agreement) {
        return jdbi.inTransaction(tx -> {
            if (!store.insert(tx, record, idempotencyKey)) {
                // By another caller of the party, or before answers were kept.
                throw ProblemException.of(
                        PlatformProblem.IDEMPOTENCY_MISMATCH,
                        "This Idempotency-Key stands for another draft.",
                        "Idempotency-Key ini sudah dipakai untuk rancangan lain.");
            }
            finish(tx, record, "DRAFT", 1, new Act("DRAFTED", caller, 0, null, agreement, null));
            return store.lock(tx, record.agreementId(), record.id()).orElseThrow();
        });
    }

    /**
     * One step.
     *
     * @param next gives the state that follows
     * @throws ProblemException NOT_FOUND, STALE_VERSION, CONFLICT or SAME_PERSON
     */
    OfficialRecord move(String agreementId, UUID id, Act act, Function<OfficialRecord, RecordState> next) {
        return move(agreementId, id, act, next, (tx, record) -> {});
    }

    /** @param also what follows from the step, in its transaction */
    OfficialRecord move(
            String agreementId,
            UUID id,
            Act act,
            Function<OfficialRecord, RecordState> next,
            BiConsumer<Handle, OfficialRecord> also) {
        return jdbi.inTransaction(tx -> {
            var record = store.lock(tx, agreementId, id).orElseThrow(OfficialRecords::notFound);
            requireVersion(record, act.expected());
            RecordState state;
            try {
                state = next.apply(record);
            } catch (RecordState.SameEyes same) {
                throw samePerson();
            }
            int version = record.version() + 1;
            store.move(tx, id, version, state.name());
            if (act.file() != null) {
                store.sign(tx, id, act.caller().party(), version, act.file());
            }
            also.accept(tx, record);
            finish(tx, record, state.name(), version, act);
            return store.lock(tx, agreementId, id).orElseThrow();
        });
    }

    static ProblemException samePerson() {
        return ProblemException.of(
                RecordProblem.SAME_PERSON,
                "Who drafted a record can neither check nor sign it.",
                "Penyusun dokumen tidak dapat memeriksa atau menandatanganinya sendiri.");
    }

    static void requireVersion(OfficialRecord record, int expected) {
        if (record.version() != expected) {
            throw ProblemException.of(
                            PlatformProblem.STALE_VERSION,
                            "The record is at version " + record.version() + ". Read it again before you decide.",
                            "Dokumen sudah pada versi " + record.version() + ". Baca kembali sebelum memutuskan.")
                    .with("version", record.version());
        }
    }

    /** Last in the transaction: the log's head row is held from here. */
    private void finish(Handle tx, OfficialRecord record, String state, int version, Act act) {
        var file = act.file() == null ? record.fileSha256() : act.file().sha256();
        var head = log.lock(tx);
        PolicyRef policy = head.latest(
                new PolicyRef(act.agreement().agreementId(), act.agreement().version()));
        var committed = new TreeMap<String, Object>();
        committed.put("act", act.name());
        committed.put("file", file);
        committed.put("inputs", record.inputsSha256());
        committed.put("kind", record.kind().name());
        committed.put("record", record.id().toString());
        committed.put("state", state);
        committed.put("version", Integer.toString(version));
        if (act.reason() != null) {
            committed.put("reason", act.reason());
        }
        var leaf = Leaf.own(
                        KIND,
                        policy,
                        act.caller().party(),
                        act.caller().subject(),
                        HexFormat.of().parseHex(RecordRenderer.sha256(CanonicalJson.write(committed))),
                        "agreements/" + record.agreementId() + "/official-records/" + record.id())
                .withOfficer(act.caller().officer());
        var receipt = head.append(policy, List.of(leaf)).getFirst();
        store.addStep(
                tx,
                record.id(),
                new OfficialRecord.Step(
                        version,
                        state,
                        act.name(),
                        act.caller().party(),
                        act.caller().subject(),
                        receipt.at(),
                        act.reason(),
                        file,
                        receipt.id(),
                        receipt.logIndex()));
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.AGREEMENT_RECORD,
                        record.id().toString(),
                        Topics.AGREEMENT_RECORD,
                        new RecordEvent(
                                RecordEvent.TYPE,
                                record.id(),
                                record.agreementId(),
                                record.kind(),
                                version,
                                state,
                                record.party(),
                                record.documentDate(),
                                record.from(),
                                record.until(),
                                file,
                                receipt.at())));
    }
}
