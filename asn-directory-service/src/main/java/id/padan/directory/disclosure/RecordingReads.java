package id.padan.directory.disclosure;

import id.padan.directory.log.OwnersDecision;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/** Writes down that a record was read, in the transaction that reads it: leaf, subject and report. */
@ApplicationScoped
public class RecordingReads {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ProofLog log;
    private final Disclosures disclosures;

    RecordingReads(ProofLog log, Disclosures disclosures) {
        this.log = log;
        this.disclosures = disclosures;
    }

    /** The owner reads its own record; call it last, the log's head is then held. */
    public void record(Handle tx, OwnersDecision by, Caller caller, String recordId, long version) {
        byte[] salt = new byte[32];
        RANDOM.nextBytes(salt);
        var head = log.lock(tx);
        var policy = head.latest(by.policy());
        var leaf = Leaf.own("READ", policy, by.party(), by.actor(), commitment(salt, recordId, version), null)
                .withOfficer(by.officer());
        long index = head.append(policy, List.of(leaf)).getFirst().logIndex();
        tx.execute(
                "insert into disclosed_record (log_index, leaf, record_id, version, salt) values (?, ?, ?, ?, ?)",
                index,
                leaf.id(),
                recordId,
                version,
                salt);
        disclosures.record(
                tx,
                by.party(),
                head.at(),
                List.of(Disclosures.own(
                        leaf.id(),
                        "RECORD",
                        policy,
                        Datasets.ASN_RECORD,
                        by.party(),
                        Through.of(caller),
                        1,
                        new LogRange(index, index))));
    }

    private static byte[] commitment(byte[] salt, String recordId, long version) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal((recordId + '\n' + version).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
