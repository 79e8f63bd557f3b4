package id.padan.correction;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A completed list opens a case; its party submits, BKN answers, both close. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class CoordinationComponentTest {
    private static final String BASE = "/api/corrections/v1/coordinations";
    private static final Duration TIME = Duration.ofSeconds(30);

    @BeforeEach
    void hearTheAgreement() {
        PolicyPublisher.publishOpen();
        await().atMost(TIME)
                .untilAsserted(() -> as("bkn", "operator").get(BASE).then().statusCode(200));
    }

    private static RequestSpecification as(String party, String role) {
        return given().auth().oauth2(TestTokens.token(party, role)).contentType("application/json");
    }

    private static void ended(UUID batch, int version, String state) {
        PolicyPublisher.send("verification.batch.v1", batch.toString(), """
                {"type":"verification.batch","batchId":"%s","version":%d,"state":"%s","attempt":1,"party":"kemnaker","purpose":"AID_VERIFICATION",\
                "program":"BSU-2025","agreement":{"id":"kemnaker-bkn-2024","version":"1","clause":"Ps 3(1)b"},\
                "counts":{"received":3,"rejected":{},"duplicates":0,"answers":{"ACTIVE":1,"NOT_FOUND":2},"unmapped":0,"unprocessed":0},\
                "createdAt":"2026-11-26T01:00:00Z","endedAt":"2026-11-26T02:00:00Z"}""".formatted(batch, version, state)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String opened(UUID batch) {
        await().atMost(TIME)
                .untilAsserted(() -> as("kemnaker", "operator")
                        .get(BASE + "?batchId=" + batch)
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(1)));
        return as("kemnaker", "operator").get(BASE + "?batchId=" + batch).path("items[0].id");
    }

    private static ValidatableResponse move(String party, String role, String id, String body) {
        return as(party, role).body(body).post(BASE + "/" + id + "/transitions").then();
    }

    @Test
    void aCompletedListIsCoordinatedAndClosedByBoth() {
        var batch = UUID.randomUUID();
        ended(batch, 2, "PROCESSING");
        ended(batch, 3, "COMPLETED");
        ended(batch, 3, "COMPLETED");
        ended(batch, 4, "DESTROYED");
        var id = opened(batch);
        as("bkn", "auditor")
                .get(BASE + "/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("OPEN"))
                .body("counts.answers.ACTIVE", equalTo(1))
                .body("openedAt", equalTo("2026-11-26T02:00:00Z"));
        as("stranger", "operator").get(BASE + "/" + id).then().statusCode(404);

        var note = "{\"to\":\"%s\",\"note\":\"Hasil tahap 1 telah ditindaklanjuti\"}";
        move("bkn", "operator", id, note.formatted("SUBMITTED"))
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        move("kemnaker", "operator", id, note.formatted("ACKNOWLEDGED")).statusCode(403);
        move("kemnaker", "operator", id, "{\"to\":\"SUBMITTED\"}")
                .statusCode(400)
                .body("field", equalTo("note"));
        move("kemnaker", "operator", id, "{\"to\":\"SUBMITTED\",\"note\":\"NIK 3273010101909999\"}")
                .statusCode(400);
        move("bkn", "operator", id, note.formatted("ACKNOWLEDGED"))
                .statusCode(409)
                .body("state", equalTo("OPEN"));
        move("kemnaker", "operator", id, note.formatted("SUBMITTED"))
                .statusCode(200)
                .body("version", equalTo(2));
        move("bkn", "verifier", id, note.formatted("COMMENTED")).statusCode(200);
        move("kemnaker", "operator", id, note.formatted("SUBMITTED")).statusCode(200);
        as("bkn", "verifier")
                .header("If-Match", "\"2\"")
                .body(note.formatted("ACKNOWLEDGED"))
                .post(BASE + "/" + id + "/transitions")
                .then()
                .statusCode(412);
        move("bkn", "verifier", id, note.formatted("ACKNOWLEDGED")).statusCode(200);
        move("bkn", "operator", id, "{\"to\":\"CLOSED\"}").statusCode(403).body("code", equalTo("ROLE_MISSING"));
        move("bkn", "approver", id, "{\"to\":\"CLOSED\"}").statusCode(200).body("state", equalTo("ACKNOWLEDGED"));
        move("bkn", "approver", id, "{\"to\":\"CLOSED\"}").statusCode(409);
        move("kemnaker", "approver", id, "{\"to\":\"CLOSED\"}")
                .statusCode(200)
                .body("state", equalTo("CLOSED"))
                .body("closedBy", containsInAnyOrder("bkn", "kemnaker"))
                .body("steps", hasSize(6));
        move("kemnaker", "operator", id, note.formatted("SUBMITTED")).statusCode(409);
    }
}
