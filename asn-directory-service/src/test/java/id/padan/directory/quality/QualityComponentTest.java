package id.padan.directory.quality;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import id.padan.directory.Events;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class QualityComponentTest {

    private static final String BASE = "/api/asn-directory/v1/quality";
    private static final String KEMNAKER = "A5EB03E23AFAF6A0E040640A040252AD";
    /** A record in which nothing is wrong; tests spoil one field at a time. */
    private static final Map<String, String> SOUND = Map.ofEntries(
            Map.entry("nama", "CONTOH MUTU"),
            Map.entry("jenisKelamin", "M"),
            Map.entry("statusPegawai", "PNS"),
            Map.entry("kedudukanPnsId", "01"),
            Map.entry("validNik", "true"),
            Map.entry("jenisJabatanId", "2"),
            Map.entry("jenjang", "MU"),
            Map.entry("jabatanNama", "Pengawas Contoh Ahli Muda"),
            Map.entry("jabatanFungsionalId", "J-MUTU"),
            Map.entry("jabatanFungsionalNama", "Pengawas Contoh Ahli Muda"),
            Map.entry("eselonId", "99"),
            Map.entry("golRuangAkhirId", "33"),
            Map.entry("tkPendidikanTerakhirId", "40"),
            Map.entry("pendidikanTerakhirId", "S1"),
            Map.entry("gelarBelakang", "S.H."),
            Map.entry("emailGov", "contoh@contoh.go.id"),
            Map.entry("noHp", "081200000000"),
            Map.entry("tmtCpns", "01-03-2015"),
            Map.entry("tmtPns", "01-03-2016"),
            Map.entry("tmtPensiun", "01-02-2048"));

    private static int serial = 1;

    @Inject
    Jdbi jdbi;

    private final String agency = "I-" + UUID.randomUUID();

    @BeforeEach
    void hearTheAgreement() {
        PolicyPublisher.publishOpen();
        PolicyPublisher.heartbeat(1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.token("bkn"))
                        .get("/api/asn-directory/v1/imports")
                        .then()
                        .statusCode(200));
    }

    @Test
    void eachIndicatorStrikesWhereItShouldAndNowhereElse() {
        var expected = new TreeMap<String, List<String>>();
        var file = new StringBuilder();
        expect(expected, file, Map.of());
        expect(expected, file, without("jabatanNama", "jabatanFungsionalId"), "COM_2");
        expect(expected, file, without("pendidikanTerakhirId", "tkPendidikanTerakhirId"), "COM_3");
        expect(expected, file, without("tmtPns"), "COM_4");
        expect(expected, file, without("gelarBelakang"), "COM_5");
        expect(expected, file, without("emailGov"), "COM_6");
        expect(expected, file, without("noHp"), "COM_7");
        expect(expected, file, Map.of("statusPegawai", "CPNS", "tmtPns", ""), "TIM_3");
        expect(expected, file, Map.of("tmtPensiun", "01-02-2020"), "TIM_5");
        expect(expected, file, Map.of("kedudukanPnsId", "02", "tglAkhirCltn", "01-02-2020"), "TIM_6");
        expect(expected, file, Map.of("tmtPns", "01-03-2014"), "ACC_1");
        expect(expected, file, Map.of("jenisPegawaiId", "3", "instansiIndukId", agency), "ACC_2");
        expect(expected, file, Map.of("kedudukanPnsId", "71"), "ACC_4");
        expect(expected, file, Map.of("validNik", "false"), "ACC_5");
        expect(expected, file, Map.of("nik", ""), "ACC_5");
        expect(expected, file, Map.of("eselonId", "31", "tkPendidikanTerakhirId", "30", "jenjang", ""), "ACC_6");
        expect(expected, file, Map.of("tkPendidikanTerakhirId", "17"), "ACC_8");
        expect(
                expected,
                file,
                Map.of("jenisJabatanId", "4", "jabatanFungsionalUmumNama", "Pengawas contoh ahli muda"),
                "ACC_9");
        expect(expected, file, Map.of("eselonId", "21"), "ACC_10");
        expect(expected, file, Map.of("tmtCpns", "01-04-2015"), "CON_1");
        expect(expected, file, Map.of("tglLahir", "03-01-1990"), "CON_2");
        expect(expected, file, Map.of("jenisKelamin", "F"), "CON_3");
        expect(
                expected,
                file,
                Map.of("statusPegawai", "PPPK", "kedudukanPnsId", "71", "tmtPppk", "01-03-2021", "tmtPns", ""),
                "ACC_7",
                "CON_4");
        expect(expected, file, Map.of("statusHidup", "0"), "DECEASED_ACTIVE");
        expect(
                expected,
                file,
                Map.of(
                        "statusPegawai",
                        "PPPK",
                        "kedudukanPnsId",
                        "71",
                        "tmtPppk",
                        "01-03-2015",
                        "tmtPns",
                        "",
                        "tglAkhirKontrak",
                        "01-02-2020"),
                "CONTRACT_OVER");
        // One NIK with two persons, one NIP with two records, one structural position with two holders.
        String nik = nik();
        expect(expected, file, Map.of("nik", nik), "NIK_SHARED");
        expect(expected, file, Map.of("nik", nik, "nama", "CONTOH LAIN"), "NIK_SHARED");
        LocalDate born = born();
        expect(expected, file, Map.of("nipBaru", nip(born), "tglLahir", text(born)), "NIP_SHARED");
        expect(
                expected,
                file,
                Map.of("nipBaru", nip(born), "tglLahir", text(born), "nama", "CONTOH LAIN"),
                "NIP_SHARED");
        var head = Map.of("jenisJabatanId", "1", "jabatanStrukturalId", "S-" + agency, "unorId", "U-1");
        expect(expected, file, head, "TIM_4");
        expect(expected, file, head, "TIM_4");
        String closed = "U-" + UUID.randomUUID();
        jdbi.useHandle(handle -> handle.execute(
                "insert into reference_row (table_key, kode, version, ended, data) values ('unor', ?, 1, true, '{}')",
                closed));
        expect(expected, file, Map.of("unorId", closed), "TIM_1");
        var restless = new ArrayList<String>();
        file.append(line(restless, Map.of()));
        expected.put(restless.getFirst(), List.of("ACC_3"));
        var unrated = new ArrayList<String>();
        file.append(line(unrated, Map.of()));
        expected.put(unrated.getFirst(), List.of("COM_1"));
        imported(file.toString());
        // Everybody but one has been rated; of a register without any rating COM_1 would say nothing.
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into asn_history (no, kind, id, row, hash)
                        select no, 'rw-skp22', 'S1', '{}', gen_random_uuid() from asn_record
                        where elements like '%' || :agency || '%' and id <> :unrated""")
                .bind("agency", agency)
                .bind("unrated", unrated.getFirst())
                .execute());
        // From one structural position to another within seventeen months.
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        insert into asn_history (no, kind, id, row, hash)
                        select no, 'rw-jabatan', tmt, '{"jenisJabatan":"1","tmtJabatan":"' || tmt || '"}', gen_random_uuid()
                        from asn_record, unnest(array['01-01-2018', '01-01-2020', '01-06-2021']) tmt where asn_record.id = :id""").bind("id", restless.getFirst()).execute());
        run();
        jdbi.useHandle(
                handle -> handle.execute("delete from reference_row where table_key = 'unor' and kode = ?", closed));

        assertThat(anomalies(bkn(), "?instansi=" + agency + "&limit=1000")).isEqualTo(expected);
        var index =
                bkn().get(BASE + "?instansi=" + agency).then().statusCode(200).extract();
        assertThat(index.<Integer>path("agencies[0].records")).isEqualTo(countOf(file));
        assertThat(index.<Float>path("agencies[0].index")).isBetween(0.9f, 0.99f);
        assertThat(index.<Boolean>path("agencies[0].dimensions[0].indicators[0].measured"))
                .isTrue();
        // TIM_1 by the reference of units, TIM_2 by nothing.
        assertThat(index.<List<Boolean>>path("agencies[0].dimensions[1].indicators.measured"))
                .startsWith(true, false, true);
        assertThat(index.<String>path("agencies[0].dimensions[1].indicators[1].notComputable.en"))
                .contains("recruited");
        assertThat(index.<String>path("agencies[0].dimensions[1].indicators[1].notComputable.id"))
                .contains("formasi");
        String all =
                bkn().get(BASE + "/anomalies?limit=1000&instansi=" + agency).asString();
        assertThat(all).doesNotContain(nik).doesNotContain("CONTOH").contains("\"tmtCpns\":\"01-04-2015\"", closed);
        // The same in pages of one.
        assertThat(anomalies(bkn(), "?instansi=" + agency + "&indicator=NIK_SHARED&limit=1"))
                .hasSize(2);
        // What issue 6 makes its lists from.
        int listed = jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from quality_anomaly where agency = :agency and starts_with(indicator, 'CON_')")
                .bind("agency", agency)
                .mapTo(Integer.class)
                .one());
        assertThat(listed).isEqualTo(4);
    }

    @Test
    void coverageIsPublishedWithTheMapping() {
        imported(line(new ArrayList<>(), Map.of()) + line(new ArrayList<>(), Map.of("validNik", "false")));
        run();
        var coverage = bkn().get(BASE + "?limit=1").then().statusCode(200).extract();
        int records = coverage.path("coverage.records");
        int valid = coverage.path("coverage.validNik");
        assertThat(valid).isPositive().isLessThan(records);
        await().untilAsserted(() -> {
            var event = Events.of("asn.status-mapping.v1", "kedudukanHukum")
                    .getLast()
                    .path("coverage");
            assertThat(event.path("records").asInt()).isEqualTo(records);
            assertThat(event.path("validNik").asInt()).isEqualTo(valid);
        });
    }

    @Test
    void kemnakerSeesItsPersonsAndOpenElementsOnly() {
        var ids = new ArrayList<String>();
        imported(line(
                        ids,
                        Map.of(
                                "instansiKerjaId",
                                KEMNAKER,
                                "tglLahir",
                                "03-01-1990",
                                "kedudukanPnsId",
                                "02",
                                "tglAkhirCltn",
                                "01-02-2020"))
                + line(ids, Map.of("tglLahir", "03-01-1990")));
        run();
        var seen = anomalies(kemnaker(), "?limit=1000");
        assertThat(seen.get(ids.getFirst())).contains("CON_2").doesNotContain("TIM_6");
        assertThat(seen).doesNotContainKey(ids.get(1));
        assertThat(anomalies(bkn(), "?limit=1000&instansi=" + KEMNAKER).get(ids.getFirst()))
                .contains("CON_2", "TIM_6");
        assertThat(seen.values().stream().flatMap(List::stream))
                .allMatch(code -> !Indicator.valueOf(code).elements.contains("I"));
        // What corrections are made from goes to their service with the evidence, for persons whom Kemnaker may read.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var event = Events.of("asn.finding.v1", ids.getFirst()).getLast();
            assertThat(event.path("findings").findValuesAsText("indicator"))
                    .containsExactlyInAnyOrder("CON_2", "TIM_6");
            assertThat(event.path("findings").findValuesAsText("tglLahir")).contains("03-01-1990");
            assertThat(event.has("nik")).isFalse();
            assertThat(Events.of("asn.finding.v1", "run").getLast().path("run").asLong())
                    .isEqualTo(event.path("run").asLong());
        });
        assertThat(Events.of("asn.finding.v1", ids.get(1))).isEmpty();
        String text = kemnaker().get(BASE + "/anomalies?limit=1000").asString();
        assertThat(text).doesNotContain("kedudukanPnsId").doesNotContain("\"I\"");
        kemnaker().get(BASE).then().statusCode(200).body("coverage", equalTo(null));
        given().auth()
                .oauth2(TestTokens.token("kemnaker"))
                .header("X-Padan-Purpose", "AID_VERIFICATION")
                .get(BASE)
                .then()
                .statusCode(403)
                .body("code", equalTo("PURPOSE_NOT_OPEN"));
        kemnaker().post(BASE + "/runs").then().statusCode(403).body("code", equalTo("PARTY_MISMATCH"));
    }

    @Test
    void whatIsMendedBetweenTwoRunsIsNoFindingAnyMore() {
        var ids = new ArrayList<String>();
        LocalDate born = born();
        var who = Map.of(
                "id",
                "Q" + UUID.randomUUID().toString().replace("-", ""),
                "nipBaru",
                nip(born),
                "tglLahir",
                text(born),
                "nik",
                nik(),
                "instansiKerjaId",
                KEMNAKER);
        imported(line(ids, with(who, "jenisKelamin", "F"))
                + line(ids, Map.of("nik", who.get("nik"), "nama", "CONTOH LAIN", "instansiKerjaId", KEMNAKER)));
        run();
        finds(ids.getFirst(), "CON_3", "NIK_SHARED");
        finds(ids.get(1), "NIK_SHARED");
        imported(line(ids, who));
        finds(ids.getFirst(), "NIK_SHARED");
        // Who shared the NIK is looked at again too.
        imported(line(ids, with(who, "nik", nik())));
        finds(ids.getFirst());
        finds(ids.get(1));
        imported(line(ids, with(who, "kedudukanPnsId", "71")));
        finds(ids.getFirst(), "ACC_4", "NIK_SHARED");
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        var more = new TreeMap<>(fields);
        more.put(name, value);
        return more;
    }

    private static void finds(String id, String... indicators) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Events.of("asn.finding.v1", id)
                                .getLast()
                                .path("findings")
                                .findValuesAsText("indicator"))
                        .containsExactlyInAnyOrder(indicators));
    }

    /** Every record of the answer by id, with its indicators; through all pages. */
    private static Map<String, List<String>> anomalies(RequestSpecification as, String query) {
        var found = new TreeMap<String, List<String>>();
        String cursor = null;
        do {
            var page = given().spec(as)
                    .get(BASE + "/anomalies" + query + (cursor == null ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract();
            List<Map<String, Object>> items = page.path("items");
            for (var item : items) {
                found.computeIfAbsent((String) item.get("idAsn"), id -> new ArrayList<>())
                        .add((String) item.get("indicator"));
            }
            cursor = page.path("next");
        } while (cursor != null);
        return found;
    }

    private void expect(
            Map<String, List<String>> expected, StringBuilder file, Map<String, String> spoiled, String... indicators) {
        var ids = new ArrayList<String>();
        file.append(line(ids, spoiled));
        if (indicators.length > 0) {
            expected.put(ids.getFirst(), List.copyOf(new TreeSet<>(List.of(indicators))));
        }
    }

    private static Map<String, String> without(String... fields) {
        var spoiled = new TreeMap<String, String>();
        List.of(fields).forEach(field -> spoiled.put(field, ""));
        return spoiled;
    }

    private String line(List<String> ids, Map<String, String> spoiled) {
        var fields = new TreeMap<>(SOUND);
        fields.put("id", "Q" + UUID.randomUUID().toString().replace("-", ""));
        LocalDate born = born();
        fields.put("nipBaru", nip(born));
        fields.put("tglLahir", text(born));
        fields.put("nik", nik());
        fields.put("instansiKerjaId", agency);
        fields.putAll(spoiled);
        ids.add(fields.get("id"));
        var json = new StringBuilder("{");
        fields.forEach((name, value) -> {
            if (!value.isEmpty()) {
                json.append(json.length() > 1 ? "," : "")
                        .append('"')
                        .append(name)
                        .append("\":")
                        .append(name.equals("validNik") ? value : '"' + value + '"');
            }
        });
        return json.append("}\n").toString();
    }

    private static int countOf(StringBuilder file) {
        return (int) file.chars().filter(c -> c == '\n').count();
    }

    /** Everybody has a birthday of his own, and with it a NIP of his own. */
    private static synchronized LocalDate born() {
        return LocalDate.of(1970, 1, 2).plusDays(serial++);
    }

    /** CPNS of March 2015, a man. */
    private static String nip(LocalDate born) {
        return born.format(DateTimeFormatter.BASIC_ISO_DATE) + "2015031999";
    }

    private static String text(LocalDate day) {
        return day.format(DateTimeFormatter.ofPattern("dd-MM-yyyy"));
    }

    private static synchronized String nik() {
        int n = serial++;
        return "3172%02d020190%04d".formatted(n / 10 % 99 + 1, 9990 + n % 10);
    }

    private static void imported(String body) {
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .contentType("application/x-ndjson")
                .header("X-Padan-Mode", "delta")
                .header("X-Padan-Data-Date", "2026-11-01")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .then()
                .statusCode(202)
                .body("rejected", equalTo(0));
    }

    /** Asks for a run and waits until one has completed that was asked for after now. */
    private void run() {
        int asked = bkn().post(BASE + "/runs").then().statusCode(202).extract().path("no");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> state(asked).map(state -> !state.equals("RUNNING")).orElse(false));
        // It may have begun before the import: the next one has not.
        int again = bkn().post(BASE + "/runs").then().statusCode(202).extract().path("no");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> state(again).filter("COMPLETED"::equals).isPresent());
    }

    private java.util.Optional<String> state(int run) {
        return jdbi.withHandle(handle -> handle.createQuery("select state from quality_run where no = :no")
                .bind("no", run)
                .mapTo(String.class)
                .findOne());
    }

    private static RequestSpecification bkn() {
        return given().auth().oauth2(TestTokens.token("bkn"));
    }

    private static RequestSpecification kemnaker() {
        return given().auth().oauth2(TestTokens.token("kemnaker")).header("X-Padan-Purpose", "ASN_GUIDANCE");
    }
}
