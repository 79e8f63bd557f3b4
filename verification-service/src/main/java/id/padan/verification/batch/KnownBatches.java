package id.padan.verification.batch;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * What may be known of a list besides its rows (counts, proofs, its destruction): by the party that sent it, and by the holder of the
 * register that answered it.
 */
@ApplicationScoped
public class KnownBatches {
    private final Batches batches;
    private final AgreementGate gate;

    KnownBatches(Batches batches, AgreementGate gate) {
        this.batches = batches;
        this.gate = gate;
    }

    /** @throws ProblemException NOT_FOUND if there is no such list, or the caller may not know of it */
    public Batch get(Caller caller, String id) {
        return batches.find(id).filter(batch -> mayKnow(caller, batch)).orElseThrow(Batches::notFound);
    }

    private boolean mayKnow(Caller caller, Batch batch) {
        if (caller.party().equals(batch.party())) {
            return true;
        }
        try {
            gate.requireHolder(caller, Datasets.NIK_CONFIRMATION);
            return true;
        } catch (ProblemException notTheHolder) {
            return false;
        }
    }
}
