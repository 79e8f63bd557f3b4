package id.padan.directory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.platform.events.OutboxRelay;
import id.padan.platform.nik.Nik;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class DirectoryComponentTest {

    private static final String DATE = "2026-11-01";
    private static final AtomicInteger SERIAL = new AtomicInteger(1);
    private static boolean open;

    @Inject
    Jdbi jdbi;

    @Inject
    OutboxRelay relay;

    @Inject
    TokenKeys keys;

    /** A person of the tests: serials 9990 and up are never issued. */
    private record Person(String id, String nip, String nik) {
        static Person next() {
            int n = SERIAL.getAndIncrement();
            return new Person(
                    "T" + UUID.randomUUID().toString().replace("-", ""),
                    "1990%02d%02d2015031999".formatted(1 + n / 28 % 12, 1 + n % 28),
                    "3171%02d%02d%02d909990".formatted(n / 336 % 99, 1 + n % 28, 1 + n / 28 % 12));
        }

        String line(String code, String more) {
            return "{\"id\":\"%s\",\"nipBaru\":\"%s\",\"nama\":\"CONTOH %s\",\"tglLahir\":\"01-01-1990\",\"nik\":\"%s\",\"validNik\":true,\"kedudukanPnsId\":\"%s\"%s}\n"
                    .formatted(id, nip, id.substring(0, 6), nik, code, more);
        }

        String line(String code) {
            return line(code, "");
        }
    }

    @BeforeEach
    void hearTheAgreement() {
        if (!open) {
            PolicyPublisher.publishOpen();
            open = true;
        } else {
            PolicyPublisher.heartbeat(1);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.token("bkn"))
                        .get("/api/asn-directory/v1/imports")
                        .then()
                        .statusCode(200));
    }

    @AfterEach
    void relayAgain() {
        relay.start();
    }

    @Test
    void anImportedRecordIsPublishedWithItsTokenOnly() {
        Person person = Person.next();
        imported(person.line("01", ",\"agama\":\"Islam\",\"gajiPokok\":1,\"email\":\"a@b\",\"baru\":\"x\""), "delta")
                .body("state", equalTo("COMPLETED"))
                .body("received", equalTo(1))
                .body("accepted", equalTo(1))
                .body("droppedFields.agama", equalTo(1))
                .body("droppedFields.gajiPokok", equalTo(1))
                .body("ignoredFields[0]", equalTo("baru"));

        JsonNode status = lastStatus(person.nik());
        assertThat(status.path("dataTime").asText()).isEqualTo(DATE);
        assertThat(status.path("shared").asBoolean()).isFalse();
        assertThat(status.path("records")
                        .get(0)
                        .path("intervals")
                        .get(0)
                        .path("mappingRow")
                        .asText())
                .isEqualTo(row("01", false));
        JsonNode asn = Events.of("asn.record.v1", person.id()).getLast();
        assertThat(asn.path("record").path("nama").asText()).startsWith("CONTOH");
        assertThat(asn.toString())
                .doesNotContain(person.nik())
                .doesNotContain("Islam")
                .doesNotContain("a@b");
        assertThat(asn.path("token").asText()).isEqualTo(token(person.nik()));
    }

    @Test
    void theSameKeyAndBodyIsTheSameImport() {
        Person person = Person.next();
        String key = UUID.randomUUID().toString();
        String id = send(key, person.line("01"), "delta", DATE)
                .statusCode(202)
                .extract()
                .path("id");
        send(key, person.line("01"), "delta", DATE)
                .statusCode(202)
                .body("id", equalTo(id))
                .body("attempt", equalTo(1));
        send(key, person.line("02"), "delta", DATE).statusCode(422).body("code", equalTo("IDEMPOTENCY_MISMATCH"));
        send(key, person.line("01"), "full", DATE).statusCode(422);
        imported(person.line("01"), "delta").body("unchanged", equalTo(1));
    }

    @Test
    void badRowsAreListedAndTheOthersGoOn() {
        Person good = Person.next();
        Person bad = Person.next();
        String id = imported(
                        "not json\n"
                                + good.line("1")
                                + "\n"
                                + bad.line("01").replace(bad.nik(), "317")
                                + bad.line("01").replace("01-01-1990", "31-02-1990")
                                + "{\"id\":\"" + bad.id() + "\",\"nipBaru\":\"12\"}\n"
                                + "{\"nipBaru\":\"" + bad.nip() + "\"}\n"
                                + "x".repeat(1_200_000) + "\n"
                                + good.line("01"),
                        "delta")
                .body("received", equalTo(8))
                .body("accepted", equalTo(2))
                .body("duplicates", equalTo(1))
                .body("rejected", equalTo(6))
                .extract()
                .path("id");
        String rejects = given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/asn-directory/v1/imports/" + id + "/rejects")
                .then()
                .statusCode(200)
                .body(
                        "items.reason",
                        equalTo(List.of(
                                "NOT_JSON", "NIK_FORMAT", "NOT_A_DATE", "NIP_FORMAT", "MISSING", "LINE_TOO_LONG")))
                .body("items.row", equalTo(List.of(1, 4, 5, 6, 7, 8)))
                .body("items.field", equalTo(java.util.Arrays.asList(null, "nik", "tglLahir", "nipBaru", "id", null)))
                .extract()
                .asString();
        assertThat(rejects).doesNotContain("317").doesNotContain(bad.nip());
    }

    @Test
    void aChangedNikEmptiesTheOldToken() {
        Person person = Person.next();
        Person other = Person.next();
        imported(person.line("01"), "delta");
        lastStatus(person.nik());
        imported(person.line("01").replace(person.nik(), other.nik()), "delta");
        lastStatus(other.nik());
        await().untilAsserted(() -> assertThat(Events.of("asn.status.v1", token(person.nik()))
                        .getLast()
                        .isNull())
                .isTrue());
    }

    @Test
    void twoPersonsWithOneNikAreOneSharedState() {
        Person one = Person.next();
        Person two = Person.next();
        imported(one.line("01") + two.line("99").replace(two.nik(), one.nik()), "delta");
        JsonNode status = lastStatus(one.nik());
        assertThat(status.path("records")).hasSize(2);
        assertThat(status.path("shared").asBoolean()).isTrue();
        assertThat(openWork("NIK_SHARED")).contains(one.id(), two.id());
    }

    @Test
    void anUnknownCodeHasNoRowAndGoesToTheWorklist() {
        Person person = Person.next();
        imported(person.line("Q7"), "delta");
        assertThat(lastStatus(person.nik())
                        .path("records")
                        .get(0)
                        .path("intervals")
                        .get(0)
                        .path("mappingRow")
                        .isNull())
                .isTrue();
        assertThat(openWork("UNKNOWN_STATUS_CODE")).contains("Q7");
    }

    @Test
    void aDeceasedActiveRecordIsInactiveAndGoesToTheWorklist() {
        Person person = Person.next();
        imported(person.line("01", ",\"tglMeninggal\":\"02-03-2026\""), "delta");
        assertThat(lastStatus(person.nik())
                        .path("records")
                        .get(0)
                        .path("intervals")
                        .get(0)
                        .path("mappingRow")
                        .asText())
                .isEqualTo(row("01", true));
        assertThat(openWork("DECEASED_ACTIVE")).contains(person.id());
    }

    @Test
    void rowsCommittedWhileTheRelayIsStoppedAreNotLost() {
        Person person = Person.next();
        relay.stop();
        imported(person.line("01"), "delta");
        assertThat(Events.of("asn.record.v1", person.id())).isEmpty();
        relay.start();
        lastStatus(person.nik());
    }

    @Test
    void aLostSlotIsMadeAnewAndNothingIsMissing() {
        Person person = Person.next();
        relay.stop();
        imported(person.line("01"), "delta");
        await().untilAsserted(() ->
                jdbi.useHandle(handle -> handle.execute("select pg_drop_replication_slot('padan_asn_directory')")));
        Person meanwhile = Person.next();
        imported(meanwhile.line("99"), "delta");
        relay.start();
        lastStatus(person.nik());
        lastStatus(meanwhile.nik());
        Person after = Person.next();
        imported(after.line("01"), "delta");
        lastStatus(after.nik());
    }

    @Test
    void aKilledEngineIsStartedAgain() {
        await().atMost(Duration.ofSeconds(60)).until(relay::isLeading);
        jdbi.useHandle(
                handle -> handle.execute(
                        "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = 'padan_asn_directory' and active"));
        Person person = Person.next();
        imported(person.line("01"), "delta");
        lastStatus(person.nik());
        await().atMost(Duration.ofSeconds(60)).until(relay::isLeading);
    }

    @Test
    void aSecondEngineStandsByInsteadOfReadingTheSlot() {
        await().atMost(Duration.ofSeconds(60)).until(relay::isLeading);
        assertThat(jdbi.<Boolean, RuntimeException>withHandle(handle -> handle.createQuery(
                                "select pg_try_advisory_lock(hashtextextended('padan.outbox.relay', 0))")
                        .mapTo(Boolean.class)
                        .one()))
                .isFalse();
    }

    @Test
    void aFullImportRemovesWhatItDoesNotHave() {
        Person stays = Person.next();
        Person goes = Person.next();
        Person refused = Person.next();
        imported(stays.line("01") + goes.line("01") + refused.line("01"), "delta");
        lastStatus(goes.nik());
        String file = stays.line("01") + refused.line("01").replace("01-01-1990", "99-99-1990");
        String key = UUID.randomUUID().toString();
        // The other tests' records would go too.
        for (int i = 0; i < 6; i++) {
            imported(Person.next().line("01"), "delta");
        }
        send(key, file, "full", DATE).statusCode(409).body("code", equalTo("CONFLICT"));
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Mode", "full")
                .header("X-Padan-Data-Date", DATE)
                .header("X-Padan-Confirm-Removal", "true")
                .header("Idempotency-Key", key)
                .contentType("application/x-ndjson")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .then()
                .statusCode(202)
                .body("state", equalTo("COMPLETED"))
                .body("attempt", equalTo(2));
        await().untilAsserted(() -> assertThat(
                        Events.of("asn.status.v1", token(goes.nik())).getLast().isNull())
                .isTrue());
        assertThat(Events.of("asn.record.v1", goes.id()).getLast().isNull()).isTrue();
        assertThat(Events.of("asn.status.v1", token(refused.nik())).getLast().isNull())
                .isFalse();
    }

    @Test
    void csvIsTakenWithAnySeparatorAndByteOrderMark() {
        Person person = Person.next();
        Person broken = Person.next();
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Mode", "delta")
                .header("X-Padan-Data-Date", DATE)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("text/csv")
                .body(
                        ("\uFEFFid;nip_baru;nama;nik;kedudukanPnsId\r\n%s;%s;\"CONTOH; \"\"SATU\"\"\";%s;1\r\n%s;%s;X;12;01\r\n")
                                .formatted(person.id(), person.nip(), person.nik(), broken.id(), broken.nip())
                                .getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1))
                .body("rejected", equalTo(1));
        lastStatus(person.nik());
        assertThat(Events.of("asn.record.v1", person.id())
                        .getLast()
                        .path("record")
                        .path("nama")
                        .asText())
                .isEqualTo("CONTOH; \"SATU\"");
    }

    @Test
    void headersAreCheckedBeforeTheBody() {
        send(UUID.randomUUID().toString(), "{}", "some", DATE).statusCode(400).body("field", equalTo("X-Padan-Mode"));
        send(UUID.randomUUID().toString(), "{}", "full", "2999-01-01")
                .statusCode(400)
                .body("field", equalTo("X-Padan-Data-Date"));
        send(UUID.randomUUID().toString(), "", "delta", DATE).statusCode(400);
        send(UUID.randomUUID().toString(), Person.next().line("01"), "delta", "2001-01-01")
                .statusCode(409);
    }

    /** Blocks of 5,000 rows are written two at a time. */
    @Test
    void ofOneIdInTwoBlocksTheLaterRowCounts() {
        Person twice = Person.next();
        imported(twice.line("01").repeat(5_000) + twice.line("99"), "delta")
                .body("received", equalTo(5_001))
                .body("accepted", equalTo(5_001))
                .body("duplicates", equalTo(5_000))
                .body("lastGoodRow", equalTo(5_001));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(mappingRow(lastStatus(twice.nik()))).isEqualTo(row("99", false)));
    }

    @Test
    void twoPersonsWithOneNikAreFoundAcrossBlocksThatAreWrittenTogether() {
        Person filler = Person.next();
        Person one = Person.next();
        Person two = Person.next();
        imported(
                filler.line("01").repeat(4_999)
                        + one.line("01")
                        + two.line("99").replace(two.nik(), one.nik()),
                "delta");
        assertThat(openWork("NIK_SHARED")).contains(one.id(), two.id());
    }

    @Test
    void anUploadCutInTheMiddleKeepsWhatWasWholeAndTheSameKeyGoesOn() throws IOException {
        Person whole = Person.next();
        Person cut = Person.next();
        String key = UUID.randomUUID().toString();
        String body = whole.line("01") + cut.line("01");
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("POST /api/asn-directory/v1/imports HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + TestTokens.token("bkn")
                                    + "\r\nContent-Type: application/x-ndjson\r\nIdempotency-Key: " + key
                                    + "\r\nX-Padan-Mode: delta\r\nX-Padan-Data-Date: " + DATE + "\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body.substring(0, body.length() - 40))
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(stateOf(key)).isEqualTo("RECEIVING"));
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stateOf(key)).isEqualTo("FAILED"));
        assertThat(reasonOf(key)).isEqualTo("UPLOAD_BROKEN");

        send(key, body, "delta", DATE)
                .statusCode(202)
                .body("state", equalTo("COMPLETED"))
                .body("attempt", equalTo(2))
                .body("accepted", equalTo(2));
        lastStatus(cut.nik());
    }

    @Test
    void theProgressOfAnImportIsToldUntilItHasEnded() {
        String id = imported(Person.next().line("01"), "delta").extract().path("id");
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .accept("text/event-stream")
                .get("/api/asn-directory/v1/imports/" + id + "/progress")
                .then()
                .statusCode(200)
                .contentType("text/event-stream")
                .body(containsString("data:{\"id\":\"" + id + "\""))
                .body(containsString("\"state\":\"COMPLETED\""));
    }

    @Test
    void oneRecordIsPutByItsHolderAndGuardedByItsVersion() {
        Person person = Person.next();
        String key = UUID.randomUUID().toString();
        put(person, key, null, person.line("01")).statusCode(201).header("ETag", equalTo("\"1\""));
        assertThat(mappingRow(lastStatus(person.nik()))).isEqualTo(row("01", false));
        put(person, key, null, person.line("01")).statusCode(201);
        put(person, key, null, person.line("99")).statusCode(422).body("code", equalTo("IDEMPOTENCY_MISMATCH"));
        put(person, UUID.randomUUID().toString(), null, person.line("99"))
                .statusCode(400)
                .body("field", equalTo("If-Match"));
        put(person, UUID.randomUUID().toString(), "\"1\"", person.line("99"))
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("version", equalTo(2));
        put(person, UUID.randomUUID().toString(), "\"1\"", person.line("01"))
                .statusCode(412)
                .body("code", equalTo("STALE_VERSION"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(mappingRow(lastStatus(person.nik()))).isEqualTo(row("99", false)));
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/asn-directory/v1/asn/" + person.nip())
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"2\""))
                .body("nik", equalTo(person.nik()));
    }

    @Test
    void whoReadsARecordIsReportedAndOnlyTheHoldersOfficerOpensWhoseItWas() {
        Person person = Person.next();
        put(person, UUID.randomUUID().toString(), null, person.line("01")).statusCode(201);
        String token = "read-" + UUID.randomUUID();
        String record = given().auth()
                .oauth2(TestTokens.machine("bkn", Map.of("jti", token, "officer", "pejabat.bkn")))
                .get("/api/asn-directory/v1/asn/" + person.nip())
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        given().auth()
                .oauth2(TestTokens.machine("kemnaker", Map.of("jti", token)))
                .get("/api/asn-directory/v1/asn/" + person.nip())
                .then()
                .statusCode(403);

        var told = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> Events.of("disclosure.recorded.v1", "bkn").stream()
                                .filter(event -> event.at("/disclosures/0/token")
                                        .asText()
                                        .equals(token))
                                .toList(),
                        found -> !found.isEmpty());

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().toString())
                .doesNotContain(person.nip())
                .doesNotContain(person.nik())
                .doesNotContain(record);
        assertThat(told.getFirst().path("service").asText()).isEqualTo("asn-directory");
        assertThat(told.getFirst().at("/disclosures/0/officer").asText()).isEqualTo("pejabat.bkn");
        assertThat(told.getFirst().at("/disclosures/0/kind").asText()).isEqualTo("RECORD");
        long leaf = told.getFirst().at("/disclosures/0/log/first").asLong(-1);
        given().auth()
                .oauth2(TestTokens.token("bkn", "dpo"))
                .get("/api/asn-directory/v1/disclosures/subjects?from=" + leaf + "&to=" + leaf)
                .then()
                .statusCode(200)
                .body("items.recordId", equalTo(List.of(record)))
                .body("truncated", equalTo(false));
        given().auth()
                .oauth2(TestTokens.token("bkn", "dpo"))
                .get("/api/asn-directory/v1/disclosures/subjects?from=5&to=4")
                .then()
                .statusCode(400)
                .body("field", equalTo("to"));
    }

    @Test
    void aNewMappingIsPutByAnApproverAndItsRecordsArePublishedAnew() throws IOException {
        Person person = Person.next();
        imported(person.line("Q8"), "delta");
        assertThat(openWork("UNKNOWN_STATUS_CODE")).contains("Q8");
        String inForce = given().auth()
                .oauth2(TestTokens.token("bkn", "approver"))
                .get("/api/asn-directory/v1/status-mappings")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        var json = new ObjectMapper();
        var mapping = (ObjectNode) json.readTree(inForce);
        String[] version = mapping.path("version").asText().split("-");
        mapping.put("version", version[0] + "-" + (Integer.parseInt(version[1]) + 1));
        mapping.withArray("rows")
                .addObject()
                .put("id", "m-0ff8")
                .put("kode", "Q8")
                .put("meninggal", false)
                .put("nama", "contoh")
                .put("jawaban", "RETIRED")
                .put("dasar", "uji")
                .put("tinjau", false);

        putMapping("operator", mapping.toString()).statusCode(403);
        putMapping("approver", inForce).statusCode(409).body("code", equalTo("CONFLICT"));
        putMapping("approver", mapping.toString())
                .statusCode(200)
                .body("version", equalTo(mapping.path("version").asText()));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(mappingRow(lastStatus(person.nik()))).isEqualTo("m-0ff8"));
        assertThat(openWork("UNKNOWN_STATUS_CODE")).doesNotContain("Q8");
        assertThat(Events.of("asn.status-mapping.v1", "kedudukanHukum")
                        .getLast()
                        .path("version")
                        .asText())
                .isEqualTo(mapping.path("version").asText());
    }

    private static ValidatableResponse put(Person person, String key, String ifMatch, String body) {
        var request = given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.put("/api/asn-directory/v1/asn/" + person.id()).then();
    }

    private static ValidatableResponse putMapping(String role, String body) {
        return given().auth()
                .oauth2(TestTokens.token("bkn", role))
                .contentType("application/json")
                .body(body)
                .put("/api/asn-directory/v1/status-mappings")
                .then();
    }

    private String stateOf(String key) {
        return jobColumn("state", key);
    }

    private String reasonOf(String key) {
        return jobColumn("reason_code", key);
    }

    private String jobColumn(String column, String key) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + column + " from import_job where idempotency_key = :key")
                        .bind("key", key)
                        .mapTo(String.class)
                        .findOne()
                        .orElse("none yet"));
    }

    private static String mappingRow(JsonNode status) {
        return status.path("records")
                .get(0)
                .path("intervals")
                .get(0)
                .path("mappingRow")
                .asText();
    }

    private ValidatableResponse imported(String body, String mode) {
        return send(UUID.randomUUID().toString(), body, mode, DATE).statusCode(202);
    }

    private static ValidatableResponse send(String key, String body, String mode, String date) {
        return given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Mode", mode)
                .header("X-Padan-Data-Date", date)
                .header("Idempotency-Key", key)
                .contentType("application/x-ndjson")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .then();
    }

    private JsonNode lastStatus(String nik) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> Events.of("asn.status.v1", token(nik)), found -> !found.isEmpty())
                .getLast();
    }

    private List<String> openWork(String kind) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select subject from worklist where kind = :kind and resolved_at is null")
                        .bind("kind", kind)
                        .mapTo(String.class)
                        .list());
    }

    private String row(String code, boolean deceased) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from status_mapping_row where kode = :code and meninggal = :deceased"
                                + " and version = (select version from status_mapping where current)")
                .bind("code", code)
                .bind("deceased", deceased)
                .mapTo(String.class)
                .one());
    }

    private String token(String nik) {
        return keys.token(new Nik(nik)).toKey();
    }
}
