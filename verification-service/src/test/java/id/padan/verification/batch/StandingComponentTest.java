package id.padan.verification.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.platform.nik.Nik;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.answer.Answer;
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
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A finished list stays alive: what would be answered differently now is told, without a new upload. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class StandingComponentTest {
    private static final Duration TIME = Duration.ofSeconds(40);

    @TestHTTPResource("/api/verification/v1/batches")
    URI lists;

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    private Partner kemnaker;
    private static boolean published;
    private static int next = 700_000;

    @BeforeEach
    void openForBusiness() {
        kemnaker = new Partner(lists, "kemnaker");
        if (!published) {
            Register.publish(keys, index);
            published = true;
        }
    }

    private static String newNik() {
        return Long.toString(Register.nik(next++));
    }

    private String completed(String programme, String... niks) {
        var sent = kemnaker.exchange(kemnaker.upload(Partner.newKey())
                .setHeader("X-Padan-Program", programme)
                .POST(HttpRequest.BodyPublishers.ofString("nik\n" + String.join("\n", niks) + "\n"))
                .build());
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        var id = Partner.json(sent).path("id").asText();
        assertThat(kemnaker.ended(id).path("state").asText()).isEqualTo("COMPLETED");
        return id;
    }

    /** Each as row:from>to, in the order in which they were told. */
    private List<String> told(String id) {
        var told = new ArrayList<String>();
        for (var notice : Partner.json(kemnaker.get("/" + id + "/changes")).path("items")) {
            for (var change : notice.path("changes")) {
                told.add(change.path("row").asText() + ":" + said(change.path("from")) + ">" + said(change.path("to")));
            }
        }
        return told;
    }

    private static String said(JsonNode state) {
        return state.path("answer").asText(state.path("status").asText());
    }

    private void awaitTold(String id, String... changes) {
        Awaitility.await().atMost(TIME).untilAsserted(() -> assertThat(told(id)).containsExactly(changes));
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() + " " + Partner.json(response).path("code").asText();
    }

    @Test
    void tellsAChangeOnceAndAChangeBackAgain() throws Exception {
        var nik = newNik();
        var id = completed("TETAP-1", newNik(), nik, nik);
        assertThat(kemnaker.batch(id).path("standingUntil").asText())
                .isEqualTo(LocalDate.now(StatusIndex.JAKARTA).plusDays(30).toString());
        assertThat(told(id)).isEmpty();
        TestRegister.publish(keys, nik, TestRegister.RETIRED);
        awaitTold(id, "2:NOT_FOUND>RETIRED");
        TestRegister.publish(keys, nik, TestRegister.RETIRED);
        Awaitility.await().during(Duration.ofSeconds(3)).atMost(TIME).until(() -> told(id).size() == 1);
        TestRegister.publish(keys, nik, TestRegister.ACTIVE);
        awaitTold(id, "2:NOT_FOUND>RETIRED", "2:RETIRED>ACTIVE");
        TestRegister.publish(keys, nik, TestRegister.UNMAPPED);
        awaitTold(id, "2:NOT_FOUND>RETIRED", "2:RETIRED>ACTIVE", "2:ACTIVE>STATUS_UNMAPPED");
        TestRegister.remove(keys, nik);
        awaitTold(
                id,
                "2:NOT_FOUND>RETIRED",
                "2:RETIRED>ACTIVE",
                "2:ACTIVE>STATUS_UNMAPPED",
                "2:STATUS_UNMAPPED>NOT_FOUND");
        eachNoticeIsALeafAndAnEvent(id, nik);
        pagesOn(id);
    }

    private void eachNoticeIsALeafAndAnEvent(String id, String nik) throws Exception {
        var notice =
                Partner.json(kemnaker.get("/" + id + "/changes")).path("items").get(0);
        var receipt = notice.path("receipt");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(receipt.path("salt").asText()), "HmacSHA256"));
        var commitment = HexFormat.of()
                .formatHex(mac.doFinal(receipt.path("record").asText().getBytes(StandardCharsets.UTF_8)));
        var leaf = kemnaker.exchange(HttpRequest.newBuilder(lists.resolve("/api/verification/v1/receipts/"
                        + notice.path("noticeId").asText()))
                .header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .build());
        assertThat(leaf.body()).contains("NOTICE", commitment);
        var events = events(id);
        assertThat(events).hasSize(4);
        assertThat(Partner.JSON.readTree(events.getFirst())).isEqualTo(notice);
        assertThat(String.join("", events)).doesNotContain(nik);
    }

    private static List<String> events(String id) {
        try (var consumer = PolicyPublisher.consumer("admin")) {
            var partitions = consumer.partitionsFor("verification.answer-changed.v1").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var found = new ArrayList<String>();
            Awaitility.await().atMost(TIME).until(() -> {
                consumer.poll(Duration.ofMillis(300)).forEach(event -> {
                    if (new String(event.key(), StandardCharsets.UTF_8).equals(id)) {
                        found.add(new String(event.value(), StandardCharsets.UTF_8));
                    }
                });
                return found.size() >= 4;
            });
            return found;
        }
    }

    private void pagesOn(String id) {
        var first = Partner.json(kemnaker.get("/" + id + "/changes?limit=3"));
        assertThat(first.path("items")).hasSize(3);
        assertThat(first.path("more").asBoolean()).isTrue();
        var cursor = first.path("next").asText();
        var second = Partner.json(kemnaker.get("/" + id + "/changes?cursor=" + cursor));
        assertThat(second.path("items")).hasSize(1);
        var end = second.path("next").asText();
        var third = Partner.json(kemnaker.get("/" + id + "/changes?cursor=" + end));
        assertThat(third.path("items")).isEmpty();
        assertThat(third.path("next").asText()).isEqualTo(end);
        assertThat(code(kemnaker.get("/" + id + "/changes?limit=0"))).isEqualTo("400 INVALID");
        assertThat(code(kemnaker.get("/" + id + "/changes?cursor=x"))).isEqualTo("400 INVALID");
        assertThat(code(new Partner(lists, "bkn").get("/" + id + "/changes"))).isEqualTo("404 NOT_FOUND");
        assertThat(kemnaker.delete("/" + id).statusCode()).isEqualTo(200);
        assertThat(code(kemnaker.get("/" + id + "/changes"))).isEqualTo("409 BATCH_DESTROYED");
    }

    @Test
    void tellsNothingOfAListWhoseProgrammeDidNotOptIn() {
        var nik = newNik();
        var other = completed("BSU-2025", nik);
        var standing = completed("TETAP-1", nik);
        TestRegister.publish(keys, nik, TestRegister.INACTIVE);
        awaitTold(standing, "1:NOT_FOUND>INACTIVE");
        assertThat(told(other)).isEmpty();
        assertThat(kemnaker.batch(other).has("standingUntil")).isFalse();
    }

    @Test
    void aMappingChangeIsToldOfEveryRowThatItAlters() {
        var retired = newNik();
        var active = newNik();
        TestRegister.publish(keys, retired, TestRegister.RETIRED);
        TestRegister.publish(keys, active, TestRegister.ACTIVE);
        Awaitility.await()
                .atMost(TIME)
                .until(() ->
                        index.now().find(keys.token(new Nik(active))).finding().mapped() != Answer.NOT_FOUND);
        var id = completed("TETAP-1", retired, active);
        try {
            PolicyPublisher.send("asn.status-mapping.v1", "kedudukanHukum", """
                    {"type":"asn.status-mapping","version":"test-2","synthetic":true,"rows":[
                    {"id":"m-active","answer":"ACTIVE"},{"id":"m-inactive","answer":"INACTIVE"},
                    {"id":"m-retired","answer":"INACTIVE"},{"id":"m-void","answer":"NOT_FOUND"}]}""".getBytes(StandardCharsets.UTF_8));
            awaitTold(id, "1:RETIRED>INACTIVE");
            assertThat(Partner.json(kemnaker.get("/" + id + "/changes"))
                            .path("items")
                            .get(0)
                            .path("mappingVersion")
                            .asText())
                    .isEqualTo("test-2");
        } finally {
            TestRegister.publishMapping();
        }
        awaitTold(id, "1:RETIRED>INACTIVE", "1:INACTIVE>RETIRED");
    }

    @Test
    void nothingIsMissedWhenTheDatabaseDiesMeanwhile() {
        var nik = newNik();
        var id = completed("TETAP-1", nik);
        LocalInfrastructure.killPostgres();
        try {
            // Heard by the index, but whoever swept has lost its lock.
            TestRegister.publish(keys, nik, TestRegister.INACTIVE);
            Awaitility.await()
                    .atMost(TIME)
                    .until(() ->
                            index.now().find(keys.token(new Nik(nik))).finding().mapped() == Answer.INACTIVE);
        } finally {
            LocalInfrastructure.startPostgres();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(told(id)).containsExactly("1:NOT_FOUND>INACTIVE"));
    }

    @Test
    void aClosedAgreementTellsNothingUntilItIsOpenAgain() {
        var nik = newNik();
        var id = completed("TETAP-1", nik);
        try {
            Register.suspendAgreement();
            Awaitility.await()
                    .atMost(TIME)
                    .until(() -> code(kemnaker.get("/" + id + "/changes")).equals("403 SUSPENDED"));
            TestRegister.publish(keys, nik, TestRegister.ACTIVE);
            Awaitility.await()
                    .atMost(TIME)
                    .until(() ->
                            index.now().find(keys.token(new Nik(nik))).finding().mapped() == Answer.ACTIVE);
        } finally {
            Register.openAgreement();
        }
        awaitTold(id, "1:NOT_FOUND>ACTIVE");
    }
}
