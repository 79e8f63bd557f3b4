package id.padan.verification.check;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Receipt;
import java.util.concurrent.CompletableFuture;

/**
 * A check that waits for its leaf.
 *
 * @param replayKey null without an Idempotency-Key
 */
record PendingCheck(
        AccessRequest request,
        Checked checked,
        byte[] commitment,
        ReplayKey replayKey,
        CompletableFuture<Outcome> outcome) {

    static PendingCheck of(AccessRequest request, Checked checked, byte[] commitment, ReplayKey replayKey) {
        return new PendingCheck(request, checked, commitment, replayKey, new CompletableFuture<>());
    }

    /** How it ended. */
    sealed interface Outcome permits Recorded, Refused, AnsweredBefore {}

    /** The leaf is durable: now it may be answered. */
    record Recorded(Receipt receipt) implements Outcome {}

    /** Nothing was recorded and nothing may be answered. */
    record Refused(ProblemException problem) implements Outcome {}

    /** Another request with the same Idempotency-Key was faster. */
    record AnsweredBefore() implements Outcome {}
}
