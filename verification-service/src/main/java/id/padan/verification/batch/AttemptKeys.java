package id.padan.verification.batch;

import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.UnreadableChunk;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The data keys of lists at work, remembered for seconds: a destroyed key must soon be gone from memory too. */
@ApplicationScoped
class AttemptKeys {
    private static final Duration KEPT = Duration.ofSeconds(20);
    private static final int MOST = 64;

    private final Batches batches;
    private final ContentKeys contentKeys;

    private final Map<Attempt, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Known> eldest) {
            return size() > MOST;
        }
    };

    AttemptKeys(Batches batches, ContentKeys contentKeys) {
        this.batches = batches;
        this.contentKeys = contentKeys;
    }

    private record Attempt(UUID batch, int number) {}

    private record Known(byte[] key, long at) {}

    /**
     * The data key of a current attempt; empty if the attempt is not the list's current one or its key has been destroyed.
     *
     * @throws UnreadableChunk if the key cannot be unwrapped here
     */
    synchronized Optional<byte[]> find(UUID batch, int attempt) throws UnreadableChunk {
        var wanted = new Attempt(batch, attempt);
        var cached = known.get(wanted);
        if (cached != null && System.nanoTime() - cached.at() < KEPT.toNanos()) {
            return Optional.of(cached.key());
        }
        known.remove(wanted);
        var current = batches.find(batch)
                .filter(found -> found.attempt() == attempt && found.wrappedKey() != null)
                .filter(found -> !found.state().ended());
        if (current.isEmpty()) {
            return Optional.empty();
        }
        var key = contentKeys.unwrap(current.get().wrappedKey(), batch, attempt);
        known.put(wanted, new Known(key, System.nanoTime()));
        return Optional.of(key);
    }
}
