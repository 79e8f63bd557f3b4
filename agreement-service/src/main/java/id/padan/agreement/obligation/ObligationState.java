package id.padan.agreement.obligation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/** How it stands with one duty at one moment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ObligationState {

    @JsonProperty("state")
    default String state() {
        return switch (this) {
            case Standing _ -> "STANDING";
            case NotYet _ -> "NOT_YET";
            case Open _ -> "OPEN";
            case Paused _ -> "PAUSED";
            case Delivered _ -> "DELIVERED";
            case Met _ -> "MET";
            case Overdue _ -> "OVERDUE";
            case Lapsed _ -> "LAPSED";
            case BeforeGoLive _ -> "BEFORE_GO_LIVE";
        };
    }

    /** Always owed, never due; whether it is kept shows in the services themselves. */
    record Standing() implements ObligationState {}

    /** Its time has not begun. */
    record NotYet() implements ObligationState {}

    record Open() implements ObligationState {}

    /** Its clock stands still (Ps 10(3)). */
    record Paused(Instant since, String reason) implements ObligationState {}

    /** Handed over, and not yet received by the other party. */
    record Delivered(Instant at, boolean late, UUID evidence) implements ObligationState {}

    /** @param backFilled from before the software's first start, and shown by a scan */
    record Met(Instant at, boolean late, boolean backFilled, UUID evidence) implements ObligationState {}

    record Overdue(Instant since) implements ObligationState {}

    /** Its time has passed, and nobody was bound to use it. */
    record Lapsed(Instant at) implements ObligationState {}

    /** Due before the software first started, which therefore cannot say whether it was met: a scan can be filed. Never announced. */
    record BeforeGoLive() implements ObligationState {}
}
