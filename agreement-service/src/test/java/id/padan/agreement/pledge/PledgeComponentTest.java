package id.padan.agreement.pledge;

import static id.padan.agreement.Register.AGREEMENT;
import static id.padan.agreement.Register.SHA256;
import static id.padan.agreement.Register.as;
import static id.padan.agreement.Register.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import id.padan.agreement.AgreementFolderFixture;
import id.padan.agreement.Register;
import id.padan.platform.events.Topics;
import id.padan.platform.testing.LocalInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pledges, and the review of access that ends them. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
class PledgeComponentTest {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String PLEDGES = AGREEMENT + "/pledges";
    private static final String REVIEWS = AGREEMENT + "/access-reviews";
    private final LocalDate today = LocalDate.now(JAKARTA);

    @BeforeEach
    void theAgreementIsStored() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> as("bkn", "auditor").get(AGREEMENT).then().statusCode(200));
    }

    @Test
    void holdsForAYearAndIsToldToAllGates() {
        String login = "petugas-" + UUID.randomUUID();

        String id = Register.pledge("kemnaker", login);

        String until = as("kemnaker", "auditor")
                .get(PLEDGES)
                .then()
                .statusCode(200)
                .body("items.find { it.person == '" + login + "' }.valid", equalTo(true))
                .extract()
                .path("items.find { it.person == '" + login + "' }.validUntil");
        assertThat(Instant.parse(until))
                .isEqualTo(today.plusYears(1).atStartOfDay(JAKARTA).toInstant());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Register.events(
                                "verification-service", Topics.AGREEMENT_PLEDGE, value -> value.contains(id)))
                        .singleElement()
                        .asString()
                        .contains(login, until));
        as("bkn", "auditor").get(PLEDGES).then().body("items.person", not(hasItem(login)));
    }

    @Test
    void endsWithItsRevocationAndIsRenewedByANewOne() {
        String login = "petugas-" + UUID.randomUUID();
        String id = Register.pledge("kemnaker", login);
        String path = PLEDGES + "/" + id + "/revocation";
        as("bkn", "approver")
                .body("{\"reason\":\"pindah tugas\"}")
                .post(path)
                .then()
                .statusCode(404);
        as("kemnaker", "operator")
                .body("{\"reason\":\"pindah tugas\"}")
                .post(path)
                .then()
                .statusCode(403);
        as("kemnaker", "approver").body("{}").post(path).then().statusCode(400).body("field", equalTo("reason"));

        as("kemnaker", "approver")
                .body("{\"reason\":\"pindah tugas\"}")
                .post(path)
                .then()
                .statusCode(200)
                .body("valid", equalTo(false));

        open(login, 403);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Register.events(
                                "asn-directory-service",
                                Topics.AGREEMENT_PLEDGE,
                                value -> value.contains(id) && value.contains("revokedAt")))
                        .hasSize(1));
        Register.pledge("kemnaker", login);
        open(login, 200);
    }

    @Test
    void anAffiliatesPersonsEndWithItsContractAndItsPledge() {
        String organisation = as("kemnaker", "approver")
                .body("""
                        {"organisation":"PT Mitra Sintetis","contractNumber":"K-1/2026","contractEnds":"%s","documentSha256":"%s",
                         "signedOn":"%s"}""".formatted(today.plusDays(10), SHA256, today))
                .post(PLEDGES)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String login = "mitra-" + UUID.randomUUID();
        String until = pledge(login, today, organisation)
                .then()
                .statusCode(201)
                .body("organisation", equalTo("PT Mitra Sintetis"))
                .extract()
                .path("validUntil");
        assertThat(Instant.parse(until))
                .isEqualTo(today.plusDays(11).atStartOfDay(JAKARTA).toInstant());
        open(login, 200);

        as("kemnaker", "admin")
                .body("{\"reason\":\"kontrak diputus\"}")
                .post(PLEDGES + "/" + organisation + "/revocation")
                .then()
                .statusCode(200)
                .body("valid", equalTo(false));

        open(login, 403);
        pledge("mitra-" + UUID.randomUUID(), today, organisation)
                .then()
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
    }

    @Test
    void refusesPledgesThatAreNone() {
        String login = "pejabat-" + UUID.randomUUID();
        person("kemnaker", login, "approver")
                .body(body(login, today, null))
                .post(PLEDGES)
                .then()
                .statusCode(409);
        pledge(login, today.plusDays(1), null).then().statusCode(400).body("field", equalTo("signedOn"));
        pledge(login, today.minusYears(1), null).then().statusCode(400).body("field", equalTo("signedOn"));
        pledge(login, today.minusYears(1).plusDays(1), null).then().statusCode(201);
        pledge("3171010101909991", today, null).then().statusCode(400).body("field", equalTo("person"));
        pledge(login, today, UUID.randomUUID().toString()).then().statusCode(404);
        as("kemnaker", "admin")
                .body(body(login, today, null).replace(SHA256, "abc"))
                .post(PLEDGES)
                .then()
                .statusCode(400)
                .body("field", equalTo("documentSha256"));
        as("kemnaker", "operator")
                .body(body(login, today, null))
                .post(PLEDGES)
                .then()
                .statusCode(403);
        as("stranger", "approver")
                .body(body(login, today, null))
                .post(PLEDGES)
                .then()
                .statusCode(404);
    }

    @Test
    void theSameKeyAndRequestIsOnePledge() {
        String login = "petugas-" + UUID.randomUUID();
        String key = UUID.randomUUID().toString();
        String first = keyed(key, body(login, today, null), 201);
        String again = keyed(key, body(login, today, null), 201);

        assertThat(again).isEqualTo(first);
        assertThat(keyed(key, body(login, today.minusDays(1), null), 422)).contains("IDEMPOTENCY_MISMATCH");
    }

    @Test
    void theReviewListsWhoHasAccessAndRemovesIt() {
        String login = "petugas-" + UUID.randomUUID();
        String unpledged = "tamu-" + UUID.randomUUID();
        Register.pledge("kemnaker", login);
        Instant used = Instant.now().minusSeconds(60);
        Register.report(
                "verification",
                "kemnaker",
                used,
                Register.results(UUID.randomUUID(), unpledged, UUID.randomUUID(), 5, 10));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(REVIEWS)
                        .then()
                        .statusCode(200)
                        .body("items.find { it.who == '" + unpledged + "' }.pledge", equalTo("NONE"))
                        .body(
                                "items.find { it.who == '" + unpledged + "' }.lastUse",
                                startsWith(used.toString().substring(0, 19)))
                        .body("items.find { it.who == '" + login + "' }.pledge", equalTo("VALID")));
        as("bkn", "auditor").get(REVIEWS).then().body("items.who", not(hasItem(login)));
        String period = as("kemnaker", "auditor").get(REVIEWS).path("period");

        decide("kemnaker", period, login, "KEEP").then().statusCode(200);
        open(login, 200);
        decide("bkn", period, login, "REMOVE").then().statusCode(404);
        decide("kemnaker", "2024-H1", login, "REMOVE").then().statusCode(400).body("field", equalTo("period"));
        String approver = "pejabat-" + UUID.randomUUID();
        Register.pledge("kemnaker", approver);
        person("kemnaker", approver, "approver")
                .body("{\"who\":\"%s\",\"decision\":\"KEEP\",\"reason\":\"saya sendiri\"}".formatted(approver))
                .post(REVIEWS + "/" + period + "/decisions")
                .then()
                .statusCode(409);

        decide("kemnaker", period, login, "REMOVE").then().statusCode(200).body("decision", equalTo("REMOVE"));

        open(login, 403);
        decide("kemnaker", period, login, "KEEP").then().statusCode(409);
        as("kemnaker", "dpo")
                .get(REVIEWS + "?period=" + period)
                .then()
                .body("items.findAll { it.who == '" + login + "' }.decision", contains("REMOVE"))
                .body("items.findAll { it.who == '" + login + "' }.pledge", contains("REVOKED"))
                .body("items.findAll { it.who == '" + login + "' }", hasSize(1));
    }

    @Test
    void aClientThatAReviewRemovesIsSuspendedByTheReviewItself() {
        String client = "klien-" + UUID.randomUUID();
        var asked = Register.throughClient(UUID.randomUUID(), client, 70_000);
        Register.report("verification", "kemnaker", Instant.now(), asked);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(REVIEWS)
                        .then()
                        .body("items.who", hasItem("service-account-" + client)));
        String period = as("kemnaker", "auditor").get(REVIEWS).path("period");

        decide("kemnaker", period, "service-account-" + client, "REMOVE").then().statusCode(200);

        String held = "items.find { it.target == '" + client + "' }.";
        as("bkn", "auditor")
                .get(AGREEMENT + "/suspensions")
                .then()
                .body(held + "kind", equalTo("CLIENT"))
                .body(held + "party", equalTo("kemnaker"))
                .body(held + "reason", startsWith("Peninjauan akses " + period));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Register.events(
                                "verification-service", Topics.AGREEMENT_POLICY, value -> value.contains(client)))
                        .isNotEmpty());
        decide("kemnaker", period, "service-account-" + client, "REMOVE").then().statusCode(409);
    }

    private static io.restassured.response.Response decide(String party, String period, String who, String decision) {
        return as(party, "approver")
                .body("{\"who\":\"%s\",\"decision\":\"%s\",\"reason\":\"tinjauan semester\"}".formatted(who, decision))
                .post(REVIEWS + "/" + period + "/decisions");
    }

    private static String keyed(String key, String body, int status) {
        return as("kemnaker", "admin")
                .header("Idempotency-Key", key)
                .body(body)
                .post(PLEDGES)
                .then()
                .statusCode(status)
                .extract()
                .asString();
    }

    private static io.restassured.response.Response pledge(String login, LocalDate signed, String organisation) {
        return as("kemnaker", "admin").body(body(login, signed, organisation)).post(PLEDGES);
    }

    private static String body(String login, LocalDate signed, String organisation) {
        return "{\"person\":\"%s\",\"documentSha256\":\"%s\",\"signedOn\":\"%s\"%s}"
                .formatted(
                        login,
                        SHA256,
                        signed,
                        organisation == null ? "" : ",\"organisationId\":\"" + organisation + "\"");
    }

    private static void open(String login, int status) {
        person("kemnaker", login, "auditor")
                .get(AGREEMENT + "/disclosures")
                .then()
                .statusCode(status);
    }
}
