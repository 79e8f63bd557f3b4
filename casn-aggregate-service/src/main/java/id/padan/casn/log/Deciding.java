package id.padan.casn.log;

import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes what a party decided here, or was told of what is hidden, as a leaf, in the transaction that does it; last, since the log's head is then held. */
@ApplicationScoped
public class Deciding {
    private final ProofLog log;

    Deciding(ProofLog log) {
        this.log = log;
    }

    /**
     * @param kind {@code INGEST}, {@code RELEASE_DRAFTED}, {@code RELEASE_PUBLISHED}, {@code RELEASE_REFUSED}, {@code ONWARD_CONSENT} or
     *     {@code CELL_EXPLAINED}
     * @param policy the agreement under which it stands; the holder's own operation needs no clause of it
     * @param commitment SHA-256 of what was decided about
     * @param reference the thing as the API names it
     */
    public void record(Handle tx, Caller caller, PolicyRef policy, String kind, byte[] commitment, String reference) {
        var head = log.lock(tx);
        PolicyRef stands = head.latest(policy);
        var leaf = Leaf.own(kind, stands, caller.party(), caller.subject(), commitment, reference)
                .withOfficer(caller.officer());
        var unused = head.append(stands, List.of(leaf));
    }
}
