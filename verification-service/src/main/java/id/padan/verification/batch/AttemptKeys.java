package id.padan.verification.batch;

import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.UnreadableChunk;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The data keys of lists at work, and the days they ask of, remembered for seconds: a destroyed key must soon be gone from memory too. */
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

    private record Known(Opened opened, long at) {}

    /** @param asOf the day that was asked for */
    record Opened(byte[] key, LocalDate asOf) {}

    /**
     * The data key of a current attempt; empty if the attempt is not the list's current one or its key has been destroyed.
     *
     * @throws UnreadableChunk if the key cannot be unwrapped here
     */
    synchronized Optional<Opened> find(UUID batch, int attempt) throws UnreadableChunk {
        var wanted = new Attempt(batch, attempt);
        var cached = known.get(wanted);
        if (cached != null && System.nanoTime() - cached.at() < KEPT.toNanos()) {
            return Optional.of(cached.opened());
        }
        known.remove(wanted);
        var current = batches.find(batch)
                .filter(found -> found.attempt() == attempt && found.wrappedKey() != null)
                .filter(found -> !found.state().ended());
        if (current.isEmpty()) {
            return Optional.empty();
        }
        var opened = new Opened(
                contentKeys.unwrap(current.get().wrappedKey(), batch, attempt),
                current.get().asOf());
        known.put(wanted, new Known(opened, System.nanoTime()));
        return Optional.of(opened);
    }
}
