package id.padan.verification.disclosure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.disclosure.Disclosure;
import id.padan.platform.disclosure.DisclosureRecorded;
import id.padan.platform.events.Topics;
import id.padan.platform.json.StrictJson;
import id.padan.platform.pledge.Pledge;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.proof.CanonicalJson;
import id.padan.verification.projection.TestRegister;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered is reported, with exactly the leaves that stand for it; and who may ask at all under Ps 9(5). */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class DisclosureReportComponentTest {
    private static final ObjectMapper JSON = StrictJson.mapper();
    private static final String V1 = "/api/verification/v1";

    @Inject
    TokenKeys keys;

    @Inject
    Jdbi jdbi;

    @Inject
    ProofLog log;

    @BeforeEach
    void registerAndAgreementAreKnown() {
        TestRegister.open(keys);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                check(TestTokens.token("kemnaker"), "BSU-2025").statusCode())
                        .isEqualTo(200));
    }

    @Test
    void aCrowdOfChecksIsOneEventForEachGroupAndNoLeafIsMissingOrTold() throws Exception {
        String one = "one-" + UUID.randomUUID();
        String two = "two-" + UUID.randomUUID();
        var tokens = List.of(
                TestTokens.machine("kemnaker", Map.of("jti", one, "officer", "pejabat.kemnaker")),
                TestTokens.machine("kemnaker", Map.of("jti", two)));
        long groupsBefore = count("select count(*) from proof_group");
        long rowsBefore = count("select count(*) from outbox where topic = 'disclosure.recorded.v1'");
        var indexes = Map.of(one, new TreeSet<Long>(), two, new TreeSet<Long>());
        try (var threads = Executors.newFixedThreadPool(16)) {
            var answers = new ArrayList<Future<Response>>();
            for (int i = 0; i < 200; i++) {
                String token = tokens.get(i % 2);
                answers.add(threads.submit(() -> check(token, "BSU-2025")));
            }
            for (int i = 0; i < answers.size(); i++) {
                Response answer = answers.get(i).get();
                assertThat(answer.statusCode()).isEqualTo(200);
                long index = ((Number) answer.path("receipt.logIndex")).longValue();
                assertThat(indexes.get(i % 2 == 0 ? one : two).add(index)).isTrue();
            }
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(leaves(one)).containsExactlyElementsOf(indexes.get(one));
            assertThat(leaves(two)).containsExactlyElementsOf(indexes.get(two));
        });
        long groups = count("select count(*) from proof_group") - groupsBefore;
        long rows = count("select count(*) from outbox where topic = 'disclosure.recorded.v1'") - rowsBefore;
        assertThat(rows).isLessThanOrEqualTo(groups).isPositive();
        assertThat(disclosures(one)).allSatisfy(told -> {
            assertThat(told.kind()).isEqualTo("CHECKS");
            assertThat(told.clause()).isEqualTo("Ps 3(1)b");
            assertThat(told.holder()).isEqualTo("bkn");
            assertThat(told.client()).isEqualTo("kemnaker-system");
            assertThat(told.officer()).isEqualTo("pejabat.kemnaker");
            assertThat(told.answers().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(told.subjects());
        });
        // The officer responsible stands in the leaf too.
        assertThat(CanonicalJson.read(
                                log.find(indexes.get(one).first()).orElseThrow().content())
                        .get("officer"))
                .isEqualTo("pejabat.kemnaker");
        assertThat(CanonicalJson.read(
                                log.find(indexes.get(two).first()).orElseThrow().content())
                        .get("officer"))
                .isNull();
    }

    @Test
    void whatIsRefusedIsNotReported() {
        String token = "refused-" + UUID.randomUUID();
        String sent = TestTokens.machine("kemnaker", Map.of("jti", token));
        assertThat(check(sent, "NONE-1").statusCode()).isEqualTo(403);
        assertThat(check(sent, "BSU-2025").statusCode()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(disclosures(token))
                        .singleElement()
                        .satisfies(told -> assertThat(told.subjects()).isEqualTo(1)));
    }

    @Test
    void eachDownloadOfResultsIsALeafAndAReport() {
        String token = "list-" + UUID.randomUUID();
        String sent = TestTokens.machine("kemnaker", Map.of("jti", token, "officer", "pejabat.kemnaker"));
        String id = given().header("Authorization", "Bearer " + sent)
                .header("Idempotency-Key", token)
                .header("X-Padan-Purpose", "AID_VERIFICATION")
                .header("X-Padan-Program", "BSU-2025")
                .contentType("text/csv")
                .body("nik\n" + TestRegister.SOMEBODY + "\n1101010601909991\nbukan nik\n")
                .post(V1 + "/batches")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        String list = V1 + "/batches/" + id;
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> as(sent).get(list).then().body("state", is("COMPLETED")));
        assertThat(disclosures(token)).isEmpty();
        for (var leaf : jdbi.withHandle(handle ->
                handle.createQuery("""
                        select leaf from batch_chunk where batch_id = cast(:id as uuid)
                        union all select leaf from batch_receipt where batch_id = cast(:id as uuid)""").bind("id", id).mapTo(UUID.class).list())) {
            assertThat(CanonicalJson.read(log.find(leaf).orElseThrow().content())
                            .get("officer"))
                    .isEqualTo("pejabat.kemnaker");
        }
        as("kemnaker", "auditor").get(list + "/results").then().statusCode(403);

        as(sent).accept("text/csv").get(list + "/results").then().statusCode(200);
        as(sent).accept("application/x-ndjson").get(list + "/results").then().statusCode(200);
        as(sent).get(list + "/results/1/receipt").then().statusCode(200);
        as(sent).get(list + "/results/99/receipt").then().statusCode(404);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(disclosures(token))
                        .extracting(Disclosure::kind, Disclosure::subjects, Disclosure::reference)
                        .containsExactlyInAnyOrder(
                                org.assertj.core.groups.Tuple.tuple("RESULTS", 2L, "batches/" + id + "/results"),
                                org.assertj.core.groups.Tuple.tuple("RESULTS", 2L, "batches/" + id + "/results"),
                                org.assertj.core.groups.Tuple.tuple(
                                        "ROW_RECEIPT", 1L, "batches/" + id + "/results/1")));
        assertThat(disclosures(token)).allSatisfy(told -> {
            var leaf = CanonicalJson.read(
                    log.find(told.log().first()).orElseThrow().content());
            assertThat(leaf.get("kind")).isEqualTo(told.kind());
            assertThat(leaf.get("reference")).isEqualTo(told.reference());
            assertThat(leaf.get("id")).isEqualTo(told.id().toString());
        });
    }

    @Test
    void aPersonIsAnsweredOnlyWhileThePledgeHolds() {
        String login = "petugas-" + UUID.randomUUID();
        String sent = TestTokens.person("kemnaker", login, "padan-cli", "operator");
        check(sent, "BSU-2025")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("PLEDGE_MISSING"))
                .body("clause", equalTo("Ps 9(5)"));
        PolicyPublisher.pledge(pledge("bkn", login, 1, Instant.now().plusSeconds(600), null));
        PolicyPublisher.pledge(pledge("kemnaker", login, 1, Instant.now().minusSeconds(1), null));
        PolicyPublisher.pledge(pledge("kemnaker", login, 3, Instant.now().plusSeconds(600), null));
        answered(sent, 200);

        // A state from before, told again, changes nothing.
        PolicyPublisher.pledge(pledge("kemnaker", login, 2, Instant.now().plusSeconds(600), Instant.now()));
        PolicyPublisher.pledge("kemnaker", "marker-" + login);
        answered(TestTokens.person("kemnaker", "marker-" + login, "padan-cli", "operator"), 200);
        assertThat(check(sent, "BSU-2025").statusCode()).isEqualTo(200);

        PolicyPublisher.pledge(pledge("kemnaker", login, 4, Instant.now().plusSeconds(600), Instant.now()));
        answered(sent, 403);
        as(sent).get(V1 + "/batches").then().statusCode(403).body("code", equalTo("PLEDGE_MISSING"));
    }

    @Test
    void anOfficerWhoActsThroughAMachineNeedsAPledgeToo() {
        String login = "petugas-" + UUID.randomUUID();
        String token = "act-" + UUID.randomUUID();
        String sent = TestTokens.machine(
                "kemnaker", Map.of("jti", token, "officer", "pejabat.kemnaker", "act", Map.of("sub", login)));
        check(sent, "BSU-2025").then().statusCode(403).body("code", equalTo("PLEDGE_MISSING"));
        PolicyPublisher.pledge("kemnaker", login);
        answered(sent, 200);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(disclosures(token))
                        .isNotEmpty()
                        .allSatisfy(told -> assertThat(told.officer()).isEqualTo(login)));
    }

    @Test
    void anOfficerWhoIsOnlyClaimedIsRefused() {
        given().header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .header("X-Padan-Actor", "petugas.kemnaker")
                .get(V1 + "/batches")
                .then()
                .statusCode(403)
                .body("code", equalTo("ACTOR_UNPROVEN"))
                .body("header", equalTo("X-Padan-Actor"));
    }

    private static void answered(String token, int status) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(check(token, "BSU-2025").statusCode()).isEqualTo(status));
    }

    private static Pledge pledge(String party, String login, long version, Instant until, Instant revoked) {
        return new Pledge(
                Pledge.TYPE,
                UUID.randomUUID(),
                version,
                "kemnaker-bkn-2024",
                party,
                login,
                null,
                LocalDate.now(java.time.ZoneId.of("Asia/Jakarta")),
                until,
                revoked);
    }

    private static Response check(String token, String programme) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body("{\"nik\":\"%s\",\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"%s\"}"
                        .formatted(TestRegister.SOMEBODY, programme))
                .post(V1 + "/checks");
    }

    private static io.restassured.specification.RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static io.restassured.specification.RequestSpecification as(String party, String role) {
        return as(TestTokens.token(party, role));
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static TreeSet<Long> leaves(String token) {
        var all = new TreeSet<Long>();
        for (Disclosure told : disclosures(token)) {
            assertThat(told.subjects()).isEqualTo(told.log().last() - told.log().first() + 1);
            LongStream.rangeClosed(told.log().first(), told.log().last())
                    .forEach(index -> assertThat(all.add(index)).isTrue());
        }
        return all;
    }

    private static List<Disclosure> disclosures(String token) {
        var found = new ArrayList<Disclosure>();
        try (var consumer = PolicyPublisher.consumer("agreement-service")) {
            var partitions = consumer.partitionsFor(Topics.DISCLOSURE_RECORDED).stream()
                    .map(partition -> new TopicPartition(Topics.DISCLOSURE_RECORDED, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var entry : consumer.poll(Duration.ofMillis(200))) {
                    var event = JSON.readValue(entry.value(), DisclosureRecorded.class);
                    assertThat(new String(entry.value(), java.nio.charset.StandardCharsets.UTF_8))
                            .doesNotContain(TestRegister.SOMEBODY);
                    assertThat(event.service()).isEqualTo("verification");
                    event.disclosures().stream()
                            .filter(told -> token.equals(told.token()))
                            .forEach(found::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
