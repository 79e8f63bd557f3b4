package id.padan.agreement.addendum;

import java.time.Instant;
import java.util.UUID;

/**
 * One addendum as stored.
 *
 * @param document the whole next agreement file, canonical
 * @param sha256 of the document, hex; what the parties approve
 * @param version it would be
 * @param baseVersion the version it was written over
 * @param party that drafted it
 */
record Addendum(
        UUID id,
        String agreementId,
        Stage stage,
        String title,
        String document,
        String sha256,
        String version,
        String baseVersion,
        Instant effectiveFrom,
        String party,
        String draftedBy,
        Instant draftedAt) {

    /** Where it stands. */
    sealed interface Stage {

        /** May still be replaced by its party. */
        record Draft() implements Stage {}

        /** Both parties read and approve these very bytes. */
        record InReview(Instant since) implements Stage {}

        /** Approved by all parties and stored as a version. */
        record Agreed(Instant at) implements Stage {}

        record Withdrawn(Instant at) implements Stage {}
    }

    /** As the API names it; what was agreed becomes effective by the clock. */
    String state(Instant now) {
        return switch (stage) {
            case Stage.Draft() -> "DRAFT";
            case Stage.InReview(Instant since) -> "IN_REVIEW";
            case Stage.Agreed(Instant at) -> now.isBefore(effectiveFrom) ? "AGREED" : "EFFECTIVE";
            case Stage.Withdrawn(Instant at) -> "WITHDRAWN";
        };
    }
}
