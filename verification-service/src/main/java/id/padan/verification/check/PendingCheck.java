package id.padan.verification.check;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.nik.Nik;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Receipt;
import id.padan.verification.quota.Neighbours;
import id.padan.verification.quota.QuotaStanding;
import java.util.concurrent.CompletableFuture;

/**
 * A check that waits for its leaf.
 *
 * @param through with which token it came, for the register of disclosures
 * @param place whom it asks about, for the guard against enumeration; no NIK
 * @param nik for its evidence; never written anywhere but as a token
 * @param subject the NIK as the receipt shows it
 * @param replayKey null without an Idempotency-Key
 */
record PendingCheck(
        AccessRequest request,
        Through through,
        Checked checked,
        Nik nik,
        String subject,
        byte[] commitment,
        Neighbours.Place place,
        ReplayKey replayKey,
        CompletableFuture<Outcome> outcome) {

    static PendingCheck of(
            AccessRequest request,
            Through through,
            Checked checked,
            Nik nik,
            Neighbours.Place place,
            ReplayKey replayKey) {
        var subject = checked.subject(nik);
        return new PendingCheck(
                request,
                through,
                checked,
                nik,
                subject,
                checked.commitment(subject),
                place,
                replayKey,
                new CompletableFuture<>());
    }

    /** How it ended. */
    sealed interface Outcome permits Recorded, Refused, AnsweredBefore {}

    /** The leaf is durable: now it may be answered, under what opened it. */
    record Recorded(Receipt receipt, Allowed opened, QuotaStanding quota) implements Outcome {}

    /**
     * Nothing was recorded and nothing may be answered.
     *
     * @param quota how the quota stands; null if nothing was counted
     */
    record Refused(ProblemException problem, QuotaStanding quota) implements Outcome {}

    /** Another request with the same Idempotency-Key was faster. */
    record AnsweredBefore() implements Outcome {}
}
