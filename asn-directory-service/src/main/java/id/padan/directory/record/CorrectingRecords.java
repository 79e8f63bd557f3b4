package id.padan.directory.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.status.StatusMapping;
import id.padan.directory.status.StatusMappings;
import id.padan.directory.vault.NikVault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Changes single fields of records that are there, by the rules of an import row. */
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

    /** Whether a changed record passes the rules. */
    private sealed interface Checked permits Fitting, Outcome.Refused {}

    /** What became of a change. */
    public sealed interface Outcome {
        /** @param version of the record, which has the values now, whether or not it had them before */
        record Applied(long no, long version) implements Outcome {}

        /**
         * @param reason a stable code, such as a name of {@link RowRefusal}
         * @param field SIASN's name; null if it is not about one
         */
        record Refused(String reason, String field) implements Outcome, Checked {}
    }

    /**
     * One change, of the one record with this NIP.
     *
     * @param change given how the record stands: SIASN names with values, null to empty a field; empty if the value is none that fits
     */
    public record Correction(String nip, UUID cause, Function<ObjectNode, Optional<Map<String, String>>> change) {
        @Override
        public String toString() {
            return "Correction[" + cause + "]";
        }
    }

    /**
     * Changes records, which nobody else changes until the transaction ends; what one of them cannot take hinders none of the others.
     *
     * @param corrections of different NIPs
     * @return what became of each, in the same order
     */
    public List<Outcome> correct(Handle tx, Collection<Correction> corrections) {
        var numbers = new HashMap<String, List<Long>>();
        tx.createQuery("select no, nip from asn_record where nip = any(:nips) and not removed order by no for update")
                .bindArray(
                        "nips",
                        String.class,
                        corrections.stream().map(Correction::nip).toArray())
                .map((row, context) -> numbers.computeIfAbsent(row.getString("nip"), nip -> new ArrayList<>())
                        .add(row.getLong("no")))
                .forEach(unused -> {});
        var records = read(tx, numbers.values().stream().flatMap(List::stream).toList());
        var known = mappings.current(tx);
        var outcomes = new HashMap<Correction, Outcome>();
        var taken = new LinkedHashMap<Correction, AsnRecord>();
        for (var correction : corrections) {
            var same = numbers.getOrDefault(correction.nip(), List.of());
            if (same.size() != 1) {
                outcomes.put(
                        correction, new Outcome.Refused(same.isEmpty() ? "RECORD_UNKNOWN" : "NIP_SHARED", "nipBaru"));
                continue;
            }
            switch (changed(records.get(same.getFirst()).fields(), correction, known)) {
                case Outcome.Refused refused -> outcomes.put(correction, refused);
                case Fitting(AsnRecord asn) -> taken.put(correction, asn);
            }
        }
        outcomes.putAll(write(tx, taken));
        return corrections.stream().map(outcomes::get).toList();
    }

    private record Fitting(AsnRecord asn) implements Checked {}

    private Checked changed(ObjectNode record, Correction correction, StatusMapping known) {
        var found = correction.change().apply(record);
        if (found.isEmpty()) {
            return new Outcome.Refused("WRONG_VALUE", null);
        }
        var fields = found.get();
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
            // A code that nobody knows would take the person out of every answer.
            case ReadRow.Accepted(AsnRecord asn) ->
                fields.containsKey(Element.KEDUDUKAN_ID.siasn) && !known.knows(asn.statusCode())
                        ? new Outcome.Refused("UNKNOWN_STATUS_CODE", Element.KEDUDUKAN_ID.siasn)
                        : new Fitting(asn);
        };
    }

    private Map<Correction, Outcome> write(Handle tx, Map<Correction, AsnRecord> taken) {
        var stored = register.store(tx, List.copyOf(taken.values()), LocalDate.now(JAKARTA));
        register.announce(tx, stored, List.of());
        var versions = new HashMap<Long, Long>();
        tx.createQuery("""
                        with caused as (
                            update asn_record r set cause = one.cause from unnest(:nos::bigint[], :causes::uuid[]) as one (no, cause)
                            where r.no = one.no and r.no = any(:written))
                        select no, version from asn_record where no = any(:nos)""")
                .bind("nos", stored.numbers())
                .bind("written", stored.written())
                .bindArray(
                        "causes",
                        UUID.class,
                        taken.keySet().stream().map(Correction::cause).toArray())
                .map((row, context) -> versions.put(row.getLong("no"), row.getLong("version")))
                .forEach(unused -> {});
        var outcomes = new HashMap<Correction, Outcome>();
        for (var correction : taken.keySet()) {
            long no = stored.numbers()[outcomes.size()];
            outcomes.put(correction, new Outcome.Applied(no, versions.get(no)));
        }
        return outcomes;
    }

    /** A record in SIASN names, the NIK among them, with its version. */
    public record Read(ObjectNode fields, long version) {
        @Override
        public String toString() {
            return "Read[masked]";
        }
    }

    /** Records as they stand by their numbers, unless they have been removed. */
    public Map<Long, Read> read(Handle handle, Collection<Long> numbers) {
        var found = new HashMap<Long, Read>();
        handle.createQuery("select * from asn_record where no = any(:nos) and not removed")
                .bindArray("nos", Long.class, numbers)
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
                    return found.put(row.getLong("no"), new Read(fields, row.getLong("version")));
                })
                .forEach(unused -> {});
        return found;
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
