package id.padan.platform.clock;

import java.time.Instant;

/**
 * A time in which a clock stands still (Ps 10(3)).
 *
 * @param from the onset of the force majeure
 * @param until when the duties were taken up again, or null while it lasts
 * @param reason what paused it, as the API names it
 */
public record Pause(Instant from, Instant until, String reason) {

    public Pause {
        if (until != null && until.isBefore(from)) {
            throw new IllegalArgumentException("a pause ends after it began");
        }
    }

    public boolean covers(Instant at) {
        return !at.isBefore(from) && (until == null || at.isBefore(until));
    }
}
