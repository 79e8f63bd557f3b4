package id.padan.platform.proof;

import java.time.Instant;

/**
 * The event {@code <context>.log-head.v1}: a head as it was when it was published, at most once a second.
 *
 * @param type {@link #TYPE}
 * @param origin the log, and the event's key
 * @param head C2SP checkpoint as a signed note
 */
public record PublishedHead(String type, String origin, long size, Instant at, String head) {
    public static final String TYPE = "log-head";
}
