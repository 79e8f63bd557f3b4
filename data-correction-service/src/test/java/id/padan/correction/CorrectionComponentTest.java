package id.padan.correction;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proposals from their list to the closing proof, both ways, and all that must not happen on the way. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class CorrectionComponentTest {

    private static final String PROPOSALS = "/api/corrections/v1/proposals";
    private static final String OWN_AGENCY = "A5EB03E23AFAF6A0E040640A040252AD";
    private static final String OTHER_AGENCY = "A5EB03E23BFDF6A0E040640A040252AD";
    private static final Duration TIME = Duration.ofSeconds(40);
    private static final AtomicInteger SERIAL = new AtomicInteger(1);

    @Inject
    Jdbi jdbi;

    /** What the directory would show of a record, by proposal. */
    private final Map<String, String> shown = new ConcurrentHashMap<>();

    private HttpServer directory;

    @BeforeEach
    void serve() throws IOException {
        directory = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        directory.createContext(
                "/token", exchange -> answer(exchange, 200, "{\"access_token\":\"t\",\"expires_in\":300}"));
        directory.createContext("/api/asn-directory/v1/corrections", exchange -> {
            String items = Stream.of(exchange.getRequestURI().getQuery().split("&"))
                    .map(one -> one.substring("proposal=".length()))
                    .filter(shown::containsKey)
                    .map(id -> "{\"proposalId\":\"" + id + "\",\"value\":" + shown.get(id) + "}")
                    .collect(Collectors.joining(","));
            answer(exchange, 200, "{\"items\":[" + items + "]}");
        });
        directory.start();
        String origin = "http://localhost:" + directory.getAddress().getPort();
        System.setProperty("padan.origin", origin);
        System.setProperty("padan.machine.token-url", origin + "/token");
        System.setProperty("padan.machine.bkn.secret", "x");
        System.setProperty("padan.machine.kemnaker.secret", "x");
        PolicyPublisher.publishOpen();
        for (String person : List.of("petugas.kemnaker", "pejabat.kemnaker")) {
            PolicyPublisher.pledge("kemnaker", person);
        }
        for (String person : List.of("verifikator.bkn", "pejabat.bkn", "kepala.bkn")) {
            PolicyPublisher.pledge("bkn", person);
        }
        await().atMost(TIME).untilAsserted(() -> {
            kemnaker("pejabat.kemnaker", "approver").get(PROPOSALS).then().statusCode(200);
            bkn("kepala.bkn", "approver").get(PROPOSALS).then().statusCode(200);
        });
    }

    @AfterEach
    void close() {
        directory.stop(0);
        List.of("padan.origin", "padan.machine.token-url", "padan.machine.bkn.secret", "padan.machine.kemnaker.secret")
                .forEach(System::clearProperty);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static RequestSpecification kemnaker(String person, String... roles) {
        return given().auth().oauth2(TestTokens.person("kemnaker", person, "padan-web", roles));
    }

    private static RequestSpecification bkn(String person, String... roles) {
        return given().auth().oauth2(TestTokens.person("bkn", person, "padan-web", roles));
    }

    private static RequestSpecification machine(String party) {
        return given().auth().oauth2(TestTokens.token(party));
    }

    /** An own number for each person: serial 999 is never issued. */
    private static String nip() {
        int n = SERIAL.getAndIncrement();
        return "1986%02d%02d2010011999".formatted(1 + n / 28 % 12, 1 + n % 28);
    }

    /** A person whom Kemnaker was told of; returns when this service has heard it. */
    private String known(String agency) {
        String nip = nip();
        String id = "C" + UUID.randomUUID().toString().replace("-", "");
        tell("partner.kemnaker.asn.v1", id, """
                {"type":"partner.asn","version":1,"gone":false,"record":{"idAsn":"%s","nip":"%s","nama":"CONTOH SATU",
                "tanggalLahir":"1986-01-01","kedudukanHukumId":"01","jabatanId":"J1","instansiKerjaId":"%s","tmtMulai":{"tmtPns":"2011-01-01"}}}""".formatted(id, nip, agency));
        await().atMost(TIME)
                .until(() -> jdbi.withHandle(
                                handle -> handle.createQuery("select count(*) from known_record where nip = :nip")
                                        .bind("nip", nip)
                                        .mapTo(Integer.class)
                                        .one())
                        == 1);
        return nip;
    }

    private static void tell(String topic, String key, String value) {
        PolicyPublisher.send(topic, key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String item(String nip, String element, String present, String proposed) {
        return "{\"nip\":\"" + nip + "\",\"element\":\"" + element + "\""
                + (present == null ? "" : ",\"present\":\"" + present + "\"") + ",\"proposed\":\"" + proposed + "\"}";
    }

    private static ValidatableResponse send(RequestSpecification by, String item) {
        return by.contentType("application/json").body(item).post(PROPOSALS).then();
    }

    private static String sent(RequestSpecification by, String item) {
        return send(by, item).statusCode(201).extract().path("id");
    }

    private static ValidatableResponse step(RequestSpecification by, String id, String body) {
        return by.contentType("application/json")
                .body(body)
                .post(PROPOSALS + "/" + id + "/transitions")
                .then();
    }

    private static String to(String state) {
        return "{\"to\":\"" + state + "\"}";
    }

    private static void reviewed(RequestSpecification by, String id) {
        step(by, id, to("RECEIVED")).statusCode(200).body("state", equalTo("RECEIVED"));
        step(by, id, to("UNDER_REVIEW")).statusCode(200);
    }

    private static void effect(String id, int attempt, String outcome) {
        tell("correction.effect.v1", id, """
                {"type":"correction.effect","proposalId":"%s","attempt":%d,"outcome":"%s"%s,"at":"2026-11-26T03:00:00Z"}""".formatted(
                        id, attempt, outcome, outcome.equals("REFUSED") ? ",\"reason\":\"TOO_LONG\"" : ""));
    }

    private static ValidatableResponse read(String party, String id) {
        return machine(party).get(PROPOSALS + "/" + id).then().statusCode(200);
    }

    private static ValidatableResponse awaited(String party, String id) {
        return machine(party)
                .get("/api/corrections/v1/effects?proposal=" + UUID.randomUUID() + "&proposal=" + id)
                .then()
                .statusCode(200);
    }

    private static void becomes(String id, String state) {
        await().atMost(TIME).untilAsserted(() -> read("bkn", id).body("state", equalTo(state)));
    }

    @Test
    void aProposalOfKemnakerIsDecidedByBknAndClosesWhenTheRecordShowsIt() throws Exception {
        String nip = known(OWN_AGENCY);
        var petugas = kemnaker("petugas.kemnaker", "operator");
        String id = send(petugas, item(nip, "A-06", "CONTOH SATU", "CONTOH ESA"))
                .statusCode(201)
                .body("direction", equalTo("KEMNAKER_TO_BKN"))
                .body("decider", equalTo("bkn"))
                .body("presentChecked", equalTo(true))
                .body("dueAt", notNullValue())
                .extract()
                .path("id");

        // The same one twice is one; another one about the same element waits for the first.
        send(kemnaker("petugas.kemnaker", "operator"), item(nip, "A-06", "CONTOH SATU", "CONTOH ESA"))
                .statusCode(200)
                .body("id", equalTo(id));
        send(kemnaker("petugas.kemnaker", "operator"), item(nip, "A-06", null, "CONTOH TIGA"))
                .statusCode(409)
                .body("code", equalTo("OTHER_OPEN"));
        // Sent again under its key it gets the first answer; the key is of one request.
        String key = UUID.randomUUID().toString();
        String first = null;
        for (int i = 0; i < 2; i++) {
            String again = send(
                            kemnaker("petugas.kemnaker", "operator").header("Idempotency-Key", key),
                            item(nip, "A-07", null, "Dr."))
                    .statusCode(201)
                    .body("state", equalTo("SUBMITTED"))
                    .header("Location", containsString(PROPOSALS + "/"))
                    .extract()
                    .path("id");
            assertThat(first == null ? again : first).isEqualTo(again);
            first = again;
        }
        send(kemnaker("petugas.kemnaker", "operator").header("Idempotency-Key", key), item(nip, "A-07", null, "Drs."))
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_MISMATCH"));

        step(kemnaker("petugas.kemnaker", "operator"), id, to("RECEIVED")).statusCode(403);
        step(bkn("verifikator.bkn", "verifier"), id, to("COMPLETED")).statusCode(403);
        reviewed(bkn("verifikator.bkn", "verifier"), id);
        step(kemnaker("pejabat.kemnaker", "approver"), id, to("COMPLETED"))
                .statusCode(403)
                .body("code", equalTo("NOT_COMPETENT_TO_DECIDE"));
        step(given().auth().oauth2(TestTokens.token("bkn", "approver")), id, to("COMPLETED"))
                .statusCode(403)
                .body("code", equalTo("PERSON_NEEDED"));
        step(bkn("pejabat.bkn", "approver").header("If-Match", "\"1\""), id, to("COMPLETED"))
                .statusCode(412)
                .body("code", equalTo("STALE_VERSION"))
                .body("version", equalTo(3));
        String once = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            step(bkn("pejabat.bkn", "approver").header("Idempotency-Key", once), id, to("COMPLETED"))
                    .statusCode(200)
                    .body("state", equalTo("PROPOSED_TO_SIASN"))
                    .body("effect", equalTo("AWAITED"))
                    .body("version", equalTo(4));
        }
        step(kemnaker("petugas.kemnaker", "operator"), id, to("WITHDRAWN"))
                .statusCode(409)
                .body("code", equalTo("ILLEGAL_STEP"))
                .body("state", equalTo("PROPOSED_TO_SIASN"));

        awaited("kemnaker", id).body("items", empty());
        awaited("bkn", id)
                .body("items[0].proposalId", equalTo(id))
                .body("items[0].nip", equalTo(nip))
                .body("items[0].field", equalTo("nama"))
                .body("items[0].proposed", equalTo("CONTOH ESA"))
                .body("items[0].attempt", equalTo(1));

        shown.put(id, "\"CONTOH ESA\"");
        effect(id, 1, "APPLIED");
        effect(id, 1, "APPLIED");
        becomes(id, "COMPLETED");
        read("kemnaker", id)
                .body("reread", equalTo(true))
                .body("effect", equalTo("APPLIED"))
                .body("history.to", hasItems("SUBMITTED", "RECEIVED", "UNDER_REVIEW", "PROPOSED_TO_SIASN", "COMPLETED"))
                .body("history.actor", hasItems("petugas.kemnaker", "verifikator.bkn", "pejabat.bkn"))
                .body("history.leaf", notNullValue());
        for (String state : List.of("RECEIVED", "WITHDRAWN", "UNDER_REVIEW", "SUBMITTED")) {
            step(kemnaker("pejabat.kemnaker", "operator"), id, to(state)).statusCode(oneOf(403, 409));
        }
        step(bkn("pejabat.bkn", "approver"), id, to("REFUSED").replace("}", ",\"reason\":\"60\"}"))
                .statusCode(409)
                .body("code", equalTo("ILLEGAL_STEP"));

        List<String> told = told(id);
        assertThat(told.getLast()).contains("\"state\":\"COMPLETED\"").contains("\"proposedHash\":\"");
        assertThat(told).noneMatch(event -> event.contains("CONTOH") || event.contains(nip));
    }

    private static List<String> told(String id) {
        var events = new ArrayList<String>();
        try (var consumer = PolicyPublisher.consumer("operator")) {
            List<TopicPartition> partitions = consumer.partitionsFor("correction.proposal.v1").stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(TIME).until(() -> {
                consumer.poll(Duration.ofMillis(300)).forEach(event -> {
                    if (new String(event.key(), StandardCharsets.UTF_8).equals(id)) {
                        events.add(event.value() == null ? "" : new String(event.value(), StandardCharsets.UTF_8));
                    }
                });
                return !events.isEmpty() && events.getLast().contains("COMPLETED");
            });
        }
        return events;
    }

    @Test
    void whatTheRecordDoesNotShowComesBackWithTheDifference() {
        String id = sent(
                kemnaker("petugas.kemnaker", "operator"), item(known(OWN_AGENCY), "A-10", "01-01-1986", "02-01-1986"));
        reviewed(bkn("verifikator.bkn", "verifier"), id);
        step(bkn("pejabat.bkn", "approver"), id, to("COMPLETED")).statusCode(200);
        shown.put(id, "\"1986-01-01\"");
        effect(id, 7, "REFUSED");
        effect(id, 1, "APPLIED");
        becomes(id, "UNDER_REVIEW");
        read("bkn", id)
                .body("effect", equalTo("DIFFERENT"))
                .body("reread", equalTo(false))
                .body("found", equalTo("1986-01-01"))
                .body("proposed", equalTo("1986-01-02"));
        read("kemnaker", id).body("effect", equalTo("DIFFERENT")).body("found", nullValue());

        step(bkn("pejabat.bkn", "approver"), id, to("COMPLETED")).statusCode(200);
        read("bkn", id).body("attempt", equalTo(2));
        effect(id, 2, "REFUSED");
        becomes(id, "UNDER_REVIEW");
        read("kemnaker", id).body("effect", equalTo("REFUSED")).body("effectReason", equalTo("TOO_LONG"));
    }

    @Test
    void onAnItemOfBknsListKemnakerAnswersAndAnotherPersonOfBknConfirms() throws IOException {
        String nip = known(OWN_AGENCY);
        String id = sent(bkn("pejabat.bkn", "approver"), item(nip, "A-13", "01", "71"));
        reviewed(kemnaker("petugas.kemnaker", "operator"), id);
        step(kemnaker("pejabat.kemnaker", "approver"), id, to("COMPLETED"))
                .statusCode(403)
                .body("code", equalTo("NOT_COMPETENT_TO_DECIDE"));
        step(bkn("kepala.bkn", "approver"), id, to("COMPLETED")).statusCode(409).body("code", equalTo("ANSWER_NEEDED"));
        String answer = "{\"to\":\"PROPOSED_TO_SIASN\",\"usulNumber\":\"U-77\",\"usulStatus\":12}";
        step(kemnaker("petugas.kemnaker", "operator"), id, answer)
                .statusCode(409)
                .body("code", equalTo("EVIDENCE_NEEDED"));
        kemnaker("petugas.kemnaker", "operator")
                .contentType("application/pdf")
                .queryParam("kind", "SURAT_KEPUTUSAN")
                .body(pdf())
                .post(PROPOSALS + "/" + id + "/evidence")
                .then()
                .statusCode(201);
        step(kemnaker("petugas.kemnaker", "operator"), id, answer)
                .statusCode(200)
                .body("state", equalTo("PROPOSED_TO_SIASN"))
                .body("effect", equalTo("NONE"));
        step(machine("kemnaker"), id, "{\"usulStatus\":20}").statusCode(200);
        read("bkn", id).body("usulStatus", equalTo(20)).body("usulNumber", equalTo("U-77"));
        step(bkn("pejabat.bkn", "approver"), id, "{\"usulStatus\":11}")
                .statusCode(403)
                .body("code", equalTo("FOUR_EYES"));
        step(bkn("kepala.bkn", "approver"), id, "{\"usulStatus\":11}")
                .statusCode(200)
                .body("effect", equalTo("AWAITED"));
    }

    @Test
    void kemnakerDecidesAboutItsOwnPositionsButNotAboutWhatItProposedItself() {
        String nip = nip();
        String asn = "P" + UUID.randomUUID().toString().replace("-", "");
        tell("functional-position.record.v1", asn, """
                {"type":"functional-position.record","idAsn":"%s","version":1,"record":{"idAsn":"%s","nip":"%s","nama":"CONTOH",
                "jabatanFungsionalId":"J","kelompokId":"K","jenjang":"PT","tmtJenjang":"2022-04-01","instansiId":"%s"}}""".formatted(asn, asn, nip, OTHER_AGENCY));
        await().atMost(TIME)
                .untilAsserted(() -> send(
                                bkn("pejabat.bkn", "operator"),
                                "{\"nip\":\"%s\",\"element\":\"C-02\",\"field\":\"jenjang\",\"present\":\"XX\",\"proposed\":\"MU\"}"
                                        .formatted(nip))
                        .statusCode(409)
                        .body("code", equalTo("PRESENT_VALUE_DIFFERS")));
        String id = sent(
                bkn("pejabat.bkn", "operator"),
                "{\"nip\":\"%s\",\"element\":\"C-02\",\"field\":\"jenjang\",\"present\":\"PT\",\"proposed\":\"MU\"}"
                        .formatted(nip));
        send(kemnaker("petugas.kemnaker", "operator"), item(nip, "C-04", null, "2"))
                .statusCode(403)
                .body("code", equalTo("OWN_RECORD"));
        reviewed(kemnaker("petugas.kemnaker", "operator"), id);
        step(bkn("kepala.bkn", "approver"), id, to("COMPLETED")).statusCode(403).body("decider", equalTo("kemnaker"));
        step(kemnaker("pejabat.kemnaker", "approver"), id, to("COMPLETED")).statusCode(200);
        awaited("kemnaker", id).body("items.field", hasItems("jenjang"));
        awaited("bkn", id).body("items", empty());
    }

    @Test
    void outsideTheReadScopeAGuessLearnsNothing() {
        String inScope = known(OWN_AGENCY);
        send(kemnaker("petugas.kemnaker", "operator"), item(inScope, "A-06", "BUKAN", "X"))
                .statusCode(409)
                .body("code", equalTo("PRESENT_VALUE_DIFFERS"));
        String first = guessed(nip(), "1986-01-01");
        String second = guessed(nip(), "1999-09-09");
        assertThat(first).isEqualTo(second);
        // To BKN's list belongs only whom Kemnaker may read.
        send(bkn("pejabat.bkn", "operator"), item(nip(), "A-06", null, "X"))
                .statusCode(403)
                .body("code", equalTo("OUT_OF_SCOPE"));
        send(bkn("pejabat.bkn", "operator"), item(inScope, "A-04", null, "3171010101869991"))
                .statusCode(403)
                .body("code", equalTo("OUT_OF_SCOPE"));
        sent(kemnaker("petugas.kemnaker", "operator"), item(inScope, "A-04", null, "3171010101869991"));
    }

    @Test
    void aRowOfAHistoryIsNamedAndComparedAsItWasShown() {
        String nip = nip();
        String asn = "C" + UUID.randomUUID().toString().replace("-", "");
        tell("partner.kemnaker.asn.v1", asn, """
                {"type":"partner.asn","version":1,"gone":false,"record":{"idAsn":"%s","nip":"%s","instansiKerjaId":"%s",
                "riwayatJabatan":[{"id":"RW1","jabatanId":"J1","tmt":"2020-01-01","nomorSk":"SK-1"}],
                "kinerja":[{"tahun":"2024","kuadran":"BAIK"}]}}""".formatted(asn, nip, OWN_AGENCY));
        await().atMost(TIME)
                .untilAsserted(() -> send(
                                kemnaker("petugas.kemnaker", "operator"),
                                row(nip, "A-46", "tmt", "RW1", "2020-09-09", "2020-02-01"))
                        .statusCode(409)
                        .body("code", equalTo("PRESENT_VALUE_DIFFERS")));
        send(kemnaker("petugas.kemnaker", "operator"), row(nip, "A-46", "tmt", "RW1", "01-01-2020", "2020-02-01"))
                .statusCode(201)
                .body("presentChecked", equalTo(true));
        // Another member of the same row, and the same member of a row that was not shown, are other cases.
        send(kemnaker("petugas.kemnaker", "operator"), row(nip, "A-46", "nomorSk", "RW1", "SK-1", "SK-2"))
                .statusCode(201);
        send(kemnaker("petugas.kemnaker", "operator"), row(nip, "A-46", "tmt", "RW2", "2020-01-01", "2020-02-01"))
                .statusCode(201)
                .body("presentChecked", equalTo(false));
        send(kemnaker("petugas.kemnaker", "operator"), row(nip, "A-49", "kuadran", "2024", "BAIK", "SANGAT BAIK"))
                .statusCode(201)
                .body("presentChecked", equalTo(true));
        send(kemnaker("petugas.kemnaker", "operator"), row(nip, "A-46", "gaji", "RW1", null, "1"))
                .statusCode(400)
                .body("code", equalTo("FIELD_UNKNOWN"));
        send(kemnaker("petugas.kemnaker", "operator"), row(nip, "A-06", "nama", "RW1", null, "X"))
                .statusCode(400)
                .body("field", equalTo("historyRow"));
        send(kemnaker("petugas.kemnaker", "operator"), item(nip, "A-46", null, "X"))
                .statusCode(400)
                .body("code", equalTo("FIELD_UNKNOWN"));
    }

    private static String row(String nip, String element, String field, String row, String present, String proposed) {
        return "{\"nip\":\"%s\",\"element\":\"%s\",\"field\":\"%s\",\"historyRow\":\"%s\",%s\"proposed\":\"%s\"}"
                .formatted(
                        nip, element, field, row, present == null ? "" : "\"present\":\"" + present + "\",", proposed);
    }

    private static String guessed(String nip, String present) {
        return send(kemnaker("petugas.kemnaker", "operator"), item(nip, "A-10", present, "1987-01-01"))
                .statusCode(201)
                .body("presentChecked", equalTo(false))
                .extract()
                .asString()
                .replaceAll("\"(id|submittedAt|dueAt)\":\"[^\"]*\"", "");
    }

    @Test
    void aThirdAgencysRecordIsForwardedAndStaysListed() throws IOException {
        String nip = known(OTHER_AGENCY);
        String id = sent(kemnaker("petugas.kemnaker", "operator"), item(nip, "A-29", "J1", "J2"));
        reviewed(bkn("verifikator.bkn", "verifier"), id);
        step(bkn("pejabat.bkn", "approver"), id, to("COMPLETED"))
                .statusCode(409)
                .body("code", equalTo("THIRD_AGENCY"));
        step(bkn("verifikator.bkn", "verifier"), id, to("NOT_COMPETENT"))
                .statusCode(400)
                .body("field", equalTo("agency"));
        step(
                        bkn("verifikator.bkn", "verifier"),
                        id,
                        "{\"to\":\"NOT_COMPETENT\",\"agency\":\"Pemerintah Kota <Contoh>\",\"remark\":\"Kewenangan daerah\"}")
                .statusCode(200)
                .body("dueAt", nullValue())
                .body("pausedAt", notNullValue());
        byte[] letter = bkn("verifikator.bkn", "verifier")
                .get(PROPOSALS + "/" + id + "/forwarding-letter")
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        try (var document = Loader.loadPDF(letter)) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("Pemerintah Kota <Contoh>", nip, "Kewenangan daerah", "J2");
        }
        machine("kemnaker")
                .get(PROPOSALS + "?open=true&state=NOT_COMPETENT&limit=1000")
                .then()
                .body("items.id", hasItems(id));
        step(bkn("verifikator.bkn", "verifier"), id, to("UNDER_REVIEW"))
                .statusCode(200)
                .body("dueAt", notNullValue());
    }

    @Test
    void whatIsReturnedMayBeSentAgainAndWhatIsWithdrawnIsOver() throws IOException {
        String id = sent(kemnaker("petugas.kemnaker", "operator"), item(known(OWN_AGENCY), "A-07", null, "Dr."));
        reviewed(bkn("verifikator.bkn", "verifier"), id);
        step(bkn("verifikator.bkn", "verifier"), id, "{\"to\":\"RETURNED\",\"reason\":\"60\"}")
                .statusCode(400)
                .body("field", equalTo("reason"));
        step(bkn("verifikator.bkn", "verifier"), id, "{\"to\":\"RETURNED\",\"reason\":\"51\"}")
                .statusCode(200)
                .body("dueAt", nullValue());
        step(kemnaker("petugas.kemnaker", "operator"), id, "{\"to\":\"WITHDRAWN\",\"proposed\":\"Ir.\"}")
                .statusCode(400)
                .body("field", equalTo("proposed"));
        step(bkn("verifikator.bkn", "verifier"), id, "{\"to\":\"SUBMITTED\",\"proposed\":\"Ir.\"}")
                .statusCode(403);
        // Who proposed answers with another value, and with evidence for it.
        upload(PROPOSALS + "/" + id + "/evidence", "application/pdf", "ijazah.pdf", pdf())
                .statusCode(201);
        step(kemnaker("petugas.kemnaker", "operator"), id, "{\"to\":\"SUBMITTED\",\"proposed\":\"Ir.\"}")
                .statusCode(200)
                .body("dueAt", notNullValue());
        read("bkn", id).body("proposed", equalTo("Ir.")).body("history.move", hasItems("RESUBMIT_VALUE"));
        reviewed(bkn("verifikator.bkn", "verifier"), id);
        kemnaker("petugas.kemnaker", "operator")
                .contentType("application/json")
                .body("{\"text\":\"Mohon dipercepat\"}")
                .post(PROPOSALS + "/" + id + "/comments")
                .then()
                .statusCode(201);
        bkn("verifikator.bkn", "verifier")
                .contentType("application/json")
                .body("{\"text\":\"NIK 3171010101869991\"}")
                .post(PROPOSALS + "/" + id + "/comments")
                .then()
                .statusCode(400);
        machine("bkn").get(PROPOSALS + "/" + id + "/comments").then().body("text", hasItems("Mohon dipercepat"));
        step(kemnaker("petugas.kemnaker", "operator"), id, to("WITHDRAWN")).statusCode(200);
        step(bkn("pejabat.bkn", "approver"), id, to("COMPLETED"))
                .statusCode(409)
                .body("state", equalTo("WITHDRAWN"));
    }

    @Test
    void decidedAndWithdrawnAtOnceOnlyOneHolds() {
        for (int i = 0; i < 5; i++) {
            String id = sent(kemnaker("petugas.kemnaker", "operator"), item(known(OWN_AGENCY), "A-07", null, "Dr."));
            reviewed(bkn("verifikator.bkn", "verifier"), id);
            var decided = CompletableFuture.supplyAsync(() ->
                    step(bkn("pejabat.bkn", "approver"), id, to("COMPLETED")).extract());
            var withdrawn = CompletableFuture.supplyAsync(
                    () -> step(kemnaker("petugas.kemnaker", "operator"), id, to("WITHDRAWN"))
                            .extract());
            var answers = List.of(decided.join(), withdrawn.join());
            assertThat(answers).extracting(one -> one.statusCode()).containsExactlyInAnyOrder(200, 409);
            boolean holds = decided.join().statusCode() == 200;
            read("bkn", id)
                    .body("state", equalTo(holds ? "PROPOSED_TO_SIASN" : "WITHDRAWN"))
                    .body("version", equalTo(4));
        }
    }

    @Test
    void whoProposedNeverDecides() throws IOException {
        String id = sent(bkn("pejabat.bkn", "approver"), item(known(OWN_AGENCY), "A-13", "01", "71"));
        reviewed(kemnaker("petugas.kemnaker", "operator"), id);
        upload(PROPOSALS + "/" + id + "/evidence", "application/pdf", "sk.pdf", pdf())
                .statusCode(201);
        step(
                        kemnaker("petugas.kemnaker", "operator"),
                        id,
                        "{\"to\":\"PROPOSED_TO_SIASN\",\"usulNumber\":\"U-1\",\"usulStatus\":12}")
                .statusCode(200);
        step(bkn("pejabat.bkn", "approver"), id, to("COMPLETED"))
                .statusCode(403)
                .body("code", equalTo("FOUR_EYES"));
        step(bkn("kepala.bkn", "approver"), id, to("COMPLETED")).statusCode(200);
    }

    @Test
    void aListIsTakenWithItsBadRowsKeptAside() {
        String nip = known(OWN_AGENCY);
        String list = "nip;elemen;nilaiSekarang;nilaiSeharusnya;indikator\n"
                + nip + ";A-06;CONTOH SATU;CONTOH ESA;CON_2\n"
                + nip + ";A-06;CONTOH SATU;CONTOH ESA;CON_2\n"
                + nip + ";A-10;1999-01-01;1986-01-02;\n"
                + "12345;A-06;;X;\n"
                + nip + ";X-01;;X;\n"
                + nip + ";A-99;;X;\n"
                + nip + ";A-07;;;\n"
                + nip + ";A-11;;M;TIDAK_ADA\n";
        String key = UUID.randomUUID().toString();
        String id = null;
        for (int i = 0; i < 2; i++) {
            id = kemnaker("petugas.kemnaker", "operator")
                    .contentType("text/csv")
                    .header("Idempotency-Key", key)
                    .body(list)
                    .post(PROPOSALS)
                    .then()
                    .statusCode(202)
                    .body("counts.received", equalTo(8))
                    .body("counts.accepted", equalTo(1))
                    .body("counts.duplicates", equalTo(1))
                    .body("counts.rejected.NIP_INVALID", equalTo(1))
                    .body("counts.rejected.ELEMENT_UNKNOWN", equalTo(1))
                    .body("counts.rejected.ELEMENT_OUTSIDE_ANNEX", equalTo(1))
                    .body("counts.rejected.PRESENT_VALUE_DIFFERS", equalTo(1))
                    .body("counts.rejected.VALUE_MISSING", equalTo(1))
                    .body("counts.rejected.INDICATOR_UNKNOWN", equalTo(1))
                    .body("states.SUBMITTED", equalTo(1))
                    .extract()
                    .path("id");
        }
        kemnaker("petugas.kemnaker", "operator")
                .contentType("text/csv")
                .header("Idempotency-Key", key)
                .body(list + nip + ";A-08;;S.H.;\n")
                .post(PROPOSALS)
                .then()
                .statusCode(422);
        kemnaker("petugas.kemnaker", "operator")
                .contentType("text/csv")
                .body(list)
                .post(PROPOSALS)
                .then()
                .statusCode(400);
        machine("kemnaker")
                .get("/api/corrections/v1/lists/" + id + "/rejects")
                .then()
                .statusCode(200)
                .body("items.row", equalTo(List.of(2, 3, 4, 5, 6, 7, 8)))
                .body("items[0].code", equalTo("DUPLICATE"));
        machine("bkn")
                .get("/api/corrections/v1/lists/" + id + "/rejects")
                .then()
                .statusCode(404);
        machine("bkn").get(PROPOSALS + "?list=" + id).then().body("items.size()", equalTo(1));
        machine("bkn")
                .get("/api/corrections/v1/ageing?by=indicator")
                .then()
                .statusCode(200)
                .body("lines.of", hasItems("CON_2"));
        machine("kemnaker")
                .get("/api/corrections/v1/ageing?by=agency")
                .then()
                .statusCode(200)
                .body("lines.of", hasItems(OWN_AGENCY));
        machine("kemnaker")
                .get("/api/corrections/v1/ageing")
                .then()
                .statusCode(200)
                .body("by", equalTo("party"))
                .body("lines.of", hasItems("bkn"));
        String leafs = "select count(*) from disclosed_proposals";
        int reads = jdbi.withHandle(
                handle -> handle.createQuery(leafs).mapTo(Integer.class).one());
        assertThat(reads).isPositive();
    }

    @Test
    void evidenceIsWhatItsContentSaysAndStaysSealed() throws Exception {
        String id = sent(kemnaker("petugas.kemnaker", "operator"), item(known(OWN_AGENCY), "A-09", null, "BANDUNG"));
        String evidence = PROPOSALS + "/" + id + "/evidence";
        byte[] pdf = pdf();
        String file = null;
        for (int status : List.of(201, 200)) {
            file = kemnaker("petugas.kemnaker", "operator")
                    .multiPart("kind", "IJAZAH")
                    .multiPart("file", "ijazah.pdf", pdf, "application/pdf")
                    .post(evidence)
                    .then()
                    .statusCode(status)
                    .body(
                            "sha256",
                            equalTo(HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(pdf))))
                    .extract()
                    .path("id");
        }
        upload(evidence, "application/pdf", "a.pdf", "<html>".getBytes(StandardCharsets.UTF_8))
                .statusCode(415);
        upload(evidence, "image/png", "a.png", pdf).statusCode(415).body("code", equalTo("EVIDENCE_TYPE"));
        upload(evidence, "application/pdf", "../../etc/passwd", pdf())
                .statusCode(400)
                .body("code", equalTo("EVIDENCE_NAME"));
        upload(evidence, "application/pdf", "a.pdf", new byte[(10 << 20) + 1])
                .statusCode(413)
                .body("code", equalTo("EVIDENCE_TOO_LARGE"));
        // A hundred megabytes are refused by what they say of themselves.
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(
                            "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/pdf\r\nContent-Length: 104857600\r\n\r\n"
                                    .formatted(evidence)
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(10_000);
            var answer = new StringBuilder();
            var buffer = new byte[4096];
            // It is answered although the body never comes.
            while (answer.indexOf("\"code\"") < 0) {
                answer.append(new String(buffer, 0, socket.getInputStream().read(buffer), StandardCharsets.UTF_8));
            }
            assertThat(answer.toString())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("application/problem+json", "\"code\":\"TOO_LARGE\"", "\"limitBytes\":11534336");
        }
        for (String name : List.of("..\\..\\win.ini", "C:a.pdf", "a\u0000.pdf", "3171010101869991.pdf")) {
            kemnaker("petugas.kemnaker", "operator")
                    .multiPart("kind", "LAINNYA")
                    .multiPart("file", name, pdf(), "application/pdf")
                    .post(evidence)
                    .then()
                    .statusCode(400);
        }
        byte[] back = machine("bkn")
                .get(evidence + "/" + file + "/content")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString(file + ".pdf"))
                .extract()
                .asByteArray();
        assertThat(back).isEqualTo(pdf);
        byte[] sealed = jdbi.withHandle(handle -> handle.createQuery("select sealed from evidence_content limit 1")
                .mapTo(byte[].class)
                .one());
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("%PDF");
        machine("stranger").get(evidence).then().statusCode(403);
    }

    private static ValidatableResponse upload(String path, String type, String name, byte[] content) {
        return kemnaker("petugas.kemnaker", "operator")
                .contentType(type)
                .queryParam("kind", "LAINNYA")
                .queryParam("name", name)
                .body(content)
                .post(path)
                .then();
    }

    private static byte[] pdf() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            document.addPage(new PDPage());
            document.save(out);
        }
        return out.toByteArray();
    }

    @Test
    void forceMajeureStopsTheClockAndItsEndStartsItAgain() {
        String id = sent(bkn("pejabat.bkn", "operator"), item(known(OWN_AGENCY), "A-08", null, "S.H."));
        String due = read("bkn", id).extract().path("dueAt");
        String notice = UUID.randomUUID().toString();
        String pause =
                "{\"type\":\"agreement.pause\",\"agreementId\":\"%s\",\"party\":\"kemnaker\",\"duties\":[\"data-problems-first\"],\"from\":\"%s\"%s}";
        String agreement = read("bkn", id).extract().path("agreement.id");
        String now = Instant.now().toString();
        tell("agreement.pause.v1", notice, pause.formatted(agreement, now, ""));
        await().atMost(TIME)
                .untilAsserted(() -> read("bkn", id).body("dueAt", nullValue()).body("pausedAt", notNullValue()));
        String later = Instant.now().plus(Duration.ofDays(20)).toString();
        tell("agreement.pause.v1", notice, pause.formatted(agreement, now, ",\"until\":\"" + later + "\""));
        await().atMost(TIME).untilAsserted(() -> read("bkn", id).body("dueAt", greaterThan(due)));
        jdbi.useHandle(handle -> handle.execute("delete from clock_pause where id = ?", notice));
    }

    @Test
    void whatWasClosedNinetyDaysAgoLeavesTheTopic() {
        String id = sent(kemnaker("petugas.kemnaker", "operator"), item(known(OWN_AGENCY), "A-05", null, "true"));
        step(kemnaker("petugas.kemnaker", "operator"), id, to("WITHDRAWN")).statusCode(200);
        jdbi.useHandle(handle -> handle.execute(
                "update proposal set closed_at = now() - interval '91 days' where id = ?", UUID.fromString(id)));
        await().atMost(TIME)
                .until(() -> jdbi.withHandle(
                        handle -> handle.createQuery("select tombstoned_at is not null from proposal where id = :id")
                                .bind("id", UUID.fromString(id))
                                .mapTo(Boolean.class)
                                .one()));
        read("kemnaker", id).body("state", equalTo("WITHDRAWN"));
    }
}
