package id.padan.platform.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Headers of a CloudEvents 1.0 event in Kafka's binary mode. There is no subject: the key already says what the event is about, and in
 * a header a token would be one more place to forget.
 *
 * @param id unique per event, and the same when it is delivered again; only a claim check that was grouped with others when the relay died
 *     may come again under another
 * @param source the service, {@code /padan/<service>}
 */
public record CloudEvent(UUID id, String source, String type, Instant time) {

    private static final byte[] VERSION = "1.0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JSON = "application/json".getBytes(StandardCharsets.US_ASCII);

    /** The headers as they travel, attributes prefixed {@code ce_} and the content type plain. */
    public Headers toHeaders() {
        return new RecordHeaders()
                .add("ce_specversion", VERSION)
                .add("ce_id", bytes(id.toString()))
                .add("ce_source", bytes(source))
                .add("ce_type", bytes(type))
                .add("ce_time", bytes(time.toString()))
                .add("content-type", JSON);
    }

    /** Many events of one moment and source, such as those of a claim check: what they have in common is written once. */
    static final class Series {
        private final byte[] source;
        private final byte[] time;
        private final Map<String, byte[]> types = new HashMap<>();

        Series(String source, Instant time) {
            this.source = bytes(source);
            this.time = bytes(time.toString());
        }

        Headers headers(UUID id, String type) {
            return new RecordHeaders()
                    .add("ce_specversion", VERSION)
                    .add("ce_id", bytes(id.toString()))
                    .add("ce_source", source)
                    .add("ce_type", types.computeIfAbsent(type, CloudEvent::bytes))
                    .add("ce_time", time)
                    .add("content-type", JSON);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
