package id.padan.casn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.testing.PolicyPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What was ever on a topic until now. A topic is read on from where the last question left it. */
final class Events {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Events> TOPICS = new ConcurrentHashMap<>();

    private final KafkaConsumer<byte[], byte[]> consumer = PolicyPublisher.consumer("admin");
    private final List<TopicPartition> partitions;
    private final List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();

    private Events(String topic) {
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static List<ConsumerRecord<byte[], byte[]>> on(String topic) {
        return TOPICS.computeIfAbsent(topic, Events::new).untilNow();
    }

    private synchronized List<ConsumerRecord<byte[], byte[]>> untilNow() {
        var ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            consumer.poll(Duration.ofMillis(200)).forEach(events::add);
        }
        return List.copyOf(events);
    }

    /** The values of one key, oldest first; a tombstone is a JSON null. */
    static List<JsonNode> of(String topic, String key) {
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
