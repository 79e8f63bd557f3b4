package id.padan.verification.dispute;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * One dispute as its row says.
 *
 * @param party whose answer it is: the one that asked
 * @param raisedBy the party that disputes it
 * @param leaf the receipt's
 * @param batch null for a single check, as the row
 * @param said an answer, or the status that stood in its place
 * @param evidence JSON as it was given
 * @param sealed receipt and NIK; null once they are gone
 * @param version rises with every step
 */
record Dispute(
        UUID id,
        String party,
        String client,
        String raisedBy,
        UUID leaf,
        UUID batch,
        Long row,
        String purpose,
        String programme,
        LocalDate asOf,
        String said,
        DisputeReason reason,
        String explanation,
        String evidence,
        byte[] sealed,
        DisputeState state,
        int version,
        UUID proposal,
        Instant raisedAt,
        Instant endedAt) {

    static Dispute read(ResultSet row) throws SQLException {
        var ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Dispute(
                row.getObject("id", UUID.class),
                row.getString("party"),
                row.getString("client"),
                row.getString("raised_by"),
                row.getObject("receipt_leaf", UUID.class),
                row.getObject("batch_id", UUID.class),
                row.getObject("list_row", Long.class),
                row.getString("purpose"),
                row.getString("programme"),
                row.getObject("as_of", LocalDate.class),
                row.getString("said"),
                DisputeReason.valueOf(row.getString("reason")),
                row.getString("explanation"),
                row.getString("evidence"),
                row.getBytes("sealed"),
                DisputeState.of(
                        row.getString("state"), row.getString("new_answer"), row.getObject("new_leaf", UUID.class)),
                row.getInt("version"),
                row.getObject("proposal_id", UUID.class),
                row.getObject("raised_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant());
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "Dispute[" + id + "]";
    }
}
