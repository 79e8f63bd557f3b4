package id.padan.correction.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.correction.known.KnownRecords;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Finds while it hears: each record that a topic tells is looked at once, so what is new costs no more than what has changed, and a first
 * reading from the beginning looks at all. The offsets are kept in the same transaction.
 */
@ApplicationScoped
class FindingReaders {
    static final String PARTNER = "partner.kemnaker.asn.v1";
    private static final String KEMNAKER = "kemnaker";
    private static final String BKN = "bkn";
    private static final LocalDate ALWAYS = LocalDate.of(2000, 1, 1);

    private final Jdbi jdbi;
    private final Findings findings;
    private final KnownRecords known;
    private final ObjectMapper json;

    FindingReaders(Jdbi jdbi, Findings findings, KnownRecords known, ObjectMapper json) {
        this.jdbi = jdbi;
        this.findings = findings;
        this.known = known;
        this.json = json;
    }

    void start(@Observes StartupEvent event, TopicReaders readers) {
        var unused = readers.start("findings-received", Set.of(PARTNER), findings.places(PARTNER), this::received);
        var unusedToo = readers.start(
                "findings-register", Set.of(Topics.ASN_FINDING), findings.places(Topics.ASN_FINDING), this::ofRegister);
    }

    private void received(List<ConsumerRecord<byte[], byte[]>> batch) {
        // The last state of each counts; within a partition they come in order.
        Map<String, JsonNode> last = new LinkedHashMap<>();
        for (var told : batch) {
            var value = told.value() == null ? json.createObjectNode().put("gone", true) : read(told.value());
            last.put(new String(told.key(), StandardCharsets.UTF_8), value);
        }
        jdbi.useTransaction(tx -> {
            var positions = positions(tx, last);
            var records = new ArrayList<Findings.OfRecord>(last.size());
            last.forEach((id, told) -> {
                var record = told.path("record");
                var nip = record.path("nip").asText("");
                records.add(new Findings.OfRecord(
                        id,
                        nip,
                        told.path("gone").asBoolean() ? List.of() : FindingRules.of(record, positions.get(nip))));
            });
            Findings.replace(tx, KEMNAKER, records, null);
            keepPlaces(tx, batch);
        });
    }

    private Map<String, JsonNode> positions(Handle tx, Map<String, JsonNode> told) {
        return known.find(
                tx,
                KnownRecords.Dataset.FUNCTIONAL_POSITION,
                told.values().stream()
                        .map(value -> value.path("record").path("nip").asText(""))
                        .filter(nip -> !nip.isEmpty())
                        .toList());
    }

    private void ofRegister(List<ConsumerRecord<byte[], byte[]>> batch) {
        jdbi.useTransaction(tx -> {
            var records = new ArrayList<Findings.OfRecord>();
            Long run = null;
            for (var told : batch) {
                if (told.value() == null) {
                    continue;
                }
                var value = read(told.value());
                long itsRun = value.path("run").asLong();
                if (run != null && run != itsRun || value.path("type").asText().equals("asn.finding-run")) {
                    replace(tx, records, run);
                }
                run = itsRun;
                if (value.path("type").asText().equals("asn.finding-run")) {
                    Findings.ended(tx, BKN, itsRun);
                } else {
                    records.add(ofRecord(value));
                }
            }
            replace(tx, records, run);
            keepPlaces(tx, batch);
        });
    }

    private static void replace(Handle tx, List<Findings.OfRecord> records, Long run) {
        if (!records.isEmpty()) {
            Findings.replace(tx, BKN, records, run);
            records.clear();
        }
    }

    private static Findings.OfRecord ofRecord(JsonNode value) {
        var byKind = new HashMap<FindingKind, FindingRules.Found>();
        for (var one : value.path("findings")) {
            FindingKind.ofIndicator(one.path("indicator").asText())
                    .ifPresent(kind -> byKind.put(
                            kind,
                            new FindingRules.Found(kind, ((ObjectNode) one.path("evidence")).deepCopy(), ALWAYS)));
        }
        return new Findings.OfRecord(
                value.path("asnId").asText(), value.path("nip").asText(), List.copyOf(byKind.values()));
    }

    private static void keepPlaces(Handle tx, List<ConsumerRecord<byte[], byte[]>> batch) {
        var next = new HashMap<Integer, Long>();
        batch.forEach(told -> next.merge(told.partition(), told.offset() + 1, Math::max));
        next.forEach((partition, offset) -> Findings.place(tx, batch.getFirst().topic(), partition, offset));
    }

    private JsonNode read(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException notJson) {
            throw new UnusableRecordException("no JSON");
        }
    }
}
