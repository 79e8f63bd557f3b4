package id.padan.directory.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.status.StatusMappings;
import id.padan.directory.vault.NikVault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Changes single fields of a record that is there, by the rules of an import row. */
@ApplicationScoped
public class CorrectingRecords {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private final RegisterWriter register;
    private final StatusMappings mappings;
    private final NikVault vault;
    private final ObjectMapper json;

    CorrectingRecords(RegisterWriter register, StatusMappings mappings, NikVault vault, ObjectMapper json) {
        this.register = register;
        this.mappings = mappings;
        this.vault = vault;
        this.json = json;
    }

    /** What became of a change. */
    public sealed interface Outcome {
        /** @param version of the record, which has the values now, whether or not it had them before */
        record Applied(long no, long version) implements Outcome {}

        /**
         * @param reason a stable code, such as a name of {@link RowRefusal}
         * @param field SIASN's name; null if it is not about one
         */
        record Refused(String reason, String field) implements Outcome {}
    }

    /** How a record is to be changed, given how it stands: SIASN names with values, null to empty a field. */
    public interface Change {
        Map<String, String> of(ObjectNode record);
    }

    /** Changes the one record with this NIP, which nobody else changes until the transaction ends. */
    public Outcome correct(Handle tx, String nip, Change change, UUID cause) {
        var numbers = tx.createQuery(
                        "select no from asn_record where nip = :nip and not removed order by no for update")
                .bind("nip", nip)
                .mapTo(long.class)
                .list();
        if (numbers.size() != 1) {
            return new Outcome.Refused(numbers.isEmpty() ? "RECORD_UNKNOWN" : "NIP_SHARED", "nipBaru");
        }
        long no = numbers.getFirst();
        var record = read(tx, no).orElseThrow().fields();
        var fields = change.of(record);
        for (var field : fields.entrySet()) {
            if (field.getValue() == null) {
                record.remove(field.getKey());
            } else {
                record.put(field.getKey(), field.getValue());
            }
        }
        var row = bytes(record);
        return switch (new RecordReader().readJson(row, 0, row.length)) {
            case ReadRow.Refused(RowRefusal reason, String field, Integer position, String id) ->
                new Outcome.Refused(reason.name(), field);
            case ReadRow.Accepted(AsnRecord asn) -> {
                // A code that nobody knows would take the person out of every answer.
                if (fields.containsKey(Element.KEDUDUKAN_ID.siasn)
                        && !mappings.current(tx).knows(asn.statusCode())) {
                    yield new Outcome.Refused("UNKNOWN_STATUS_CODE", Element.KEDUDUKAN_ID.siasn);
                }
                if (register.write(tx, List.of(asn), LocalDate.now(JAKARTA)) > 0) {
                    tx.execute("update asn_record set cause = ? where no = ?", cause, no);
                }
                yield new Outcome.Applied(no, version(tx, no));
            }
        };
    }

    /** A record in SIASN names, the NIK among them, with its version. */
    public record Read(ObjectNode fields, long version) {
        @Override
        public String toString() {
            return "Read[masked]";
        }
    }

    /** The record as it stands, unless it has been removed. */
    public Optional<Read> read(Handle handle, long no) {
        return handle.createQuery("select * from asn_record where no = :no and not removed")
                .bind("no", no)
                .map((row, context) -> {
                    var fields = object(row.getString("elements"));
                    fields.setAll(object(row.getString("internal")));
                    fields.put(Element.ID.siasn, row.getString("id"));
                    fields.put(Element.NIP.siasn, row.getString("nip"));
                    byte[] nik = row.getBytes("nik_sealed");
                    if (nik != null) {
                        fields.put(Element.NIK.siasn, String.format("%016d", vault.open(nik, row.getString("id"))));
                    }
                    // Only that there is one is kept; the reader makes the flag of it again.
                    if (row.getBoolean("has_email")) {
                        fields.put("email", "…");
                    }
                    if (row.getBoolean("has_phone")) {
                        fields.put("noHp", "…");
                    }
                    return new Read(fields, row.getLong("version"));
                })
                .findOne();
    }

    private static long version(Handle tx, long no) {
        return tx.createQuery("select version from asn_record where no = :no")
                .bind("no", no)
                .mapTo(long.class)
                .one();
    }

    private ObjectNode object(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored record is no JSON");
        }
    }

    private byte[] bytes(ObjectNode record) {
        try {
            return json.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record cannot be written as JSON");
        }
    }
}
