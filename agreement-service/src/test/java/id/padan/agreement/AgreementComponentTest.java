package id.padan.agreement;

import static id.padan.agreement.AgreementFolderFixture.packaged;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Refused;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** From a file in the folder to an open or closed gate, through the real store, relay and topics. Ordered: versions only rise. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgreementComponentTest {

    private static final String FILE = "kemnaker-bkn-2024.json";
    private static final String AGREEMENT = "/api/agreements/v1/agreements/kemnaker-bkn-2024";
    private static final AccessRequest CHECK = new AccessRequest(
            "kemnaker", "kemnaker-system", "tester", "AID_VERIFICATION", "BSU-2025", Datasets.NIK_CONFIRMATION);

    @Inject
    AgreementGate gate;

    @Inject
    Jdbi jdbi;

    @Inject
    ObjectMapper json;

    @Test
    @Order(1)
    void seedsTheFolderAndOpensWhatTheAgreementOpens() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(gate.decide(CHECK, Instant.now())).isInstanceOf(Allowed.class));

        assertThat(AgreementFolderFixture.folder().resolve(FILE)).exists();
        Allowed allowed = gate.require(CHECK);
        assertThat(allowed.clause()).isEqualTo("Ps 3(1)b");
        assertThat(allowed.policy()).hasToString("kemnaker-bkn-2024/1");
        assertThat(gate.decide(with("BSU-2020"), Instant.now()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(PlatformProblem.PROGRAMME_EXPIRED));
        assertThat(gate.requireHolder(new Caller("bkn", "tester", "bkn-system", Set.of()), Datasets.ASN_RECORD))
                .isNotNull();
        assertThatThrownBy(() -> gate.requireHolder(
                        new Caller("kemnaker", "tester", "kemnaker-system", Set.of()), Datasets.ASN_RECORD))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    @Order(2)
    void beatsEachSecondAndNamesRevisions() throws IOException {
        List<JsonNode> beats = new ArrayList<>();
        try (var consumer = PolicyPublisher.consumer("operator")) {
            var partition = new TopicPartition(Topics.AGREEMENT_HEARTBEAT, 0);
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                for (var beat : consumer.poll(Duration.ofMillis(200))) {
                    beats.add(json.readTree(beat.value()));
                }
                return beats.size() >= 3;
            });
        }

        Duration twoBeats = Duration.between(at(beats.get(0)), at(beats.get(2)));
        assertThat(twoBeats).isBetween(Duration.ofMillis(1500), Duration.ofMillis(4000));
        assertThat(beats.get(2).at("/agreements/0/agreementId").asText()).isEqualTo("kemnaker-bkn-2024");
        assertThat(beats.get(2).at("/agreements/0/revision").asLong()).isEqualTo(1);
        assertThat(gate.status().open()).isTrue();
    }

    @Test
    @Order(3)
    void showsTheAgreementToItsParties() {
        as("bkn", "auditor")
                .get("/api/agreements/v1/agreements")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].state", equalTo("IN_FORCE"))
                .body("next", nullValue());
        as("kemnaker", "operator")
                .get(AGREEMENT)
                .then()
                .statusCode(200)
                .body("versionInForce", equalTo("1"))
                .body("term.until", equalTo("2027-08-16T00:00:00+07:00"))
                .body("purposes.id", contains("ASN_GUIDANCE", "AID_VERIFICATION", "LABOUR_MARKET_INFORMATION"))
                .body("clauses.find { it.id == 'Ps 3(1)b' }.mirror", equalTo("Ps 4(2)b"))
                .body("versions", hasSize(1))
                .body("versions[0].moved", equalTo(false))
                .body("lastRefused", nullValue());
        as("kemnaker", "operator")
                .get(AGREEMENT + "/annex?asOf=2026-11-23")
                .then()
                .statusCode(200)
                .body("version", equalTo("1"))
                .body("elements.find { it.code == 'A-50' }.clauses", contains("Ps 3(1)a"))
                .body("elements.findAll { it.class == 'X' }.clauses.flatten()", hasSize(0));
        as("kemnaker", "operator")
                .get(AGREEMENT + "/programmes")
                .then()
                .statusCode(200)
                .body("programmes.find { it.code == 'BSU-2025' }.state", equalTo("IN_FORCE"))
                .body("programmes.find { it.code == 'BSU-2025' }.cutOffDates", contains("2025-04-30"))
                .body("programmes.find { it.code == 'BSU-2020' }.state", equalTo("ENDED"));
    }

    @ParameterizedTest
    @Order(3)
    @CsvFileSource(resources = "/access-matrix.csv", useHeadersInDisplayName = true)
    void everyCellOfTheAccessMatrixHolds(String path, String role, int own, int other) {
        String address = path.replace("{id}", "kemnaker-bkn-2024");
        for (String party : List.of("kemnaker", "bkn")) {
            as(party, role).get(address).then().statusCode(own);
        }
        as("stranger", role).get(address).then().statusCode(other);
    }

    @Test
    @Order(4)
    void refusesQuestionsThatMeanNothing() {
        RequestSpecification kemnaker = as("kemnaker", "operator");
        kemnaker.get(AGREEMENT + "/annex?asOf=23-11-2026")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("INVALID"))
                .body("field", equalTo("asOf"));
        as("kemnaker", "operator")
                .get(AGREEMENT + "/annex?asOf=2026-11-23&version=1")
                .then()
                .statusCode(400);
        as("kemnaker", "operator").get(AGREEMENT + "/annex?version=99").then().statusCode(404);
        as("kemnaker", "operator")
                .get(AGREEMENT + "/annex?asOf=2020-01-01")
                .then()
                .statusCode(404);
        as("kemnaker", "operator")
                .get("/api/agreements/v1/agreements/none")
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
    }

    @Test
    @Order(5)
    void answersRefusedCallersWithProblems() {
        given().get(AGREEMENT)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer"))
                .body("type", equalTo("urn:padan:problem:UNAUTHENTICATED"))
                .body("judul", notNullValue())
                .body("rincian", notNullValue());
        withToken(TestTokens.expired()).get(AGREEMENT).then().statusCode(401).body("code", equalTo("TOKEN_EXPIRED"));
        for (String bad : List.of("garbage", "a.b.c", TestTokens.forged("kemnaker", "operator"))) {
            withToken(bad)
                    .get(AGREEMENT)
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", startsWith("Bearer"))
                    .body("code", equalTo("UNAUTHENTICATED"));
        }
        withToken(TestTokens.withoutParty())
                .get(AGREEMENT)
                .then()
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        as("kemnaker", "visitor").get(AGREEMENT).then().statusCode(403).body("code", equalTo("ROLE_MISSING"));
    }

    @Test
    @Order(6)
    void answersWrongRequestsWithProblems() {
        as("kemnaker", "operator")
                .get("/api/agreements/v1/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .body("code", equalTo("NOT_FOUND"));
        as("kemnaker", "operator").delete(AGREEMENT).then().statusCode(405).body("code", equalTo("METHOD_NOT_ALLOWED"));
        as("kemnaker", "operator")
                .accept("text/csv")
                .get(AGREEMENT)
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_ACCEPTABLE"));
        echo("application/json", "{\"nik\": 3273019999010001, \"rows\": []}")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo("nik"))
                .body("detail", not(startsWith("3273")));
        echo("application/json", "{\"nik\": \"3273\", \"rows\": [{\"number\": \"x\"}]}")
                .then()
                .statusCode(400)
                .body("field", equalTo("rows[0].number"));
        echo("application/json", "{\"nik\": 32730199")
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID"))
                .body("line", equalTo(1));
        echo("text/csv", "nik").then().statusCode(415).body("code", equalTo("UNSUPPORTED_MEDIA"));
        echo("application/json", "{\"nik\": \"" + "1".repeat(2_000_000) + "\"}")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("code", equalTo("TOO_LARGE"));
        given().post("/test/echo/crash")
                .then()
                .statusCode(500)
                .contentType("application/problem+json")
                .body("code", equalTo("INTERNAL"))
                .body("errorId", notNullValue())
                .body("detail", not(startsWith("secret")));
    }

    @Test
    @Order(7)
    void opensAndClosesWithinTwoSecondsOfTheEffectiveMoment() {
        Instant effective = Instant.now().plusSeconds(4);
        AgreementFolderFixture.put(FILE, packaged(file -> {
            file.put("version", "2");
            file.put("effectiveFrom", AgreementTimes.jakarta(effective));
            remove(file, "clauses", "id", "Ps 3(1)b");
            remove(file, "programmes", "clause", "Ps 3(1)b");
            ((ArrayNode) file.get("elements")).forEach(element -> {
                if (element.path("code").asText().startsWith("B-")) {
                    ((ArrayNode) element.get("clauses")).removeAll();
                    ((ArrayNode) element.get("purposes")).removeAll();
                }
            });
        }));

        await().atMost(Duration.ofSeconds(4))
                .until(() -> gate.status().agreements().stream()
                        .anyMatch(one -> one.agreementId().equals("kemnaker-bkn-2024") && one.nextChange() != null));
        assertThat(gate.decide(CHECK, Instant.now())).isInstanceOf(Allowed.class);
        assertThat(gate.decide(CHECK, effective.plusSeconds(1))).isInstanceOf(Refused.class);
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.between(Instant.now(), effective.plusSeconds(2)))
                .untilAsserted(() -> assertThatThrownBy(() -> gate.require(CHECK))
                        .isInstanceOfSatisfying(ProblemException.class, problem -> {
                            assertThat(problem.code()).isEqualTo(PlatformProblem.CLAUSE_NOT_OPEN);
                            assertThat(problem.extensions()).containsEntry("clause", "Ps 3(1)b");
                        }));
    }

    @Test
    @Order(8)
    void movesAPastMomentAndReopens() {
        Instant put = Instant.now();
        AgreementFolderFixture.put(FILE, packaged(file -> file.put("version", "3")));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(policyFor(CHECK)).isEqualTo("kemnaker-bkn-2024/3"));

        assertThat(Duration.between(put, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        as("bkn", "dpo")
                .get(AGREEMENT)
                .then()
                .statusCode(200)
                .body("versionInForce", equalTo("3"))
                .body("versions[2].moved", equalTo(true))
                .body("versions[2].declaredFrom", equalTo("2024-08-15T00:00:00+07:00"));
    }

    @Test
    @Order(9)
    void refusesABadFileAndStaysWithWhatIsInForce() {
        AgreementFolderFixture.put(FILE, packaged(file -> {
            file.put("version", "4");
            ((ObjectNode) file.at("/clauses/0")).putArray("purposes").add("WHATEVER");
        }));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(AGREEMENT)
                        .then()
                        .statusCode(200)
                        .body("lastRefused.file", equalTo(FILE))
                        .body("lastRefused.findings.pointer", hasItem("/clauses/0/purposes/0"))
                        .body("versionInForce", equalTo("3")));
        assertThat(gate.require(CHECK).policy().version()).isEqualTo("3");

        AgreementFolderFixture.putText(FILE, "{ \"id\": ");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(AGREEMENT)
                        .then()
                        .body("lastRefused.findings[0].problem", startsWith("This is not JSON at line 1")));

        AgreementFolderFixture.put(FILE, packaged(file -> file.put("place", "Bandung")));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(AGREEMENT)
                        .then()
                        .body("lastRefused.findings[0].pointer", equalTo("/version")));

        AgreementFolderFixture.put(FILE, packaged(file -> file.put("version", "3")));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(AGREEMENT)
                        .then()
                        .body("lastRefused", nullValue())
                        .body("versions", hasSize(3)));
    }

    @Test
    @Order(10)
    void aThirdAgencyIsOneMoreFile() {
        AgreementFolderFixture.put("contoh-bkn-2026.json", packaged(file -> {
            file.put("id", "contoh-bkn-2026");
            ((ObjectNode) file.at("/parties/0")).put("id", "contoh");
            file.withArray("datasets").forEach(dataset -> {
                if (dataset.path("holder").asText().equals("kemnaker")) {
                    ((ObjectNode) dataset).put("holder", "contoh");
                }
            });
            file.withArray("clauses").forEach(clause -> {
                if (clause.path("grantee").asText().equals("kemnaker")) {
                    ((ObjectNode) clause).put("grantee", "contoh");
                }
            });
        }));

        AccessRequest theirs = new AccessRequest(
                "contoh", "contoh-system", "tester", "AID_VERIFICATION", "BSU-2025", Datasets.NIK_CONFIRMATION);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(policyFor(theirs)).isEqualTo("contoh-bkn-2026/1"));
        assertThat(gate.require(CHECK).policy().agreementId()).isEqualTo("kemnaker-bkn-2024");
        as("contoh", "operator")
                .get("/api/agreements/v1/agreements")
                .then()
                .body("items.id", contains("contoh-bkn-2026"));
        as("contoh", "operator").get(AGREEMENT).then().statusCode(404);
        as("bkn", "operator").get("/api/agreements/v1/agreements").then().body("items", hasSize(2));
    }

    @Test
    @Order(11)
    void anUnreadablePolicyGoesToTheDeadLettersAndChangesNothing() {
        PolicyPublisher.publishRaw(
                "{\"type\":\"agreement.policy\",\"agreementId\":\"kemnaker-bkn-2024\",\"versions\":[{}]}");

        try (var consumer = PolicyPublisher.consumer("operator")) {
            var partition = new TopicPartition(Topics.deadLetters(Topics.AGREEMENT_POLICY), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());
        }
        assertThat(gate.require(CHECK).policy().version()).isEqualTo("3");
    }

    @Test
    @Order(12)
    void theSameFileIsStoredOnce() {
        AgreementFolderFixture.put("contoh-bkn-2026-copy.json", packaged(file -> file.put("version", "3")));

        long events = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select count(*) from outbox
                        where topic = 'agreement.policy.v1' and key in ('kemnaker-bkn-2024', 'contoh-bkn-2026')""").mapTo(Long.class).one());
        // Version 1, 2, 3 and the third agency's; neither a copy nor a refused file publishes.
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(3)).until(() -> events == 4);
    }

    @Test
    @Order(13)
    void describesItsInterface() {
        given().accept("application/json")
                .get("/api/agreements/openapi")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("Padan agreement service"))
                .body("paths.keySet()", hasItem("/api/agreements/v1/agreements/{id}/annex"))
                .body("components.securitySchemes.token.scheme", equalTo("bearer"));
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    @Order(14)
    void endsWithItsTerm() {
        AgreementFolderFixture.put(FILE, packaged(file -> {
            file.put("version", "5");
            ((ObjectNode) file.get("term")).put("until", "2026-01-01T00:00:00+07:00");
        }));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThatThrownBy(() -> gate.require(CHECK))
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                problem -> assertThat(problem.code()).isEqualTo(PlatformProblem.TERM_ENDED)));

        // Ps 9(10): what the parties answer for does not end with the term.
        for (String kept : List.of("disclosures", "pledges", "onward-disclosures", "incidents", "access-reviews")) {
            as("bkn", "auditor").get(AGREEMENT + "/" + kept).then().statusCode(200);
        }
    }

    private static io.restassured.response.Response echo(String contentType, String body) {
        return given().contentType(contentType).body(body).post("/test/echo");
    }

    /** The policy that opens, or the refusal, as text. */
    private String policyFor(AccessRequest request) {
        return switch (gate.decide(request, Instant.now())) {
            case Allowed allowed -> allowed.policy().toString();
            case Refused refused -> refused.code().name();
        };
    }

    private static AccessRequest with(String programme) {
        return new AccessRequest(
                CHECK.party(), CHECK.client(), CHECK.subject(), CHECK.purpose(), programme, CHECK.dataset());
    }

    private static void remove(ObjectNode file, String list, String member, String value) {
        file.withArray(list).removeIf(item -> item.path(member).asText().equals(value));
    }

    private static Instant at(JsonNode beat) {
        return OffsetDateTime.parse(beat.path("at").asText()).toInstant();
    }

    private static RequestSpecification as(String party, String... roles) {
        return withToken(TestTokens.token(party, roles));
    }

    private static RequestSpecification withToken(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
