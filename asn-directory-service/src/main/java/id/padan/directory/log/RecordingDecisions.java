package id.padan.directory.log;

import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes what the register's holder decided as a leaf, in the transaction that does it; last, since the log's head is then held. */
@ApplicationScoped
public class RecordingDecisions {
    private final ProofLog log;

    RecordingDecisions(ProofLog log) {
        this.log = log;
    }

    /**
     * @param kind {@code IMPORT}, {@code MAPPING} or {@code RECORD}
     * @param commitment binds the leaf to what was done; salted if a record is behind it
     * @param reference the thing as the API names it, never a person; null if it would be one
     * @return the leaf's id
     */
    public UUID record(Handle tx, OwnersDecision by, String kind, byte[] commitment, String reference) {
        var head = log.lock(tx);
        // An owner's own operation needs no clause, so it stands under whatever the log stands under by now.
        var policy = head.latest(by.policy());
        var leaf = Leaf.own(kind, policy, by.party(), by.actor(), commitment, reference);
        return head.append(policy, List.of(leaf)).getFirst().id();
    }
}
