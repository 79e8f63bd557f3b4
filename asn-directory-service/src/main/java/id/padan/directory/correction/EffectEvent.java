package id.padan.directory.correction;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.directory.correction.EffectStore.Done;
import id.padan.directory.correction.EffectStore.Effect;
import java.time.Instant;
import java.util.Optional;
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

    /** Nothing is told of what is no longer awaited. */
    static Optional<EffectEvent> of(Effect effect, Done done) {
        return switch (done) {
            case Done.Applied applied -> Optional.of(of(effect, "APPLIED", null, null, applied.version()));
            case Done.Refused(String reason, String field) -> Optional.of(of(effect, "REFUSED", reason, field, null));
            case Done.Gone gone -> Optional.empty();
        };
    }

    private static EffectEvent of(Effect effect, String outcome, String reason, String field, Long version) {
        return new EffectEvent(
                TYPE, effect.proposal(), effect.attempt(), outcome, reason, field, version, Instant.now());
    }
}
