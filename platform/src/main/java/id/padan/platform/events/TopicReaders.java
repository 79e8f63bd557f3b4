package id.padan.platform.events;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;

/** Makes readers, and closes them with the service. */
@ApplicationScoped
public class TopicReaders {

    private final Map<String, Object> kafka;
    private final DeadLetters deadLetters;
    private final List<TopicReader> open = new CopyOnWriteArrayList<>();

    TopicReaders(@Identifier("default-kafka-broker") Map<String, Object> kafka, DeadLetters deadLetters) {
        this.kafka = kafka;
        this.deadLetters = deadLetters;
    }

    /**
     * Starts a reader over all partitions of the topics.
     *
     * @param name of the reader's thread and in logs
     * @param from the next offset to read by partition; a partition not named, or whose offset Kafka no longer has, begins at its
     *     beginning
     */
    public TopicReader start(
            String name, Set<String> topics, Map<TopicPartition, Long> from, TopicReader.Handler handler) {
        var reader = new TopicReader(name, kafka, topics, from, handler, deadLetters);
        open.add(reader);
        reader.start();
        return reader;
    }

    /** Starts a reader from the beginning of the topics. */
    public TopicReader start(String name, Set<String> topics, TopicReader.Handler handler) {
        return start(name, topics, Map.of(), handler);
    }

    @PreDestroy
    void close() {
        open.forEach(TopicReader::close);
    }
}
