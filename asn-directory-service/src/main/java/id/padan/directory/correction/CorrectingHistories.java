package id.padan.directory.correction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.access.OutwardHistories;
import id.padan.directory.correction.EffectStore.Done;
import id.padan.directory.correction.EffectStore.Effect;
import id.padan.directory.history.Histories;
import id.padan.directory.history.HistoryReader;
import id.padan.directory.history.HistoryRow;
import id.padan.directory.record.FieldCounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Changes one member of a row of a history that is there, by the rules of an import row. */
@ApplicationScoped
class CorrectingHistories {

    private final Histories histories;

    CorrectingHistories(Histories histories) {
        this.histories = histories;
    }

    Done correct(Handle tx, Awaited one) {
        if (one.historyRow() == null) {
            return new Done.Refused("MISSING", "historyRow");
        }
        var kinds = HistoryMembers.kinds(one.effect().element());
        var persons = tx.createQuery(
                        "select no from asn_record where nip = :nip and not removed order by no for update")
                .bind("nip", one.nip())
                .mapTo(long.class)
                .list();
        if (persons.size() != 1) {
            return new Done.Refused(persons.isEmpty() ? "RECORD_UNKNOWN" : "NIP_SHARED", "nipBaru");
        }
        var named = histories.of(tx, persons.getFirst(), kinds).stream()
                .filter(row -> isNamed(row, one.historyRow()))
                .toList();
        if (named.size() != 1) {
            return new Done.Refused(named.isEmpty() ? "HISTORY_ROW_UNKNOWN" : "HISTORY_ROW_SHARED", "historyRow");
        }
        return change(tx, named.getFirst(), one);
    }

    private Done change(Handle tx, Histories.Kept row, Awaited one) {
        ObjectNode fields = row.fields();
        if (!HistoryMembers.put(row.kind(), fields, one.field(), one.proposed())) {
            return new Done.Refused("WRONG_VALUE", one.field());
        }
        byte[] json = fields.put("id", row.id()).toString().getBytes(StandardCharsets.UTF_8);
        return switch (new HistoryReader(row.kind(), new FieldCounts()).readJson(json, json.length, row.person())) {
            case HistoryRow.Read.Refused(var reason, String field) -> new Done.Refused(reason.name(), field);
            case HistoryRow.Read.Accepted(HistoryRow changed) -> {
                var unused = histories.store(tx, row.kind(), List.of(changed));
                yield new Done.Applied(
                        row.no(),
                        row.version(),
                        List.of(one.field()),
                        /* plain= */ true,
                        row.rowNo(),
                        ApplyingCorrections.newSalt());
            }
        };
    }

    private static boolean isNamed(Histories.Kept row, String name) {
        return row.id().equals(name)
                || HistoryMembers.name(row.kind())
                        .filter(field -> name.equals(row.fields().path(field).asText(null)))
                        .isPresent();
    }

    /** The member as it goes out under the annex; null if it is empty or the row is gone. */
    String read(Handle tx, Effect effect) {
        return histories
                .find(tx, effect.historyRow())
                .map(row -> OutwardHistories.row(row.kind(), row.fields())
                        .path(effect.members().getFirst())
                        .asText(null))
                .orElse(null);
    }
}
