package id.padan.directory.quality;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.disclosure.Disclosure;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Who sees which part of the quality figures: BKN all, Kemnaker what the annex opens of records under Ps 3(1)a. */
@ApplicationScoped
class ReadingQuality {

    /**
     * @param whole the holder's own look
     * @param codes of the annex that are open; ignored for the holder
     */
    record Seen(boolean whole, Set<String> codes, Set<Indicator> indicators) {
        static Seen whole(boolean whole, Set<String> codes) {
            return new Seen(
                    whole,
                    codes,
                    Arrays.stream(Indicator.values())
                            .filter(indicator -> whole || indicator.isOpen(codes))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }

        boolean shows(String code) {
            return whole || codes.contains(code);
        }
    }

    /** @param subjects how many persons it is about, none for mere counts */
    record Given<T>(T answer, long subjects) {}

    /** Makes an answer of what may be seen. */
    interface Making<T> {
        Given<T> of(Handle tx, Seen seen);
    }

    private final Jdbi jdbi;
    private final AgreementGate gate;
    private final ProofLog log;
    private final Disclosures disclosures;

    ReadingQuality(Jdbi jdbi, AgreementGate gate, ProofLog log, Disclosures disclosures) {
        this.jdbi = jdbi;
        this.gate = gate;
        this.log = log;
        this.disclosures = disclosures;
    }

    PolicyRef requireHolder(Caller caller) {
        return gate.requireHolder(caller, Datasets.ASN_RECORD);
    }

    /**
     * Makes the answer, its leaf and its report; it may leave when this returns.
     *
     * @param purpose one of Ps 2, for the other party
     */
    <T> T give(Caller caller, String purpose, String what, Making<T> making) {
        try {
            return jdbi.inTransaction(tx -> own(caller)
                    ? giveOwn(tx, caller, what, making)
                    : giveOther(
                            tx, caller, AccessRequest.of(caller, purpose, null, Datasets.ASN_RECORD), what, making));
        } catch (PolicySupersededException unheard) {
            throw changing();
        }
    }

    private boolean own(Caller caller) {
        return gate.findHolder(caller, Datasets.ASN_RECORD).isPresent();
    }

    private <T> T giveOwn(Handle tx, Caller caller, String what, Making<T> making) {
        Given<T> given = making.of(tx, Seen.whole(true, Set.of()));
        var head = log.lock(tx);
        PolicyRef policy = head.latest(requireHolder(caller));
        var leaf = leaf(policy, null, null, caller, what, given.subjects());
        long index = head.append(policy, List.of(leaf)).getFirst().logIndex();
        report(
                tx,
                caller,
                head.at(),
                Disclosures.own(
                        leaf.id(),
                        "QUALITY",
                        policy,
                        Datasets.ASN_RECORD,
                        caller.party(),
                        Through.of(caller),
                        given.subjects(),
                        new LogRange(index, index)));
        return given.answer();
    }

    private <T> T giveOther(Handle tx, Caller caller, AccessRequest request, String what, Making<T> making) {
        Set<String> open = gate.elements(gate.require(request)).codes();
        Given<T> given = making.of(tx, Seen.whole(false, open));
        var head = log.lock(tx);
        Allowed allowed = gate.require(request, head.at());
        if (!gate.elements(allowed).codes().equals(open)) {
            // It was made for elements that are no longer those.
            throw changing();
        }
        var leaf = leaf(allowed.policy(), allowed.clause(), allowed.purpose(), caller, what, given.subjects());
        long index = head.append(allowed.policy(), List.of(leaf)).getFirst().logIndex();
        report(
                tx,
                caller,
                head.at(),
                disclosures.opened(
                        leaf.id(),
                        "QUALITY",
                        allowed,
                        Datasets.ASN_RECORD,
                        Through.of(caller),
                        given.subjects(),
                        new LogRange(index, index),
                        what));
        return given.answer();
    }

    private void report(Handle tx, Caller caller, java.time.Instant at, Disclosure disclosure) {
        disclosures.record(tx, caller.party(), at, List.of(disclosure));
    }

    private static Leaf leaf(
            PolicyRef policy, String clause, String purpose, Caller caller, String what, long subjects) {
        UUID id = ProofLog.newId();
        return Leaf.opened(
                        id,
                        "QUALITY_READ",
                        new Allowed(policy, clause, purpose, null),
                        caller.party(),
                        caller.subject(),
                        sha256(what + '\n' + subjects))
                .withReference(what)
                .withOfficer(caller.officer());
    }

    private static ProblemException changing() {
        return ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The agreement is changing at this moment, so nothing is given. Try again.",
                        "Perjanjian sedang berubah saat ini sehingga tidak ada yang diberikan. Coba lagi.")
                .retryAfter(Duration.ofSeconds(2));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
