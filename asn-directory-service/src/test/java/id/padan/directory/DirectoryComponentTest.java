package id.padan.directory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.platform.events.OutboxRelay;
import id.padan.platform.nik.Nik;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
                        "select id from status_mapping_row where kode = :code and meninggal = :deceased")
                .bind("code", code)
                .bind("deceased", deceased)
                .mapTo(String.class)
                .one());
    }

    private String token(String nik) {
        return keys.token(new Nik(nik)).toKey();
    }
}
