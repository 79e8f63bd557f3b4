package id.padan.agreement.disclosure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One line of the register as a party sees it.
 *
 * @param token only for the party whose token it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Disclosure")
public record DisclosureView(
        UUID id,
        Instant at,
        String service,
        String kind,
        String party,
        String holder,
        String client,
        String actor,
        String officer,
        String token,
        String version,
        String clause,
        String purpose,
        String programme,
        String dataset,
        List<String> elements,
        long subjects,
        DisclosureStore.Leaves log,
        String reference) {

    /** What this party may see of it. */
    public static DisclosureView of(DisclosureStore.Kept kept, String party) {
        var who = kept.who();
        var what = kept.what();
        return new DisclosureView(
                kept.id(),
                kept.at(),
                what.service(),
                what.kind(),
                who.party(),
                what.holder(),
                who.client(),
                who.actor(),
                who.officer(),
                who.party().equals(party) ? kept.token() : null,
                what.version(),
                what.clause(),
                what.purpose(),
                what.programme(),
                what.dataset(),
                what.elements(),
                kept.subjects(),
                new DisclosureStore.Leaves(kept.firstLeaf(), kept.lastLeaf()),
                kept.reference());
    }
}
