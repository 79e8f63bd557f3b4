package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The token key is changed while checks and lists go on, and finished lists stay alive over it. */
class RotationJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private static final int KNOWN = 300;
    private static final String UNREADABLE = "0123456789abcdef0123456789abcdef";

    private final Stack stack = Stack.stack();
    private final Api api = new Api(stack);

    @Test
    void theTokenKeyChangesWithoutAWrongOrFailedAnswer() throws IOException {
        var known = known();
        var somebody = new Register(37);
        var nik = somebody.person("01");
        imported(somebody.ndjson(), nik, "ACTIVE");
        var standing = standingList(nik);
        unreadable("{\"epoch\":1}");
        var done = new AtomicBoolean();
        var asked = new AtomicInteger();
        var wrong = new ConcurrentLinkedQueue<String>();
        var checks = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                var token = api.token("kemnaker");
                for (var one : known.entrySet()) {
                    var answer = api.check(token, one.getKey(), "AID_VERIFICATION", "BSU-2025");
                    asked.incrementAndGet();
                    if (answer.status() != 200
                            || !answer.json().path("answer").asText().equals(one.getValue())) {
                        wrong.add(one.getValue() + ": " + answer.status() + " "
                                + answer.json().path("answer"));
                    }
                    if (done.get()) {
                        return;
                    }
                }
            }
        });
        var lists = CompletableFuture.runAsync(() -> {
            do {
                verifyTheList(wrong);
            } while (!done.get());
        });

        var rotated = stack.padan(Duration.ofMinutes(6), "keys", "rotate");

        done.set(true);
        CompletableFuture.allOf(checks, lists).join();
        assertThat(rotated.exit()).as(rotated.output()).isZero();
        assertThat(wrong).isEmpty();
        assertThat(asked).hasPositiveValue();
        var keyset =
                Api.JSON.readTree(Files.readString(stack.home().resolve("keys").resolve("token-keyset.json")));
        assertThat(keyset.path("key")).hasSize(1);
        assertThat(keyset.path("primaryKeyId").asInt()).isGreaterThan(1);
        verifyTheList(wrong);
        assertThat(wrong).isEmpty();
        assertThat(latest("operator", "asn.status.v1.dlq")).doesNotContainKey(UNREADABLE);
        // The new key tells nothing by itself; what changes under it is told of a list that was answered under the old
        // one.
        assertThat(told(standing)).isEmpty();
        imported(somebody.ndjson().replace("\"kedudukanPnsId\":\"01\"", "\"kedudukanPnsId\":\"99\""), nik, "RETIRED");
        nothingOfAnotherEpochIsLeft(keyset.path("primaryKeyId").asInt());
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(told(standing)).containsExactly("1 ACTIVE RETIRED"));
    }

    private void imported(String records, String nik, String answer) {
        var sent = api.importRecords(
                api.token("bkn"),
                "delta",
                Register.today(),
                UUID.randomUUID().toString(),
                BodyPublishers.ofString(records));
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> api.check(api.token("kemnaker"), nik, "AID_VERIFICATION", "BSU-2025")
                        .json()
                        .path("answer")
                        .asText()
                        .equals(answer));
    }

    /** A dead letter under an old token, as verification lays it down. */
    private static void unreadable(String status) {
        try (var producer = new KafkaProducer<byte[], byte[]>(
                IsolationJourney.kafka("verification-service"), new ByteArraySerializer(), new ByteArraySerializer())) {
            var sent = producer.send(new ProducerRecord<>(
                    "asn.status.v1.dlq",
                    UNREADABLE.getBytes(StandardCharsets.UTF_8),
                    status.getBytes(StandardCharsets.UTF_8)));
            assertThat(sent).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    private String standingList(String nik) {
        var sent = api.uploadCsv(api.token("kemnaker"), "nik\n" + nik + "\n");
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        var id = sent.json().path("id").asText();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> api.batch(api.token("kemnaker"), id)
                        .json()
                        .path("state")
                        .asText()
                        .equals("COMPLETED"));
        return id;
    }

    private List<String> told(String list) {
        var told = new ArrayList<String>();
        for (var notice : api.get(api.token("kemnaker"), "/api/verification/v1/batches/" + list + "/changes")
                .json()
                .path("items")) {
            notice.path("changes")
                    .forEach(change -> told.add(change.path("row").asText() + " "
                            + change.at("/from/answer").asText() + " "
                            + change.at("/to/answer").asText()));
        }
        return told;
    }

    private void nothingOfAnotherEpochIsLeft(int epoch) throws IOException {
        // What compaction keeps: the last value of each key.
        var statuses = latest("verification-service", "asn.status.v1");
        statuses.keySet().removeIf(key -> key.startsWith("epoch-"));
        assertThat(statuses).hasSizeGreaterThanOrEqualTo(KNOWN);
        assertThat(statuses.values())
                .allSatisfy(value -> assertThat(value.path("epoch").asInt()).isEqualTo(epoch));
        assertThat(latest("asn-directory-service", "asn.record.v1").values())
                .isNotEmpty()
                .filteredOn(value -> value.has("token"))
                .allSatisfy(value -> assertThat(value.path("epoch").asInt()).isEqualTo(epoch));
        // The store empties itself when it reads the last marker.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(rowsOfEpochs()).containsOnlyKeys(epoch));
        var index = index();
        assertThat(index.path("epoch").asInt()).isEqualTo(epoch);
        assertThat(index.path("records").asLong())
                .isBetween((long) KNOWN, rowsOfEpochs().get(epoch));
    }

    /** By key the last value that is no tombstone. */
    private Map<String, JsonNode> latest(String principal, String topic) throws IOException {
        var latest = new HashMap<String, JsonNode>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(
                IsolationJourney.kafka(principal), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(found -> new TopicPartition(topic, found.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    var key = new String(record.key(), StandardCharsets.UTF_8);
                    if (record.value() == null) {
                        latest.remove(key);
                    } else {
                        latest.put(key, Api.JSON.readTree(record.value()));
                    }
                }
            }
        }
        return latest;
    }

    private Map<Integer, Long> rowsOfEpochs() {
        var rows = new HashMap<Integer, Long>();
        try (var connection = DriverManager.getConnection(
                        IsolationJourney.url("verification"), "verification", "verification-local");
                var found = connection
                        .createStatement()
                        .executeQuery("select epoch, count(*) from asn_status group by epoch")) {
            while (found.next()) {
                rows.put(found.getInt(1), found.getLong(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    private JsonNode index() throws IOException {
        var health = Api.JSON.readTree(URI.create("http://localhost:" + stack.port("VERIFICATION") + "/q/health/ready")
                .toURL());
        for (var check : health.path("checks")) {
            if (check.path("name").asText().equals("asn-register-index")) {
                return check.path("data");
            }
        }
        throw new IllegalStateException("readiness says nothing of the index: " + health);
    }

    private void verifyTheList(ConcurrentLinkedQueue<String> wrong) {
        try {
            Path results = Files.createTempFile(stack.home(), "rotation-", ".csv");
            Files.delete(results);
            var verified = stack.padan(
                    Duration.ofMinutes(2),
                    "verify",
                    sample("candidates").toString(),
                    "-o",
                    results.toString(),
                    "--format",
                    "csv",
                    "--new",
                    "--program",
                    "BSU-2025");
            var compared = stack.padan(
                    Duration.ofMinutes(1),
                    "compare",
                    results.toString(),
                    sample("expected").toString());
            if (verified.exit() != 0 || compared.exit() != 0) {
                wrong.add(verified.output() + compared.output());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path sample(String name) {
        return stack.home().resolve("sample").resolve(name + "-" + Stack.POPULATION + ".csv");
    }

    /** Persons of the sample with the answers they must get. */
    private Map<String, String> known() throws IOException {
        List<String> candidates = Files.readAllLines(sample("candidates"));
        List<String> expected = new ArrayList<>(Files.readAllLines(sample("expected")));
        var known = new LinkedHashMap<String, String>();
        for (int i = 1; i < candidates.size() && known.size() < KNOWN; i++) {
            String[] row = expected.get(i).split(",");
            if (row.length > 2 && row[1].equals("ANSWERED")) {
                known.put(candidates.get(i), row[2]);
            }
        }
        return known;
    }
}
