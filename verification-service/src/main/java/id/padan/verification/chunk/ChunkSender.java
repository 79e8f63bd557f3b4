package id.padan.verification.chunk;

import id.padan.platform.events.EventProducer;
import id.padan.platform.events.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Puts encrypted chunks on the topic and takes them off again. */
@ApplicationScoped
public class ChunkSender {
    static final String FIRST_ROW = "padan-first-row";
    static final String ROWS = "padan-rows";

    private final EventProducer producer;

    ChunkSender(EventProducer producer) {
        this.producer = producer;
    }

    /** Sends one encrypted chunk; completes with where it lies, or exceptionally when the broker does not take it within 30 s. */
    public CompletableFuture<RecordMetadata> send(ChunkId id, long firstRow, int rows, byte[] encrypted) {
        var chunk = new ProducerRecord<>(Topics.VERIFICATION_CHUNK, id.key(), encrypted);
        chunk.headers()
                .add(
                        FIRST_ROW,
                        ByteBuffer.allocate(Long.BYTES).putLong(firstRow).array())
                .add(ROWS, ByteBuffer.allocate(Integer.BYTES).putInt(rows).array())
                .add("ce_specversion", ascii("1.0"))
                .add("ce_id", id.key())
                .add("ce_source", ascii("/padan/verification-service"))
                .add("ce_type", ascii(Topics.VERIFICATION_CHUNK))
                .add("content-type", ascii("application/octet-stream"));
        return send(chunk);
    }

    /** Erases a chunk: compaction drops every earlier record of its key. */
    public CompletableFuture<RecordMetadata> erase(ChunkId id) {
        return send(new ProducerRecord<>(Topics.VERIFICATION_CHUNK, id.key(), null));
    }

    private CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> chunk) {
        var sent = new CompletableFuture<RecordMetadata>();
        try {
            var unused = producer.send(chunk, (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(metadata);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException failure) {
            sent.completeExceptionally(failure);
        }
        return sent;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
