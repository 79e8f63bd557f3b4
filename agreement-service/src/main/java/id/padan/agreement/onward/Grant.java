package id.padan.agreement.onward;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A permission to give data to a third party.
 *
 * @param party that asked for it, and that gives
 * @param approvals parties whose approver has agreed
 */
record Grant(
        UUID id,
        String agreementId,
        String party,
        String recipient,
        Basis basis,
        String evidenceNumber,
        String evidenceIssuer,
        LocalDate evidenceDate,
        String evidenceSha256,
        List<String> elements,
        String scope,
        Instant expiresAt,
        String proposedBy,
        Instant proposedAt,
        Instant withdrawnAt,
        byte[] key,
        List<String> approvals) {

    /** Ps 9(3) a, b, c. The text joins them with "dan"; read so, nothing could ever go out, so each is enough. */
    enum Basis {
        /** a: written consent of both parties. */
        CONSENT,
        /** b: order of a court or a competent authority. */
        ORDER,
        /** c: a law says otherwise. */
        LAW
    }

    /** How it stands. */
    enum State {
        PROPOSED,
        OPEN,
        EXPIRED,
        WITHDRAWN
    }

    /** @param parties all parties to the agreement: each of them must consent, where consent is what it rests on */
    State state(List<String> parties, Instant at) {
        if (withdrawnAt != null) {
            return State.WITHDRAWN;
        }
        if (!at.isBefore(expiresAt)) {
            return State.EXPIRED;
        }
        boolean enough = basis == Basis.CONSENT ? approvals.containsAll(parties) : approvals.contains(party);
        return enough ? State.OPEN : State.PROPOSED;
    }
}
