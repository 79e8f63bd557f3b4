package id.padan.correction.proposal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.OutboxExpander;
import id.padan.platform.events.OutboxRow;
import id.padan.platform.events.OutgoingRecord;
import id.padan.platform.events.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** Makes {@code correction.proposal.v1} of a block of proposals; one whose time is over is a tombstone. */
@ApplicationScoped
class ProposalExpander implements OutboxExpander {

    static final String BLOCK = "correction.block";

    private final Jdbi jdbi;
    private final ObjectMapper json;

    ProposalExpander(@Identifier("relay") Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    @Override
    public boolean expands(String type) {
        return type.equals(BLOCK);
    }

    @Override
    public void expand(OutboxRow row, Consumer<OutgoingRecord> out) {
        jdbi.useHandle(handle -> {
            Instant now = Proposals.now(handle);
            handle.createQuery("select * from proposal where no = any(:records) order by no")
                    .bind("records", row.records())
                    .map((result, context) -> new OutgoingRecord(
                            Topics.CORRECTION_PROPOSAL,
                            result.getString("id"),
                            Topics.CORRECTION_PROPOSAL,
                            result.getObject("tombstoned_at", OffsetDateTime.class) != null
                                    ? null
                                    : bytes(ProposalEvent.of(Proposal.of(result), now))))
                    .forEach(out);
        });
    }

    private byte[] bytes(ProposalEvent event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written", e);
        }
    }
}
