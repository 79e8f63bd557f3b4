package id.padan.agreement.kahar;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.casework.CaseFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The event agreement.pause.v1: what other services' clocks have to know of an accepted force majeure, and no more.
 *
 * @param party whose duties stand still
 * @param duties ids of rules, or keys of single duties
 * @param until absent while it lasts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PauseEvent(
        String type, String agreementId, String party, List<String> duties, Instant from, Instant until) {

    public static final String TYPE = "agreement.pause";

    public PauseEvent {
        duties = List.copyOf(duties);
    }

    /** Empty for a notice that stops no clock. */
    static Optional<PauseEvent> of(String agreementId, CaseFile<ForceMajeure> file) {
        Instant until = file.content() instanceof ForceMajeure.Resumed over ? over.endedAt() : null;
        if (until == null && !(file.content() instanceof ForceMajeure.Accepted)) {
            return Optional.empty();
        }
        var notice = file.content().notice();
        return Optional.of(new PauseEvent(TYPE, agreementId, file.party(), notice.duties(), notice.onset(), until));
    }
}
