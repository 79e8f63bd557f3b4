package id.padan.verification.batch;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Decision;
import id.padan.platform.agreement.Refused;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemCode;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.verification.answer.Answer;
import id.padan.verification.chunk.ChunkCounts;
import id.padan.verification.chunk.MatchedChunk;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.quota.ResultHolds;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes matched chunks of one list count: gate, proof leaf, answers and counts in one transaction, whichever instance it is and however
 * often it tries. Before the list is sealed nothing is committed.
 */
@ApplicationScoped
class AnsweringChunks {
    private final Jdbi jdbi;
    private final Batches batches;
    private final BatchRecords records;
    private final AgreementGate gate;
    private final ProofLog log;
    private final ResultHolds holds;
    private final MeterRegistry meters;

    AnsweringChunks(
            Jdbi jdbi,
            Batches batches,
            BatchRecords records,
            AgreementGate gate,
            ProofLog log,
            ResultHolds holds,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.records = records;
        this.batches = batches;
        this.gate = gate;
        this.log = log;
        this.holds = holds;
        this.meters = meters;
    }

    enum Outcome {
        /** Done, now or earlier. */
        SETTLED,
        /** The list is still arriving. */
        NOT_SEALED,
        /** The attempt is no longer the list's, or the list has ended. */
        GONE,
        /** Nobody can say now whether the agreement is open; ask again. */
        GATE_SILENT
    }

    /** The policy changed between the first look and the log's head: once more, from the beginning. */
    private static final class Undecided extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Undecided() {
            super("the policy changed while answers were being stored", null, false, false);
        }
    }

    Outcome settle(UUID id, int attempt, List<MatchedChunk> chunks) {
        while (true) {
            try {
                return jdbi.inTransaction(tx -> settle(tx, id, attempt, chunks));
            } catch (Undecided again) {
                // The gate has heard the change by now, so this ends.
                Thread.onSpinWait();
            } catch (PolicySupersededException unheard) {
                return Outcome.GATE_SILENT;
            }
        }
    }

    private Outcome settle(Handle tx, UUID id, int attempt, List<MatchedChunk> chunks) {
        var found = batches.lock(tx, id);
        if (found.isEmpty() || found.get().attempt() != attempt) {
            return Outcome.GONE;
        }
        var batch = found.get();
        if (batch.state() != BatchState.PROCESSING) {
            return batch.state() == BatchState.RECEIVING ? Outcome.NOT_SEALED : Outcome.GONE;
        }
        var open = new HashSet<>(batches.open(
                tx,
                id,
                attempt,
                chunks.stream().map(chunk -> chunk.id().number()).toList()));
        var todo = chunks.stream()
                .filter(chunk -> open.contains(chunk.id().number()))
                .toList();
        if (todo.isEmpty()) {
            return Outcome.SETTLED;
        }
        return store(tx, batch, todo);
    }

    private Outcome store(Handle tx, Batch batch, List<MatchedChunk> chunks) {
        var expected = gate.decide(batch.access(), Instant.now());
        if (expected instanceof Refused silent && isSilence(silent.code())) {
            return Outcome.GATE_SILENT;
        }
        boolean allowed = expected instanceof Allowed;
        var counts = chunks.stream()
                .map(chunk -> allowed ? chunk.counts() : chunk.counts().withoutAnswers())
                .reduce(ChunkCounts::plus)
                .orElseThrow();
        if (!counts.balances()) {
            throw new IllegalStateException("counts of a chunk do not balance");
        }
        batches.count(tx, batch.id(), counts, chunks.size());
        var leaves = new ArrayList<Leaf>();
        if (expected instanceof Allowed open) {
            for (var chunk : chunks) {
                leaves.add(leaf(batch, open, chunk));
            }
        } else {
            for (var chunk : chunks) {
                batches.settle(tx, chunk, false, null, null, null);
            }
        }
        var after = end(tx, batch, expected);
        boolean whole = after.doneChunks() == after.chunks();
        if (expected instanceof Allowed open) {
            // Last: while the log's head is held, every other answer of the service waits.
            var head = log.lock(tx);
            if (!(gate.decide(batch.access(), head.at()) instanceof Allowed now)
                    || !now.policy().equals(open.policy())) {
                throw new Undecided();
            }
            var receipts = head.append(open.policy(), leaves);
            for (int i = 0; i < receipts.size(); i++) {
                batches.settle(
                        tx,
                        chunks.get(i),
                        true,
                        open.policy(),
                        receipts.get(i).id(),
                        receipts.get(i).logIndex());
            }
            if (whole) {
                records.write(tx, head, after, open.policy());
            }
        } else if (whole) {
            // No answer, so no gate: what became of the list is recorded under whatever is in force.
            var head = log.lock(tx);
            records.write(
                    tx, head, after, head.inForce(batch.policy().agreementId()).orElse(batch.policy()));
        }
        meters.counter("padan.batch.rows.settled", "answered", Boolean.toString(allowed))
                .increment(counts.rows());
        return Outcome.SETTLED;
    }

    private static boolean isSilence(ProblemCode code) {
        return code == PlatformProblem.POLICY_STALE || code == PlatformProblem.POLICY_UNKNOWN;
    }

    private Batch end(Handle tx, Batch before, Decision decision) {
        var batch = batches.get(tx, before.id());
        var problem = batch.problem();
        if (decision instanceof Refused refused) {
            problem = new Batch.Problem(refused.code().name(), refused.detailEn(), refused.detailId(), null);
        }
        if (batch.doneChunks() == batch.chunks()) {
            boolean whole = batch.counts().unprocessed() == 0;
            var moved = batches.move(
                    tx, batch, whole ? BatchState.COMPLETED : BatchState.COMPLETED_PARTLY, whole ? null : problem);
            holds.decide(
                    tx,
                    batch.id(),
                    batch.programme(),
                    batch.counts().found(),
                    batch.counts().found() + batch.counts().answer(Answer.NOT_FOUND));
            return moved;
        }
        if (!Objects.equals(problem, batch.problem())) {
            batches.note(tx, batch, problem);
        }
        return batch;
    }

    private static Leaf leaf(Batch batch, Allowed allowed, MatchedChunk chunk) {
        return Leaf.opened(ProofLog.newId(), "CHUNK", allowed, batch.party(), batch.actor(), chunk.root())
                .withData(
                        chunk.mappingVersion(),
                        chunk.dataTime().atStartOfDay(StatusIndex.JAKARTA).toInstant())
                .withReference(BatchRecords.reference(chunk.id()))
                .withAsOf(chunk.asOf())
                .withOfficer(batch.officer());
    }
}
