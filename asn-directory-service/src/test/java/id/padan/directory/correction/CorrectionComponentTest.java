package id.padan.directory.correction;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.padan.directory.Events;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A decided correction comes as an event; its value is read by API, applied with its cause, and what became of it is told. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class CorrectionComponentTest {
    private static final String CORRECTIONS = "/api/asn-directory/v1/corrections/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIME = Duration.ofSeconds(40);
    private static final AtomicInteger SERIAL = new AtomicInteger(1);

    @Inject
    Jdbi jdbi;

    /** What data-correction-service would say of a proposal, by id. */
    private final Map<String, String> effects = new ConcurrentHashMap<>();

    private volatile boolean away;
    private HttpServer corrections;

    @BeforeEach
    void serve() throws IOException {
        corrections = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        corrections.createContext(
                "/token", exchange -> answer(exchange, 200, "{\"access_token\":\"t\",\"expires_in\":300}"));
        corrections.createContext("/api/corrections/v1/effects", exchange -> {
            var items = Stream.of(exchange.getRequestURI().getQuery().split("&"))
                    .map(one -> effects.get(one.substring("proposal=".length())))
                    .filter(Objects::nonNull)
                    .toList();
            answer(exchange, away ? 503 : 200, "{\"items\":[" + String.join(",", items) + "]}");
        });
        corrections.start();
        var origin = "http://localhost:" + corrections.getAddress().getPort();
        System.setProperty("padan.origin", origin);
        System.setProperty("padan.machine.token-url", origin + "/token");
        System.setProperty("padan.machine.bkn.secret", "x");
        System.setProperty("padan.machine.kemnaker.secret", "x");
        PolicyPublisher.publishOpen();
        await().atMost(TIME)
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.token("bkn"))
                        .get("/api/asn-directory/v1/imports")
                        .then()
                        .statusCode(200));
    }

    @AfterEach
    void close() {
        corrections.stop(0);
        List.of("padan.origin", "padan.machine.token-url", "padan.machine.bkn.secret", "padan.machine.kemnaker.secret")
                .forEach(System::clearProperty);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** A person of the tests: serials 9990 and up are never issued. */
    private record Person(String id, String nip, String nik) {
        static Person next() {
            int n = SERIAL.getAndIncrement();
            return new Person(
                    "K" + UUID.randomUUID().toString().replace("-", ""),
                    "1985%02d%02d2010011999".formatted(1 + n / 28 % 12, 1 + n % 28),
                    "3171%02d%02d%02d859991".formatted(n / 336 % 99, 1 + n % 28, 1 + n / 28 % 12));
        }
    }

    private static Person stored() {
        var person = Person.next();
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(
                        "{\"nipBaru\":\"%s\",\"nama\":\"CONTOH LAMA\",\"tglLahir\":\"01-01-1985\",\"nik\":\"%s\",\"validNik\":true,\"email\":\"a@b\",\"kedudukanPnsId\":\"01\",\"kedudukanPnsNama\":\"Aktif\"}"
                                .formatted(person.nip(), person.nik()))
                .put("/api/asn-directory/v1/asn/" + person.id())
                .then()
                .statusCode(201);
        return person;
    }

    private UUID decided(String element, String nip, String proposed) {
        var id = UUID.randomUUID();
        decided(id, 1, "bkn", element, nip, proposed);
        return id;
    }

    private void decided(UUID id, int attempt, String holder, String element, String nip, String proposed) {
        decided(id, attempt, holder, element, nip, proposed, null, null);
    }

    private void decided(
            UUID id,
            int attempt,
            String holder,
            String element,
            String nip,
            String proposed,
            String field,
            String historyRow) {
        var effect = JSON.createObjectNode()
                .put("field", field)
                .put("historyRow", historyRow)
                .put("proposalId", id.toString())
                .put("attempt", attempt)
                .put("element", element)
                .put("nip", nip)
                .put("proposed", proposed)
                .put("decidedBy", "pejabat.bkn");
        effects.put(id.toString(), effect.toString());
        tell(id, attempt, holder, element);
    }

    private static void tell(UUID id, int attempt, String holder, String element) {
        PolicyPublisher.send(
                "correction.proposal.v1",
                id.toString(),
                "{\"type\":\"correction.proposal\",\"proposalId\":\"%s\",\"version\":%d,\"effect\":\"AWAITED\",\"attempt\":%d,\"holder\":\"%s\",\"element\":\"%s\"}"
                        .formatted(id, attempt + 3, attempt, holder, element)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static ValidatableResponse reading(UUID id, String party) {
        return given().auth()
                .oauth2(TestTokens.token(party))
                .get(CORRECTIONS + id)
                .then();
    }

    private static JsonNode outcome(UUID id, int attempt) {
        return await().atMost(TIME)
                .until(
                        () -> Events.of("correction.effect.v1", id.toString()).stream()
                                .filter(event -> event.path("attempt").asInt() == attempt)
                                .reduce((first, last) -> last)
                                .orElse(JSON.missingNode()),
                        event -> !event.isMissingNode());
    }

    @Test
    void aDecidedCorrectionIsAppliedWithItsCauseAndReadAnew() {
        var person = stored();
        var id = decided("A-13", person.nip(), "99");

        assertThat(outcome(id, 1).path("outcome").asText()).isEqualTo("APPLIED");
        assertThat(outcome(id, 1).path("recordVersion").asInt()).isEqualTo(2);
        assertThat(outcome(id, 1).toString()).doesNotContain(person.nip(), person.id(), "\"99\"");
        reading(id, "bkn")
                .statusCode(200)
                .body("outcome", equalTo("APPLIED"))
                .body("value", equalTo("99"))
                .body("recordVersion", equalTo(2));
        reading(id, "kemnaker").statusCode(404);
        await().atMost(TIME).untilAsserted(() -> {
            var event = Events.of("asn.record.v1", person.id()).getLast();
            assertThat(event.path("cause").asText()).isEqualTo(id.toString());
            assertThat(event.path("record").path("kedudukanPnsId").asText()).isEqualTo("99");
            assertThat(event.path("record").has("kedudukanPnsNama")).isFalse();
        });
        // All else is as it was, flags and the sealed NIK among it.
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/asn-directory/v1/asn/" + person.nip())
                .then()
                .statusCode(200)
                .body("nik", equalTo(person.nik()))
                .body("hasEmail", equalTo(true))
                .body("record.nama", equalTo("CONTOH LAMA"));

        // The same event again, and an older attempt, do nothing; another write takes the cause away.
        tell(id, 1, "bkn", "A-13");
        var second = decided("A-06", person.nip(), "CONTOH BARU");
        outcome(second, 1);
        var third = decided("A-10", person.nip(), "1985-01-02");
        outcome(third, 1);
        assertThat(Events.of("correction.effect.v1", id.toString())).hasSize(1);
        reading(third, "bkn").body("value", equalTo("1985-01-02")).body("recordVersion", equalTo(4));
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("If-Match", "\"4\"")
                .body("{\"nipBaru\":\"%s\",\"nama\":\"CONTOH LAIN\",\"nik\":\"%s\",\"kedudukanPnsId\":\"99\"}"
                        .formatted(person.nip(), person.nik()))
                .put("/api/asn-directory/v1/asn/" + person.id())
                .then()
                .statusCode(200);
        await().atMost(TIME).untilAsserted(() -> {
            var event = Events.of("asn.record.v1", person.id()).getLast();
            assertThat(event.path("version").asInt()).isEqualTo(5);
            assertThat(event.has("cause")).isFalse();
        });
        // The case can see that the value is another one by now.
        reading(second, "bkn").body("value", equalTo("CONTOH LAIN"));
    }

    @Test
    void whatTheRecordCannotTakeIsToldBackWithTheReason() {
        var person = stored();
        assertThat(outcome(decided("A-10", person.nip(), "31-02-1985"), 1)
                        .path("reason")
                        .asText())
                .isEqualTo("NOT_A_DATE");
        assertThat(outcome(decided("A-04", person.nip(), "12"), 1)
                        .path("reason")
                        .asText())
                .isEqualTo("NIK_FORMAT");
        assertThat(outcome(decided("A-13", person.nip(), "37"), 1)
                        .path("reason")
                        .asText())
                .isEqualTo("UNKNOWN_STATUS_CODE");
        assertThat(outcome(decided("A-15", person.nip(), "x"), 1).path("reason").asText())
                .isEqualTo("ELEMENT_NOT_APPLICABLE");
        assertThat(outcome(decided("A-06", "198501012010011998", "X"), 1)
                        .path("reason")
                        .asText())
                .isEqualTo("RECORD_UNKNOWN");
        // Kemnaker never changes BKN's record, whatever an event says.
        var wrong = UUID.randomUUID();
        decided(wrong, 1, "kemnaker", "A-13", person.nip(), "99");
        assertThat(outcome(wrong, 1).path("reason").asText()).isEqualTo("NOT_COMPETENT");
        reading(wrong, "kemnaker").statusCode(403);

        // Refused once, it may be awaited anew with another value.
        var again = decided("A-10", person.nip(), "1985-13-01");
        assertThat(outcome(again, 1).path("outcome").asText()).isEqualTo("REFUSED");
        reading(again, "bkn").body("value", nullValue()).body("reason", equalTo("NOT_A_DATE"));
        decided(again, 2, "bkn", "A-10", person.nip(), "1985-12-01");
        assertThat(outcome(again, 2).path("outcome").asText()).isEqualTo("APPLIED");
    }

    @Test
    void manyAreAppliedTogetherAndOneThatFailsHindersNoOther() {
        var persons = Stream.generate(CorrectionComponentTest::stored).limit(5).toList();
        var ids = new ArrayList<UUID>();
        away = true;
        for (var person : persons) {
            ids.add(decided("A-06", person.nip(), "CONTOH BERSAMA"));
            // A second one of the same person has its turn after the first.
            ids.add(decided("A-10", person.nip(), "1985-02-03"));
        }
        var refused = decided("A-10", persons.getFirst().nip(), "31-02-1985");
        away = false;
        ids.forEach(id -> assertThat(outcome(id, 1).path("outcome").asText()).isEqualTo("APPLIED"));
        assertThat(outcome(refused, 1).path("outcome").asText()).isEqualTo("REFUSED");
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get(CORRECTIONS
                        + ids.stream().map(id -> "proposal=" + id).collect(Collectors.joining("&", "?", "&proposal=x")))
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(10))
                .body("items.value", hasItems("CONTOH BERSAMA", "1985-02-03"));
        persons.forEach(person -> assertThat(Events.of("asn.record.v1", person.id())
                        .getLast()
                        .path("version")
                        .asInt())
                .isEqualTo(3));
        assertThat(leaves(ids)).isEqualTo(10);
    }

    private int leaves(List<UUID> proposals) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from unnest(:ids::text[]) as one (id)
                            join proof_group g on g.content like '%proposals/' || one.id || '%'""")
                .bindArray(
                        "ids",
                        String.class,
                        proposals.stream().map(UUID::toString).toArray())
                .mapTo(int.class)
                .one());
    }

    @Test
    void aRowOfAHistoryIsChangedInOneMember() {
        var person = stored();
        history("rw-jabatan", person, """
                {"id":"RW1","jabatanFungsionalId":"J1","jabatanFungsionalNama":"Pengantar Kerja","tmtJabatan":"01-01-2020"}""");
        history("rw-angkakredit", person, """
                {"id":"AK1","tahunMulaiPenailan":"2024","bulanMulaiPenailan":"1","kreditUtamaBaru":"10","isKonversi":"1"}""");
        history("rw-skp22", person, """
                {"id":"KJ1","tahun":"2024","kuadranKinerja":"BAIK"}""");
        applied(person, "A-46", "tmt", "RW1", "2020-03-01");
        applied(person, "A-47", "mulai", "AK1", "2024-02");
        applied(person, "A-47", "jenis", "AK1", "INTEGRASI");
        applied(person, "A-49", "kuadran", "2024", "SANGAT BAIK");

        assertThat(refusal(person, "A-46", "tmt", "RW1", "bukan tanggal")).isEqualTo("NOT_A_DATE");
        assertThat(refusal(person, "A-46", "gaji", "RW1", "1")).isEqualTo("WRONG_VALUE");
        assertThat(refusal(person, "A-46", "tmt", "RW9", "2020-03-01")).isEqualTo("HISTORY_ROW_UNKNOWN");
        assertThat(refusal(person, "A-46", "tmt", null, "2020-03-01")).isEqualTo("MISSING");
        // Nothing else of the row has changed.
        String row = jdbi.withHandle(handle -> handle.createQuery(
                        "select row from asn_history join asn_record using (no) where asn_record.id = :id and kind = 'rw-jabatan'")
                .bind("id", person.id())
                .mapTo(String.class)
                .one());
        assertThat(row).contains("Pengantar Kerja", "J1", "01-03-2020");
    }

    private void applied(Person person, String element, String field, String row, String value) {
        var id = UUID.randomUUID();
        decided(id, 1, "bkn", element, person.nip(), value, field, row);
        assertThat(outcome(id, 1).path("outcome").asText()).isEqualTo("APPLIED");
        reading(id, "bkn").statusCode(200).body("value", equalTo(value));
    }

    private String refusal(Person person, String element, String field, String row, String value) {
        var id = UUID.randomUUID();
        decided(id, 1, "bkn", element, person.nip(), value, field, row);
        return outcome(id, 1).path("reason").asText();
    }

    private static void history(String rows, Person person, String row) {
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .contentType("application/x-ndjson")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("X-Padan-Rows", rows)
                .header("X-Padan-Mode", "delta")
                .header("X-Padan-Data-Date", "2026-11-01")
                .body((row.strip().replaceFirst("\\{", "{\"nipBaru\":\"" + person.nip() + "\",") + "\n")
                        .getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1));
    }

    @Test
    void whileTheCaseCannotBeReadItWaitsAndWhatIsNoLongerAwaitedIsLeftAlone() {
        var person = stored();
        away = true;
        var id = decided("A-06", person.nip(), "CONTOH SABAR");
        var withdrawn = UUID.randomUUID();
        tell(withdrawn, 1, "bkn", "A-06");
        await().atMost(TIME)
                .until(() -> jdbi.withHandle(handle -> handle.createQuery(
                                        "select tries from correction_effect where proposal_id = :id")
                                .bind("id", id)
                                .mapTo(int.class)
                                .findOne()
                                .orElse(0))
                        > 0);
        away = false;
        assertThat(outcome(id, 1).path("outcome").asText()).isEqualTo("APPLIED");
        await().atMost(TIME).untilAsserted(() -> reading(withdrawn, "bkn").body("outcome", equalTo("GONE")));
        assertThat(Events.of("correction.effect.v1", withdrawn.toString())).isEmpty();
    }

    @Test
    void kemnakersPositionsAreChangedByKemnakersDecisionOnly() {
        var group = "G-" + UUID.randomUUID();
        var base = "/api/asn-directory/v1/functional-positions";
        given().auth()
                .oauth2(TestTokens.token("kemnaker"))
                .contentType("application/json")
                .body("{\"nama\":\"Grup\",\"pembinaId\":\"A5EB03E23AFAF6A0E040640A040252AD\"}")
                .put(base + "/groups/" + group)
                .then()
                .statusCode(200);
        var person = Person.next();
        given().auth()
                .oauth2(TestTokens.token("kemnaker"))
                .contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(
                        "{\"nip\":\"%s\",\"nama\":\"CONTOH JF\",\"jenisAsn\":\"PNS\",\"jabatanFungsionalId\":\"J-1\",\"kelompokId\":\"%s\",\"jenjang\":\"PT\",\"tmtJenjang\":\"2022-04-01\",\"instansiId\":\"I-1\"}"
                                .formatted(person.nip(), group))
                .put(base + "/" + person.id())
                .then()
                .statusCode(201);
        var id = UUID.randomUUID();
        decided(id, 1, "kemnaker", "C-02", person.nip(), "{\"jenjang\":\"MU\",\"tmtJenjang\":\"2024-04-01\"}");
        assertThat(outcome(id, 1).path("outcome").asText()).isEqualTo("APPLIED");
        reading(id, "kemnaker")
                .statusCode(200)
                .body("value", equalTo("{\"jenjang\":\"MU\",\"tmtJenjang\":\"2024-04-01\"}"));
        reading(id, "bkn").statusCode(404);
        await().atMost(TIME)
                .untilAsserted(() -> assertThat(Events.of("functional-position.record.v1", person.id())
                                .getLast()
                                .path("cause")
                                .asText())
                        .isEqualTo(id.toString()));

        var refused = UUID.randomUUID();
        decided(refused, 1, "kemnaker", "C-02", person.nip(), "{\"jenjang\":\"XX\"}");
        assertThat(outcome(refused, 1).path("reason").asText()).isEqualTo("WRONG_VALUE");
        var wrong = UUID.randomUUID();
        decided(wrong, 1, "bkn", "C-02", person.nip(), "{\"jenjang\":\"MA\"}");
        assertThat(outcome(wrong, 1).path("reason").asText()).isEqualTo("NOT_COMPETENT");
    }
}
