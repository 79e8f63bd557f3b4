package id.padan.platform.agreement;

import java.time.Instant;
import java.util.List;

/**
 * A sign of life of agreement-service on agreement.heartbeat.v1, once a second.
 *
 * @param type always {@value #TYPE}
 * @param at its clock when it was sent
 * @param agreements what it has published; whoever holds at least these revisions is up to date
 */
public record Heartbeat(String type, Instant at, List<Confirmed> agreements) {

    public static final String TYPE = "agreement.heartbeat";

    public Heartbeat {
        if (at == null) {
            throw new IllegalArgumentException("at: is missing");
        }
        type = TYPE;
        agreements = agreements == null ? List.of() : List.copyOf(agreements);
    }

    public record Confirmed(String agreementId, long revision) {}
}
