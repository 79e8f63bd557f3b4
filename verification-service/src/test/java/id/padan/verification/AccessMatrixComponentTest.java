package id.padan.verification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.projection.TestRegister;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Resource x party x role: every cell is walked, and what is not listed as open is refused. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class AccessMatrixComponentTest {
    private static final List<String> PARTIES = List.of("kemnaker", "bkn", "stranger");
    private static final List<String> ROLES =
            List.of("operator", "verifier", "approver", "auditor", "dpo", "admin", "system");
    private static final Set<String> ALL = Set.copyOf(ROLES);
    private static final Set<String> NONE = Set.of();

    private static final String BATCHES = "/api/verification/v1/batches";
    private static final String DISPUTES = "/api/verification/v1/disputes";
    private static final Set<String> WORKERS = Set.of("operator", "verifier", "approver", "system");
    private static final Set<String> DISPUTE_READERS =
            Set.of("operator", "verifier", "approver", "system", "auditor", "dpo");
    private static final String LIST = "nik\n" + TestRegister.SOMEBODY + "\n";
    private static final Map<String, String> UPLOAD =
            Map.of("Idempotency-Key", "matrix", "X-Padan-Purpose", "AID_VERIFICATION", "X-Padan-Program", "BSU-2025");

    @Inject
    TokenKeys keys;

    /**
     * A resource with the roles that may come near it at all, others get 403, and by party those to which it opens; the rest of the near
     * ones get {@code refused}.
     */
    private record Row(
            String method,
            String path,
            String type,
            String body,
            int answered,
            int refused,
            Set<String> near,
            Map<String, Set<String>> open) {
        Row(String method, String path, String body, int refused, Map<String, Set<String>> open) {
            this(method, path, "application/json", body, 200, refused, ALL, open);
        }

        static Row list(String method, String path, Set<String> near, boolean holderToo) {
            return new Row(
                    method,
                    path,
                    "application/json",
                    null,
                    200,
                    404,
                    near,
                    Map.of("kemnaker", near, "bkn", holderToo ? near : NONE, "stranger", NONE));
        }

        int expected(String party, String role) {
            return open.get(party).contains(role) ? answered : near.contains(role) ? refused : 403;
        }
    }

    @Test
    void everyCellIsAsTheMatrixSays() {
        TestRegister.open(keys);
        var check = "{\"nik\":\"%s\",\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"BSU-2025\"}"
                .formatted(TestRegister.SOMEBODY);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(as("kemnaker", "system")
                                .body(check)
                                .post("/api/verification/v1/checks")
                                .statusCode())
                        .isEqualTo(200));
        String receipt = as("kemnaker", "system")
                .body(check)
                .post("/api/verification/v1/checks")
                .path("receipt.href");
        var readers = Set.of("operator", "system", "verifier", "approver", "auditor");
        String list = BATCHES + "/" + completedList("matrix-read");
        String ended = BATCHES + "/" + completedList("matrix-end");
        String destroyed = BATCHES + "/" + completedList("matrix-destroyed");
        assertThat(as("kemnaker", "approver").delete(destroyed).statusCode()).isEqualTo(200);
        String receiptOfRow =
                as("kemnaker", "system").get(list + "/results/1/receipt").asString();
        String dispute = DISPUTES + "/"
                + as("kemnaker", "operator")
                        .body("{\"reason\":\"DATA_BERBEDA\",\"explanation\":\"data SIMPEG berbeda\",\"receipt\":%s}"
                                .formatted(receiptOfRow))
                        .post(DISPUTES)
                        .path("id");
        assertThat(as("bkn", "verifier")
                        .body("{\"to\":\"UNDER_REVIEW\"}")
                        .post(dispute + "/transitions")
                        .statusCode())
                .isEqualTo(200);
        var question =
                "{\"nik\":\"%s\",\"caseReference\":\"matrix\",\"reason\":\"matrix\"}".formatted(TestRegister.SOMEBODY);
        var matrix = List.of(
                new Row(
                        "POST",
                        "/api/verification/v1/evidence/searches",
                        "application/json",
                        question,
                        200,
                        403,
                        Set.of("dpo"),
                        Map.of("kemnaker", Set.of("dpo"), "bkn", Set.of("dpo"), "stranger", NONE)),
                Row.list("GET", destroyed + "/destruction", ALL, true),
                new Row(
                        "POST",
                        BATCHES,
                        "text/csv",
                        LIST,
                        202,
                        403,
                        Set.of("operator", "system"),
                        Map.of("kemnaker", Set.of("operator", "system"), "bkn", NONE, "stranger", NONE)),
                new Row(
                        "GET",
                        BATCHES,
                        "application/json",
                        null,
                        200,
                        403,
                        readers,
                        Map.of("kemnaker", readers, "bkn", readers, "stranger", readers)),
                Row.list("GET", list, readers, false),
                Row.list("GET", list + "/progress", readers, false),
                Row.list("GET", list + "/results", Set.of("operator", "system", "verifier", "approver"), false),
                Row.list("GET", list + "/changes", Set.of("operator", "system", "verifier", "approver"), false),
                Row.list("GET", list + "/record-facts", readers, true),
                // Not held, so the one who may release is told that there is nothing to release.
                new Row(
                        "POST",
                        list + "/release",
                        "application/json",
                        "{\"reason\":\"dikonfirmasi lewat nota dinas\"}",
                        409,
                        403,
                        Set.of("approver"),
                        Map.of("kemnaker", NONE, "bkn", Set.of("approver"), "stranger", NONE)),
                Row.list("DELETE", ended, Set.of("operator", "system", "approver"), false),
                new Row(
                        "POST",
                        "/api/verification/v1/checks",
                        check,
                        403,
                        Map.of("kemnaker", Set.of("operator", "verifier", "system"), "bkn", NONE, "stranger", NONE)),
                new Row(
                        "GET",
                        receipt,
                        null,
                        404,
                        Map.of(
                                "kemnaker", ALL,
                                "bkn", Set.of("operator", "auditor", "dpo", "system"),
                                "stranger", NONE)),
                // Whoever comes near is told what the body lacks.
                new Row(
                        "POST",
                        DISPUTES,
                        "application/json",
                        "{}",
                        400,
                        403,
                        WORKERS,
                        Map.of("kemnaker", WORKERS, "bkn", WORKERS, "stranger", NONE)),
                new Row(
                        "GET",
                        DISPUTES,
                        "application/json",
                        null,
                        200,
                        403,
                        DISPUTE_READERS,
                        Map.of("kemnaker", DISPUTE_READERS, "bkn", DISPUTE_READERS, "stranger", NONE)),
                new Row(
                        "GET",
                        dispute,
                        "application/json",
                        null,
                        200,
                        403,
                        DISPUTE_READERS,
                        Map.of("kemnaker", DISPUTE_READERS, "bkn", DISPUTE_READERS, "stranger", NONE)),
                // The holder takes it up, once; a machine never decides.
                new Row(
                        "POST",
                        dispute + "/transitions",
                        "application/json",
                        "{\"to\":\"UNDER_REVIEW\"}",
                        409,
                        403,
                        WORKERS,
                        Map.of("kemnaker", NONE, "bkn", WORKERS, "stranger", NONE)),
                new Row(
                        "GET",
                        "/api/verification/v1/log/head",
                        null,
                        403,
                        Map.of("kemnaker", ALL, "bkn", ALL, "stranger", NONE)),
                new Row(
                        "GET",
                        "/api/verification/v1/log/proof?index=0",
                        null,
                        403,
                        Map.of("kemnaker", ALL, "bkn", ALL, "stranger", NONE)),
                new Row(
                        "GET",
                        "/api/verification/v1/log/leaves",
                        null,
                        403,
                        Map.of(
                                "kemnaker",
                                Set.of("auditor", "dpo"),
                                "bkn",
                                Set.of("auditor", "dpo", "operator", "admin", "system"),
                                "stranger",
                                NONE)));

        var cells = new SoftAssertions();
        for (var row : matrix) {
            for (var party : PARTIES) {
                for (var role : ROLES) {
                    var request = as(party, role);
                    var status = (row.body() == null ? request : request.body(row.body()))
                            .contentType(row.type())
                            .headers(UPLOAD)
                            .request(row.method(), row.path())
                            .statusCode();
                    cells.assertThat(status)
                            .as("%s %s by %s %s", row.method(), row.path(), party, role)
                            .isEqualTo(row.expected(party, role));
                }
            }
            cells.assertThat(given().contentType(row.type())
                            .body(check)
                            .request(row.method(), row.path())
                            .statusCode())
                    .as("%s %s without a token", row.method(), row.path())
                    .isEqualTo(401);
        }
        cells.assertAll();
    }

    @Test
    void aReceiptThatIsNotThereIsNotThere() {
        for (var id : List.of("00000000-0000-7000-8000-000000000000", "not-an-id")) {
            as("kemnaker", "system")
                    .get("/api/verification/v1/receipts/" + id)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
    }

    @Test
    void theApiDescribesItself() {
        var openapi = given().get("/api/verification/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(openapi)
                .contains(
                        "/api/verification/v1/checks",
                        "/api/verification/v1/receipts/{id}",
                        "/api/verification/v1/log/head");
    }

    private static String completedList(String key) {
        String id = as("kemnaker", "operator")
                .contentType("text/csv")
                .header("Idempotency-Key", key)
                .header("X-Padan-Purpose", "AID_VERIFICATION")
                .header("X-Padan-Program", "BSU-2025")
                .body(LIST)
                .post(BATCHES)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(as("kemnaker", "operator")
                                .get(BATCHES + "/" + id)
                                .path("state")
                                .toString())
                        .isEqualTo("COMPLETED"));
        return id;
    }

    private static RequestSpecification as(String party, String role) {
        return given().header("Authorization", "Bearer " + TestTokens.token(party, role))
                .contentType("application/json");
    }
}
