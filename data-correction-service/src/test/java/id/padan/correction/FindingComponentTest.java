package id.padan.correction;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Findings come with what is heard, each party sees its own, and a human makes proposals of them. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class FindingComponentTest {
    private static final String BASE = "/api/corrections/v1/findings";
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final AtomicInteger SERIAL = new AtomicInteger(1);
    private static long run = System.currentTimeMillis();

    private final String asn = "F" + UUID.randomUUID().toString().replace("-", "");
    private final String nip =
            "1979%02d%02d2005011999".formatted(1 + SERIAL.get() / 28 % 12, 1 + SERIAL.getAndIncrement() % 28);

    @BeforeEach
    void hearTheAgreement() {
        PolicyPublisher.publishOpen();
        await().atMost(TIME)
                .untilAsserted(() -> as("kemnaker", "operator").get(BASE).then().statusCode(200));
    }

    private static RequestSpecification as(String party, String role) {
        return given().auth().oauth2(TestTokens.token(party, role)).contentType("application/json");
    }

    private static void tell(String topic, String key, String value) {
        PolicyPublisher.send(topic, key, value.getBytes(StandardCharsets.UTF_8));
    }

    private void received(int version, String birth) {
        tell("partner.kemnaker.asn.v1", asn, """
                {"type":"partner.asn","version":%d,"gone":false,"record":{"idAsn":"%s","nip":"%s","nama":"CONTOH","tanggalLahir":"%s"}}""".formatted(version, asn, nip, birth));
    }

    private ValidatableResponse of(String party, String query) {
        return as(party, "operator").get(BASE + "?limit=500" + query).then().statusCode(200);
    }

    private String here(String member) {
        return "items.find { it.nip == '" + nip + "' }" + member;
    }

    @Test
    void kemnakersFindingComesAndGoesWithWhatItReceives() {
        received(1, "1979-12-31");
        await().atMost(TIME)
                .untilAsserted(() -> of("kemnaker", "")
                        .body(here(".indicator"), equalTo("CON_2"))
                        .body(here(".evidence.tanggalLahir"), equalTo("1979-12-31"))
                        .body(here(".suggestion"), notNullValue())
                        .body(here(".element"), equalTo("A-10")));
        of("bkn", "").body("items.nip", not(hasItem(nip)));
        as("stranger", "operator").get(BASE).then().statusCode(403);
        as("kemnaker", "operator").get(BASE + "?limit=0").then().statusCode(400);

        received(2, nip.substring(0, 4) + "-" + nip.substring(4, 6) + "-" + nip.substring(6, 8));
        await().atMost(TIME).untilAsserted(() -> of("kemnaker", "").body("items.nip", not(hasItem(nip))));
    }

    @Test
    void bknsFindingsAreThoseOfTheLastRun() {
        long first = ++run;
        tell("asn.finding.v1", asn, """
                {"type":"asn.finding","asnId":"%s","nip":"%s","run":%d,"findings":[{"indicator":"DECEASED_ACTIVE","evidence":{"kedudukanPnsId":"01"}},\
                {"indicator":"COM_6","evidence":{}}]}""".formatted(asn, nip, first));
        tell("asn.finding.v1", "run", "{\"type\":\"asn.finding-run\",\"run\":%d,\"records\":1}".formatted(first));
        await().atMost(TIME)
                .untilAsserted(() -> of("bkn", "")
                        .body(here(".indicator"), equalTo("STATUS_BERTENTANGAN"))
                        .body(here(".aidImpact"), equalTo(true)));
        of("kemnaker", "").body("items.nip", not(hasItem(nip)));
        // What was mended since that run is gone before the next one, and may come again.
        String since = "{\"type\":\"asn.finding\",\"asnId\":\"%s\",\"nip\":\"%s\",\"run\":%d,\"findings\":[%s]}";
        tell("asn.finding.v1", asn, since.formatted(asn, nip, first, ""));
        await().atMost(TIME).untilAsserted(() -> of("bkn", "").body("items.nip", not(hasItem(nip))));
        tell("asn.finding.v1", asn, since.formatted(asn, nip, first, "{\"indicator\":\"ACC_5\",\"evidence\":{}}"));
        await().atMost(TIME).untilAsserted(() -> of("bkn", "").body("items.nip", hasItem(nip)));
        long second = ++run;
        tell("asn.finding.v1", "run", "{\"type\":\"asn.finding-run\",\"run\":%d,\"records\":0}".formatted(second));
        await().atMost(TIME).untilAsserted(() -> of("bkn", "").body("items.nip", not(hasItem(nip))));
    }

    @Test
    void aNamedPersonMakesProposalsOfFindingsAndNothingIsSentByItself() {
        PolicyPublisher.pledge("kemnaker", "petugas.kemnaker");
        received(1, "1979-12-31");
        await().atMost(TIME).untilAsserted(() -> of("kemnaker", "").body(here(".id"), notNullValue()));
        String id = of("kemnaker", "").extract().path(here(".id"));
        var body = "{\"items\":[{\"findingId\":\"%s\"},{\"findingId\":\"%s\"}]}".formatted(id, UUID.randomUUID());
        as("kemnaker", "operator").body(body).post(BASE + "/proposals").then().statusCode(403);
        of("kemnaker", "").body(here(".proposalId"), equalTo(null));

        await().atMost(TIME)
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.person("kemnaker", "petugas.kemnaker", "padan-cli", "operator"))
                        .get(BASE)
                        .then()
                        .statusCode(200));
        var made = given().auth()
                .oauth2(TestTokens.person("kemnaker", "petugas.kemnaker", "padan-cli", "operator"))
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body)
                .post(BASE + "/proposals")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("items[0].outcome", equalTo("ACCEPTED"))
                .body("items[1].code", equalTo("NOT_FOUND"));
        String proposal = made.extract().path("items[0].proposalId");
        of("kemnaker", "").body("items.nip", not(hasItem(nip)));
        of("kemnaker", "&all=true").body(here(".proposalId"), equalTo(proposal));
        as("kemnaker", "operator")
                .get("/api/corrections/v1/proposals/" + proposal)
                .then()
                .statusCode(200)
                .body("element", equalTo("A-10"))
                .body("indicator", equalTo("CON_2"));
    }
}
