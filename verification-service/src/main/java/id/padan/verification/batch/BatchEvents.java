package id.padan.verification.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** A list's row as {@code verification.batch.v1}: its life and counts, nobody's NIK, no file name, no hash. */
@ApplicationScoped
class BatchEvents {
    static final String TOPIC = "verification.batch.v1";

    private final Outbox outbox;

    BatchEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** The whole state after the change; {@code version} rises by one with each. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BatchChanged(
            String type,
            UUID batchId,
            long version,
            BatchState state,
            int attempt,
            String party,
            String purpose,
            String program,
            BatchView.Agreement agreement,
            BatchView.Counts counts,
            String problem,
            Instant createdAt,
            Instant sealedAt,
            Instant endedAt) {
        static BatchChanged from(Batch batch) {
            return new BatchChanged(
                    "verification.batch",
                    batch.id(),
                    batch.version(),
                    batch.state(),
                    batch.attempt(),
                    batch.party(),
                    batch.purpose(),
                    batch.programme(),
                    BatchView.Agreement.from(batch),
                    BatchView.Counts.from(batch.counts()),
                    batch.problem() == null ? null : batch.problem().code(),
                    batch.createdAt(),
                    batch.sealedAt(),
                    batch.endedAt());
        }
    }

    void append(Handle tx, Batch batch) {
        outbox.append(tx, new OutboxEvent(TOPIC, batch.id().toString(), TOPIC, BatchChanged.from(batch), null));
    }
}
