package id.padan.correction.known;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.correction.known.KnownRecords.Dataset;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;

/** Keeps what the partner topics tell, by version: an older event never replaces a newer one, and the same one twice changes nothing. */
@ApplicationScoped
class KnownReader implements KeptTopics.Listener {

    /** What Kemnaker may read of the register, under the annex in force (design, table of topics). */
    static final String PARTNER = "partner.kemnaker.asn.v1";

    private final ObjectMapper json;

    KnownReader(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String name() {
        return "known-records";
    }

    @Override
    public Set<String> topics() {
        return Set.of(PARTNER, Topics.FUNCTIONAL_POSITION_RECORD);
    }

    /** A record to keep; null content where it is gone. */
    private record Row(Dataset dataset, String asnId, String nip, long version, String record) {}

    @Override
    public void handle(Handle tx, List<ConsumerRecord<byte[], byte[]>> batch) {
        var rows = new ArrayList<Row>();
        for (var one : batch) {
            rows.add(row(one));
        }
        var kept = tx.prepareBatch("""
                insert into known_record (dataset, asn_id, nip, version, record)
                values (:dataset, :asnId, :nip, :version, cast(:record as jsonb))
                on conflict (dataset, asn_id) do update
                    set nip = excluded.nip, version = excluded.version, record = excluded.record
                    where known_record.version <= excluded.version""");
        var gone = tx.prepareBatch(
                "delete from known_record where dataset = :dataset and asn_id = :asnId and version <= :version");
        // One key can be in a batch more than once, and in that order.
        for (Row row : rows) {
            var target = row.record() == null ? gone : kept;
            var other = row.record() == null ? kept : gone;
            if (other.size() > 0) {
                other.execute();
            }
            target.bind("dataset", row.dataset().name())
                    .bind("asnId", row.asnId())
                    .bind("version", row.version());
            if (row.record() != null) {
                target.bind("nip", row.nip()).bind("record", row.record());
            }
            target.add();
        }
        if (kept.size() > 0) {
            kept.execute();
        }
        if (gone.size() > 0) {
            gone.execute();
        }
    }

    private Row row(ConsumerRecord<byte[], byte[]> event) {
        if (event.key() == null) {
            throw new UnusableRecordException("no key");
        }
        String id = new String(event.key(), StandardCharsets.UTF_8);
        Dataset dataset = event.topic().equals(PARTNER) ? Dataset.ASN : Dataset.FUNCTIONAL_POSITION;
        if (event.value() == null) {
            return new Row(dataset, id, null, Long.MAX_VALUE, null);
        }
        JsonNode value;
        try {
            value = json.readTree(event.value());
        } catch (IOException e) {
            throw new UnusableRecordException("not JSON");
        }
        JsonNode record = value.path("record");
        if (!value.path("version").canConvertToLong() || !record.isObject()) {
            throw new UnusableRecordException("no version or no record");
        }
        long version = value.path("version").asLong();
        if (value.path("gone").asBoolean(false)) {
            return new Row(dataset, id, null, version, null);
        }
        return new Row(dataset, id, record.path("nip").asText(null), version, record.toString());
    }
}
