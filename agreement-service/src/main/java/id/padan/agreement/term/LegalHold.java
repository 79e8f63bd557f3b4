package id.padan.agreement.term;

import java.time.Instant;
import java.util.UUID;

/**
 * What a party may not destroy for the time being.
 *
 * @param orderNumber of the court's or authority's order
 * @param liftedAt null while it is on
 */
record LegalHold(
        UUID id,
        String party,
        String reason,
        String orderNumber,
        String placedBy,
        Instant placedAt,
        String liftedBy,
        Instant liftedAt,
        String liftReason) {}
