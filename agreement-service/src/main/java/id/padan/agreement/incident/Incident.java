package id.padan.agreement.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * An incident as its row says.
 *
 * @param sourceParty party at which it happened as far as known; null if unknown
 * @param toldAt when the other party was told; null while it was not, and then only the own party sees it
 * @param radius the last blast radius as JSON; null if nobody asked
 */
record Incident(
        UUID id,
        String agreementId,
        String party,
        String title,
        String description,
        boolean drill,
        String sourceParty,
        Instant detectedAt,
        Instant recordedAt,
        String recordedBy,
        Instant toldAt,
        Instant closedAt,
        String conclusion,
        String radius) {

    /** The other party, at its Ps 8 contact. */
    static final Duration TELL = Duration.ofHours(24);
    /** UU 27/2022 Art. 46(1): the persons and the authority, 3x24 hours. In hours, so holidays do not matter. */
    static final Duration NOTIFY = Duration.ofHours(72);

    /** How it stands. */
    enum State {
        OPEN,
        TOLD,
        CLOSED
    }

    State state() {
        return closedAt != null ? State.CLOSED : toldAt != null ? State.TOLD : State.OPEN;
    }

    Instant tellBefore() {
        return detectedAt.plus(TELL);
    }

    Instant notifyBefore() {
        return detectedAt.plus(NOTIFY);
    }

    boolean isVisibleTo(String asking) {
        return party.equals(asking) || toldAt != null;
    }
}
