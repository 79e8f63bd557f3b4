package id.padan.verification.chunk;

import id.padan.platform.events.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads single chunks back by manifest, for results and retries; in no group. For one thread at a time. */
public final class ChunkReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;

    ChunkReader(Map<String, Object> broker) {
        var settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "verification-chunk-reader");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // One record batch a fetch, which Kafka gives even when it is larger: the next chunk wanted is on another
        // partition.
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The record's value where the manifest says.
     *
     * @throws UnreadableChunk if another record, or none, is there
     * @throws org.apache.kafka.common.KafkaException if the broker cannot be reached now
     */
    public byte[] read(ChunkManifest manifest) throws UnreadableChunk {
        var partition = new TopicPartition(Topics.VERIFICATION_CHUNK, manifest.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, manifest.offset());
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (var found : poll(manifest)) {
                return checked(manifest, found);
            }
            if (consumer.endOffsets(List.of(partition)).get(partition) <= manifest.offset()) {
                throw new UnreadableChunk("the topic does not reach to where its manifest says");
            }
        }
        throw new TimeoutException("a chunk could not be read in time");
    }

    private Iterable<ConsumerRecord<byte[], byte[]>> poll(ChunkManifest manifest) throws UnreadableChunk {
        try {
            return consumer.poll(POLL);
        } catch (org.apache.kafka.clients.consumer.InvalidOffsetException e) {
            throw new UnreadableChunk("offset " + manifest.offset() + " is no longer on the topic");
        }
    }

    private static byte[] checked(ChunkManifest manifest, ConsumerRecord<byte[], byte[]> found) throws UnreadableChunk {
        if (found.offset() != manifest.offset()
                || !Arrays.equals(found.key(), manifest.id().key())) {
            throw new UnreadableChunk("another record is where its manifest says");
        }
        if (found.value() == null) {
            throw new UnreadableChunk("it was erased from the topic");
        }
        return found.value();
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
