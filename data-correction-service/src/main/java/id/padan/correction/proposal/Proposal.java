package id.padan.correction.proposal;

import id.padan.correction.competence.Direction;
import id.padan.correction.life.Effect;
import id.padan.correction.life.ProposalState;
import id.padan.correction.life.Reason;
import id.padan.correction.life.Usul;
import id.padan.platform.agreement.PolicyRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** One proposal as it is kept; its values are sealed in it. */
public record Proposal(
        long no,
        UUID id,
        UUID listId,
        Integer listRow,
        int version,
        Direction direction,
        String holder,
        String decider,
        String nip,
        String element,
        String field,
        String historyType,
        String historyRow,
        byte[] sealed,
        byte[] salt,
        byte[] presentHash,
        byte[] proposedHash,
        boolean presentChecked,
        String indicator,
        boolean aidImpact,
        boolean subjectRequest,
        String agency,
        String purpose,
        PolicyRef policy,
        ProposalState state,
        String reasonText,
        String resolver,
        int attempt,
        String effectReason,
        Boolean reread,
        String submittedBy,
        String answeredBy,
        String decidedBy,
        Instant submittedAt,
        Instant openedAt,
        Instant changedAt,
        Instant dueAt,
        Instant pausedAt,
        Instant closedAt) {

    static Proposal of(ResultSet row) throws SQLException {
        String usulNumber = row.getString("usul_number");
        Integer usulStatus = row.getObject("usul_status", Integer.class);
        Usul usul = usulNumber == null && usulStatus == null ? null : new Usul(usulNumber, usulStatus);
        return new Proposal(
                row.getLong("no"),
                row.getObject("id", UUID.class),
                row.getObject("list_id", UUID.class),
                row.getObject("list_row", Integer.class),
                row.getInt("version"),
                Direction.from(row.getString("proposer")).orElseThrow(),
                row.getString("holder"),
                row.getString("decider"),
                row.getString("nip"),
                row.getString("element"),
                row.getString("field"),
                row.getString("history_type"),
                row.getString("history_row"),
                row.getBytes("sealed"),
                row.getBytes("salt"),
                row.getBytes("present_hash"),
                row.getBytes("proposed_hash"),
                row.getBoolean("present_checked"),
                row.getString("indicator"),
                row.getBoolean("aid_impact"),
                row.getBoolean("subject_request"),
                row.getString("agency"),
                row.getString("purpose"),
                new PolicyRef(row.getString("agreement_id"), row.getString("agreement_version")),
                ProposalState.of(
                        ProposalState.Wire.valueOf(row.getString("state")),
                        usul,
                        Optional.ofNullable(row.getString("reason"))
                                .flatMap(Reason::find)
                                .orElse(null),
                        Effect.valueOf(row.getString("effect"))),
                row.getString("reason_text"),
                row.getString("resolver"),
                row.getInt("attempt"),
                row.getString("effect_reason"),
                row.getObject("reread", Boolean.class),
                row.getString("submitted_by"),
                row.getString("answered_by"),
                row.getString("decided_by"),
                at(row, "submitted_at"),
                at(row, "opened_at"),
                at(row, "changed_at"),
                at(row, "due_at"),
                at(row, "paused_at"),
                at(row, "closed_at"));
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    public String proposer() {
        return direction.proposer();
    }

    public String receiver() {
        return direction.receiver();
    }

    /** Whether a party may know of it. */
    public boolean concerns(String party) {
        return party.equals(proposer()) || party.equals(receiver());
    }

    boolean isOverdue(Instant now) {
        Instant end = closedAt == null ? now : closedAt;
        return dueAt != null && !end.isBefore(dueAt);
    }

    @Override
    public String toString() {
        return "Proposal[" + id + "]";
    }
}
