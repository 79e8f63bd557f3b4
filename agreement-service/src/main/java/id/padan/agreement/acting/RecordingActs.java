package id.padan.agreement.acting;

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
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes acts into the log in the transaction that does them; last, since the log's head is then held until it ends. */
@ApplicationScoped
public class RecordingActs {

    private static final String EVENT_TYPE = "agreement.act.v1";

    private final Outbox outbox;
    private final ProofLog log;

    RecordingActs(Outbox outbox, ProofLog log) {
        this.outbox = outbox;
        this.log = log;
    }

    /** A leaf that was written. */
    public record Recorded(UUID leaf, long index, Instant at) {}

    /** An act that the parties are told of, by its event. @return the leaf's id */
    public UUID record(Handle tx, Act act, Instant at) {
        String reference = "agreements/" + act.policy().agreementId() + "/" + act.reference();
        Leaf leaf = Leaf.own(act.kind(), act.policy(), act.party(), act.actor(), commitment(act.said()), reference);
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.AGREEMENT_ACT,
                        act.policy().agreementId(),
                        EVENT_TYPE,
                        new ActEvent(
                                ActEvent.TYPE,
                                leaf.id(),
                                act.policy().agreementId(),
                                act.kind(),
                                act.party(),
                                act.tell(),
                                reference,
                                at)));
        return append(tx, leaf).leaf();
    }

    /**
     * An act of a caller that is nobody's business but its party's, or is told in another way.
     *
     * @param said what the leaf commits to; no NIK; an entry without a value is left out
     * @param reference the thing as the API names it below the agreement, as {@code incidents/<id>}; never a person
     */
    public Recorded record(Handle tx, Seat seat, String kind, Map<String, String> said, String reference) {
        return append(
                tx,
                Leaf.own(kind, seat.policy(), seat.party(), seat.actor(), commitment(said), reference)
                        .withOfficer(seat.caller().officer()));
    }

    /** Acts need no clause, so they stand under whatever the log stands under by now. */
    private Recorded append(Handle tx, Leaf leaf) {
        var head = log.lock(tx);
        Leaf standing = leaf.withPolicy(head.latest(leaf.policy()));
        var receipt = head.append(standing.policy(), List.of(standing)).getFirst();
        return new Recorded(receipt.id(), receipt.logIndex(), head.at());
    }

    private static byte[] commitment(Map<String, String> said) {
        var values = new TreeMap<>(said);
        values.values().removeIf(Objects::isNull);
        return sha256(CanonicalJson.write(values));
    }

    /** SHA-256 of UTF-8. */
    public static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
