package id.padan.verification.retention;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Policy;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.BatchState;
import id.padan.verification.batch.Batches;
import id.padan.verification.batch.EndingRetention;
import id.padan.verification.chunk.RetentionKeys;
import id.padan.verification.chunk.RetentionWeek;
import id.padan.verification.evidence.KeepingEvidence;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.retention.Destruction.Completion;
import id.padan.verification.retention.Destruction.Reason;
import id.padan.verification.standing.StandingStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Destroys lists and says so in the log: key, answers, record and leaf are one transaction, so nothing is destroyed unrecorded and
 * nothing recorded that is still there.
 */
@ApplicationScoped
class Destroying implements EndingRetention {
    private final Jdbi jdbi;
    private final Batches batches;
    private final Destructions destructions;
    private final KeepingEvidence evidence;
    private final RetentionKeys keys;
    private final AgreementGate gate;
    private final ProofLog log;
    private final RetentionConfig config;
    private final MeterRegistry meters;

    Destroying(
            Jdbi jdbi,
            Batches batches,
            Destructions destructions,
            KeepingEvidence evidence,
            RetentionKeys keys,
            AgreementGate gate,
            ProofLog log,
            RetentionConfig config,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.batches = batches;
        this.destructions = destructions;
        this.evidence = evidence;
        this.keys = keys;
        this.gate = gate;
        this.log = log;
        this.config = config;
        this.meters = meters;
    }

    @Override
    public Batch end(UUID id, Caller caller) {
        return destroy(id, Reason.ENDED_EARLY, caller.subject(), caller.officer());
    }

    /** By a clock, behind which nobody stands. */
    Batch destroy(UUID id, Reason reason, String actor) {
        return destroy(id, reason, actor, null);
    }

    private Batch destroy(UUID id, Reason reason, String actor, String officer) {
        batches.find(id).ifPresent(batch -> {
            requireEnded(batch);
            requireNoHold(batch);
        });
        evidence.keepAll(id);
        try {
            return jdbi.inTransaction(tx -> {
                var batch = batches.lock(tx, id).orElseThrow(Batches::notFound);
                if (batch.state() == BatchState.DESTROYED) {
                    return batch;
                }
                requireEnded(batch);
                if (batch.state().hasResults() && !KeepingEvidence.isKept(tx, id)) {
                    throw unavailable();
                }
                return destroy(tx, batch, reason, actor, officer);
            });
        } catch (PolicySupersededException newer) {
            throw unavailable();
        }
    }

    /** Parties of whose lists none is destroyed now. */
    Set<String> heldParties() {
        return gate.partiesOnHold();
    }

    private void requireNoHold(Batch batch) {
        if (batch.state() != BatchState.DESTROYED && gate.partiesOnHold().contains(batch.party())) {
            throw ProblemException.of(
                    PlatformProblem.LEGAL_HOLD,
                    "A legal hold keeps this party's lists; nothing is destroyed until it is lifted.",
                    "Penahanan hukum mempertahankan daftar pihak ini; tidak ada yang dimusnahkan sampai dicabut.");
        }
    }

    private static void requireEnded(Batch batch) {
        if (batch.state() != BatchState.DESTROYED && !batch.state().mayBeDestroyed()) {
            throw ProblemException.of(
                            PlatformProblem.CONFLICT,
                            "A list that is " + batch.state() + " cannot be destroyed; wait for it to end.",
                            "Daftar berstatus " + batch.state() + " belum dapat dimusnahkan; tunggu hingga selesai.")
                    .with("state", batch.state());
        }
    }

    private Batch destroy(Handle tx, Batch batch, Reason reason, String actor, String officer) {
        var week = Batches.retentionWeek(tx, batch.id()).map(RetentionWeek::of).orElse(null);
        var keyId = week == null ? null : keys.findId(week).orElse(null);
        var destroyed = batches.destroy(tx, batch);
        StandingStore.forget(tx, batch.id());
        var head = log.lock(tx);
        var policy = policy(batch.policy().agreementId(), head.at());
        var record = record(batch, reason, head.at(), week, keyId);
        var receipt = head.append(
                        policy,
                        List.of(leaf(policy, batch.party(), actor, record).withOfficer(officer)))
                .getFirst();
        destructions.insert(tx, batch, reason, head.at(), week, record, receipt.id(), receipt.logIndex());
        meters.counter("padan.retention.destroyed", "reason", reason.name()).increment();
        return destroyed;
    }

    private String record(Batch batch, Reason reason, Instant at, RetentionWeek week, String retentionKey) {
        var day = at.atZone(StatusIndex.JAKARTA).toLocalDate();
        var values = new TreeMap<String, String>();
        values.put("agreement", batch.policy().agreementId());
        values.put("attempt", Integer.toString(batch.attempt()));
        values.put("backupsExpireOn", day.plusDays(config.backupDays()).toString());
        values.put("batch", batch.id().toString());
        values.put("destroyedAt", at.toString());
        values.put("keyId", Destruction.keyId(batch.wrappedKey()));
        values.put("party", batch.party());
        values.put("programme", batch.programme());
        values.put("reason", reason.name());
        values.put("retentionKey", retentionKey);
        values.put(
                "retentionKeyEndsOn", week == null ? null : week.firstDayAfter().toString());
        values.put("rows", Long.toString(batch.counts().rows()));
        values.put("what", "content key of the list's rows and results");
        return Destruction.write(values);
    }

    /** Says of a week whose key is gone that its lists' destruction is complete: one leaf for each party and agreement. */
    void complete(RetentionWeek week, String keyId) {
        for (var waiting : destructions.waiting(week)) {
            jdbi.useTransaction(tx -> {
                var head = log.lock(tx);
                var policy = policy(waiting.agreement(), head.at());
                var values = new TreeMap<String, String>();
                values.put("agreement", waiting.agreement());
                values.put("destroyedAt", head.at().toString());
                values.put("keyId", keyId);
                values.put("lists", Integer.toString(waiting.lists()));
                values.put("party", waiting.party());
                values.put("what", "retention key of the week " + week);
                var record = Destruction.write(values);
                var receipt = head.append(policy, List.of(leaf(policy, waiting.party(), RetentionClock.ACTOR, record)))
                        .getFirst();
                int done = destructions.complete(
                        tx, week, waiting, new Completion(head.at(), record, receipt.id(), receipt.logIndex()));
                if (done != waiting.lists()) {
                    throw new IllegalStateException("a list was destroyed under a retention key that was gone");
                }
            });
        }
    }

    private static Leaf leaf(PolicyRef policy, String party, String actor, String record) {
        return Leaf.own(Destruction.KIND, policy, party, actor, Destruction.commitment(record), /* reference= */ null);
    }

    /** Forgetting is a duty that outlives the term, so it stands under the version in force or the last one there was. */
    private PolicyRef policy(String agreement, Instant at) {
        return gate.policies().stream()
                .filter(policy -> policy.agreementId().equals(agreement))
                .findFirst()
                .flatMap(policy -> policy.versionAt(at)
                        .map(Policy.Version::version)
                        .map(version -> new PolicyRef(agreement, version)))
                .orElseThrow(Destroying::unavailable);
    }

    private static ProblemException unavailable() {
        return ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The destruction could not be recorded, so nothing was destroyed. Try again.",
                        "Pemusnahan tidak dapat dicatat sehingga tidak ada yang dimusnahkan. Coba lagi.")
                .retryAfter(Duration.ofSeconds(5));
    }
}
