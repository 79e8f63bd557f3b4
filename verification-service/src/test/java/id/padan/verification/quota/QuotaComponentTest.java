package id.padan.verification.quota;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import id.padan.platform.proof.ProofLog;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.projection.TestRegister;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class QuotaComponentTest {
    private static final String CHECKS = "/api/verification/v1/checks";
    private static final String BATCHES = "/api/verification/v1/batches";
    private static final ConcurrentLinkedQueue<String> LOGGED = new ConcurrentLinkedQueue<>();

    private final Handler capture = new Capture();

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    Jdbi jdbi;

    @Inject
    ProofLog log;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void everythingIsKnownAndNothingAskedYet() {
        Logger.getLogger("").addHandler(capture);
        TestRegister.open(keys);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(index.isLoaded()).isTrue();
            assertThat(check("BSU-2025", TestRegister.SOMEBODY).statusCode()).isEqualTo(200);
        });
        jdbi.useHandle(handle -> {
            handle.execute("delete from row_quota");
            handle.execute("delete from check_neighbour");
        });
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(capture);
        LOGGED.clear();
    }

    @Test
    void checksSayWhatIsLeftAndEndWithTheDaysQuota() {
        for (int left = 4; left >= 0; left--) {
            check("KUOTA-5", nik(left, 9990))
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Policy", is("\"rows\";q=5;w=86400"))
                    .header("RateLimit", matchesPattern("\"rows\";r=" + left + ";t=[0-9]+"));
        }

        check("KUOTA-5", nik(5, 9990))
                .then()
                .statusCode(429)
                .body("code", is("QUOTA_EXHAUSTED"))
                .header("Retry-After", matchesPattern("[0-9]+"))
                .header("RateLimit", matchesPattern("\"rows\";r=0;t=[0-9]+"));
        check("BSU-2025", nik(5, 9990)).then().statusCode(200);
        theNextDayBegins();
        check("KUOTA-5", nik(5, 9990)).then().statusCode(200);
    }

    @Test
    void whatWasAnsweredUnderAKeyIsToldAgainWithoutBeingCountedAgain() {
        for (int i = 0; i < 2; i++) {
            given().header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                    .header("Idempotency-Key", "once-" + keyOfThisRun())
                    .contentType("application/json")
                    .body(body("KUOTA-5", nik(0, 9991)))
                    .post(CHECKS)
                    .then()
                    .statusCode(200)
                    .header("RateLimit", matchesPattern("\"rows\";r=4;t=[0-9]+"));
        }
    }

    @Test
    void manyAtOnceGetNoMoreThanTheQuota() throws Exception {
        var codes = new ArrayList<Future<Integer>>();
        try (var callers = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 70; i++) {
                var nik = nik(i % 28, 9990 + i / 28);
                codes.add(callers.submit(() -> check("KUOTA-40", nik).statusCode()));
            }
        }
        int answered = 0;
        int refused = 0;
        for (var code : codes) {
            answered += code.get() == 200 ? 1 : 0;
            refused += code.get() == 429 ? 1 : 0;
        }

        assertThat(answered).isEqualTo(40);
        assertThat(refused).isEqualTo(30);
    }

    @Test
    void whoTriesSerialsOfOneBirthDateIsStoppedAndReported() {
        // More serials than people of the tests have: 9979 to 9999 are as little given out as they are.
        for (int serial = 9979; serial <= 9998; serial++) {
            check("BSU-2025", nik(1, serial)).then().statusCode(200);
        }
        check("BSU-2025", nik(1, 9979)).then().statusCode(200);

        check("BSU-2025", nik(1, 9999))
                .then()
                .statusCode(429)
                .body("code", is("ENUMERATION"))
                .header("Retry-After", is("600"));
        check("BSU-2025", nik(1, 9979)).then().statusCode(200);
        check("BSU-2025", nik(2, 9999)).then().statusCode(200);
        PolicyPublisher.pledge("kemnaker", "petugas");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> given().header(
                                "Authorization",
                                "Bearer " + TestTokens.person("kemnaker", "petugas", "portal", "operator"))
                        .get("/api/verification/v1/batches")
                        .then()
                        .statusCode(200));
        given().header("Authorization", "Bearer " + TestTokens.person("kemnaker", "petugas", "portal", "operator"))
                .contentType("application/json")
                .body(body("BSU-2025", nik(1, 9999)))
                .post(CHECKS)
                .then()
                .statusCode(200);

        assertThat(meters.counter("padan.quota.enumeration", "party", "kemnaker")
                        .count())
                .isPositive();
        assertThat(LOGGED).anyMatch(line -> line.contains("ALARM enumeration"));
        assertThat(LOGGED).noneMatch(line -> line.matches("(?s).*[0-9]{12}.*999[0-9].*"));
        jdbi.useHandle(
                handle -> handle.execute("update check_neighbour set asked_at = asked_at - interval '10 minutes'"));
        check("BSU-2025", nik(1, 9999)).then().statusCode(200);
    }

    @Test
    void aRefusedNeighbourTakesNothingFromTheQuota() {
        for (int serial = 9979; serial <= 9998; serial++) {
            check("KUOTA-40", nik(3, serial)).then().statusCode(200);
        }
        check("KUOTA-40", nik(3, 9999)).then().statusCode(429).body("code", is("ENUMERATION"));

        check("KUOTA-40", nik(4, 9999)).then().header("RateLimit", matchesPattern("\"rows\";r=19;.*"));
    }

    @Test
    void aListThatIsLongerThanTheQuotaIsRefusedWholeAndTheSameKeyWorksTomorrow() {
        send("KUOTA-5", "first", nik(0, 9990), nik(1, 9990), nik(2, 9990))
                .then()
                .statusCode(202)
                .header("RateLimit", matchesPattern("\"rows\";r=2;t=[0-9]+"));
        var tooLong = new String[] {nik(3, 9990), nik(4, 9990), nik(5, 9990)};

        send("KUOTA-5", "second", tooLong)
                .then()
                .statusCode(429)
                .body("code", is("QUOTA_EXHAUSTED"))
                .header("Retry-After", matchesPattern("[0-9]+"));
        send("KUOTA-5", "third", nik(3, 9990), nik(4, 9990))
                .then()
                .statusCode(202)
                .header("RateLimit", matchesPattern("\"rows\";r=0;t=[0-9]+"));
        // Known bytes under a known key are no new rows.
        send("KUOTA-5", "first", nik(0, 9990), nik(1, 9990), nik(2, 9990))
                .then()
                .statusCode(202);
        theNextDayBegins();
        send("KUOTA-5", "second", tooLong).then().statusCode(202);
    }

    @Test
    void aListThatIsMostlyCivilServantsWaitsForTheHoldersApprover() {
        String id = send("TAHAN-1", "held", TestRegister.SOMEBODY, nik(6, 9990)).path("id");
        awaitCompleted(id);

        results(id).then().statusCode(409).body("code", is("RESULTS_HELD"));
        release("kemnaker", "approver", id, "kami menjamin daftar ini benar")
                .then()
                .statusCode(403);
        release("bkn", "operator", id, "kami menjamin daftar ini benar").then().statusCode(403);
        release("bkn", "approver", id, "ya").then().statusCode(400).body("code", is("INVALID"));
        release("bkn", "approver", id, "lihat NIK 1101010101909990").then().statusCode(400);
        String receipt = release("bkn", "approver", id, "dikonfirmasi lewat nota dinas")
                .then()
                .statusCode(200)
                .body("releasedBy", is("service-account-bkn-system"))
                .extract()
                .path("receipt");

        results(id).then().statusCode(200);
        var leaf = log.find(UUID.fromString(receipt.substring(receipt.lastIndexOf('/') + 1)))
                .orElseThrow();
        assertThat(leaf.content()).contains("\"RELEASE\"", "\"bkn\"").doesNotContain(TestRegister.SOMEBODY);
        release("bkn", "approver", id, "sekali lagi karena keliru")
                .then()
                .statusCode(200)
                .body("receipt", is(receipt));
    }

    @Test
    void aListWithFewCivilServantsIsNotHeld() {
        var niks = new ArrayList<>(List.of(TestRegister.SOMEBODY));
        for (int i = 0; i < 19; i++) {
            niks.add(nik(i, 9992));
        }
        String id = send("TAHAN-1", "few", niks.toArray(String[]::new)).path("id");
        awaitCompleted(id);

        results(id).then().statusCode(200);
        release("bkn", "approver", id, "dikonfirmasi lewat nota dinas")
                .then()
                .statusCode(409)
                .body("code", is("CONFLICT"));
    }

    private void theNextDayBegins() {
        jdbi.useHandle(handle -> handle.execute("update row_quota set day = day - 1"));
    }

    private void awaitCompleted(String id) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(as("kemnaker", "operator")
                                .get(BATCHES + "/" + id)
                                .path("state")
                                .toString())
                        .isEqualTo("COMPLETED"));
    }

    private static Response results(String id) {
        return as("kemnaker", "operator").accept("text/csv").get(BATCHES + "/" + id + "/results");
    }

    private static Response release(String party, String role, String id, String reason) {
        return as(party, role)
                .contentType("application/json")
                .body("{\"reason\":\"" + reason + "\"}")
                .post(BATCHES + "/" + id + "/release");
    }

    private static Response send(String programme, String key, String... niks) {
        return as("kemnaker", "operator")
                .contentType("text/csv")
                .header("Idempotency-Key", key + "-" + keyOfThisRun())
                .header("X-Padan-Purpose", "AID_VERIFICATION")
                .header("X-Padan-Program", programme)
                .body("nik\n" + String.join("\n", niks) + "\n")
                .post(BATCHES);
    }

    private static Response check(String programme, String nik) {
        return as("kemnaker", "system")
                .contentType("application/json")
                .body(body(programme, nik))
                .post(CHECKS);
    }

    private static RequestSpecification as(String party, String role) {
        return given().header("Authorization", "Bearer " + TestTokens.token(party, role));
    }

    private static String body(String programme, String nik) {
        return "{\"nik\":\"%s\",\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"%s\"}".formatted(nik, programme);
    }

    /** Somebody who is in no register, born on the n-th day of a month. */
    private static String nik(int n, int serial) {
        return "110102%02d0291%04d".formatted(1 + n, serial);
    }

    private static String keyOfThisRun() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static final class Capture extends Handler {
        @Override
        public void publish(LogRecord record) {
            LOGGED.add(record.getMessage() + " " + Arrays.toString(record.getParameters()));
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
