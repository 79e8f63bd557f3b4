package id.padan.directory.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.directory.ContractSamplesTest;
import id.padan.directory.Events;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class ReferenceComponentTest {
    private static final String PATH = "/api/asn-directory/v1/references/";

    @Inject
    Jdbi jdbi;

    @BeforeEach
    void hearTheAgreement() {
        PolicyPublisher.publishOpen();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> as("bkn").get("/api/asn-directory/v1/references").statusCode() == 200);
    }

    @Test
    void aTableHasVersionsThatDifferAndStay() throws Exception {
        put("bkn", "instansi", "2024-01-01", row("I1", "Satu") + "," + row("I2", "Dua") + "," + row("I3", "Tiga"))
                .statusCode(200)
                .body("version.version", equalTo(1))
                .body("version.rows", equalTo(3))
                .body("unchanged", equalTo(false));
        put("bkn", "instansi", "2024-02-01", row("I3", "Tiga ") + "," + row("I2", "Dua") + "," + row("I1", "Satu"))
                .statusCode(200)
                .body("version.version", equalTo(1))
                .body("unchanged", equalTo(true));
        put(
                        "bkn",
                        "instansi",
                        "2025-06-01",
                        row("I1", "Satu Baru") + "," + row("I3", "Tiga") + "," + row("I4", "Empat"))
                .statusCode(200)
                .body("version.version", equalTo(2))
                .body("version.added", equalTo(1))
                .body("version.changed", equalTo(1))
                .body("version.ended", equalTo(1));

        get("bkn", "instansi?since=1")
                .body("rows.kode", equalTo(List.of("I1", "I2", "I4")))
                .body("rows.perubahan", equalTo(List.of("CHANGED", "ENDED", "ADDED")))
                .body("rows.status", equalTo(List.of("N", "O", "N")))
                .body("rows[1].berlakuSampai", equalTo("2025-06-01"));
        get("bkn", "instansi?since=2").body("rows", empty());
        get("bkn", "instansi?since=0&version=1").body("rows", hasSize(3));
        get("bkn", "instansi?since=3").statusCode(400).body("field", equalTo("since"));
        get("bkn", "instansi?version=1").body("rows.data.nama", equalTo(List.of("Satu", "Dua", "Tiga")));
        get("bkn", "instansi?version=9").statusCode(404);
        get("bkn", "instansi?asOf=2025-05-31")
                .body("version", equalTo(1))
                .body("rows.kode", equalTo(List.of("I1", "I2", "I3")));
        get("bkn", "instansi?asOf=2025-06-01")
                .body("version", equalTo(2))
                .body("rows.kode", equalTo(List.of("I1", "I3", "I4")));
        get("bkn", "instansi?asOf=2023-12-31").statusCode(404).body("code", equalTo("AS_OF_UNKNOWN"));
        get("bkn", "instansi?asOf=31-12-2023").statusCode(400).body("field", equalTo("asOf"));
        get("bkn", "instansi/versions")
                .body("items.version", equalTo(List.of(2, 1)))
                .body("items.berlakuDari", equalTo(List.of("2025-06-01", "2024-01-01")));

        Response whole = as("bkn").accept("application/x-ndjson").get(PATH + "instansi?version=2");
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole.asByteArray()));
        get("bkn", "instansi").body("hash", equalTo(hash)).body("rows", hasSize(4));
        assertThat(whole.header("Repr-Digest")).startsWith("sha-256=:");
        String tag = as("bkn").get(PATH + "instansi").header("ETag");
        as("bkn").header("If-None-Match", tag).get(PATH + "instansi").then().statusCode(304);
        as("bkn")
                .header("If-None-Match", tag)
                .get(PATH + "instansi?version=1")
                .then()
                .statusCode(200);

        JsonNode event = await().atMost(Duration.ofSeconds(60))
                .until(() -> Events.of("reference.dataset.v1", "instansi"), found -> found.size() >= 2)
                .getLast();
        assertThat(event.path("hash").asText()).isEqualTo(hash);
        assertThat(event.path("element").asText()).isEqualTo("instansi");
        assertThat(event.path("publisher").asText()).isEqualTo("bkn");

        // A code that has ended never means something else; a bad row ends nothing.
        put(
                        "bkn",
                        "instansi",
                        "2025-07-01",
                        row("I1", "Satu Baru") + "," + row("I2", "Lain") + ",{\"id\":\"I3\",\"berlakuDari\":\"x\"},"
                                + row("I4", "Empat"))
                .statusCode(200)
                .body("unchanged", equalTo(true))
                .body("refused", equalTo(2))
                .body("refusals.reason", equalTo(List.of("CODE_REUSED", "DATE_INVALID")))
                .body("refusals.kode", equalTo(List.of("I2", "I3")));
        as("bkn")
                .contentType("application/json")
                .header("X-Padan-Mode", "delta")
                .header("If-Match", tag)
                .body("[" + row("I2", "Dua") + "]")
                .put(PATH + "instansi")
                .then()
                .statusCode(200)
                .body("version.changed", equalTo(1))
                .body("version.ended", equalTo(0));
        as("bkn")
                .contentType("application/json")
                .header("If-Match", tag)
                .body("[" + row("I2", "Dua") + "]")
                .put(PATH + "instansi")
                .then()
                .statusCode(412)
                .body("code", equalTo("STALE_VERSION"));
        put("bkn", "instansi", "2025-08-01", "").statusCode(400);
        get("bkn", "instansi").body("version", equalTo(3));
    }

    /** The last upload is known again by its bytes; bytes from before another one are not the same table any more. */
    @Test
    void theSameBytesAgainAreOneVersionUntilAnotherTableHasCome() {
        String one = row("P1", "Satu");
        String other = row("P1", "Dua");
        put("bkn", "profesi", "2024-01-01", one).body("version.version", equalTo(1));
        // As if it had been read: to see that the bytes decide.
        jdbi.useHandle(handle ->
                handle.execute("update reference_row set data = '{\"nama\":\"x\"}' where table_key = 'profesi'"));
        put("bkn", "profesi", "2025-01-01", one)
                .statusCode(200)
                .body("unchanged", equalTo(true))
                .body("version.version", equalTo(1));
        // The mode belongs to it, and so does what came between.
        as("bkn")
                .contentType("application/json")
                .header("X-Padan-Mode", "delta")
                .body("[" + other + "]")
                .put(PATH + "profesi")
                .then()
                .body("version.version", equalTo(2));
        put("bkn", "profesi", "2025-01-01", one)
                .body("unchanged", equalTo(false))
                .body("version.version", equalTo(3));
        put("bkn", "profesi", "2025-01-01", other)
                .body("unchanged", equalTo(false))
                .body("version.version", equalTo(4));
        get("bkn", "profesi").body("rows.data.nama", equalTo(List.of("Dua")));
        // Kemnaker's in its own schema and role.
        delta("kemnaker", "spesialisasi", "2024-01-01", one);
        delta("kemnaker", "spesialisasi", "2024-01-01", one);
        as("kemnaker").get(PATH + "spesialisasi/versions").then().body("items.version", equalTo(List.of(1)));
    }

    @Test
    void theOtherPartySeesWhatTheAnnexNamesAndEachReadingIsWrittenDown() {
        put("bkn", "kelompokJabatan", "2024-01-01", row("K1", "Pengawas")).statusCode(200);
        put("bkn", "agama", "2024-01-01", row("1", "Contoh")).statusCode(200);
        delta("kemnaker", "D1", "2024-01-01", row("J1", "Pengawas"));

        as("kemnaker").get(PATH + "kelompokJabatan").then().statusCode(400).body("code", equalTo("PURPOSE_MISSING"));
        get("kemnaker", "kelompokJabatan?purpose=AID_VERIFICATION")
                .statusCode(403)
                .body("code", equalTo("PURPOSE_NOT_OPEN"))
                .body("clause", equalTo("Ps 3(1)d"));
        long before = leaves();
        // Another test's group may be in the table too.
        int version = get("kemnaker", "kelasJabatan?purpose=ASN_GUIDANCE")
                .statusCode(200)
                .body("table", equalTo("kelompokJabatan"))
                .body("agreement.clause", equalTo("Ps 3(1)d"))
                .body("rows.kode", hasItem("K1"))
                .extract()
                .path("version");
        assertThat(leaves()).isGreaterThan(before);
        JsonNode told = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> Events.of("disclosure.recorded.v1", "kemnaker").stream()
                                .flatMap(event -> StreamSupport.stream(
                                        event.path("disclosures").spliterator(), false))
                                .filter(one -> one.path("reference")
                                        .asText()
                                        .equals("references/kelompokJabatan/versions/" + version))
                                .toList(),
                        found -> !found.isEmpty())
                .getLast();
        assertThat(told.path("elements").toString()).isEqualTo("[\"D-14\"]");
        assertThat(told.path("clause").asText()).isEqualTo("Ps 3(1)d");
        assertThat(told.path("holder").asText()).isEqualTo("bkn");

        // Imported, but outside 10.D; inside 10.D, but not in this annex; nothing at all: all the same.
        String none = as("kemnaker").get(PATH + "nonsense?purpose=ASN_GUIDANCE").asString();
        for (String hidden : List.of("agama", "pendidikan", "agama/versions", "subJabatan?version=1")) {
            Response answer =
                    as("kemnaker").header("X-Padan-Purpose", "ASN_GUIDANCE").get(PATH + hidden);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.asString().replaceAll("\"(instance|traceId)\":\"[^\"]*\"", ""))
                    .isEqualTo(none.replaceAll("\"(instance|traceId)\":\"[^\"]*\"", ""));
        }
        as("kemnaker")
                .get("/api/asn-directory/v1/references?purpose=ASN_GUIDANCE")
                .then()
                .statusCode(200)
                .body("items.table", hasItem("kelompokJabatan"))
                .body("items.table", hasItem("jabatanFungsionalBinaan"))
                .body("items.table", not(hasItem("agama")));
        put("kemnaker", "kelompokJabatan", "2024-01-01", row("K2", "x"))
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        put("kemnaker", "agama", "2024-01-01", row("K2", "x")).statusCode(404);
        get("kemnaker", "kelompokJabatan/report").statusCode(403);
        assertThat(Events.of("reference.dataset.v1", "agama")).isEmpty();

        // What each party's own topic tells, of tables that the annex opens and of no other.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Events.of("partner.kemnaker.reference.v1", "kelompokJabatan"))
                        .anySatisfy(event -> {
                            assertThat(event.path("version").asInt()).isEqualTo(version);
                            assertThat(event.path("agreement").path("clause").asText())
                                    .isEqualTo("Ps 3(1)d");
                            assertThat(ContractSamplesTest.problems("partner.reference.v1", event))
                                    .isEmpty();
                        }));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Events.of("partner.bkn.reference.v1", "jabatanFungsionalBinaan"))
                        .isNotEmpty());
        for (String topic : List.of("partner.kemnaker.reference.v1", "partner.bkn.reference.v1")) {
            assertThat(Events.of(topic, "agama")).isEmpty();
            assertThat(Events.of(topic, "pendidikan")).isEmpty();
        }

        get("bkn", "D1?purpose=ASN_GUIDANCE").statusCode(200).body("agreement.clause", equalTo("Ps 4(1)b"));
        as("bkn").get(PATH + "D1").then().statusCode(400);
        get("other", "kelompokJabatan?purpose=ASN_GUIDANCE").statusCode(403);
    }

    /** PermenPANRB 21/2025: no program changes. */
    @Test
    void aSixthPositionArrivesByDataAloneAndAnEarlierDayStillShowsFive() {
        String five = IntStream.rangeClosed(1, 5)
                .mapToObj(n -> row("G" + n, "Kelompok " + n))
                .collect(Collectors.joining(","));
        String sixth =
                ",{\"kode\":\"G6\",\"nama\":\"Analis Ketenagakerjaan\",\"peraturan\":\"PermenPANRB 21/2025\",\"berlakuDari\":\"2025-12-01\"}";
        // Another test's row may be in the table too.
        delta("kemnaker", "jabatanFungsionalBinaan", "2024-08-15", five);
        delta("kemnaker", "jabatanFungsionalBinaan", "2025-11-01", sixth.substring(1));
        assertThat(groups("2025-10-31")).hasSize(5);
        // Published, and not in force yet.
        assertThat(groups("2025-11-30")).hasSize(5);
        assertThat(groups("2025-12-01")).hasSize(6).contains("G6");

        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("select 1 from kemnaker.reference_row")))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> jdbi.useTransaction(handle ->
                        Publisher.KEMNAKER.within(handle, () -> handle.execute("select 1 from public.reference_row"))))
                .hasMessageContaining("permission denied");
    }

    private List<String> groups(String day) {
        List<String> codes = as("kemnaker")
                .get(PATH + "D1?asOf=" + day)
                .then()
                .statusCode(200)
                .extract()
                .path("rows.kode");
        return codes.stream().filter(code -> code.startsWith("G")).toList();
    }

    @Test
    void orphansCyclesAndOneBadCodeAreToldAndStopNothing() {
        put("bkn", "rumpunJabatan", "2024-01-01", row("R1", "Rumpun")).statusCode(200);
        put("bkn", "subJabatan", "2024-01-01", "{\"id\":\"S1\",\"kelompokJabatanId\":\"gone\",\"nama\":\"x\"}")
                .statusCode(200);
        String units = IntStream.range(0, 3000)
                .mapToObj(n -> n == 1500
                        ? "{\"Id\":\"\",\"NamaUnor\":\"rusak\"}"
                        : unit("U" + n, n == 0 ? "" : "U" + (n - 1) / 2))
                .collect(Collectors.joining(","));
        put(
                        "bkn",
                        "unor",
                        "2024-01-01",
                        units + "," + unit("C1", "C2") + "," + unit("C2", "C3") + "," + unit("C3", "C1") + ","
                                + unit("O1", "gone"))
                .statusCode(200)
                .body("refused", equalTo(1))
                .body("refusals[0].row", equalTo(1501))
                .body("refusals[0].reason", equalTo("CODE_INVALID"))
                .body("refusals[0].data", equalTo("{\"Id\":\"\",\"NamaUnor\":\"rusak\"}"))
                .body("version.rows", equalTo(3003))
                .body("cycles", equalTo(List.of(List.of("C1", "C2", "C3"))));
        Map<String, Object> above =
                get("bkn", "unor/report").statusCode(200).extract().path("orphans.find { it.field == 'diatasanId' }");
        assertThat(above).containsEntry("count", 1).containsEntry("empty", 1).containsEntry("parent", "unor");
        assertThat(above.get("examples").toString()).contains("O1").contains("gone");
        put("bkn", "unor", "2024-02-01", unit("U0", ""))
                .statusCode(409)
                .body("code", equalTo("REMOVAL_UNCONFIRMED"))
                .body("gone", equalTo(3002));
        get("bkn", "unor/report")
                .body("orphans.find { it.field == 'eselonId' }.parentLoaded", equalTo(false))
                .body("refused", equalTo(1));
    }

    @Test
    void codesOfPnsAndPppkThatLookTheSameNeverMeet() {
        put("bkn", "golonganPns", "2024-01-01", row("11", "I/a"))
                .statusCode(200)
                .body("table", equalTo("golongan"));
        put("bkn", "golonganPppk", "2024-01-01", row("11", "XI"))
                .statusCode(200)
                .body("version.ended", equalTo(0));
        put("bkn", "golonganPns", "2025-01-01", row("11", "I/a baru"))
                .statusCode(200)
                .body("version.ended", equalTo(0));
        get("bkn", "golongan")
                .body("rows.kode", equalTo(List.of("PNS:11", "PPPK:11")))
                .body("rows.data.nama", equalTo(List.of("I/a baru", "XI")))
                .body("rows.data.jenisAsn", equalTo(List.of("PNS", "PPPK")));
    }

    @Test
    void aRegionCodeThatIsHistoryStaysAndNamesItsSuccessor() {
        put("bkn", "wilayah", "2020-01-01", """
                {"kode":"93","nama":"Papua Selatan"},{"kode":"9301","nama":"Merauke","induk":"93"},
                {"kode":"9101","nama":"KAB. MERAUKE","berlakuSampai":"2022-07-25","penggantiId":"9301","status":"O"},
                {"kode":"9199","nama":"SALAH","penggantiId":"9399","status":"O"}""")
                .statusCode(200)
                .body("orphans.find { it.field == 'penggantiId' }.examples[0].kode", equalTo("9199"));
        get("kemnaker", "wilayah?purpose=ASN_GUIDANCE")
                .body("rows.find { it.kode == '9101' }.status", equalTo("O"))
                .body("rows.find { it.kode == '9101' }.penggantiId", equalTo("9301"))
                .body("rows.find { it.kode == '9301' }.penggantiId", nullValue());
        get("kemnaker", "wilayah?purpose=ASN_GUIDANCE&asOf=2022-07-24").body("rows.kode", hasItem("9101"));
        get("kemnaker", "wilayah?purpose=ASN_GUIDANCE&asOf=2022-07-25").body("rows.kode", not(hasItem("9101")));
    }

    private long leaves() {
        return jdbi.withHandle(handle -> handle.createQuery("select size from proof_head")
                .mapTo(Long.class)
                .one());
    }

    private static String row(String id, String name) {
        return "{\"id\":\"" + id + "\",\"nama\":\"" + name + "\"}";
    }

    private static String unit(String id, String above) {
        return "{\"Id\":\"" + id + "\",\"DiatasanId\":\"" + above + "\",\"NamaUnor\":\"Unit\",\"EselonId\":\"21\"}";
    }

    private static RequestSpecification as(String party) {
        return given().auth().oauth2(TestTokens.token(party));
    }

    private static ValidatableResponse get(String party, String what) {
        return as(party).get(PATH + what).then();
    }

    private static ValidatableResponse put(String party, String table, String validFrom, String rows) {
        return as(party)
                .contentType("application/json")
                .header("X-Padan-Valid-From", validFrom)
                .body(("[" + rows + "]").getBytes(StandardCharsets.UTF_8))
                .put(PATH + table)
                .then();
    }

    private static void delta(String party, String table, String validFrom, String rows) {
        as(party)
                .contentType("application/json")
                .header("X-Padan-Valid-From", validFrom)
                .header("X-Padan-Mode", "delta")
                .body(("[" + rows + "]").getBytes(StandardCharsets.UTF_8))
                .put(PATH + table)
                .then()
                .statusCode(200);
    }
}
