package id.padan.agreement.programme;

import id.padan.platform.agreement.Policy;
import java.time.Instant;

/**
 * A programme as a party has registered it.
 *
 * @param content as gates obey it; its approver is filled in with the approval
 * @param party that runs it
 * @param openFrom open from here on at the earliest; null until approved
 * @param endsAt closed from here on; null unless it was ended before its time
 */
record Registered(
        String agreementId,
        State state,
        Policy.Programme content,
        String party,
        String registeredBy,
        Instant registeredAt,
        String decidedBy,
        Instant decidedAt,
        Instant openFrom,
        Instant endsAt) {

    enum State {
        DRAFT,
        APPROVED,
        REJECTED,
        ENDED
    }

    /** What gates are told: open no earlier than they can all know, closed when it was ended. */
    Policy.Programme toPolicy() {
        Instant from = openFrom.isAfter(content.from()) ? openFrom : content.from();
        Instant until = content.until();
        if (endsAt != null && (until == null || endsAt.isBefore(until))) {
            until = endsAt;
        }
        return new Policy.Programme(
                content.code(),
                content.name(),
                content.clause(),
                content.purpose(),
                content.legalBasis(),
                content.cutOffDates(),
                from,
                until,
                content.clients(),
                content.quotaRowsPerDay(),
                content.asnShareLimit(),
                content.retentionDays(),
                content.standingDays(),
                content.stage(),
                content.dpiaSha256(),
                decidedBy);
    }

    /** Whether gates hear of it at all. */
    boolean isPublished() {
        return state == State.APPROVED || state == State.ENDED;
    }
}
