package id.padan.verification.batch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.platform.nik.Nik;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.proof.ReceiptFile;
import id.padan.verification.answer.Answer;
import id.padan.verification.projection.Finding;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.projection.TestRegister;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks and lists of the programme's cut-off date. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class AsOfComponentTest {
    private static final String CUT_OFF = "2025-04-30";
    private static final Duration TIME = Duration.ofSeconds(40);

    @TestHTTPResource("/api/verification/v1/batches")
    URI lists;

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    ProofLog log;

    private Partner kemnaker;
    private static boolean published;
    private static int next = 760_000;

    /** Active on the cut-off date, retired today. */
    private final String retired = newNik();
    /** Nothing is known of the cut-off date. */
    private final String later = newNik();
    /** Active on the cut-off date, in no record any more. */
    private final String gone = newNik();

    private final String nobody = newNik();

    private static String newNik() {
        return Long.toString(Register.nik(next++));
    }

    @BeforeEach
    void openForBusiness() {
        kemnaker = new Partner(lists, "kemnaker");
        if (!published) {
            Register.publish(keys, index);
            published = true;
        }
        TestRegister.publishHistory(
                keys, retired, TestRegister.ACTIVE + " 2010-03-01 2026-01-01", TestRegister.RETIRED + " 2026-01-01 -");
        TestRegister.publishHistory(keys, later, TestRegister.ACTIVE + " 2025-10-01 -");
        TestRegister.publishHistory(keys, gone, TestRegister.ACTIVE + " 2010-03-01 2026-02-01");
        Awaitility.await().atMost(TIME).untilAsserted(() -> {
            assertThat(on(gone, CUT_OFF).mapped()).isEqualTo(Answer.ACTIVE);
            assertThat(on(later, CUT_OFF)).isEqualTo(Finding.AS_OF_UNKNOWN);
            assertThat(on(retired, CUT_OFF).mapped()).isEqualTo(Answer.ACTIVE);
        });
    }

    private Finding on(String nik, String day) {
        var epoch = index.now();
        return epoch.find(keys.token(epoch.number(), new Nik(nik)), LocalDate.parse(day))
                .finding();
    }

    private static Response check(String nik, String asOf) {
        return given().header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .contentType("application/json")
                .body("{\"nik\":\"%s\",\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"BSU-2025\"%s}"
                        .formatted(nik, asOf == null ? "" : ",\"asOf\":\"" + asOf + "\""))
                .post("/api/verification/v1/checks");
    }

    private HttpResponse<String> send(String key, String programme, String asOf, String... niks) {
        return kemnaker.exchange(kemnaker.upload(key)
                .setHeader("X-Padan-Program", programme)
                .setHeader("X-Padan-As-Of", asOf)
                .POST(HttpRequest.BodyPublishers.ofString("nik\n" + String.join("\n", niks) + "\n"))
                .build());
    }

    private String completed(String programme, String asOf, String... niks) {
        var sent = send(Partner.newKey(), programme, asOf, niks);
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        var id = Partner.json(sent).path("id").asText();
        assertThat(kemnaker.ended(id).path("state").asText()).isEqualTo("COMPLETED");
        return id;
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() + " " + Partner.json(response).path("code").asText();
    }

    @Test
    void aCheckAnswersOfTheDayAskedForAndProvesIt() throws Exception {
        check(retired, null).then().statusCode(200).body("answer", is("RETIRED"));
        var then = check(retired, CUT_OFF);
        then.then()
                .statusCode(200)
                .body("answer", is("ACTIVE"))
                .body("asOf", is(CUT_OFF))
                .body("dataTime", is("2026-11-01"));
        var proven = ReceiptFile.verify(then.asString(), log.key(), retired);
        assertThat(proven.leaf()).containsEntry("asOf", CUT_OFF);
        check(gone, null).then().body("answer", is("NOT_FOUND"));
        check(gone, CUT_OFF).then().body("answer", is("ACTIVE"));
        check(nobody, CUT_OFF).then().body("answer", is("NOT_FOUND"));

        var unknown = check(later, CUT_OFF);
        unknown.then()
                .statusCode(200)
                .body("status", is("AS_OF_UNKNOWN"))
                .body("answer", nullValue())
                .body("statement", nullValue())
                .body("asOf", is(CUT_OFF));
        assertThat(ReceiptFile.verify(unknown.asString(), log.key(), later).opened())
                .containsEntry("status", "AS_OF_UNKNOWN");
        check(later, null).then().body("answer", is("ACTIVE"));
    }

    @Test
    void aListAnswersOfTheDayAskedForInEveryForm() throws Exception {
        var id = completed("BSU-2025", CUT_OFF, retired, later, gone, nobody);

        var batch = kemnaker.batch(id);
        assertThat(batch.path("asOf").asText()).isEqualTo(CUT_OFF);
        var counts = batch.path("counts");
        assertThat(counts.path("answers").path("ACTIVE").asInt()).isEqualTo(2);
        assertThat(counts.path("answers").path("NOT_FOUND").asInt()).isEqualTo(1);
        // So that the balance of before holds for whoever does not know the new count.
        assertThat(counts.path("unmapped").asInt()).isEqualTo(1);
        assertThat(counts.path("asOfUnknown").asInt()).isEqualTo(1);

        var csv = kemnaker.get("/" + id + "/results", "Accept", "text/csv");
        assertThat(csv.headers().firstValue("X-Padan-As-Of")).contains(CUT_OFF);
        assertThat(csv.body())
                .contains(
                        "1," + retired + ",ANSWERED,ACTIVE,tercatat sebagai ASN aktif,\r\n",
                        "2," + later + ",AS_OF_UNKNOWN,,,\r\n",
                        "3," + gone + ",ANSWERED,ACTIVE,",
                        "4," + nobody + ",ANSWERED,NOT_FOUND,tidak ditemukan,\r\n");
        assertThat(kemnaker.get("/" + id + "/results", "Accept", "application/x-ndjson")
                        .body())
                .contains("\"status\":\"AS_OF_UNKNOWN\",\"asOf\":\"" + CUT_OFF + "\"}\n")
                .contains("\"statement\":\"tidak ditemukan\",\"asOf\":\"" + CUT_OFF + "\"}\n");
        assertThat(kemnaker.get("/" + id + "/results", "Accept", "application/vnd.padan.answers")
                        .body())
                .contains("\"asOf\":\"" + CUT_OFF + "\"");

        var row =
                ReceiptFile.verify(kemnaker.get("/" + id + "/results/2/receipt").body(), log.key(), later);
        assertThat(row.opened()).containsEntry("status", "AS_OF_UNKNOWN");
        assertThat(row.leaf()).containsEntry("asOf", CUT_OFF);
        var whole = ReceiptFile.verify(kemnaker.get("/" + id + "/receipt").body(), log.key(), null);
        assertThat(whole.opened()).containsEntry("asOf", CUT_OFF).containsEntry("asOfUnknown", "1");
        var facts = Partner.json(kemnaker.get("/" + id + "/record-facts"));
        assertThat(facts.path("asOf").asText()).isEqualTo(CUT_OFF);
        assertThat(facts.path("notProcessed").path("AS_OF_UNKNOWN").asInt()).isEqualTo(1);
        assertThat(facts.path("notProcessed").path("STATUS_UNMAPPED").asInt()).isZero();
    }

    @Test
    void noOtherDayCanBeAskedForAndAKeyIsForOneDay() {
        var today = LocalDate.now(StatusIndex.JAKARTA);
        for (var day : List.of(today.minusDays(1), today.plusDays(1), LocalDate.parse("2099-06-30"))) {
            var refused = send(Partner.newKey(), "BSU-2025", day.toString(), nobody);
            assertThat(code(refused)).isEqualTo("400 AS_OF_UNSUPPORTED");
            assertThat(Partner.json(refused).path("allowed").toString()).isEqualTo("[\"" + CUT_OFF + "\"]");
        }
        var key = Partner.newKey();
        assertThat(send(key, "BSU-2025", today.toString(), nobody).statusCode()).isEqualTo(202);
        assertThat(code(send(key, "BSU-2025", CUT_OFF, nobody))).isEqualTo("422 IDEMPOTENCY_MISMATCH");
    }

    @Test
    void ofAStandingListOnlyWhatIsLearntOfItsDayIsAChange() {
        var nik = newNik();
        TestRegister.publishHistory(keys, nik, TestRegister.ACTIVE + " 2010-03-01 -");
        Awaitility.await()
                .atMost(TIME)
                .until(() -> check(nik, null).path("answer").equals("ACTIVE"));
        var looksBack = completed("TETAP-1", CUT_OFF, nik, later);
        var present = completed("TETAP-1", LocalDate.now(StatusIndex.JAKARTA).toString(), nik);

        TestRegister.publishHistory(
                keys, nik, TestRegister.ACTIVE + " 2010-03-01 2026-11-01", TestRegister.RETIRED + " 2026-11-01 -");
        awaitTold(present, "1:ACTIVE>RETIRED");
        assertThat(told(looksBack)).isEmpty();

        TestRegister.publishHistory(
                keys, nik, TestRegister.ACTIVE + " 2010-03-01 2025-04-01", TestRegister.RETIRED + " 2025-04-01 -");
        TestRegister.publishHistory(keys, later, TestRegister.ACTIVE + " 2024-10-01 -");
        awaitTold(looksBack, "1:ACTIVE>RETIRED", "2:AS_OF_UNKNOWN>ACTIVE");
        assertThat(told(present)).hasSize(1);
        assertThat(Partner.json(kemnaker.get("/" + looksBack + "/changes"))
                        .path("items")
                        .get(0)
                        .path("asOf")
                        .asText())
                .isEqualTo(CUT_OFF);
    }

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
        Awaitility.await().atMost(TIME).untilAsserted(() -> assertThat(told(id)).containsExactlyInAnyOrder(changes));
    }
}
