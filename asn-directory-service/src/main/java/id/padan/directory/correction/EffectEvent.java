package id.padan.directory.correction;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * What became of a decided correction, as {@code correction.effect.v1} says it: never whose record, never a value.
 *
 * @param reason a stable code; only of what was refused
 * @param field at fault; null if it is not about one
 * @param recordVersion of the record that has the value now; null if it was refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EffectEvent(
        String type,
        UUID proposalId,
        int attempt,
        String outcome,
        String reason,
        String field,
        Long recordVersion,
        Instant at) {
    static final String TYPE = "correction.effect";
}
