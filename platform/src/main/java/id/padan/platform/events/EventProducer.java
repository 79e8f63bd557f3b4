package id.padan.platform.events;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The service's one producer: waits for all in-sync replicas, is idempotent, compresses. Business code writes events to the
 * {@link Outbox}; this is for the relay, for dead letters, and for what is no event of a transaction (packed rows, heartbeats).
 */
@ApplicationScoped
public class EventProducer {

    /** After this long without an acknowledgement a send has failed. */
    static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, Object> kafka;
    private KafkaProducer<byte[], byte[]> producer;

    EventProducer(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /**
     * Queues a record; blocks while the send buffer is full. The future, and the callback if there is one, report the acknowledgement or
     * what went wrong.
     */
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> event, Callback whenDone) {
        return producer().send(event, whenDone);
    }

    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> event) {
        return send(event, null);
    }

    /** Sends what is queued now instead of waiting for fuller batches. */
    public void flush() {
        producer().flush();
    }

    /** How many partitions a topic has. */
    public int partitions(String topic) {
        return producer().partitionsFor(topic).size();
    }

    private synchronized KafkaProducer<byte[], byte[]> producer() {
        // Made with the first record, so that a service starts while Kafka is away.
        if (producer == null) {
            producer = new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<String, Object>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_TIMEOUT.toMillis());
        // Native everywhere; lz4 is Java's own code under Quarkus' class loader, and was a fifth of the relay's work.
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
        // A packed chunk is up to 900 KiB before its envelope.
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1536 * 1024);
        return settings;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(10));
        }
    }
}
