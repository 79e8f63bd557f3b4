package id.padan.correction.coordination;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;

/**
 * One case as its row says.
 *
 * @param party whose list it was
 * @param counts JSON, as the list's event told them
 * @param version rises with every step
 */
record Coordination(
        UUID id,
        UUID batch,
        String party,
        String agreementId,
        String agreementVersion,
        String purpose,
        String programme,
        String batchState,
        String counts,
        CoordinationState state,
        int version,
        Instant openedAt,
        Instant submittedAt,
        Instant acknowledgedAt,
        Instant closedAt) {

    static Coordination read(ResultSet row) throws SQLException {
        return new Coordination(
                row.getObject("id", UUID.class),
                row.getObject("batch_id", UUID.class),
                row.getString("party"),
                row.getString("agreement_id"),
                row.getString("agreement_version"),
                row.getString("purpose"),
                row.getString("programme"),
                row.getString("batch_state"),
                row.getString("counts"),
                CoordinationState.of(row.getString("state"), Set.of((String[])
                        row.getArray("closed_by").getArray())),
                row.getInt("version"),
                instant(row, "opened_at"),
                instant(row, "submitted_at"),
                instant(row, "acknowledged_at"),
                instant(row, "closed_at"));
    }

    /** The same case after a move. */
    Coordination moved(CoordinationState next, Instant at) {
        boolean submitted = next instanceof CoordinationState.Submitted;
        return new Coordination(
                id,
                batch,
                party,
                agreementId,
                agreementVersion,
                purpose,
                programme,
                batchState,
                counts,
                next,
                version + 1,
                openedAt,
                // The duty is met by the first; a comment does not undo it.
                submitted && submittedAt == null ? at : submittedAt,
                next instanceof CoordinationState.Acknowledged && acknowledgedAt == null ? at : acknowledgedAt,
                next instanceof CoordinationState.Closed ? at : null);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
