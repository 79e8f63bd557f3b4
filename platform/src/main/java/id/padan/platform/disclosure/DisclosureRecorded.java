package id.padan.platform.disclosure;

import java.time.Instant;
import java.util.List;

/**
 * {@code disclosure.recorded.v1}: what one party was given in one second by one service. Key: the party.
 *
 * @param service context whose log the ranges mean, as {@code verification}
 * @param party who was given it
 * @param at time of the first leaf; those of the others are in the same second
 */
public record DisclosureRecorded(String type, String service, String party, Instant at, List<Disclosure> disclosures) {
    public static final String TYPE = "disclosure.recorded";

    public DisclosureRecorded {
        disclosures = List.copyOf(disclosures);
    }
}
