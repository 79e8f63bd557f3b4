package id.padan.agreement.incident;

import static id.padan.agreement.Register.AGREEMENT;
import static id.padan.agreement.Register.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import id.padan.agreement.AgreementFolderFixture;
import id.padan.agreement.Register;
import id.padan.platform.events.Topics;
import id.padan.platform.testing.LocalInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
class IncidentComponentTest {
    private static final String INCIDENTS = AGREEMENT + "/incidents";

    @BeforeEach
    void theAgreementIsStored() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> as("bkn", "auditor").get(AGREEMENT).then().statusCode(200));
    }

    @Test
    void isThePartysOwnUntilTheOtherIsToldAtItsContact() {
        Instant detected = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        String id = incident("kemnaker", detected, false);
        as("kemnaker", "dpo")
                .get(INCIDENTS + "/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("OPEN"))
                .body(
                        "tellOtherPartyBefore",
                        equalTo(detected.plus(Duration.ofHours(24)).toString()))
                .body(
                        "notifyBefore",
                        equalTo(detected.plus(Duration.ofHours(72)).toString()));
        as("bkn", "dpo").get(INCIDENTS + "/" + id).then().statusCode(404);
        as("bkn", "dpo").get(INCIDENTS).then().body("items.id", not(hasItem(id)));
        as("bkn", "dpo")
                .body("{\"recipient\":\"OTHER_PARTY\"}")
                .post(INCIDENTS + "/" + id + "/notices")
                .then()
                .statusCode(404);
        as("bkn", "dpo")
                .body("{\"person\":\"x\"}")
                .post(INCIDENTS + "/" + id + "/blast-radius")
                .then()
                .statusCode(404);
        close("kemnaker", id).then().statusCode(409);

        send("kemnaker", id, "OTHER_PARTY")
                .then()
                .statusCode(200)
                .body("state", equalTo("TOLD"))
                .body("notices[0].late", equalTo(false))
                .body("notices[0].contact", containsString("pdpik@bkn.go.id"));

        as("bkn", "dpo")
                .get(INCIDENTS + "/" + id)
                .then()
                .statusCode(200)
                .body("recordedBy", nullValue())
                .body("notices", hasSize(1));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                Register.events("operator", Topics.AGREEMENT_INCIDENT, value -> value.contains(id)))
                        .singleElement()
                        .asString()
                        .contains("\"toldParty\":\"bkn\"", "\"late\":false"));
        send("kemnaker", id, "OTHER_PARTY").then().statusCode(409);
        // What the other party may see, it may not steer, nor read what went to others.
        as("kemnaker", "dpo")
                .body("{\"recipient\":\"AUTHORITY\",\"contact\":\"lembaga\"}")
                .post(INCIDENTS + "/" + id + "/notices")
                .then()
                .statusCode(200)
                .body("notices", hasSize(2));
        as("bkn", "dpo").get(INCIDENTS + "/" + id).then().body("notices", hasSize(1));
        as("bkn", "dpo").get(INCIDENTS + "/" + id + "/notice-drafts").then().statusCode(404);
        close("bkn", id).then().statusCode(404);
        close("kemnaker", id).then().statusCode(200).body("state", equalTo("CLOSED"));
        close("kemnaker", id).then().statusCode(409);
    }

    @Test
    void theServiceTellsTheOtherPartyWhenNobodyElseDoes() {
        String id = incident("bkn", Instant.now().minus(Duration.ofHours(25)), true);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("kemnaker", "dpo")
                        .get(INCIDENTS + "/" + id)
                        .then()
                        .statusCode(200)
                        .body("notices[0].late", equalTo(true))
                        .body("notices[0].sentBy", equalTo("incident-clock"))
                        .body("notices[0].contact", containsString("pengembangansistem@kemnaker.go.id"))
                        .body("notices[0].textId", containsString("LATIHAN")));
    }

    @Test
    void aDrillRunsAndIsToldToNobodyOutside() {
        String id = incident("kemnaker", Instant.now(), true);

        for (String outside : new String[] {"AUTHORITY", "SUBJECTS"}) {
            send("kemnaker", id, outside).then().statusCode(409).body("code", equalTo("CONFLICT"));
        }
        as("kemnaker", "dpo")
                .get(INCIDENTS + "/" + id + "/notice-drafts")
                .then()
                .statusCode(200)
                .body("items", hasSize(3))
                .body("items[0].textId", containsString("LATIHAN - BUKAN INSIDEN NYATA"))
                .body("items[0].textEn", containsString("DRILL - NO REAL INCIDENT"));
        send("kemnaker", id, "OTHER_PARTY").then().statusCode(200).body("drill", equalTo(true));
    }

    @Test
    void theBlastRadiusIsExactByTokenPersonClientKeyAndTime() {
        String token = "leaked-" + UUID.randomUUID();
        String login = "petugas-" + UUID.randomUUID();
        UUID list = UUID.randomUUID();
        Instant at = Instant.parse("2025-05-05T05:05:05Z");
        Register.report(
                "verification",
                "kemnaker",
                at,
                Register.checks(UUID.randomUUID(), token, 2000, 10),
                Register.checks(UUID.randomUUID(), token, 2010, 5),
                Register.checks(UUID.randomUUID(), token, 3000, 1),
                Register.checks(UUID.randomUUID(), "other-" + token, 4000, 100),
                Register.results(UUID.randomUUID(), login, list, 5000, 700));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(AGREEMENT + "/disclosures?person=" + login)
                        .then()
                        .body("items", hasSize(1)));
        String id = incident("kemnaker", Instant.now(), false);

        radius("kemnaker", id, "{\"token\":\"%s\"}".formatted(token))
                .then()
                .statusCode(200)
                .body("summary.disclosures", equalTo(3))
                .body("summary.subjects", equalTo(16))
                .body("summary.clauses", contains("Ps 3(1)b"))
                .body("summary.elements", contains("B-01", "B-02", "B-05"))
                .body("lines", hasSize(1))
                .body("lines[0].officer", equalTo("pejabat.kemnaker"))
                .body("rows[0].service", equalTo("verification"))
                .body("rows[0].holder", equalTo("bkn"))
                // Neighbouring leaves are one range.
                .body("rows[0].leaves.collect { it.first }", contains(2000, 3000))
                .body("rows[0].leaves.collect { it.last }", contains(2014, 3000))
                .body("allOfThem", containsString("token=" + token));
        as("kemnaker", "dpo")
                .get(INCIDENTS + "/" + id + "/notice-drafts")
                .then()
                .body("items[1].textId", containsString("16 baris data dalam 3 pengungkapan"))
                .body("items[1].textId", containsString("B-01, B-02, B-05"))
                .body("items[2].textEn", containsString("16 rows in 3 disclosures"));
        radius("kemnaker", id, "{\"person\":\"%s\"}".formatted(login))
                .then()
                .body("summary.subjects", equalTo(700))
                .body("rows[0].lists", contains("batches/" + list))
                .body("rows[0].listCount", equalTo(1));
        radius("kemnaker", id, "{\"key\":\"batches/%s\"}".formatted(list))
                .then()
                .body("summary.subjects", equalTo(700));
        radius("kemnaker", id, "{\"key\":\"kid-1\",\"token\":\"%s\"}".formatted(token))
                .then()
                .body("summary.subjects", equalTo(16));
        radius("kemnaker", id, "{\"from\":\"2025-05-05T05:05:05Z\",\"until\":\"2025-05-05T05:05:06Z\"}")
                .then()
                .body("summary.disclosures", equalTo(5))
                .body("summary.subjects", equalTo(816));
        radius("kemnaker", id, "{\"client\":\"kemnaker-system\",\"from\":\"2025-05-05\",\"until\":\"2025-05-05\"}")
                .then()
                .body("summary.subjects", equalTo(116));
        radius("kemnaker", id, "{\"token\":\"none\"}")
                .then()
                .statusCode(200)
                .body("summary.disclosures", equalTo(0))
                .body("rows", hasSize(0));
        for (String nothing : new String[] {"{}", "{\"from\":\"2025-05-05\"}"}) {
            radius("kemnaker", id, nothing).then().statusCode(400).body("code", equalTo("INVALID"));
        }
    }

    @Test
    void refusesIncidentsThatCannotBe() {
        refused("{\"description\":\"x\",\"detectedAt\":\"2026-01-01T00:00:00Z\"}", "title");
        refused("{\"title\":\"x\",\"description\":\"x\"}", "detectedAt");
        refused(
                "{\"title\":\"x\",\"description\":\"x\",\"detectedAt\":\"%s\"}"
                        .formatted(Instant.now().plusSeconds(60)),
                "detectedAt");
        refused(
                "{\"title\":\"x\",\"description\":\"NIK 3171010101909991\",\"detectedAt\":\"2026-01-01T00:00:00Z\"}",
                "description");
        refused(
                "{\"title\":\"x\",\"description\":\"x\",\"sourceParty\":\"nobody\",\"detectedAt\":\"2026-01-01T00:00:00Z\"}",
                "sourceParty");
        as("kemnaker", "auditor").body("{}").post(INCIDENTS).then().statusCode(403);
        as("stranger", "dpo").body("{}").post(INCIDENTS).then().statusCode(404);
    }

    private static void refused(String body, String field) {
        as("kemnaker", "dpo").body(body).post(INCIDENTS).then().statusCode(400).body("field", equalTo(field));
    }

    private static String incident(String party, Instant detected, boolean drill) {
        return as(party, "operator")
                .body("""
                        {"title":"Token bocor","description":"Token mesin ditemukan di repositori umum","detectedAt":"%s",
                         "sourceParty":"kemnaker","drill":%s}""".formatted(detected, drill))
                .post(INCIDENTS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Response send(String party, String id, String recipient) {
        return as(party, "dpo")
                .body("{\"recipient\":\"%s\",\"contact\":\"tujuan\"}".formatted(recipient))
                .post(INCIDENTS + "/" + id + "/notices");
    }

    private static Response radius(String party, String id, String body) {
        return as(party, "dpo").body(body).post(INCIDENTS + "/" + id + "/blast-radius");
    }

    private static Response close(String party, String id) {
        return as(party, "approver")
                .body("{\"conclusion\":\"Token dicabut, tidak ada penyalahgunaan\"}")
                .post(INCIDENTS + "/" + id + "/closing");
    }
}
