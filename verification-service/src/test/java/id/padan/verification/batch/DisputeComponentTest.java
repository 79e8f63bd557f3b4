package id.padan.verification.batch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.proof.ReceiptFile;
import id.padan.verification.projection.StatusIndex;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody says an answer is wrong: both parties see one receipt, BKN decides, and a changed answer points to the old one. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class DisputeComponentTest {
    private static final String DISPUTES = "/api/verification/v1/disputes";
    private static final String WHY = "Calon menyatakan sudah pensiun sejak 2024";

    private static final Map<String, String> PEOPLE = Map.of(
            "petugas.kemnaker", "kemnaker",
            "pejabat.kemnaker", "kemnaker",
            "auditor.kemnaker", "kemnaker",
            "verifikator.bkn", "bkn",
            "pejabat.bkn", "bkn",
            "kepala.bkn", "bkn",
            "auditor.bkn", "bkn");

    @TestHTTPResource("/api/verification/v1/batches")
    URI lists;

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    ProofLog log;

    @Inject
    Jdbi jdbi;

    private Partner kemnaker;
    private static boolean published;

    @BeforeEach
    void openForBusiness() {
        kemnaker = new Partner(lists, "kemnaker");
        if (!published) {
            Register.publish(keys, index);
            PEOPLE.forEach((person, party) -> PolicyPublisher.pledge(party, person));
            PEOPLE.forEach((person, party) -> await().atMost(Duration.ofSeconds(30))
                    .until(() -> as(party, person, "operator").get(DISPUTES).statusCode() == 200));
            published = true;
        }
    }

    private static String digits(int n) {
        return Long.toString(Register.nik(n));
    }

    private String completed(int first) {
        var rows = new StringBuilder("nik\n");
        for (int i = first; i < first + 5; i++) {
            rows.append(Register.nik(i)).append('\n');
        }
        var sent = kemnaker.send(Partner.newKey(), rows.toString());
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        var id = Partner.json(sent).path("id").asText();
        assertThat(kemnaker.ended(id).path("state").asText()).isEqualTo("COMPLETED");
        return id;
    }

    private static RequestSpecification as(String party, String person, String... roles) {
        return given().header("Authorization", "Bearer " + TestTokens.person(party, person, party + "-portal", roles))
                .contentType("application/json");
    }

    private static Response raise(RequestSpecification caller, String receipt, String more) {
        return caller.body("{\"reason\":\"BANTAHAN_CALON\",\"explanation\":\"%s\"%s%s}"
                        .formatted(WHY, receipt == null ? "" : ",\"receipt\":" + receipt, more))
                .post(DISPUTES);
    }

    private static Response move(RequestSpecification caller, String id, String body) {
        return caller.body(body).post(DISPUTES + "/" + id + "/transitions");
    }

    private static String decided(String to, String more) {
        return "{\"to\":\"%s\",\"note\":\"Diperiksa terhadap SK pensiun\"%s}".formatted(to, more);
    }

    /** Another answer than the one that the register gave. */
    private static String other(String said) {
        return said.equals("RETIRED") ? "ACTIVE" : "RETIRED";
    }

    @Test
    void aDisputeOfARowIsSeenByBothOnOneReceiptAndDecidedByBkn() throws Exception {
        var batch = completed(0);
        var receipt = kemnaker.get("/" + batch + "/results/2/receipt").body();
        var key = UUID.randomUUID().toString();
        var raised = raise(as("kemnaker", "petugas.kemnaker", "operator").header("Idempotency-Key", key), receipt, "");
        assertThat(raised.statusCode()).as(raised.asString()).isEqualTo(201);
        assertThat(raised.asString()).doesNotContain(digits(1));
        String id = raised.path("id");

        // Once, whatever is sent again; and never two about one answer.
        raise(as("kemnaker", "petugas.kemnaker", "operator").header("Idempotency-Key", key), receipt, "")
                .then()
                .statusCode(201)
                .body("id", equalTo(id));
        raise(
                        as("kemnaker", "petugas.kemnaker", "operator").header("Idempotency-Key", key),
                        receipt,
                        ",\"evidence\":[]")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_MISMATCH"));
        raise(as("bkn", "verifikator.bkn", "verifier"), receipt, "")
                .then()
                .statusCode(409)
                .body("code", equalTo("DISPUTE_OPEN"))
                .body("disputeId", equalTo(id));

        // The same receipt for both; the row's person for those who work on it only.
        JsonNode own = Partner.JSON.readTree(as("kemnaker", "petugas.kemnaker", "operator")
                .get(DISPUTES + "/" + id)
                .asString());
        JsonNode theirs = Partner.JSON.readTree(as("bkn", "verifikator.bkn", "verifier")
                .get(DISPUTES + "/" + id)
                .asString());
        assertThat(theirs.path("disputed")).isEqualTo(own.path("disputed")).isNotEmpty();
        assertThat(own.path("disputed").path("nik").asText()).isEqualTo(digits(1));
        assertThat(own.has("registerNow")).isFalse();
        assertThat(theirs.path("registerNow").path("status").asText()).isNotEmpty();
        ReceiptFile.verify(theirs.path("disputed").path("receipt").toString(), log.key(), digits(1));
        assertThat(as("bkn", "auditor.bkn", "auditor").get(DISPUTES + "/" + id).asString())
                .doesNotContain(digits(1), "registerNow");
        assertThat(as("stranger", "x", "operator").get(DISPUTES + "/" + id).statusCode())
                .isEqualTo(403);

        // Kemnaker does not decide, nor does a machine for itself.
        String said = own.path("said").asText();
        move(as("kemnaker", "pejabat.kemnaker", "approver"), id, decided("UPHELD", ""))
                .then()
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        move(as("bkn", "verifikator.bkn", "verifier"), id, decided("UPHELD", ""))
                .then()
                .statusCode(403)
                .body("code", equalTo("ROLE_MISSING"));
        move(
                        given().header("Authorization", "Bearer " + TestTokens.token("bkn", "approver"))
                                .contentType("application/json"),
                        id,
                        decided("UPHELD", ""))
                .then()
                .statusCode(403)
                .body("code", equalTo("PERSON_NEEDED"));
        move(as("bkn", "verifikator.bkn", "verifier"), id, "{\"to\":\"UNDER_REVIEW\"}")
                .then()
                .statusCode(200)
                .body("version", equalTo(2));
        move(as("bkn", "pejabat.bkn", "approver").header("If-Match", "\"1\""), id, decided("UPHELD", ""))
                .then()
                .statusCode(412)
                .body("version", equalTo(2));
        move(as("bkn", "pejabat.bkn", "approver"), id, decided("CHANGED", ",\"newAnswer\":\"%s\"".formatted(said)))
                .then()
                .statusCode(400)
                .body("field", equalTo("newAnswer"));

        // A changed answer is an answer: a leaf of its own that points to the old one.
        var proposal = UUID.randomUUID();
        var changed = move(
                as("bkn", "pejabat.bkn", "approver"),
                id,
                decided("CHANGED", ",\"newAnswer\":\"%s\",\"proposalId\":\"%s\"".formatted(other(said), proposal)));
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        changed.then().body("state", equalTo("CHANGED")).body("proposalId", equalTo(proposal.toString()));
        var leaf = Partner.JSON.readTree(as("kemnaker", "petugas.kemnaker", "operator")
                .get(changed.<String>path("newReceipt"))
                .path("leaf")
                .toString());
        assertThat(leaf.path("kind").asText()).isEqualTo("CHANGED_ANSWER");
        assertThat(leaf.path("reference").asText())
                .isEqualTo("receipts/" + own.path("receiptId").asText());
        var step = Partner.JSON.readTree(changed.asString()).path("steps").get(2);
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(step.path("salt").asText()), "HmacSHA256"));
        assertThat(leaf.path("commitment").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(mac.doFinal(step.path("record").asText().getBytes(StandardCharsets.UTF_8))));
        assertThat(step.path("record").asText())
                .contains("\"newAnswer\":\"" + other(said) + "\"", "\"said\":\"" + said + "\"");

        move(as("bkn", "pejabat.bkn", "approver"), id, decided("UPHELD", ""))
                .then()
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
        move(as("kemnaker", "petugas.kemnaker", "operator"), id, "{\"to\":\"WITHDRAWN\"}")
                .then()
                .statusCode(409);
        List<String> events = jdbi.withHandle(handle -> handle.createQuery(
                        "select payload from outbox where topic = 'verification.dispute.v1' and key = ? order by id desc")
                .bind(0, id)
                .mapTo(String.class)
                .list());
        assertThat(events)
                .hasSize(3)
                .noneMatch(event -> event.contains(digits(1)) || event.contains("\"row\""))
                .first()
                .asString()
                .contains("\"CHANGED\"", proposal.toString());
    }

    @Test
    void afterItsListIsDestroyedTheReceiptStillCarriesADispute() {
        var batch = completed(10);
        var receipt = kemnaker.get("/" + batch + "/results/1/receipt").body();
        assertThat(kemnaker.delete("/" + batch).statusCode()).isEqualTo(200);
        raise(as("kemnaker", "petugas.kemnaker", "operator"), null, ",\"batchId\":\"%s\",\"row\":1".formatted(batch))
                .then()
                .statusCode(409)
                .body("code", equalTo("BATCH_DESTROYED"));

        var raised = raise(as("kemnaker", "petugas.kemnaker", "operator"), receipt, "");

        assertThat(raised.statusCode()).as(raised.asString()).isEqualTo(201);
        String id = raised.path("id");
        as("bkn", "verifikator.bkn", "verifier")
                .get(DISPUTES + "/" + id)
                .then()
                .statusCode(200)
                .body("disputed.nik", equalTo(digits(10)));
        move(as("bkn", "pejabat.bkn", "approver"), id, decided("UPHELD", ""))
                .then()
                .statusCode(200)
                .body("state", equalTo("UPHELD"))
                .body("newAnswer", nullValue());
        // The answer stands, and may be disputed again with something new.
        raise(as("kemnaker", "petugas.kemnaker", "operator"), receipt, "")
                .then()
                .statusCode(201);
    }

    @Test
    void aSingleCheckIsDisputedWithItsAnswerAndTheNikItWasAbout() {
        var answer = given().header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .contentType("application/json")
                .body("{\"nik\":\"%s\",\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"BSU-2025\"}"
                        .formatted(digits(20)))
                .post("/api/verification/v1/checks")
                .asString();
        raise(as("kemnaker", "petugas.kemnaker", "operator"), answer, "")
                .then()
                .statusCode(400)
                .body("field", equalTo("nik"));
        var other = raise(as("kemnaker", "petugas.kemnaker", "operator"), answer, ",\"nik\":\"" + digits(21) + "\"");
        other.then().statusCode(422).body("code", equalTo("RECEIPT_NOT_GENUINE"));
        assertThat(other.asString()).doesNotContain(digits(20), digits(21));
        raise(
                        as("kemnaker", "petugas.kemnaker", "operator"),
                        answer.replace("\"mappingVersion\":\"", "\"mappingVersion\":\"x"),
                        ",\"nik\":\"" + digits(20) + "\"")
                .then()
                .statusCode(422);

        // BKN may raise one itself; then its raiser does not decide.
        var raised = raise(as("bkn", "pejabat.bkn", "approver"), answer, ",\"nik\":\"" + digits(20) + "\"");
        assertThat(raised.statusCode()).as(raised.asString()).isEqualTo(201);
        String id = raised.path("id");
        move(as("bkn", "pejabat.bkn", "approver"), id, decided("UPHELD", ""))
                .then()
                .statusCode(403)
                .body("code", equalTo("SAME_PERSON"));
        move(as("kemnaker", "petugas.kemnaker", "operator"), id, "{\"to\":\"WITHDRAWN\"}")
                .then()
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        move(as("bkn", "kepala.bkn", "approver"), id, decided("UPHELD", ""))
                .then()
                .statusCode(200);
        as("kemnaker", "auditor.kemnaker", "auditor")
                .get(DISPUTES + "?state=UPHELD&limit=200")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(id));
    }

    @Test
    void whatASentDisputeLacksIsSaid() {
        var officer = "petugas.kemnaker";
        as("kemnaker", officer, "operator")
                .body("{}")
                .post(DISPUTES)
                .then()
                .statusCode(400)
                .body("field", equalTo("reason"));
        raise(as("kemnaker", officer, "operator"), null, "")
                .then()
                .statusCode(400)
                .body("field", equalTo("receipt"));
        raise(as("kemnaker", officer, "operator"), "{\"format\":\"padan-receipt/1\"}", "")
                .then()
                .statusCode(422);
        raise(as("kemnaker", officer, "operator"), null, ",\"batchId\":\"%s\",\"row\":1".formatted(UUID.randomUUID()))
                .then()
                .statusCode(404);
        as("kemnaker", officer, "operator")
                .body("{\"reason\":\"DATA_BERBEDA\",\"explanation\":\"NIK 3273010101909999 ini salah\"}")
                .post(DISPUTES)
                .then()
                .statusCode(400)
                .body("field", equalTo("explanation"));
        as("kemnaker", officer, "operator")
                .get(DISPUTES + "/" + UUID.randomUUID())
                .then()
                .statusCode(404);
    }
}
