package id.padan.agreement.suspension;

import id.padan.platform.agreement.Policy;
import java.time.Instant;
import java.util.UUID;

/**
 * One suspension as stored.
 *
 * @param target the client's id, the person's user name, the programme's code, the dataset's or the party's id
 * @param party whose act it was
 * @param effectiveFrom closed from here on
 * @param resumed null while nobody has resumed
 */
record Suspension(
        UUID id,
        String agreementId,
        Kind kind,
        String target,
        String reason,
        String party,
        String suspendedBy,
        Instant suspendedAt,
        Instant effectiveFrom,
        UUID leaf,
        Resumed resumed) {

    enum Kind {
        CLIENT,
        PERSON,
        PROGRAMME,
        DATASET,
        PARTY
    }

    /** @param endsAt open again from here on */
    record Resumed(String by, Instant at, String reason, Instant endsAt, UUID leaf) {}

    Policy.Suspension toPolicy() {
        return new Policy.Suspension(
                id.toString(),
                only(Kind.PARTY),
                only(Kind.CLIENT),
                only(Kind.DATASET),
                only(Kind.PROGRAMME),
                effectiveFrom,
                resumed == null ? null : resumed.endsAt(),
                only(Kind.PERSON),
                party);
    }

    private String only(Kind wanted) {
        return kind == wanted ? target : null;
    }
}
