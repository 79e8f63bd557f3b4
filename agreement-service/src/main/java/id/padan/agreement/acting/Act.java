package id.padan.agreement.acting;

import id.padan.platform.agreement.PolicyRef;
import java.util.List;
import java.util.SortedMap;

/**
 * Something done under an agreement, or said by one of its clocks.
 *
 * @param kind {@code SUSPENDED}, {@code ADDENDUM_APPROVED} ...
 * @param policy a version that the agreement has or had; the leaf stands under it or a later one
 * @param party whose act it is; the parties of the agreement, joined by commas, for a clock's
 * @param actor subject of the token, or the clock's name
 * @param reference the thing as the API names it, without the agreement: {@code suspensions/<id>}
 * @param said what the leaf commits to; no NIK, and nothing that must be forgotten
 * @param tell parties that the event is for
 */
public record Act(
        String kind,
        PolicyRef policy,
        String party,
        String actor,
        String reference,
        SortedMap<String, String> said,
        List<String> tell) {

    public Act {
        tell = List.copyOf(tell);
    }
}
