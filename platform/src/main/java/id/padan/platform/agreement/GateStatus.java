package id.padan.platform.agreement;

import java.time.Instant;
import java.util.List;

/**
 * What the gate holds now, for operators and tests.
 *
 * @param caughtUp whether everything published before this process started has been read
 * @param lastHeard when agreement-service was last heard, null if never
 * @param open whether at least one agreement's lease runs
 */
public record GateStatus(boolean caughtUp, Instant lastHeard, boolean open, List<AgreementStatus> agreements) {

    /**
     * @param versionInForce null before the first version is effective
     * @param nextChange when the next version becomes effective, null if none is known
     * @param confirmedAt last confirmation; its lease runs from here
     */
    public record AgreementStatus(
            String agreementId, long revision, String versionInForce, Instant nextChange, Instant confirmedAt) {}
}
