package id.padan.verification.chunk;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** A record of the topic that says which chunk it is and which rows it holds; what it claims is proved by decrypting it. */
public record ChunkRecord(ChunkId id, long firstRow, int rows, byte[] encrypted) {
    private static final int MOST_ROWS = 65_536;

    /** Empty if the record is no chunk. */
    public static Optional<ChunkRecord> find(ConsumerRecord<byte[], byte[]> found) {
        var id = ChunkId.find(found.key());
        var firstRow = header(found.headers(), ChunkSender.FIRST_ROW, Long.BYTES);
        var rows = header(found.headers(), ChunkSender.ROWS, Integer.BYTES);
        if (id.isEmpty() || firstRow == null || rows == null || found.value() == null) {
            return Optional.empty();
        }
        var chunk = new ChunkRecord(id.get(), firstRow.getLong(), rows.getInt(), found.value());
        return chunk.rows() < 1 || chunk.rows() > MOST_ROWS || chunk.firstRow() < 1
                ? Optional.empty()
                : Optional.of(chunk);
    }

    private static ByteBuffer header(Headers headers, String name, int length) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length != length
                ? null
                : ByteBuffer.wrap(header.value());
    }
}
