package id.padan.verification.check;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Policy;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.nik.Nik;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.proof.CanonicalJson;
import id.padan.proof.CheckCommitment;
import id.padan.verification.answer.Answer;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.projection.TestRegister;
import id.padan.verification.quota.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class CheckComponentTest {
    private static final String CHECKS = "/api/verification/v1/checks";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ConcurrentLinkedQueue<String> LOGGED = new ConcurrentLinkedQueue<>();
    private static final Handler CAPTURE = new Capture();

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    ProofLog log;

    @Inject
    RecordingChecks recording;

    @Inject
    Neighbours neighbours;

    @BeforeAll
    static void listen() {
        Logger.getLogger("").addHandler(CAPTURE);
    }

    @AfterAll
    static void noNikWasLogged() {
        Logger.getLogger("").removeHandler(CAPTURE);
        assertThat(LOGGED).noneMatch(line -> line.matches("(?s).*\\b11010[0-9]{7}999[0-9]\\b.*"));
    }

    @BeforeEach
    void registerAndAgreementAreKnown() {
        TestRegister.open(keys);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(index.isLoaded()).isTrue();
            assertThat(check("1101010101909990").statusCode()).isEqualTo(200);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "1101010201909990, m-active,   ACTIVE,    tercatat sebagai ASN aktif",
        "1101010301909990, m-inactive, INACTIVE,  tercatat sebagai ASN tidak aktif",
        "1101010401909990, m-retired,  RETIRED,   tercatat sebagai ASN pensiun",
        "1101010501909990, m-void,     NOT_FOUND, tidak ditemukan",
    })
    void answersWithTheSentencesOfTheAgreement(String nik, String row, Answer answer, String statement) {
        TestRegister.publish(keys, nik, row);
        awaitAnswer(nik, answer);

        check(nik)
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("no-store"))
                // Its data are of 2026-11-01.
                .header("X-Padan-Warnings", "STALE_SOURCE")
                .body("status", is("ANSWERED"))
                .body("answer", is(answer.name()))
                .body("statement", is(statement))
                .body("dataTime", is("2026-11-01"))
                .body("asOf", is(LocalDate.now(StatusIndex.JAKARTA).toString()))
                .body("mappingVersion", is("test-1"))
                .body("agreement.id", is("kemnaker-bkn-2024"))
                .body("agreement.version", is("1"))
                .body("agreement.clause", is("Ps 3(1)b"))
                .body("warnings", empty());
    }

    @Test
    void whoIsNotInTheRegisterIsNotFoundByTheSameSteps() {
        var response = check("1101010601909990");

        assertThat(response.path("answer").toString()).isEqualTo("NOT_FOUND");
        assertThat(response.path("receipt.leafHash").toString()).hasSize(64);
    }

    @Test
    void anUnmappedCodeGetsNoAnswer() {
        TestRegister.publish(keys, "1101010701909990", TestRegister.UNMAPPED, TestRegister.RETIRED);
        await().untilAsserted(() ->
                assertThat(check("1101010701909990").path("status").toString()).isEqualTo("STATUS_UNMAPPED"));

        Map<String, Object> body = check("1101010701909990").as(new TypeRef<>() {});

        assertThat(body).doesNotContainKeys("answer", "statement").containsKey("receipt");
    }

    @Test
    void aSharedOrUnvalidatedNikIsAnsweredWithWarnings() {
        var nik = "1101010801909990";
        TestRegister.publish(
                keys, nik, TestRegister.nextVersion(), true, false, TestRegister.RETIRED, TestRegister.ACTIVE);
        awaitAnswer(nik, Answer.ACTIVE);

        List<String> warnings = check(nik).path("warnings");

        assertThat(warnings).containsExactly("NIK_NOT_VALIDATED", "NIK_SHARED");
    }

    @Test
    void lateAndRepeatedEventsChangeNothing() {
        var nik = "1101010901909990";
        long first = TestRegister.nextVersion();
        TestRegister.publish(keys, nik, TestRegister.nextVersion(), false, true, TestRegister.RETIRED);
        awaitAnswer(nik, Answer.RETIRED);

        TestRegister.publish(keys, nik, first, false, true, TestRegister.ACTIVE);
        TestRegister.publish(keys, nik, first, false, true, TestRegister.ACTIVE);
        // A later event of the same partition: once it is heard, the late ones were too.
        TestRegister.publish(keys, nik, TestRegister.nextVersion(), true, true, TestRegister.RETIRED);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(check(nik).<List<String>>path("warnings")).contains("NIK_SHARED"));

        assertThat(check(nik).path("answer").toString()).isEqualTo("RETIRED");
    }

    @Test
    void aTombstoneTakesTheAnswerBackAndALateEventDoesNotReturnIt() {
        var nik = "1101011001909990";
        long version = TestRegister.nextVersion();
        TestRegister.publish(keys, nik, version, false, true, TestRegister.ACTIVE);
        awaitAnswer(nik, Answer.ACTIVE);

        TestRegister.remove(keys, nik);
        awaitAnswer(nik, Answer.NOT_FOUND);
        TestRegister.publish(keys, nik, version, false, true, TestRegister.ACTIVE);
        TestRegister.publish(keys, "1101011101909990", TestRegister.ACTIVE);
        awaitAnswer("1101011101909990", Answer.ACTIVE);

        await().during(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> assertThat(check(nik).path("answer").toString()).isEqualTo("NOT_FOUND"));
    }

    @Test
    void aPoisonEventGoesToTheDeadLettersAndTheNextIsHandled() {
        var nik = "1101011201909990";
        var marker = UUID.randomUUID().toString();
        TestRegister.send(keys, nik, "{\"type\":\"asn.status\",\"marker\":\"" + marker + "\"}");
        TestRegister.publish(keys, nik, TestRegister.INACTIVE);

        awaitAnswer(nik, Answer.INACTIVE);

        try (var consumer = PolicyPublisher.consumer("operator")) {
            var partition = new TopicPartition("asn.status.v1.dlq", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var reasons = new ArrayList<String>();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (new String(record.value(), StandardCharsets.UTF_8).contains(marker)) {
                        reasons.add(new String(
                                record.headers().lastHeader("padan_dlq_reason").value(), StandardCharsets.UTF_8));
                    }
                });
                assertThat(reasons).isNotEmpty();
            });
            assertThat(reasons).containsExactly("epoch is not 1 to 32767");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "110101010190999,      NIK_FORMAT",
        "'',                   NIK_FORMAT",
        "198001012005011001,   NIK_FORMAT",
        "3.27E+15,             NIK_SPREADSHEET_DAMAGE",
        "1111111111111111,     NIK_IMPOSSIBLE",
        "1101013202909990,     NIK_DATE",
    })
    void aNikThatBreaksARuleIsToldWhichOne(String nik, String code) {
        var response = check(nik);

        response.then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", is(code))
                .body("field", is("nik"));
        if (!nik.isEmpty()) {
            assertThat(response.asString()).doesNotContain(nik);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "not json",
                "[]",
                "{\"nik\":1101010101909990,\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"BSU-2025\"}",
                "{\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"BSU-2025\"}",
                "{\"nik\":\"1101010101909990\",\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"BSU-2025\",\"asOf\":\"kemarin\"}"
            })
    void malformedBodiesAreToldSoWithoutBeingQuoted(String body) {
        var response = given().header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .contentType("application/json")
                .body(body)
                .post(CHECKS);

        response.then().statusCode(400).contentType("application/problem+json").body("code", is("INVALID"));
        assertThat(response.asString()).doesNotContain("1101010101909990");
    }

    @Test
    void theGateRefusesWithTheClauseThatWouldBeNeeded() {
        expect(
                given().header("Authorization", "Bearer " + TestTokens.token("bkn")),
                body("1101010101909990"),
                403,
                "CLAUSE_NOT_OPEN");
        expect(kemnaker(), body("1101010101909990").with("purpose", null), 400, "PURPOSE_MISSING");
        expect(kemnaker(), body("1101010101909990").with("purpose", "CURIOSITY"), 400, "PURPOSE_UNKNOWN");
        expect(kemnaker(), body("1101010101909990").with("programCode", "BSU-1900"), 403, "PROGRAMME_UNKNOWN");
        expect(kemnaker(), body("1101010101909990").with("programCode", null), 400, "PROGRAMME_MISSING");
        expect(
                given().header("Authorization", "Bearer " + TestTokens.token("kominfo")),
                body("1101010101909990"),
                403,
                "PARTY_MISMATCH");
    }

    @Test
    void tokensAreNeededValidAndOfAParty() {
        expect(given(), body("1101010101909990"), 401, "UNAUTHENTICATED");
        expect(
                given().header("Authorization", "Bearer " + TestTokens.expired()),
                body("1101010101909990"),
                401,
                "TOKEN_EXPIRED");
        expect(
                given().header("Authorization", "Bearer " + TestTokens.forged("kemnaker")),
                body("1101010101909990"),
                401,
                "UNAUTHENTICATED");
        expect(
                given().header("Authorization", "Bearer " + TestTokens.withoutParty()),
                body("1101010101909990"),
                403,
                "PARTY_MISMATCH");
        expect(
                given().header("Authorization", "Bearer " + TestTokens.token("kemnaker", "auditor")),
                body("1101010101909990"),
                403,
                "ROLE_MISSING");
    }

    @Test
    void aRememberedTokenIsForgottenWhenItEnds() {
        var token = TestTokens.lasting("kemnaker", Duration.ofSeconds(3));
        for (int i = 0; i < 2; i++) {
            with(token)
                    .body(body("1101010101909990").json())
                    .post(CHECKS)
                    .then()
                    .statusCode(200);
        }

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> with(token)
                        .body(body("1101010101909990").json())
                        .post(CHECKS)
                        .then()
                        .statusCode(401)
                        .body("code", is("TOKEN_EXPIRED")));
    }

    @Test
    void aRememberedTokenOpensNothingForOneThatDiffersInItsSignatureOnly() {
        var token = TestTokens.token("kemnaker");
        with(token).body(body("1101010101909990").json()).post(CHECKS).then().statusCode(200);
        int signature = token.lastIndexOf('.') + 1;
        var altered = token.substring(0, signature)
                + (token.charAt(signature) == 'A' ? 'B' : 'A')
                + token.substring(signature + 1);

        for (int i = 0; i < 2; i++) {
            with(altered)
                    .body(body("1101010101909990").json())
                    .post(CHECKS)
                    .then()
                    .statusCode(401);
        }
        with(token).body(body("1101010101909990").json()).post(CHECKS).then().statusCode(200);
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    @Test
    void onlyTodayAndCutOffDatesThatHaveComeCanBeAskedFor() {
        var today = LocalDate.now(StatusIndex.JAKARTA);
        expect(
                kemnaker(),
                body("1101010101909990").with("asOf", today.minusDays(1).toString()),
                400,
                "AS_OF_UNSUPPORTED");
        // A cut-off date of the programme that has not come yet.
        kemnaker()
                .body(body("1101010101909990").with("asOf", "2099-06-30").json())
                .post(CHECKS)
                .then()
                .statusCode(400)
                .body("code", is("AS_OF_UNSUPPORTED"))
                .body("field", is("asOf"))
                .body("allowed", is(List.of("2025-04-30")));

        kemnaker()
                .body(body("1101010101909990").with("asOf", today.toString()).json())
                .post(CHECKS)
                .then()
                .statusCode(200);
    }

    @Test
    void theSameKeyAndBodyGiveTheSameAnswerAndReceipt() {
        var nik = "1101011301909990";
        var key = UUID.randomUUID().toString();
        TestRegister.publish(keys, nik, TestRegister.ACTIVE);
        awaitAnswer(nik, Answer.ACTIVE);
        var first =
                kemnaker().header("Idempotency-Key", key).body(body(nik).json()).post(CHECKS);

        TestRegister.publish(keys, nik, TestRegister.RETIRED);
        awaitAnswer(nik, Answer.RETIRED);
        var second =
                kemnaker().header("Idempotency-Key", key).body(body(nik).json()).post(CHECKS);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.asString()).isEqualTo(first.asString());
        expect(kemnaker().header("Idempotency-Key", key), body("1101010101909990"), 422, "IDEMPOTENCY_MISMATCH");
        expect(kemnaker().header("Idempotency-Key", "spasi tidak boleh"), body(nik), 400, "INVALID");
        PolicyPublisher.pledge("kemnaker", "petugas");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> given().header(
                                "Authorization",
                                "Bearer " + TestTokens.person("kemnaker", "petugas", "padan-cli", "operator"))
                        .get("/api/verification/v1/batches")
                        .then()
                        .statusCode(200));
        var elsewhere = given().header(
                        "Authorization", "Bearer " + TestTokens.person("kemnaker", "petugas", "padan-cli", "operator"))
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body(nik).json())
                .post(CHECKS);
        assertThat(elsewhere.path("checkId").toString())
                .isNotEqualTo(first.path("checkId").toString());
    }

    @Test
    void oneKeySentManyTimesAtOnceIsOneCheck() throws Exception {
        var key = UUID.randomUUID().toString();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var answers = new ArrayList<Future<Response>>();
            for (int i = 0; i < 16; i++) {
                answers.add(threads.submit(() -> kemnaker()
                        .header("Idempotency-Key", key)
                        .body(body("1101010101909990").json())
                        .post(CHECKS)));
            }
            var ids = new HashSet<String>();
            for (var answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
                ids.add(answer.get().path("checkId"));
            }
            assertThat(ids).hasSize(1);
        }
    }

    @Test
    void manyChecksAtOnceEachLeaveOneLeafInOneUnbrokenLog() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var answers = new ArrayList<Future<Response>>();
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> check("1101010101909990")));
            }
            var indexes = new HashSet<Integer>();
            for (var answer : answers) {
                indexes.add(answer.get(30, TimeUnit.SECONDS).path("receipt.logIndex"));
            }
            assertThat(indexes).hasSize(100);
        }
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void theReceiptProvesTheAnswerToWhoHasNikAndSaltAndTellsNobodyElse() throws Exception {
        var nik = "1101010101909990";
        var answer = JSON.readTree(check(nik).asString());
        var receipt = answer.path("receipt");
        var leaf = receipt.path("leaf").asText();

        var sha = MessageDigest.getInstance("SHA-256");
        sha.update((byte) 0);
        assertThat(HexFormat.of().formatHex(sha.digest(leaf.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(receipt.path("leafHash").asText());
        var salt = receipt.path("salt").asText();
        var subject = CheckCommitment.subject(HexFormat.of().parseHex(salt), nik);
        assertThat(receipt.path("subject").asText()).isEqualTo(subject);
        var opened = new TreeMap<String, Object>();
        for (var member : List.of("answer", "asOf", "checkId", "dataTime", "mappingVersion", "status")) {
            opened.put(member, answer.path(member).asText());
        }
        opened.put("subject", subject);
        var warnings = new ArrayList<String>();
        answer.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        if (!warnings.isEmpty()) {
            opened.put("warnings", String.join(",", warnings));
        }
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(salt), "HmacSHA256"));
        assertThat(HexFormat.of()
                        .formatHex(mac.doFinal(CanonicalJson.write(opened).getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(JSON.readTree(leaf).path("commitment").asText());
        var stored = log.find(UUID.fromString(receipt.path("id").asText())).orElseThrow();
        assertThat(stored.content()).isEqualTo(leaf).doesNotContain(nik).doesNotContain("ACTIVE");
        assertThat(stored.content()).doesNotContain(receipt.path("salt").asText());
    }

    @Test
    void aPolicyThatClosedBeforeTheLeafRefusesTheAnswer() throws Exception {
        var agreement = "closing-" + UUID.randomUUID();
        var programme = "TUTUP-1";
        publish(agreement, programme, 1, Instant.parse("2027-08-15T17:00:00Z"));
        var access = new AccessRequest(
                "kemnaker", "kemnaker-system", "tester", "AID_VERIFICATION", programme, Datasets.NIK_CONFIRMATION);
        var open = pending(access);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> kemnaker()
                        .body(body("1101010101909990")
                                .with("programCode", programme)
                                .json())
                        .post(CHECKS)
                        .then()
                        .statusCode(200));
        recording.add(open);
        assertThat(open.outcome().get(10, TimeUnit.SECONDS)).isInstanceOf(PendingCheck.Recorded.class);

        publish(agreement, programme, 2, Instant.parse("2026-01-01T00:00:00Z"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> kemnaker()
                        .body(body("1101010101909990")
                                .with("programCode", programme)
                                .json())
                        .post(CHECKS)
                        .then()
                        .statusCode(403));
        // It passed the gate at the door and meets the closed one inside the transaction.
        var late = pending(access);
        recording.add(late);

        assertThat(late.outcome().get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        PendingCheck.Refused.class,
                        refused -> assertThat(refused.problem().code())
                                .isIn(PlatformProblem.TERM_ENDED, PlatformProblem.PROGRAMME_UNKNOWN));
        assertThat(log.find(late.checked().checkId())).isEmpty();
    }

    private PendingCheck pending(AccessRequest access) {
        var checked = new Checked(
                ProofLog.newId(),
                CheckAnswer.Status.ANSWERED,
                Answer.ACTIVE,
                LocalDate.now(StatusIndex.JAKARTA),
                TestRegister.DATA_TIME,
                "test-1",
                List.of(),
                Checked.newSalt());
        var nik = new Nik("1101010101909990");
        return PendingCheck.of(
                access,
                new Through(access.client(), access.subject(), null, null, null),
                checked,
                nik,
                neighbours.place(access.party(), access.client(), nik),
                null);
    }

    private static void publish(String agreement, String programme, long revision, Instant until) {
        var open = PolicyPublisher.open();
        var version = open.versions().getFirst();
        var known = version.programmes().getFirst();
        var closing = new Policy.Version(
                Long.toString(revision),
                version.effectiveFrom(),
                new Policy.Term(version.term().from(), until),
                version.purposes(),
                version.datasets(),
                version.clauses(),
                version.elements(),
                List.of(new Policy.Programme(
                                programme,
                                known.name(),
                                known.clause(),
                                known.purpose(),
                                known.legalBasis(),
                                known.cutOffDates(),
                                known.from(),
                                known.until(),
                                known.clients())
                        .withDpia(known.dpiaSha256())));
        PolicyPublisher.publish(new Policy(
                Policy.TYPE,
                agreement,
                revision,
                open.numbers(),
                open.signed(),
                Instant.now(),
                open.parties(),
                List.of(closing),
                List.of()));
    }

    private void awaitAnswer(String nik, Answer answer) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(check(nik).path("answer").toString()).isEqualTo(answer.name()));
    }

    private static Response check(String nik) {
        return kemnaker().body(body(nik).json()).post(CHECKS);
    }

    private static RequestSpecification kemnaker() {
        return given().header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .contentType("application/json");
    }

    private static void expect(RequestSpecification caller, Body body, int status, String code) {
        var response = caller.contentType("application/json").body(body.json()).post(CHECKS);
        response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", is(code))
                .body("judul", notNullValue());
        assertThat(response.asString()).doesNotContain("1101010101909990");
    }

    private static Body body(String nik) {
        return new Body(Map.of("nik", nik, "purpose", "AID_VERIFICATION", "programCode", "BSU-2025"));
    }

    private record Body(Map<String, String> members) {
        private Body with(String name, String value) {
            var changed = new TreeMap<>(members);
            changed.put(name, value);
            changed.values().removeIf(member -> member == null);
            return new Body(changed);
        }

        private String json() {
            try {
                return JSON.writeValueAsString(members);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Capture extends Handler {
        @Override
        public void publish(LogRecord record) {
            LOGGED.add(record.getMessage() + " " + Arrays.toString(record.getParameters()) + " " + record.getThrown());
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
