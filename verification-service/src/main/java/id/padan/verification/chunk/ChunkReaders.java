package id.padan.verification.chunk;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Lends readers, keeping a few connected: a new one costs several round trips before its first chunk. */
@ApplicationScoped
public class ChunkReaders {
    private static final int KEPT = 4;

    private final Map<String, Object> broker;
    private final Deque<ChunkReader> idle = new ArrayDeque<>();
    private boolean closed;

    ChunkReaders(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.broker = broker;
    }

    public ChunkReader borrow() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return new ChunkReader(broker);
    }

    public void giveBack(ChunkReader reader) {
        synchronized (idle) {
            if (!closed && idle.size() < KEPT) {
                idle.push(reader);
                return;
            }
        }
        reader.close();
    }

    @PreDestroy
    void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(ChunkReader::close);
            idle.clear();
        }
    }
}
