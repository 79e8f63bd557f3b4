package id.padan.directory.log;

import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.proof.Receipt;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
     * @param kind {@code IMPORT}, {@code MAPPING}, {@code RECORD} or {@code ROTATION}
     * @param commitment binds the leaf to what was done; salted if a record is behind it
     * @param reference the thing as the API names it, never a person; null if it would be one
     * @return the leaf's id
     */
    public UUID record(Handle tx, OwnersDecision by, String kind, byte[] commitment, String reference) {
        return record(tx, kind, List.of(new Decision(by, commitment, reference)))
                .getFirst();
    }

    /**
     * One of several decisions that are made at once.
     *
     * @param reference as above
     */
    public record Decision(OwnersDecision by, byte[] commitment, String reference) {}

    /** As above, for several; their leaves' ids in the same order. */
    public List<UUID> record(Handle tx, String kind, List<Decision> decisions) {
        var head = log.lock(tx);
        var byPolicy = new LinkedHashMap<PolicyRef, List<Integer>>();
        for (int i = 0; i < decisions.size(); i++) {
            byPolicy.computeIfAbsent(decisions.get(i).by().policy(), policy -> new ArrayList<>())
                    .add(i);
        }
        var leaves = new UUID[decisions.size()];
        byPolicy.forEach((policy, places) -> {
            var ids = record(
                    head, kind, policy, places.stream().map(decisions::get).toList());
            for (int i = 0; i < ids.size(); i++) {
                leaves[places.get(i)] = ids.get(i);
            }
        });
        return List.of(leaves);
    }

    private static List<UUID> record(ProofLog.Locked head, String kind, PolicyRef heard, List<Decision> decisions) {
        // An owner's own operation needs no clause, so it stands under whatever the log stands under by now.
        var policy = head.latest(heard);
        var leaves = decisions.stream()
                .map(one -> Leaf.own(
                                kind, policy, one.by().party(), one.by().actor(), one.commitment(), one.reference())
                        .withOfficer(one.by().officer()))
                .toList();
        return head.append(policy, leaves).stream().map(Receipt::id).toList();
    }
}
