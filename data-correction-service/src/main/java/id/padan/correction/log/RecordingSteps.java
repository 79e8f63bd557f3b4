package id.padan.correction.log;

import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.proof.Receipt;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/** Writes what was sent and decided as leaves, in the transaction that does it; last, since the log's head is then held. */
@ApplicationScoped
public class RecordingSteps {

    private final ProofLog log;

    RecordingSteps(ProofLog log) {
        this.log = log;
    }

    /** What a clause let in: a proposal or a list. */
    public UUID opened(Handle tx, String kind, Allowed allowed, Caller by, byte[] commitment, String reference) {
        var head = log.lock(tx);
        Leaf leaf = Leaf.opened(ProofLog.newId(), kind, allowed, by.party(), by.subject(), commitment)
                .withReference(reference)
                .withOfficer(by.officer());
        return append(head, allowed.policy(), leaf).id();
    }

    /**
     * Appends what was decided under a policy.
     *
     * @throws ProblemException UNAVAILABLE if another instance has heard of a later policy: asked again, it is decided by that one
     */
    public static Receipt append(ProofLog.Locked head, PolicyRef policy, Leaf leaf) {
        try {
            return head.append(policy, List.of(leaf)).getFirst();
        } catch (PolicySupersededException newer) {
            throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The agreement has just changed. Send it again.",
                            "Perjanjian baru saja berubah. Kirim kembali.")
                    .retryAfter(Duration.ofSeconds(1));
        }
    }

    /** A step that needs no clause: each party's own duty or right. */
    public record Own(
            PolicyRef policy, String party, String actor, String officer, byte[] commitment, String reference) {}

    public UUID own(Handle tx, String kind, Own step) {
        return own(tx, kind, List.of(step)).getFirst();
    }

    /** Steps that are taken together; their leaves' ids in the same order. */
    public List<UUID> own(Handle tx, String kind, List<Own> steps) {
        var head = log.lock(tx);
        var byPolicy = new LinkedHashMap<PolicyRef, List<Leaf>>();
        var ids = new ArrayList<UUID>();
        for (Own step : steps) {
            PolicyRef latest = head.latest(step.policy());
            Leaf leaf = Leaf.own(kind, latest, step.party(), step.actor(), step.commitment(), step.reference())
                    .withOfficer(step.officer());
            byPolicy.computeIfAbsent(latest, policy -> new ArrayList<>()).add(leaf);
            ids.add(leaf.id());
        }
        byPolicy.forEach(head::append);
        return ids;
    }

    /** Hides what has few possible values: without the salt nothing can be tried on it. */
    public static byte[] salted(byte[] salt, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
