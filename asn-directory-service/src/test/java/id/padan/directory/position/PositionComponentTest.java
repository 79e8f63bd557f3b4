package id.padan.directory.position;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.directory.Addenda;
import id.padan.directory.ContractSamplesTest;
import id.padan.directory.Events;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class PositionComponentTest {

    private static final String BASE = "/api/asn-directory/v1/functional-positions";
    private static final String KEMNAKER = "A5EB03E23AFAF6A0E040640A040252AD";
    private static final String BKN = "A5EB03E23B00F6A0E040640A040252AD";
    private static final String TOPIC = "functional-position.record.v1";
    private static final String TOLD = "partner.bkn.functional-position.v1";
    private static final AtomicInteger SERIAL = new AtomicInteger(1);

    @Inject
    Jdbi register;

    @ConfigProperty(name = "quarkus.datasource.positions.jdbc.url")
    String positionsUrl;

    private final String group = "G-" + UUID.randomUUID();

    private record Holder(String id, String nip, String group) {
        static Holder next(String group) {
            int n = SERIAL.getAndIncrement();
            return new Holder(
                    "P" + UUID.randomUUID().toString().replace("-", ""),
                    "1988%02d%02d2012011999".formatted(1 + n / 28 % 12, 1 + n % 28),
                    group);
        }

        String json(String more) {
            return "{\"idAsn\":\"%s\",\"nip\":\"%s\",\"nama\":\"CONTOH JF\",\"jenisAsn\":\"PNS\",\"jabatanFungsionalId\":\"J-1\",\"kelompokId\":\"%s\",\"jenjang\":\"PT\",\"tmtJenjang\":\"2022-04-01\",\"instansiId\":\"I-1\",\"angkaKredit\":[{\"periode\":\"2024\",\"jenis\":\"KONVERSI\",\"predikat\":2}]%s}"
                    .formatted(id, nip, group, more);
        }
    }

    @BeforeEach
    void hearTheAgreementAndGuideAGroup() {
        PolicyPublisher.publishOpen();
        PolicyPublisher.heartbeat(Addenda.revision());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("bkn").get(BASE + "?limit=1").then().statusCode(200));
        guide(group, KEMNAKER);
    }

    @Test
    void kemnakerMaintainsARecordAndBknReadsWhatTheAnnexOpens() {
        Holder holder = Holder.next(group);
        String key = UUID.randomUUID().toString();
        String first = put(holder.id(), holder.json(""), key, null)
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("versi", equalTo(1))
                .extract()
                .asString();
        assertThat(put(holder.id(), holder.json(""), key, null).extract().asString())
                .isEqualTo(first);
        put(holder.id(), holder.json(",\"unorId\":\"U-1\""), key, null).statusCode(422);
        put(holder.id(), holder.json(""), UUID.randomUUID().toString(), null)
                .statusCode(400)
                .body("field", equalTo("If-Match"));
        put(holder.id(), holder.json(""), UUID.randomUUID().toString(), "\"9\"")
                .statusCode(412)
                .body("code", equalTo("STALE_VERSION"));
        put(holder.id(), holder.json(",\"unorId\":\"U-1\""), UUID.randomUUID().toString(), "\"1\"")
                .statusCode(200)
                .body("versi", equalTo(2));

        String tag = as("bkn")
                .get(BASE + "/" + holder.nip())
                .then()
                .statusCode(200)
                .body("record.nip", equalTo(holder.nip()))
                .body("record.unorId", equalTo("U-1"))
                .body("record.versi", equalTo(2))
                .body("record.angkaKredit[0].nilai", equalTo(12.5f))
                .body("record.idAsn", nullValue())
                .body("agreement.clause", equalTo("Ps 4(1)a"))
                .extract()
                .header("ETag");
        as("bkn")
                .header("If-None-Match", tag)
                .get(BASE + "/" + holder.nip())
                .then()
                .statusCode(304);
        as("kemnaker")
                .get(BASE + "/" + holder.nip())
                .then()
                .statusCode(200)
                .body("record.idAsn", equalTo(holder.id()))
                .body("agreement.clause", nullValue());
        as("bkn")
                .get(BASE + "/" + holder.nip() + "/credit-points")
                .then()
                .statusCode(200)
                .body("langkah[0].langkah", equalTo("KONVERSI"))
                .body("langkah[0].rumus", equalTo("12.5 × 100 % × 12/12 = 12.500"))
                .body("pangkat.kurang", equalTo(37.5f));
        as("bkn")
                .get(BASE + "?kelompokJabatan=" + group)
                .then()
                .body("items.record.nip", equalTo(List.of(holder.nip())));

        await().untilAsserted(() -> {
            JsonNode event = Events.of(TOPIC, holder.id()).getLast();
            assertThat(event.path("version").asInt()).isEqualTo(2);
            assertThat(event.path("record").path("unorId").asText()).isEqualTo("U-1");
        });
        assertThat(leaves("POSITION\"")).isNotEmpty();
        assertThat(leaves("POSITION_READ\"")).anyMatch(leaf -> leaf.contains("Ps 4(1)a"));
        assertThat(leaves("POSITION_READ\""))
                .noneMatch(leaf -> leaf.contains(holder.nip()) || leaf.contains(holder.id()));
        // The register is told within about a second.
        await().untilAsserted(() -> assertThat(register
                        .withHandle(handle -> handle.createQuery(
                                        "select payload from outbox where topic = 'disclosure.recorded.v1' and key = 'bkn'")
                                .mapTo(String.class)
                                .list())
                        .stream()
                        .anyMatch(report -> report.contains("functional-position") && report.contains("C-08")))
                .isTrue());
    }

    @Test
    void nobodyReadsByAnotherClausePurposeOrParty() {
        Holder holder = Holder.next(group);
        put(holder.id(), holder.json(""), UUID.randomUUID().toString(), null).statusCode(201);
        String path = BASE + "/" + holder.nip();
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get(path)
                .then()
                .statusCode(400)
                .body("code", equalTo("PURPOSE_MISSING"));
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Purpose", "AID_VERIFICATION")
                .get(path)
                .then()
                .statusCode(403)
                .body("code", equalTo("PURPOSE_NOT_OPEN"))
                .body("clause", equalTo("Ps 4(1)a"));
        as("other").get(path).then().statusCode(403).body("code", equalTo("PARTY_MISMATCH"));
        // Kemnaker's own clause is Ps 3(1)a, which opens BKN's records and nothing here; BKN may not write under any.
        as("bkn")
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(holder.json(""))
                .put(BASE + "/" + holder.id())
                .then()
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        as("bkn").get(BASE + "/groups").then().statusCode(403);
    }

    @Test
    void whatCannotBeIsRefusedWithItsField() {
        Holder holder = Holder.next(group);
        put(holder.id(), holder.json(""), UUID.randomUUID().toString(), null).statusCode(201);
        Holder twin = new Holder(Holder.next(group).id(), holder.nip(), group);
        put(twin.id(), twin.json(""), UUID.randomUUID().toString(), null)
                .statusCode(409)
                .body("reason", equalTo("NIP_TAKEN"))
                .body("detail", not(containsString(holder.nip())));
        Holder stranger = Holder.next("G-nobody");
        put(stranger.id(), stranger.json(""), UUID.randomUUID().toString(), null)
                .statusCode(400)
                .body("reason", equalTo("NOT_GUIDED"))
                .body("field", equalTo("kelompokId"));
        Holder other = Holder.next(group);
        put(
                        other.id(),
                        other.json(",\"nik\":\"3171010101909991\""),
                        UUID.randomUUID().toString(),
                        null)
                .statusCode(400)
                .body("reason", equalTo("UNKNOWN_FIELD"))
                .body("field", equalTo("nik"));
        put(other.id(), holder.json(""), UUID.randomUUID().toString(), null)
                .statusCode(400)
                .body("field", equalTo("idAsn"));
        // Not there, out of scope and no NIP at all look the same.
        for (String nip : List.of(stranger.nip(), other.nip(), "17")) {
            as("bkn").get(BASE + "/" + nip).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        }
    }

    @Test
    void theFeedIsCompleteInOrderAndSaysWhoHasLeft() {
        String start = cursor(null);
        Holder one = Holder.next(group);
        Holder two = Holder.next(group);
        Holder three = Holder.next(group);
        imported(one.json("") + "\n" + two.json("") + "\n" + three.json("") + "\n", "delta")
                .body("accepted", equalTo(3));
        String next = as("bkn")
                .get(BASE + "/changes?limit=2&since=" + start)
                .then()
                .statusCode(200)
                .body("items.record.nip", equalTo(List.of(one.nip(), two.nip())))
                .body("more", equalTo(true))
                .extract()
                .path("next");
        next = as("bkn")
                .get(BASE + "/changes?since=" + next)
                .then()
                .body("items.record.nip", equalTo(List.of(three.nip())))
                .body("more", equalTo(false))
                .extract()
                .path("next");

        // A changed NIP: who knows the record by the old one has to hear that it is gone.
        Holder renamed = new Holder(one.id(), Holder.next(group).nip(), group);
        put(one.id(), renamed.json(""), UUID.randomUUID().toString(), "\"1\"").statusCode(200);
        next = as("bkn")
                .get(BASE + "/changes?since=" + next)
                .then()
                .body("items.record.nip", equalTo(List.of(one.nip(), renamed.nip())))
                .body("items.gone", equalTo(List.of(true, false)))
                .extract()
                .path("next");

        // The group passes to another guiding agency: everybody in it leaves the scope at once.
        guide(group, BKN);
        as("bkn")
                .get(BASE + "/changes?since=" + next)
                .then()
                .body("items.gone", equalTo(List.of(true, true, true)))
                .body("items.record.nama", equalTo(java.util.Arrays.asList(null, null, null)));
        as("bkn").get(BASE + "/" + two.nip()).then().statusCode(404);
        as("bkn").get(BASE + "?kelompokJabatan=" + group).then().body("items.size()", equalTo(0));
        as("kemnaker").get(BASE + "/" + two.nip()).then().statusCode(200);
        await().untilAsserted(() ->
                assertThat(Events.of(TOPIC, two.id()).getLast().isNull()).isTrue());
        as("bkn")
                .get(BASE + "/changes?since=999999999999")
                .then()
                .statusCode(410)
                .body("code", equalTo("CURSOR_EXPIRED"));
    }

    @Test
    void anElementDroppedByAddendumIsNotInTheNextPageNorInThePartnersTopic() {
        String start = cursor(null);
        Holder one = Holder.next(group);
        imported(one.json(",\"nomorRekomendasi\":\"R/1\"") + "\n", "delta");
        as("bkn")
                .get(BASE + "/changes?since=" + start)
                .then()
                .body("items[0].record.nomorRekomendasi", equalTo("R/1"))
                .body("items[0].record.jenjang", equalTo("PT"));
        await().untilAsserted(() -> assertThat(told(one.nip())).singleElement().satisfies(event -> {
            assertThat(event.path("record").path("nomorRekomendasi").asText()).isEqualTo("R/1");
            assertThat(event.path("agreement").path("clause").asText()).isEqualTo("Ps 4(1)a");
            assertThat(ContractSamplesTest.problems("partner.functional-position.v1", event))
                    .isEmpty();
        }));
        String version = Addenda.publish(
                element -> !element.code().equals("C-05") && !element.code().equals("C-02"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> as("bkn").get(BASE + "/" + one.nip()).then().body("agreement.version", equalTo(version)));
        Holder two = Holder.next(group);
        imported(two.json(",\"nomorRekomendasi\":\"R/2\"") + "\n", "delta");
        String rest = as("bkn")
                .get(BASE + "/changes?since=" + start)
                .then()
                .body("items.record.nip", equalTo(List.of(one.nip(), two.nip())))
                .extract()
                .asString();
        assertThat(rest).doesNotContain("nomorRekomendasi", "jenjang", group);
        await().untilAsserted(() -> assertThat(told(two.nip()))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.toString()).contains(version).doesNotContain("R/2", group, two.id())));
        // To find by an element is to learn it.
        as("bkn")
                .get(BASE + "?kelompokJabatan=" + group)
                .then()
                .statusCode(403)
                .body("code", equalTo("ELEMENT_NOT_OPEN"));
        Addenda.publish(element -> true);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        as("bkn").get(BASE + "/" + two.nip()).then().body("record.nomorRekomendasi", equalTo("R/2")));
        // Who leaves the scope is told as gone, under the same key, and nothing else of it.
        guide(group, BKN);
        await().untilAsserted(() ->
                assertThat(told(two.nip()).getLast().path("gone").asBoolean()).isTrue());
        assertThat(told(two.nip()).getLast().path("record").size()).isEqualTo(1);
        assertThat(keys(two.nip())).hasSize(1).doesNotContain(two.nip(), two.id());
    }

    private static List<JsonNode> told(String nip) {
        return Events.on(TOLD).stream()
                .map(event -> Events.json(event.value()))
                .filter(event -> event.path("record").path("nip").asText().equals(nip))
                .toList();
    }

    private static Set<String> keys(String nip) {
        return Events.on(TOLD).stream()
                .filter(event -> Events.json(event.value())
                        .path("record")
                        .path("nip")
                        .asText()
                        .equals(nip))
                .map(event -> new String(event.key(), java.nio.charset.StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
    }

    @Test
    void aFileInEitherFormIsOneJobAndBadRowsAreListed() {
        Holder one = Holder.next(group);
        Holder two = Holder.next(group);
        String csv = "idAsn;nip;nama;jabatanFungsionalId;kelompokId;jenjang;tmtJenjang;instansiId;angkaKredit\n"
                + "%s;%s;CONTOH;J-1;%s;MU;2022-04-01;I-1;\"[{\"\"periode\"\":\"\"2023\"\",\"\"jenis\"\":\"\"KONVERSI\"\",\"\"predikat\"\":1}]\"\n"
                        .formatted(one.id(), one.nip(), group)
                + "%s;%s;CONTOH;J-1;G-nobody;MU;2022-04-01;I-1;\n".formatted(two.id(), two.nip())
                + "%s;12;CONTOH;J-1;%s;MU;2022-04-01;I-1;\n".formatted(two.id(), group);
        String key = UUID.randomUUID().toString();
        String id = post(csv, "text/csv", "delta", key)
                .statusCode(202)
                .body("state", equalTo("COMPLETED"))
                .body("received", equalTo(3))
                .body("accepted", equalTo(1))
                .body("rejected", equalTo(2))
                .extract()
                .path("id");
        post(csv, "text/csv", "delta", key).body("id", equalTo(id)).body("attempt", equalTo(1));
        post(csv + "\n;", "text/csv", "delta", key).statusCode(422);
        as("kemnaker")
                .get(BASE + "/imports/" + id + "/rejects")
                .then()
                .body("items.reason", equalTo(List.of("NOT_GUIDED", "NIP_FORMAT")))
                .body("items.row", equalTo(List.of(2, 3)));
        as("kemnaker").get(BASE + "/imports").then().body("items.id", hasItem(id));
        as("bkn").get(BASE + "/" + one.nip()).then().body("record.angkaKredit[0].kumulatif", equalTo(37.5f));
        assertThat(leaves("POSITION_IMPORT\"")).anyMatch(leaf -> leaf.contains(id));

        // A full file that lacks nearly everybody changes nothing.
        post(
                        one.json("") + "\n",
                        "application/x-ndjson",
                        "full",
                        UUID.randomUUID().toString())
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
        post("", "application/x-ndjson", "full", UUID.randomUUID().toString()).statusCode(400);
        as("bkn").get(BASE + "/" + one.nip()).then().statusCode(200).body("record.jenjang", equalTo("MU"));
    }

    @Test
    void whatAFullFileLacksIsReportedAndRemovedByASecondPerson() {
        // Whatever other tests have left, and as many more as make one absent record few.
        Holder gone = Holder.next(group);
        var file = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            file.append(Holder.next(group).json("")).append('\n');
        }
        imported(file + gone.json("") + "\n", "delta").body("accepted", equalTo(121));
        file.setLength(0);
        // A row that is refused still names its record.
        everybodyBut(gone).forEach(id -> file.append("{\"idAsn\":\"").append(id).append("\"}\n"));
        String id = imported(file.toString(), "full")
                .body("absent", equalTo(1))
                .body("removed", equalTo(0))
                .extract()
                .path("id");
        as("bkn").get(BASE + "/" + gone.nip()).then().statusCode(200);
        as("kemnaker")
                .get(BASE + "/imports/" + id + "/absences")
                .then()
                .statusCode(200)
                .body("items.idAsn", equalTo(List.of(gone.id())));
        String removal = BASE + "/imports/" + id + "/removal";
        as("kemnaker").post(removal).then().statusCode(403);
        PolicyPublisher.pledge("bkn", "pejabat.bkn");
        PolicyPublisher.pledge("kemnaker", "pejabat.kemnaker");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> person("bkn", "pejabat.bkn")
                        .post(removal)
                        .then()
                        .statusCode(403)
                        .body("code", equalTo("PARTY_MISMATCH")));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> person("kemnaker", "pejabat.kemnaker")
                        .post(removal)
                        .then()
                        .statusCode(200)
                        .body("removed", equalTo(1))
                        .body("removalApprovedBy", equalTo("pejabat.kemnaker")));
        as("bkn").get(BASE + "/" + gone.nip()).then().statusCode(404);
        await().untilAsserted(() ->
                assertThat(Events.of(TOPIC, gone.id()).getLast().isNull()).isTrue());
        assertThat(leaves("POSITION_REMOVAL\"")).anyMatch(leaf -> leaf.contains(id));
        person("kemnaker", "pejabat.kemnaker").post(removal).then().statusCode(409);
    }

    private static List<String> everybodyBut(Holder one) {
        var ids = new ArrayList<String>();
        String cursor = "0";
        while (cursor != null) {
            var page = as("kemnaker")
                    .get(BASE + "?limit=1000&cursor=" + cursor)
                    .then()
                    .statusCode(200)
                    .extract();
            ids.addAll(page.path("items.record.idAsn"));
            cursor = page.path("next");
        }
        ids.remove(one.id());
        return ids;
    }

    private static RequestSpecification person(String party, String who) {
        return given().auth().oauth2(TestTokens.person(party, who, "padan-web", "approver"));
    }

    @Test
    void theOfficerOfKemnakerOpensWhoStandsBehindALeaf() {
        Holder holder = Holder.next(group);
        put(holder.id(), holder.json(""), UUID.randomUUID().toString(), null).statusCode(201);
        String leaf = as("bkn").get(BASE + "/" + holder.nip()).then().extract().path("leaf");
        given().auth()
                .oauth2(TestTokens.token("kemnaker", "dpo"))
                .get(BASE + "/disclosures/" + leaf)
                .then()
                .statusCode(200)
                .body("party", equalTo("bkn"))
                .body("idAsn", equalTo(List.of(holder.id())));
        assertThat(leaves("POSITION_SUBJECTS_OPENED\"")).anyMatch(entry -> entry.contains(leaf));
    }

    /** BKN's own role, with its own password, cannot even enter Kemnaker's database; nor can a statement of the register's reach it. */
    @Test
    void theRegistersRoleCannotEnterKemnakersDatabase() {
        assertThatThrownBy(() -> DriverManager.getConnection(positionsUrl, "asn_directory", "asn-directory-local"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
        assertThatThrownBy(
                        () -> register.useHandle(handle -> handle.execute("select count(*) from functional_position")))
                .hasMessageContaining("does not exist");
    }

    private void guide(String kelompok, String agency) {
        as("kemnaker")
                .contentType(ContentType.JSON)
                .body(Map.of("nama", "Kelompok contoh", "pembinaId", agency))
                .put(BASE + "/groups/" + kelompok)
                .then()
                .statusCode(200);
    }

    private String cursor(String since) {
        String next = since;
        boolean more = true;
        while (more) {
            var page = as("bkn")
                    .get(BASE + "/changes?limit=5000" + (next == null ? "" : "&since=" + next))
                    .then()
                    .statusCode(200)
                    .extract();
            next = page.path("next");
            more = page.path("more");
        }
        return next;
    }

    private static RequestSpecification as(String party) {
        return given().auth().oauth2(TestTokens.token(party)).header("X-Padan-Purpose", "ASN_GUIDANCE");
    }

    private static ValidatableResponse put(String id, String body, String key, String ifMatch) {
        var headers = new HashMap<String, String>();
        headers.put("Idempotency-Key", key);
        if (ifMatch != null) {
            headers.put("If-Match", ifMatch);
        }
        return as("kemnaker")
                .headers(headers)
                .contentType(ContentType.JSON)
                .body(body)
                .put(BASE + "/" + id)
                .then();
    }

    private static ValidatableResponse imported(String body, String mode) {
        return post(body, "application/x-ndjson", mode, UUID.randomUUID().toString())
                .statusCode(202)
                .body("state", equalTo("COMPLETED"));
    }

    private static ValidatableResponse post(String body, String type, String mode, String key) {
        return as("kemnaker")
                .contentType(type)
                .header("X-Padan-Mode", mode)
                .header("X-Padan-Data-Date", "2026-11-01")
                .header("Idempotency-Key", key)
                .body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post(BASE + "/imports")
                .then();
    }

    private List<String> leaves(String kind) {
        return register.withHandle(handle -> handle.createQuery(
                        "select line from proof_group, regexp_split_to_table(content, E'\\n') line where line like :kind")
                .bind("kind", "%\"kind\":\"" + kind + "%")
                .mapTo(String.class)
                .list());
    }
}
