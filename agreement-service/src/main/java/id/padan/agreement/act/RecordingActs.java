package id.padan.agreement.act;

import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import id.padan.proof.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes an act's event and leaf in the transaction that does it; last, since the log's head is then held. */
@ApplicationScoped
public class RecordingActs {

    private static final String EVENT_TYPE = "agreement.act.v1";

    private final Outbox outbox;
    private final ProofLog log;

    RecordingActs(Outbox outbox, ProofLog log) {
        this.outbox = outbox;
        this.log = log;
    }

    /** @return the leaf's id */
    public UUID record(Handle tx, Act act, Instant at) {
        UUID id = ProofLog.newId();
        String reference = "agreements/" + act.policy().agreementId() + "/" + act.reference();
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.AGREEMENT_ACT,
                        act.policy().agreementId(),
                        EVENT_TYPE,
                        new ActEvent(
                                ActEvent.TYPE,
                                id,
                                act.policy().agreementId(),
                                act.kind(),
                                act.party(),
                                act.tell(),
                                reference,
                                at)));
        var head = log.lock(tx);
        // Acts need no clause, so they stand under whatever the log stands under by now.
        var policy = head.latest(act.policy());
        var unused = head.append(
                policy,
                List.of(new Leaf(
                        id,
                        act.kind(),
                        policy,
                        null,
                        null,
                        null,
                        act.party(),
                        act.actor(),
                        null,
                        null,
                        sha256(CanonicalJson.write(act.said()).getBytes(StandardCharsets.UTF_8)),
                        reference)));
        return id;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
