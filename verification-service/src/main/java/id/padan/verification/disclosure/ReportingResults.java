package id.padan.verification.disclosure;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Refused;
import id.padan.platform.caller.Caller;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.verification.batch.Batch;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes down that somebody fetches results, before the first byte leaves: leaf and report in one transaction. That the download may then
 * break off makes the report too large, never too small.
 */
@ApplicationScoped
public class ReportingResults {
    private final Jdbi jdbi;
    private final ProofLog log;
    private final AgreementGate gate;
    private final Disclosures disclosures;

    ReportingResults(Jdbi jdbi, ProofLog log, AgreementGate gate, Disclosures disclosures) {
        this.jdbi = jdbi;
        this.log = log;
        this.gate = gate;
        this.disclosures = disclosures;
    }

    /** All answered rows of a list. */
    public void results(Batch batch, Caller caller) {
        long answered = batch.counts().answered();
        report(batch, caller, "RESULTS", answered, "batches/" + batch.id() + "/results");
    }

    /** One row of a list. */
    public void row(Batch batch, Caller caller, long row) {
        report(batch, caller, "ROW_RECEIPT", 1, "batches/" + batch.id() + "/results/" + row);
    }

    private void report(Batch batch, Caller caller, String kind, long subjects, String reference) {
        try {
            jdbi.useTransaction(tx -> report(tx, batch, caller, kind, subjects, reference));
        } catch (PolicySupersededException unheard) {
            throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The agreement is changing at this moment, so nothing is given. Try again.",
                            "Perjanjian sedang berubah saat ini sehingga tidak ada yang diberikan. Coba lagi.")
                    .retryAfter(Duration.ofSeconds(2));
        }
    }

    private void report(Handle tx, Batch batch, Caller caller, String kind, long subjects, String reference) {
        // Last: while the log's head is held, every other answer of the service waits.
        var head = log.lock(tx);
        switch (gate.decide(batch.access(), head.at())) {
            case Refused refused -> throw refused.toProblem();
            case Allowed allowed -> {
                var leaf = Leaf.opened(
                                ProofLog.newId(),
                                kind,
                                allowed,
                                caller.party(),
                                caller.subject(),
                                sha256(reference + '\n' + subjects))
                        .withReference(reference)
                        .withOfficer(caller.officer());
                long index =
                        head.append(allowed.policy(), List.of(leaf)).getFirst().logIndex();
                disclosures.record(
                        tx,
                        caller.party(),
                        head.at(),
                        List.of(disclosures.opened(
                                leaf.id(),
                                kind,
                                allowed,
                                Datasets.NIK_CONFIRMATION,
                                Through.of(caller),
                                subjects,
                                new LogRange(index, index),
                                reference)));
            }
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
