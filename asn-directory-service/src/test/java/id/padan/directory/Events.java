package id.padan.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.testing.PolicyPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What is on a topic now, read from its beginning. */
public final class Events {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    public static List<ConsumerRecord<byte[], byte[]>> on(String topic) {
        try (var consumer = PolicyPublisher.consumer("admin")) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found;
        }
    }

    /** The values of one key, oldest first; a tombstone is a JSON null. */
    public static List<JsonNode> of(String topic, String key) {
        return on(topic).stream()
                .filter(event -> Objects.equals(new String(event.key(), StandardCharsets.UTF_8), key))
                .map(event -> json(event.value()))
                .toList();
    }

    private static JsonNode json(byte[] value) {
        try {
            return value == null ? JSON.nullNode() : JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
