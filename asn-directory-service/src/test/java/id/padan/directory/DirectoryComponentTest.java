package id.padan.directory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.OutboxRelay;
import id.padan.platform.events.Topics;
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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
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
    Outbox outbox;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String database;

    @Inject
    TokenKeys keys;

    @ConfigProperty(name = "padan.token.keyset")
    Path keyset;

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

    /** The log shows a commit before its transaction is over for others; who waits for a standby is between the two for as long as we like. */
    @Test
    void aCommitThatTheLogShowsBeforeOthersSeeItIsNotLost() throws SQLException {
        Person person = Person.next();
        imported(person.line("01"), "delta");
        lastStatus(person.nik());
        await().atMost(Duration.ofSeconds(60)).until(relay::isLeading);
        int before = Events.of("asn.record.v1", person.id()).size();
        long no = jdbi.withHandle(handle -> handle.createQuery("select no from asn_record where id = ?")
                .bind(0, person.id())
                .mapTo(long.class)
                .one());
        CompletableFuture<Void> commit;
        try (Connection administrator = DriverManager.getConnection(database, "postgres", "postgres-local");
                Statement statement = administrator.createStatement()) {
            statement.execute("alter system set synchronous_standby_names = 'nobody'");
            statement.execute("select pg_reload_conf()");
            try {
                await().until(() -> jdbi.withHandle(handle -> handle.createQuery("show synchronous_standby_names")
                                .mapTo(String.class)
                                .one())
                        .equals("nobody"));
                commit = CompletableFuture.runAsync(() -> jdbi.useTransaction(tx -> outbox.append(
                        tx, OutboxEvent.block(Topics.ASN_RECORD, "block", "asn.block", new long[] {no}))));
                await().until(() -> isTrue(statement, """
                        select exists (select from pg_stat_activity where wait_event = 'SyncRep' and datname = current_database())"""));
                // The relay has it after its poll of 50 ms, and nobody sees the row.
                await().during(Duration.ofSeconds(1)).until(() -> !commit.isDone());
            } finally {
                statement.execute("alter system reset synchronous_standby_names");
                statement.execute("select pg_reload_conf()");
            }
        }
        commit.join();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Events.of("asn.record.v1", person.id()).size() == before + 1);
    }

    private static boolean isTrue(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.next() && result.getBoolean(1);
        }
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

    /** Single changes that waited are expanded together: what comes out must be what it would be one by one. */
    @Test
    void changesThatWaitedGoOutTogetherAndEachKeyEndsWithItsLastState() throws Exception {
        relay.stop();
        List<Person> people = Stream.generate(Person::next).limit(40).toList();
        people.forEach(one ->
                put(one, UUID.randomUUID().toString(), null, one.line("01")).statusCode(201));
        people.forEach(one ->
                put(one, UUID.randomUUID().toString(), "\"1\"", one.line("99")).statusCode(200));
        relay.start();
        for (Person one : people) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(mappingRow(lastStatus(one.nik()))).isEqualTo(row("99", false)));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> unpublished() == 0);

        // As after a crash between the sending and the marks of a part of them: they go out again, grouped otherwise.
        relay.stop();
        jdbi.useHandle(handle -> handle.execute("""
                update outbox set published_at = null where id in (
                    select id from outbox where type = 'asn.block' and cardinality(records) = 1 order by seq desc limit 60 offset 7)"""));
        relay.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> unpublished() == 0);

        var keys = people.stream()
                .flatMap(one -> Stream.of(one.id(), token(one.nik())))
                .collect(Collectors.toSet());
        var keyOfId = new HashMap<String, String>();
        var last = new HashMap<String, Long>();
        var events = new ArrayList<>(Events.on("asn.status.v1"));
        events.addAll(Events.on("asn.record.v1"));
        for (var event : events) {
            String key = new String(event.key(), StandardCharsets.UTF_8);
            if (!keys.contains(key)) {
                continue;
            }
            String id = new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
            String what = event.topic() + key + new String(event.value(), StandardCharsets.UTF_8);
            assertThat(keyOfId.putIfAbsent(id, what))
                    .as("two events of id %s", id)
                    .isNull();
            long version =
                    new ObjectMapper().readTree(event.value()).path("version").asLong();
            assertThat(version).as("versions of one key never fall").isGreaterThanOrEqualTo(last.getOrDefault(key, 0L));
            last.put(key, version);
        }
        assertThat(last).hasSize(2 * people.size());
        for (Person one : people) {
            assertThat(last).containsEntry(one.id(), 2L);
            assertThat(mappingRow(lastStatus(one.nik()))).isEqualTo(row("99", false));
        }
    }

    /** In one queue with them each of the relay's questions waited behind all writes, and changes were late by minutes. */
    @Test
    void eventsGoOutWhileRequestsHoldAndAwaitEveryConnection() throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(relay::isLeading);
        Person person = Person.next();
        imported(person.line("01"), "delta");
        lastStatus(person.nik());
        int before = Events.of("asn.status.v1", token(person.nik())).size();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                Handle writer = jdbi.open()) {
            // More than the pool has: the last ones wait in the queue.
            var asking = Stream.generate(() -> CompletableFuture.supplyAsync(jdbi::open, threads))
                    .limit(30)
                    .toList();
            try {
                await().until(() ->
                        asking.stream().filter(CompletableFuture::isDone).count() >= 10);
                writer.execute("""
                        insert into outbox (id, topic, key, type, records)
                        select uuidv7(), 'asn.record.v1', 'block', 'asn.block', array[no] from asn_record where id = ?""", person.id());
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(() -> assertThat(Events.of("asn.status.v1", token(person.nik())))
                                .hasSizeGreaterThan(before));
                assertThat(asking).anyMatch(one -> !one.isDone());
            } finally {
                // All at once: those that still wait get the connections of the others.
                asking.stream()
                        .map(one -> one.thenAccept(Handle::close))
                        .toList()
                        .forEach(CompletableFuture::join);
            }
        }
    }

    @Test
    void aHopelessRowIsPutAsideAndItsNeighboursGoOut() {
        relay.stop();
        Person before = Person.next();
        Person tooLarge = Person.next();
        Person after = Person.next();
        for (Person one : List.of(before, tooLarge, after)) {
            put(one, UUID.randomUUID().toString(), null, one.line("01")).statusCode(201);
        }
        UUID unknown = UUID.randomUUID();
        long number = jdbi.withHandle(handle -> {
            handle.execute(
                    "insert into outbox (id, topic, key, type, records) values (?, 'asn.record.v1', 'block', 'asn.unheard', '{1}')",
                    unknown);
            return handle.createQuery("""
                            update asn_record set elements = '{"nama":"' || repeat('x', 2000000) || '"}' where id = :id returning no""")
                    .bind("id", tooLarge.id())
                    .mapTo(Long.class)
                    .one();
        });
        relay.start();
        lastStatus(before.nik());
        lastStatus(after.nik());
        await().atMost(Duration.ofSeconds(60)).until(() -> unpublished() == 0);
        assertThat(Events.of("asn.record.v1", after.id())).isNotEmpty();
        assertThat(refusal("id = '" + unknown + "'")).isEqualTo("nothing expands asn.unheard");
        assertThat(refusal("records = array[" + number + "]::bigint[]")).isEqualTo("too large for its topic");
        assertThat(Events.of("asn.record.v1", tooLarge.id())).isEmpty();
        // So that later republishing of everything finds nothing hopeless.
        jdbi.useHandle(handle -> {
            handle.execute("update asn_record set elements = '{}' where no = ?", number);
            handle.execute("delete from outbox where refused is not null");
        });
    }

    private long unpublished() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from outbox where published_at is null and refused is null")
                .mapTo(Long.class)
                .one());
    }

    private String refusal(String condition) {
        return jdbi.withHandle(handle -> handle.createQuery("select refused from outbox where " + condition)
                .mapTo(String.class)
                .one());
    }

    @Test
    void aFullImportReportsWhatItDoesNotHaveAndASecondPersonRemovesIt() {
        Person goes = Person.next();
        Person refused = Person.next();
        imported(goes.line("01") + refused.line("01"), "delta");
        // One in a hundred may go, so there have to be a hundred.
        imported(
                Stream.generate(Person::next)
                        .limit(110)
                        .map(one -> one.line("01"))
                        .collect(Collectors.joining()),
                "delta");
        lastStatus(goes.nik());
        send(UUID.randomUUID().toString(), refused.line("01"), "full", DATE)
                .statusCode(409)
                .body("code", equalTo("CONFLICT"))
                .body("wouldRemove", greaterThan(100));
        String others = jdbi.withHandle(handle -> handle
                .createQuery("select id, nip from asn_record where not removed and id not in (:goes, :refused)")
                .bind("goes", goes.id())
                .bind("refused", refused.id())
                .map((row, context) ->
                        "{\"id\":\"%s\",\"nipBaru\":\"%s\"}\n".formatted(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.joining()));
        // A refused row still says that the record exists.
        String id = imported(others + refused.line("01").replace("01-01-1990", "99-99-1990"), "full")
                .body("state", equalTo("COMPLETED"))
                .body("absent", equalTo(1))
                .body("removed", equalTo(0))
                .extract()
                .path("id");
        String path = "/api/asn-directory/v1/imports/" + id;
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get(path + "/absences")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(goes.id())));
        assertThat(openWork("REMOVAL_APPROVAL")).contains(id);
        assertThat(Events.of("asn.record.v1", goes.id()).getLast().isNull()).isFalse();

        // Not a machine, not another party, not who imported.
        given().auth()
                .oauth2(TestTokens.token("bkn", "approver"))
                .post(path + "/removal")
                .then()
                .statusCode(403);
        PolicyPublisher.pledge("bkn", "pejabat.bkn");
        String person = TestTokens.person("bkn", "pejabat.bkn", "padan-web", "approver");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().auth()
                        .oauth2(person)
                        .post(path + "/removal")
                        .then()
                        .statusCode(200)
                        .body("removed", equalTo(1))
                        .body("removalApprovedBy", equalTo("pejabat.bkn")));
        given().auth().oauth2(person).post(path + "/removal").then().statusCode(409);
        assertThat(openWork("REMOVAL_APPROVAL")).doesNotContain(id);
        // Nobody is found by it from today on, but what it was before stays known.
        await().untilAsserted(() -> assertThat(intervals(lastStatus(goes.nik())))
                .containsExactly(row("01", false) + " " + DATE + " " + LocalDate.now(ZoneId.of("Asia/Jakarta"))));
        assertThat(Events.of("asn.record.v1", goes.id()).getLast().isNull()).isTrue();
        assertThat(Events.of("asn.status.v1", token(refused.nik())).getLast().isNull())
                .isFalse();
        // It was never gone, as it turns out.
        imported(goes.line("01"), "delta");
        await().untilAsserted(() ->
                assertThat(intervals(lastStatus(goes.nik()))).containsExactly(row("01", false) + " " + DATE + " null"));
    }

    @Test
    void aStatusIsKeptByWhenItHeldAndByWhenThatWasKnown() {
        Person person = Person.next();
        String active = row("01", false);
        String retired = row("99", false);
        imported(person.line("01", ",\"tmtCpns\":\"01-03-2010\""), "delta");
        assertThat(intervals(lastStatus(person.nik()))).containsExactly(active + " 2010-03-01 null");
        imported(person.line("99", ",\"tmtPensiun\":\"01-05-2026\""), "delta");
        awaitIntervals(person, active + " 2010-03-01 2026-05-01", retired + " 2026-05-01 null");
        // An import that corrects history.
        imported(person.line("99", ",\"tmtPensiun\":\"01-04-2025\""), "delta");
        awaitIntervals(person, active + " 2010-03-01 2025-04-01", retired + " 2025-04-01 null");
        // Many that change at once go another way into the table.
        imported(others(person, "01"), "delta");
        imported(person.line("02", ",\"tglAwalCltn\":\"01-06-2026\"") + others(person, "02"), "delta");
        awaitIntervals(
                person,
                active + " 2010-03-01 2025-04-01",
                retired + " 2025-04-01 2026-06-01",
                row("02", false) + " 2026-06-01 null");

        var beliefs = jdbi.withHandle(handle -> handle.createQuery("""
                        select concat_ws(' ', i.status_code, valid_from, coalesce(valid_to::text, '-'), known_to is null)
                        from status_interval i join asn_record using (no) where id = :id
                        """)
                .bind("id", person.id())
                .mapTo(String.class)
                .list());
        assertThat(beliefs)
                .containsExactlyInAnyOrder(
                        "01 2010-03-01 - f",
                        "01 2010-03-01 2026-05-01 f",
                        "99 2026-05-01 - f",
                        "01 2010-03-01 2025-04-01 t",
                        "99 2025-04-01 - f",
                        "99 2025-04-01 2026-06-01 t");
        assertThat(lastStatus(person.nik()).toString()).doesNotContain("\"02\"", "\"99\"", person.nik());
    }

    @Test
    void aHistoryTellsOfEarlierStatusesAndNoCodeOfItLeaves() {
        Person person = Person.next();
        String active = row("01", false);
        imported(person.line("01", ",\"tmtCpns\":\"01-03-2010\""), "delta");
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Mode", "delta")
                .header("X-Padan-Rows", "rw-pemberhentian")
                .header("X-Padan-Data-Date", DATE)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/x-ndjson")
                .body("""
                        {"id":"P1","pnsOrang":"%1$s","jenisHenti":"7","kedudukanHukumPns":"04","skNomor":"SK/1","skTanggal":"01-02-2024"}
                        {"id":"P2","pnsOrang":"%1$s","jenisHenti":"","kedudukanHukumPns":1,"skTanggal":"01-09-2024"}
                        """.formatted(person.id()).getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(2));
        awaitIntervals(
                person,
                active + " 2010-03-01 2024-02-01",
                row("04", false) + " 2024-02-01 2024-09-01",
                active + " 2024-09-01 null");
        assertThat(lastStatus(person.nik()).toString()).doesNotContain("\"04\"", person.nik());
        // Why somebody left is dropped at the door.
        String kept = jdbi.withHandle(handle -> handle.createQuery(
                        "select string_agg(row, '') from asn_history h join asn_record r using (no) where r.id = :id")
                .bind("id", person.id())
                .mapTo(String.class)
                .one());
        assertThat(kept).contains("kedudukanHukumPns").doesNotContain("jenisHenti", "SK/1");
        // A retirement that data-utama brings later leaves that past as it was told.
        imported(person.line("99", ",\"tmtPensiun\":\"01-05-2026\""), "delta");
        awaitIntervals(
                person,
                active + " 2010-03-01 2024-02-01",
                row("04", false) + " 2024-02-01 2024-09-01",
                active + " 2024-09-01 2026-05-01",
                row("99", false) + " 2026-05-01 null");
    }

    /** Seventy persons without a NIK. */
    private static String others(Person person, String code) {
        var lines = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            lines.append(person.line(code).replace(person.id(), person.id() + i).replace(person.nik(), ""));
        }
        return lines.toString();
    }

    private void awaitIntervals(Person person, String... intervals) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(intervals(lastStatus(person.nik()))).containsExactly(intervals));
    }

    /** Of the only record, each as row, from and to. */
    private static List<String> intervals(JsonNode status) {
        var intervals = new ArrayList<String>();
        status.path("records")
                .get(0)
                .path("intervals")
                .forEach(one -> intervals.add(one.path("mappingRow").asText() + " "
                        + one.path("from").asText() + " " + one.path("to").asText()));
        return intervals;
    }

    @Test
    void dataOlderThanAWeekAlarmsItsHolder() {
        imported(Person.next().line("01"), "delta");
        // The tests' data is of 2026-11-01, and nobody runs them before the second week after it.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(openWork("STALE_SOURCE")).containsExactly("asn-record"));
    }

    @Test
    void noNikStandsInTheDatabase() {
        Person person = Person.next();
        Person changed = Person.next();
        Person other = Person.next();
        imported(person.line("01") + changed.line("01"), "delta");
        imported(changed.line("01").replace(changed.nik(), other.nik()), "delta");
        put(person, UUID.randomUUID().toString(), "\"1\"", person.line("99")).statusCode(200);
        List<String> tables = jdbi.withHandle(
                handle -> handle.createQuery("select tablename from pg_tables where schemaname = current_schema()")
                        .mapTo(String.class)
                        .list());
        for (String table : tables) {
            for (String nik : List.of(person.nik(), changed.nik(), other.nik())) {
                assertThat(jdbi.<Long, RuntimeException>withHandle(
                                handle -> handle.createQuery("select count(*) from \"" + table
                                                + "\" t where t::text like '%' || :nik || '%'")
                                        .bind("nik", nik)
                                        .mapTo(Long.class)
                                        .one()))
                        .as(table)
                        .isZero();
            }
        }
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
    void writesAtOnceShareATransactionAndEachHasItsOwnAnswer() throws Exception {
        var people = Stream.generate(Person::next).limit(60).toList();
        var keys = new HashMap<Person, String>();
        people.forEach(person -> keys.put(person, UUID.randomUUID().toString()));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            // Each twice with one key, as a client does that lost patience; and one that is stale among them all.
            var answers = Stream.concat(people.stream(), people.stream())
                    .map(person -> CompletableFuture.supplyAsync(
                            () -> put(person, keys.get(person), null, person.line("01"))
                                    .statusCode(201)
                                    .extract()
                                    .asString(),
                            callers))
                    .toList();
            Person other = Person.next();
            var stale = CompletableFuture.supplyAsync(
                    () -> put(other, UUID.randomUUID().toString(), "\"7\"", other.line("01")), callers);
            for (int i = 0; i < people.size(); i++) {
                assertThat(answers.get(i).get())
                        .isEqualTo(answers.get(i + people.size()).get());
                assertThat(answers.get(i).get()).contains(people.get(i).id(), "\"version\":1,");
            }
            stale.get().statusCode(412);
        }
        int kept = jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from idempotent_write where idempotency_key = any(:keys)""")
                .bindArray("keys", String.class, keys.values().toArray())
                .mapTo(int.class)
                .one());
        assertThat(kept).isEqualTo(60);

        var changed = people.stream()
                .map(person -> CompletableFuture.supplyAsync(
                        () -> put(person, UUID.randomUUID().toString(), "\"1\"", person.line("99"))
                                .extract()
                                .statusCode()))
                .toList();
        for (var one : changed) {
            assertThat(one.get()).isEqualTo(200);
        }
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
                .header("X-Padan-Purpose", "ASN_GUIDANCE")
                .get("/api/asn-directory/v1/asn/" + person.nip())
                .then()
                .statusCode(404);

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
    void aMappingIsProposedByOneOfficerAndPutInForceByAnother() throws IOException {
        Person person = Person.next();
        Person open = Person.next();
        imported(person.line("Q8") + open.line("Q9"), "delta");
        assertThat(openWork("UNKNOWN_STATUS_CODE")).contains("Q8", "Q9");
        String proposer = officer("analis.bkn", "operator");
        String first = officer("pejabat.bkn", "approver");
        String second = officer("direktur.bkn", "approver");
        var json = new ObjectMapper();
        String inForce = mappings(first, "").extract().asString();
        assertThat(json.readTree(inForce).path("approved").asText()).isEqualTo("synthetic");
        var mapping = (ObjectNode) json.readTree(inForce);
        String[] before = mapping.path("version").asText().split("-");
        String version = before[0] + "-" + (Integer.parseInt(before[1]) + 1);
        mapping.put("version", version).put("synthetic", false);
        mapping.withArray("rows").forEach(row -> ((ObjectNode) row).put("tinjau", false));
        for (var code : List.of("Q8", "Q9")) {
            mapping.withArray("rows")
                    .addObject()
                    .put("id", code.equals("Q8") ? "m-0ff8" : "m-0ff9")
                    .put("kode", code)
                    .put("meninggal", false)
                    .put("nama", "contoh")
                    .put("jawaban", "RETIRED")
                    .put("dasar", "uji")
                    .put("tinjau", code.equals("Q9"));
        }

        propose(TestTokens.token("bkn", "auditor"), mapping.toString()).statusCode(403);
        propose(first, inForce).statusCode(409).body("code", equalTo("CONFLICT"));
        propose(first, mapping.toString()).statusCode(202).body("state", equalTo("PROPOSED"));
        decide(second, version, "{\"to\":\"REFUSED\"}").statusCode(200).body("inForce", equalTo(false));
        propose(proposer, mapping.toString()).statusCode(409);
        version = before[0] + "-" + (Integer.parseInt(before[1]) + 2);
        mapping.put("version", version);
        String hash =
                propose(first, mapping.toString()).statusCode(202).extract().path("hash");
        propose(proposer, mapping.put("version", before[0] + "-99").toString()).statusCode(409);

        String approval = "{\"to\":\"APPROVED\",\"hash\":\"" + hash + "\"}";
        decide(TestTokens.token("bkn", "approver"), version, approval)
                .statusCode(403)
                .body("code", equalTo("PERSON_NEEDED"));
        decide(first, version, approval).statusCode(403).body("code", equalTo("SECOND_PERSON_NEEDED"));
        decide(proposer, version, approval).statusCode(403).body("code", equalTo("ROLE_MISSING"));
        decide(second, version, approval.replace(hash, "0".repeat(64))).statusCode(409);
        decide(second, version, "{}").statusCode(400).body("field", equalTo("to"));
        assertThat(json.readTree(mappings(first, "").extract().asString())
                        .path("version")
                        .asText())
                .isEqualTo(String.join("-", before));
        decide(second, version, approval)
                .statusCode(200)
                .body("approved", equalTo("bkn"))
                .body("inForce", equalTo(true))
                .body("proposedBy", equalTo("pejabat.bkn"))
                .body("decidedBy", equalTo("direktur.bkn"));
        decide(second, version, approval).statusCode(409);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(mappingRow(lastStatus(person.nik()))).isEqualTo("m-0ff8"));
        // The code that BKN still reviews has no answer, and is still to be looked at.
        assertThat(mappingRow(lastStatus(open.nik()))).isEqualTo("null");
        assertThat(openWork("UNKNOWN_STATUS_CODE")).doesNotContain("Q8").contains("Q9");
        JsonNode event = Events.of("asn.status-mapping.v1", "kedudukanHukum").getLast();
        assertThat(event.path("version").asText()).isEqualTo(version);
        assertThat(event.path("synthetic").asBoolean()).isFalse();
        assertThat(event.toString()).contains("m-0ff8").doesNotContain("m-0ff9");
        mappings(first, "/versions").body("items.find { it.inForce }.version", equalTo(version));
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/asn-directory/v1/references/jawabanKedudukanHukum")
                .then()
                .statusCode(200)
                .body("rows.find { it.kode == 'Q8' }.data.jawaban", equalTo("RETIRED"))
                .body("rows.find { it.kode == 'Q8' }.data.sintetis", equalTo(false));
    }

    /** A person of BKN with a pledge that is known here. */
    private static String officer(String name, String role) {
        PolicyPublisher.pledge("bkn", name);
        String token = TestTokens.person("bkn", name, "padan-web", role);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().auth()
                                .oauth2(token)
                                .get("/api/asn-directory/v1/status-mappings")
                                .statusCode()
                        == 200);
        return token;
    }

    private static ValidatableResponse mappings(String token, String path) {
        return given().auth()
                .oauth2(token)
                .get("/api/asn-directory/v1/status-mappings" + path)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse decide(String token, String version, String body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post("/api/asn-directory/v1/status-mappings/" + version + "/transitions")
                .then();
    }

    @Test
    void theTokenKeyIsChangedWhileRecordsChangeAndNoOldTokenIsLeft() throws IOException {
        Person stays = Person.next();
        Person removed = Person.next();
        Person moved = Person.next();
        Person later = Person.next();
        imported(stays.line("01") + removed.line("01") + moved.line("01"), "delta");
        String formerNik = moved.nik();
        Person newNik = Person.next();
        imported(moved.line("01").replace(formerNik, newNik.nik()), "delta");
        jdbi.useHandle(handle -> handle.execute("update asn_record set removed = true where id = ?", removed.id()));
        lastStatus(newNik.nik());
        int old = keys.current();
        rotate("").statusCode(409).body("code", equalTo("CONFLICT"));

        int fresh = TokenKeys.addKey(keyset);
        rotate("").statusCode(202).body("from", equalTo(old)).body("to", equalTo(fresh));
        rotate("").statusCode(409);
        // A change in the middle goes out under both keys.
        imported(later.line("01"), "delta");
        awaitRotation("PUBLISHED");
        String oldToken = token(old, stays.nik());
        assertThat(epochOf(token(fresh, stays.nik()))).isEqualTo(fresh);
        assertThat(epochOf(oldToken)).isEqualTo(old);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(epochOf(token(fresh, later.nik()))).isEqualTo(fresh);
            assertThat(epochOf(token(old, later.nik()))).isEqualTo(old);
        });
        assertThat(Events.of("asn.record.v1", stays.id())
                        .getLast()
                        .path("token")
                        .asText())
                .isEqualTo(token(fresh, stays.nik()));
        assertMarked(fresh, "COMPLETE");

        rotate("/" + old + "/retirement").statusCode(404);
        rotate("/" + fresh + "/retirement").statusCode(202).body("state", equalTo("RETIRING"));
        awaitRotation("ENDED");
        assertMarked(old, "RETIRING");
        assertMarked(old, "RETIRED");
        for (String nik : List.of(stays.nik(), removed.nik(), formerNik, newNik.nik(), later.nik())) {
            assertThat(Events.of("asn.status.v1", token(old, nik)).getLast().isNull())
                    .isTrue();
        }
        TokenKeys.keepOnly(keyset, fresh);

        assertThat(leavesNaming("pengelola.kunci")).containsExactly("ROTATION", "ROTATION");

        // From here on there is one key again.
        Person after = Person.next();
        imported(after.line("99"), "delta");
        await().atMost(Duration.ofSeconds(60)).until(() -> keys.current() == fresh);
        assertThat(lastStatus(after.nik()).path("epoch").asInt()).isEqualTo(fresh);
        assertThat(keys.epochs()).containsExactly(fresh);
    }

    @Test
    void theOfficerBehindAnOwnersMachineStandsInTheLeavesOfItsWrites() {
        String officer = "pejabat-" + UUID.randomUUID();
        String machine = TestTokens.machine("bkn", Map.of("officer", officer));
        Person written = Person.next();
        given().auth()
                .oauth2(machine)
                .header("Idempotency-Key", officer)
                .contentType("application/json")
                .body(written.line("01").getBytes(StandardCharsets.UTF_8))
                .put("/api/asn-directory/v1/asn/" + written.id())
                .then()
                .statusCode(201);
        given().auth()
                .oauth2(machine)
                .header("X-Padan-Mode", "delta")
                .header("X-Padan-Data-Date", DATE)
                .header("Idempotency-Key", officer)
                .contentType("application/x-ndjson")
                .body(Person.next().line("01").getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .then()
                .statusCode(202);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(leavesNaming(officer)).containsExactly("RECORD", "IMPORT"));
    }

    /** Kinds of the leaves behind which the officer stands, in the log's order. */
    private List<String> leavesNaming(String officer) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select found[1] from proof_group,
                               regexp_matches(content, '"kind":"([A-Z]+)","officer":"' || :officer || '"', 'g') found
                         order by first_index""")
                .bind("officer", officer)
                .mapTo(String.class)
                .list());
    }

    private static ValidatableResponse rotate(String path) {
        return given().auth()
                .oauth2(TestTokens.machine("bkn", Map.of("officer", "pengelola.kunci")))
                .contentType("application/json")
                .post("/api/asn-directory/v1/rotation" + path)
                .then();
    }

    private static void awaitRotation(String state) {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.token("bkn", "auditor"))
                        .get("/api/asn-directory/v1/rotation")
                        .then()
                        .statusCode(200)
                        .body("state", equalTo(state)));
    }

    private static void assertMarked(int epoch, String phase) {
        for (int partition = 0; partition < 12; partition++) {
            assertThat(Events.of("asn.status.v1", "epoch-%d-%s-%d".formatted(epoch, phase, partition))
                            .getLast()
                            .path("phase")
                            .asText())
                    .isEqualTo(phase);
        }
    }

    private static int epochOf(String token) {
        return Events.of("asn.status.v1", token).getLast().path("epoch").asInt();
    }

    private String token(int epoch, String nik) {
        return keys.token(epoch, new Nik(nik)).toKey();
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

    private static ValidatableResponse propose(String token, String body) {
        return given().auth()
                .oauth2(token)
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

    /** The present one. */
    private static String mappingRow(JsonNode status) {
        var intervals = status.path("records").get(0).path("intervals");
        return intervals.get(intervals.size() - 1).path("mappingRow").asText();
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
