package id.padan.agreement.correction;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.obligation.DutySource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Each list of corrections is a duty of its receiver, and each completed list of candidates one of its sender: to coordinate its result. */
@ApplicationScoped
class CorrectionDuties implements DutySource {
    private static final Map<String, String> RULES =
            Map.of("PIHAK KESATU", "correction-list-first", "PIHAK KEDUA", "correction-list-second");

    @Override
    public List<CaseDuty> list(Handle handle, Seat table) {
        var duties = new ArrayList<CaseDuty>();
        handle.createQuery("select * from correction_list where agreement_id = :agreement")
                .bind("agreement", table.agreementId())
                .map((row, context) -> {
                    var receiver = row.getString("receiver");
                    var list = row.getObject("list_id", UUID.class);
                    int items = row.getInt("items");
                    return new CaseDuty(
                            RULES.getOrDefault(table.roleOf(receiver), ""),
                            list.toString(),
                            receiver,
                            "Menyelesaikan daftar perbaikan data kepegawaian (" + items + " butir)",
                            instant(row, "opened_at"),
                            // That of the item that is due first.
                            instant(row, "due_at"),
                            instant(row, "met_at"),
                            "corrections/v1/proposals?list=" + list,
                            false);
                })
                .forEach(duties::add);
        handle.createQuery("select * from coordination_case where agreement_id = :agreement")
                .bind("agreement", table.agreementId())
                .map((row, context) -> new CaseDuty(
                        "coordination-of-result",
                        row.getObject("coordination_id", UUID.class).toString(),
                        row.getString("party"),
                        null,
                        instant(row, "opened_at"),
                        null,
                        instant(row, "submitted_at"),
                        "corrections/v1/coordinations/" + row.getObject("coordination_id", UUID.class),
                        false))
                .forEach(duties::add);
        return duties;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
