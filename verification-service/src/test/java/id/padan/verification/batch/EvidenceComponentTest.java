package id.padan.verification.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.platform.events.Topics;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.projection.TestRegister;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists are forgotten, but what was said of a person can still be told to whom it may be told. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class EvidenceComponentTest {
    private static final String SEARCHES = "/api/verification/v1/evidence/searches";

    @TestHTTPResource("/api/verification/v1/batches")
    URI lists;

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    Jdbi jdbi;

    private Partner kemnaker;
    private static boolean published;

    @BeforeEach
    void openForBusiness() {
        kemnaker = new Partner(lists, "kemnaker");
        if (!published) {
            Register.publish(keys, index);
            published = true;
        }
    }

    /** A well-formed NIK of nobody, that no other list has. */
    private static long newNik() {
        return Long.parseLong(String.format(
                "91050%d%02d%02d%02d999%d",
                1 + (int) (Math.random() * 9),
                1 + (int) (Math.random() * 28),
                1 + (int) (Math.random() * 12),
                (int) (Math.random() * 100),
                (int) (Math.random() * 10)));
    }

    private String completed(String rows) {
        var sent = kemnaker.send(Partner.newKey(), "nik\n" + rows + UUID.randomUUID() + "\n");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        var id = Partner.json(sent).path("id").asText();
        assertThat(kemnaker.ended(id).path("state").asText()).isEqualTo("COMPLETED");
        return id;
    }

    private void kept(String id) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> jdbi.withHandle(handle -> handle.createQuery(
                                        "select count(*) from batch_evidence where batch_id = cast(:id as uuid) and completed_at is not null")
                                .bind("id", id)
                                .mapTo(Integer.class)
                                .one())
                        == 1);
    }

    private HttpResponse<String> search(String party, String role, String body) {
        return kemnaker.exchange(HttpRequest.newBuilder(lists.resolve(SEARCHES))
                .header("Authorization", "Bearer " + TestTokens.token(party, role))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode found(String party, long nik) {
        var response = search(party, "dpo", question(nik));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).doesNotContain(String.format("%016d", nik));
        return Partner.json(response);
    }

    private static String question(long nik) {
        return "{\"nik\":\"%016d\",\"caseReference\":\"PDP/12/2026\",\"reason\":\"permintaan subjek data\"}"
                .formatted(nik);
    }

    private static JsonNode ofList(JsonNode found, String id) {
        return StreamSupport.stream(found.path("asked").spliterator(), false)
                .filter(asked -> asked.path("batchId").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() + " " + Partner.json(response).path("code").asText();
    }

    @Test
    void tellsWhenAndWithWhatAnswerANikWasAskedAbout() {
        var somebody = newNik();
        var id = completed(Register.nik(0) + "\n" + somebody + "\n" + somebody + "\n" + Register.nik(4) + "\n");
        kept(id);
        var first = ofList(found("kemnaker", Register.nik(0)), id);
        assertThat(first.path("row").asInt()).isEqualTo(1);
        assertThat(first.path("answer").asText()).isEqualTo("ACTIVE");
        assertThat(first.path("statement").asText()).isEqualTo("tercatat sebagai ASN aktif");
        assertThat(first.path("agreement").toString())
                .isEqualTo("{\"id\":\"kemnaker-bkn-2024\",\"version\":\"1\",\"clause\":\"Ps 3(1)b\"}");
        assertThat(first.path("at").asText()).isNotEmpty();
        assertThat(first.path("mappingVersion").asText()).isEqualTo("test-1");
        assertThat(first.path("receipt").path("id").asText()).isNotEmpty();
        var both = found("kemnaker", somebody).path("asked");
        assertThat(both).hasSize(2);
        assertThat(both.get(0).path("answer").asText()).isEqualTo("NOT_FOUND");
        assertThat(both.get(1).path("status").asText()).isEqualTo("DUPLICATE");
        assertThat(both.get(1).path("row").asInt()).isEqualTo(3);
        assertThat(ofList(found("kemnaker", Register.nik(4)), id).path("status").asText())
                .isEqualTo("STATUS_UNMAPPED");
        assertThat(found("kemnaker", newNik()).path("asked")).isEmpty();
    }

    @Test
    void stillTellsItWhenTheListIsDestroyedAtOnce() {
        var somebody = newNik();
        var id = completed(somebody + "\n");
        // Whether or not its evidence has been written yet: destruction waits for it.
        assertThat(kemnaker.delete("/" + id).statusCode()).isEqualTo(200);
        var asked = found("kemnaker", somebody).path("asked");
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).path("batchId").asText()).isEqualTo(id);
        assertThat(asked.get(0).path("answer").asText()).isEqualTo("NOT_FOUND");
        assertThat(asked.get(0).path("receipt").path("logIndex").isNumber()).isTrue();
    }

    @Test
    void tellsOfSingleChecksToo() {
        var nik = newNik();
        TestRegister.publish(keys, String.format("%016d", nik), TestRegister.RETIRED);
        var check = HttpRequest.newBuilder(lists.resolve("/api/verification/v1/checks"))
                .header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"nik\":\"%016d\",\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"BSU-2025\"}"
                                .formatted(nik)))
                .build();
        var answer = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> Partner.json(kemnaker.exchange(check)),
                        said -> said.path("answer").asText().equals("RETIRED"));
        var asked = found("kemnaker", nik).path("asked");
        var last = asked.get(asked.size() - 1);
        assertThat(last.path("checkId").asText())
                .isEqualTo(answer.path("checkId").asText());
        assertThat(last.path("answer").asText()).isEqualTo("RETIRED");
        assertThat(last.path("program").asText()).isEqualTo("BSU-2025");
        assertThat(last.path("agreement").path("clause").asText()).isEqualTo("Ps 3(1)b");
    }

    @Test
    void theHoldersOfficerSeesWhatWasSaidButNotTheOtherPartysRows() {
        var somebody = newNik();
        var id = completed(somebody + "\n");
        kept(id);
        var asked = ofList(found("bkn", somebody), id);
        assertThat(asked.path("party").asText()).isEqualTo("kemnaker");
        assertThat(asked.path("answer").asText()).isEqualTo("NOT_FOUND");
        assertThat(asked.has("row")).isFalse();
    }

    @Test
    void anOpeningForACaseOfThisSystemIsToldToItAndAnyOtherIsNot() {
        var theCase = UUID.randomUUID();
        var somebody = newNik();
        var response =
                search("kemnaker", "dpo", question(somebody).replace("PDP/12/2026", "subject-requests/" + theCase));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var searchId = Partner.json(response).path("searchId").asText();
        var other = found("kemnaker", somebody).path("searchId").asText();
        var told = new ArrayList<JsonNode>();
        try (var consumer = PolicyPublisher.consumer("operator")) {
            var partition = new TopicPartition(Topics.VERIFICATION_EVIDENCE_OPENED, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                for (var event : consumer.poll(Duration.ofMillis(300))) {
                    var text = new String(event.value(), StandardCharsets.UTF_8);
                    assertThat(text).doesNotContain(String.format("%016d", somebody));
                    told.add(JsonMapper.builder().build().readTree(text));
                }
                return told.stream()
                                .filter(event -> event.path("searchId").asText().equals(searchId))
                                .count()
                        == 2;
            });
        }
        assertThat(told).noneMatch(event -> event.path("searchId").asText().equals(other));
        var ofCase = told.stream()
                .filter(event -> event.path("searchId").asText().equals(searchId))
                .toList();
        assertThat(ofCase.getFirst().has("found")).isFalse();
        assertThat(ofCase.getLast().path("found").asInt(-1)).isZero();
        assertThat(ofCase.getLast().path("party").asText()).isEqualTo("kemnaker");
        assertThat(ofCase.getLast().path("caseReference").asText()).isEqualTo("subject-requests/" + theCase);
    }

    @Test
    void eachOpeningIsInTheLogWithItsCaseAndWithoutTheNik() throws Exception {
        var opened = found("kemnaker", newNik());
        var record = jdbi.withHandle(
                handle -> handle.createQuery("select record from evidence_opening where id = cast(:id as uuid)")
                        .bind("id", opened.path("searchId").asText())
                        .mapTo(String.class)
                        .one());
        assertThat(record).contains("PDP/12/2026", "permintaan subjek data").doesNotContainPattern("\\d{16}");
        var told = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> jdbi.withHandle(handle -> handle.createQuery(
                                        "select payload from outbox where topic = 'disclosure.recorded.v1' and payload like '%' || :id || '%'")
                                .bind("id", opened.path("searchId").asText())
                                .mapTo(String.class)
                                .findFirst()),
                        java.util.Optional::isPresent)
                .orElseThrow();
        var line = StreamSupport.stream(
                        Partner.JSON.readTree(told).path("disclosures").spliterator(), false)
                .filter(one ->
                        one.path("id").asText().equals(opened.path("searchId").asText()))
                .findFirst()
                .orElseThrow();
        assertThat(line.path("kind").asText()).isEqualTo("EVIDENCE");
        assertThat(line.path("subjects").asInt()).isEqualTo(1);
        assertThat(line.path("holder").asText()).isEqualTo("bkn");
        assertThat(line.path("reference").asText())
                .isEqualTo("evidence/searches/" + opened.path("searchId").asText());
        assertThat(line.at("/log/first").asLong(-1))
                .isEqualTo(opened.path("receipt").path("logIndex").asLong());
        assertThat(told).doesNotContain("PDP/12/2026").doesNotContainPattern("(?<![0-9a-f-])\\d{16}(?![0-9a-f-])");
        var receipt = kemnaker.exchange(HttpRequest.newBuilder(lists.resolve("/api/verification/v1/receipts/"
                        + opened.path("receipt").path("id").asText()))
                .header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .build());
        assertThat(receipt.body())
                .contains(
                        "EVIDENCE_OPENED",
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest(record.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void refusesWhoIsNoOfficerAndWhatIsNoCase() {
        for (var role : new String[] {"operator", "verifier", "approver", "auditor", "admin", "system"}) {
            assertThat(code(search("kemnaker", role, question(1234567890123456L))))
                    .isEqualTo("403 ROLE_MISSING");
        }
        assertThat(code(search("stranger", "dpo", question(1234567890123456L)))).isEqualTo("403 PARTY_MISMATCH");
        for (var body : new String[] {
            "{\"caseReference\":\"a\",\"reason\":\"b\"}",
            "{\"nik\":\"123\",\"caseReference\":\"a\",\"reason\":\"b\"}",
            "{\"nik\":\"1234567890123456\",\"reason\":\"b\"}",
            "{\"nik\":\"1234567890123456\",\"caseReference\":\"a\",\"reason\":\" \"}",
            "{\"nik\":\"1234567890123456\",\"caseReference\":\"1234567890123456\",\"reason\":\"b\"}"
        }) {
            assertThat(code(search("kemnaker", "dpo", body))).as(body).isEqualTo("400 INVALID");
        }
    }

    @Test
    void evidenceSaysNothingWithoutItsKeys() {
        var somebody = newNik();
        var id = completed((somebody + "\n").repeat(20));
        kept(id);
        var sealed = jdbi.withHandle(handle -> handle.createQuery(
                        "select sealed from batch_evidence_chunk where batch_id = cast(:id as uuid)")
                .bind("id", id)
                .mapTo(byte[].class)
                .list());
        assertThat(sealed).hasSize(1);
        // Twenty equal rows, and nothing in the ciphertext is equal.
        var bytes = HexFormat.of().formatHex(sealed.getFirst());
        assertThat(bytes.substring(64, 80)).isNotEqualTo(bytes.substring(80, 96));
        jdbi.useHandle(handle -> handle.execute(
                "update batch_evidence_chunk set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where batch_id = cast(? as uuid)",
                id));
        assertThat(search("kemnaker", "dpo", question(somebody)).statusCode()).isEqualTo(500);
        jdbi.useHandle(handle -> handle.execute(
                "update batch_evidence_chunk set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where batch_id = cast(? as uuid)",
                id));
        assertThat(ofList(found("kemnaker", somebody), id).path("row").asInt()).isEqualTo(1);
    }
}
