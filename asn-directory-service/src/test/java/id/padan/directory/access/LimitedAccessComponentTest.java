package id.padan.directory.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.Addenda;
import id.padan.directory.Events;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class LimitedAccessComponentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEMNAKER = "A5EB03E23AFAF6A0E040640A040252AD";
    private static final String ELSEWHERE = "A5EB03E23B00F6A0E040640A040252AD";
    /** Pengawas Ketenagakerjaan Ahli Muda, and its group. */
    private static final String GUIDED = "A5EB03E23EA0F6A0E040640A040252AD";

    private static final String GROUP = "A5EB03E23D9FF6A0E040640A040252AD";
    private static final String BASE = "/api/asn-directory/v1/asn";
    private static int serial;

    @Inject
    Jdbi jdbi;

    private record Someone(String id, String nip, String nik, String unor) {
        static Someone next() {
            int n = ++serial;
            return new Someone(
                    "L" + UUID.randomUUID().toString().replace("-", ""),
                    "1985%02d%02d2010021999".formatted(1 + n / 28 % 12, 1 + n % 28),
                    "3273%02d%02d%02d859991".formatted(1 + n / 336, 1 + n % 28, 1 + n / 28 % 12),
                    "U-" + UUID.randomUUID());
        }

        String line(String agency, String position, String code, String name) {
            return ("{\"id\":\"%s\",\"nipBaru\":\"%s\",\"nama\":\"%s\",\"tglLahir\":\"01-01-1985\",\"jenisKelamin\":\"M\",\"nik\":\"%s\","
                            + "\"validNik\":true,\"kedudukanPnsId\":\"%s\",\"kedudukanPnsNama\":\"Nama %s\",\"instansiKerjaId\":\"%s\","
                            + "\"instansiIndukId\":\"%s\",\"unorId\":\"%s\",\"jenisJabatanId\":\"2\",\"jabatanFungsionalId\":\"%s\","
                            + "\"agama\":\"Islam\",\"tglAwalCltn\":\"01-01-2026\"}\n")
                    .formatted(id, nip, name, nik, code, code, agency, agency, unor, position);
        }

        String staff(String code) {
            return line(KEMNAKER, "P-0", code, "CONTOH STAF");
        }

        String guided() {
            return line(ELSEWHERE, GUIDED, "01", "CONTOH PENGAWAS");
        }

        String outsider() {
            return line(ELSEWHERE, "P-1", "01", "CONTOH LAIN");
        }
    }

    @BeforeEach
    void hearTheAgreement() {
        if (Addenda.revision() == 1) {
            PolicyPublisher.publishOpen();
        }
        PolicyPublisher.heartbeat(Addenda.revision());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> kemnaker().get(BASE + "?limit=1").then().statusCode(200));
    }

    @Test
    void ownStaffAndHoldersOfGuidedPositionsAreInScopeAndNobodyElse() {
        Someone staff = Someone.next();
        Someone guided = Someone.next();
        Someone outsider = Someone.next();
        imported(staff.staff("02") + guided.guided() + outsider.outsider());

        read(staff)
                .statusCode(200)
                .body("record.nip", equalTo(staff.nip()))
                .body("record.kedudukanHukumId", equalTo("52"))
                .body("record.statusKeaktifan", equalTo("TIDAK_AKTIF"))
                .body("record.nik", nullValue())
                .body("agreement.clause", equalTo("Ps 3(1)a"))
                .body("mappingVersion", not(nullValue()))
                .body("dataTime", equalTo("2026-11-01"))
                .body("warnings", equalTo(List.of("STALE_SOURCE")));
        read(guided)
                .statusCode(200)
                .body("record.kelompokJabatanId", equalTo(GROUP))
                .body("record.jenjang", equalTo("MU"));
        // Out of scope and not there at all are the same answer to the byte.
        String beyond = read(outsider).statusCode(404).extract().asString();
        String nobody = read(Someone.next()).statusCode(404).extract().asString();
        String noNip =
                kemnaker().get(BASE + "/17").then().statusCode(404).extract().asString();
        assertThat(withoutInstance(beyond)).isEqualTo(withoutInstance(nobody)).isEqualTo(withoutInstance(noNip));

        kemnaker().get(BASE + "?unor=" + staff.unor()).then().body("items.record.nip", equalTo(List.of(staff.nip())));
        kemnaker().get(BASE + "?unor=" + outsider.unor()).then().statusCode(200).body("items", empty());
        kemnaker()
                .get(BASE + "?kelompokJabatan=" + GROUP + "&unor=" + guided.unor())
                .then()
                .body("items.record.nip", equalTo(List.of(guided.nip())));
        given().auth()
                .oauth2(TestTokens.token("kemnaker"))
                .get(BASE)
                .then()
                .statusCode(400)
                .body("code", equalTo("PURPOSE_MISSING"));
        given().auth()
                .oauth2(TestTokens.token("kemnaker"))
                .header("X-Padan-Purpose", "AID_VERIFICATION")
                .get(BASE + "/changes")
                .then()
                .statusCode(403)
                .body("code", equalTo("PURPOSE_NOT_OPEN"));
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Purpose", "ASN_GUIDANCE")
                .get(BASE)
                .then()
                .statusCode(403)
                .body("code", equalTo("CLAUSE_NOT_OPEN"));
    }

    /** Each page as it comes, so that every way out is walked with every code. */
    @Test
    void noCodeNoNikAndNothingInternalLeavesByAnyWay() throws IOException {
        Map<String, Someone> byCode = new HashMap<>();
        var file = new StringBuilder();
        for (String code : codes()) {
            Someone someone = Someone.next();
            byCode.put(code, someone);
            file.append(someone.staff(code));
        }
        imported(file.toString());
        Set<String> names = new TreeSet<>();
        PolicyPublisher.open().versions().getFirst().elements().stream()
                .filter(element -> element.code().startsWith("A-"))
                .forEach(element -> names.add(element.name()));
        var bodies = new ArrayList<String>();
        byCode.values().forEach(one -> {
            bodies.add(read(one).statusCode(200).extract().asString());
            bodies.add(kemnaker()
                    .get(BASE + "?unor=" + one.unor())
                    .then()
                    .extract()
                    .asString());
            bodies.add(kemnaker()
                    .get(BASE + "/" + one.nip() + "x")
                    .then()
                    .extract()
                    .asString());
        });
        bodies.addAll(feed(null).pages());
        for (String body : bodies) {
            JsonNode answer = JSON.readTree(body);
            var records = new ArrayList<JsonNode>();
            records.add(answer.path("record"));
            answer.path("items").forEach(item -> records.add(item.path("record")));
            for (JsonNode record : records) {
                assertThat(record.fieldNames()).toIterable().isSubsetOf(names);
                assertThat(record.path("kedudukanHukumId").asText("01")).isIn("01", "71", "99", "52");
            }
            assertThat(body).doesNotContain("Nama 0", "Nama 9", "Islam", "Cltn", "2026-01-01");
            byCode.values()
                    .forEach(one ->
                            assertThat(body).doesNotContain(one.nik(), one.nik().substring(0, 12)));
        }
        read(byCode.get("Q7")).body("record.kedudukanHukumId", nullValue()).body("record.statusKeaktifan", nullValue());
    }

    @Test
    void theFeedIsCompleteOrderedAndResumableAndTellsWhoLeft() {
        Someone stays = Someone.next();
        Someone leaves = Someone.next();
        Someone third = Someone.next();
        imported(stays.staff("01") + leaves.staff("01") + third.staff("01"));
        Feed whole = feed(null);
        assertThat(whole.shown()).contains(stays.id(), leaves.id(), third.id());
        assertThat(feed(whole.next()).pages().getFirst()).contains("\"items\":[]");

        // Nothing that could be shown has changed: no entry, though BKN's own version rises.
        imported(stays.staff("15"));
        assertThat(feed(whole.next()).shown()).isEmpty();
        imported(leaves.outsider() + stays.line(KEMNAKER, "P-0", "01", "CONTOH BARU"));
        Feed after = feed(whole.next());
        assertThat(after.gone()).containsExactly(leaves.id());
        assertThat(after.shown()).containsExactly(stays.id());
        assertThat(after.pages().getFirst()).contains("CONTOH BARU").doesNotContain("CONTOH LAIN");
        read(leaves).statusCode(404);
        kemnaker().get(BASE + "?unor=" + leaves.unor()).then().statusCode(200).body("items", empty());
        imported(leaves.staff("01"));
        assertThat(feed(after.next()).shown()).containsExactly(leaves.id());

        // Small pages lose nothing and repeat nothing.
        var small = new ArrayList<String>();
        String since = null;
        boolean more = true;
        while (more) {
            RequestSpecification request = kemnaker().queryParam("limit", 3);
            if (since != null) {
                request.queryParam("since", since);
            }
            ValidatableResponse answer = request.get(BASE + "/changes").then().statusCode(200);
            small.addAll(answer.extract().path("items.record.idAsn"));
            since = answer.extract().path("next");
            more = answer.extract().path("more");
        }
        assertThat(small).doesNotHaveDuplicates().contains(stays.id(), leaves.id(), third.id());
    }

    @Test
    void aCursorFromBeforeACompactionIsToldToBeginAnew() {
        Someone leaves = Someone.next();
        imported(leaves.staff("01"));
        String before = feed(null).next();
        imported(leaves.outsider());
        jdbi.useTransaction(tx -> ScopeScan.compact(tx, Duration.ZERO));
        kemnaker()
                .queryParam("since", before)
                .get(BASE + "/changes")
                .then()
                .statusCode(410)
                .body("code", equalTo("CURSOR_EXPIRED"));
        Feed anew = feed(null);
        assertThat(anew.gone()).doesNotContain(leaves.id());
        // One that began after the compaction goes on, however far before its mark it stands.
        String first = kemnaker()
                .queryParam("limit", 1)
                .get(BASE + "/changes")
                .then()
                .statusCode(200)
                .extract()
                .path("next");
        kemnaker().queryParam("since", first).get(BASE + "/changes").then().statusCode(200);
        kemnaker().queryParam("since", "bm90").get(BASE + "/changes").then().statusCode(400);
    }

    @Test
    void anUnchangedAnswerIsNotSentAgain() {
        Someone staff = Someone.next();
        imported(staff.staff("01"));
        String tag = read(staff).statusCode(200).extract().header("ETag");
        kemnaker()
                .header("If-None-Match", tag)
                .get(BASE + "/" + staff.nip())
                .then()
                .statusCode(304);
        imported(staff.line(KEMNAKER, "P-0", "01", "CONTOH GANTI"));
        kemnaker()
                .header("If-None-Match", tag)
                .get(BASE + "/" + staff.nip())
                .then()
                .statusCode(200);
        String list =
                kemnaker().get(BASE + "?unor=" + staff.unor()).then().extract().header("ETag");
        kemnaker()
                .header("If-None-Match", list)
                .get(BASE + "?unor=" + staff.unor())
                .then()
                .statusCode(304);
    }

    @Test
    void ofTwoWithOneNipTheLastChangedIsShownAndSaidToBeShared() {
        Someone one = Someone.next();
        Someone two = Someone.next();
        Someone outsider = Someone.next();
        imported(one.staff("01"));
        read(one).body("nipShared", nullValue());
        imported(outsider.outsider().replace(outsider.nip(), one.nip()));
        // Nobody is told of a person out of scope.
        read(one).body("nipShared", nullValue());
        imported(two.staff("01").replace(two.nip(), one.nip()));
        read(one).body("record.idAsn", equalTo(two.id())).body("nipShared", equalTo(true));
    }

    @Test
    void everyReadIsALeafIsReportedAndOpensToItsRecords() {
        Someone one = Someone.next();
        imported(one.staff("01"));
        String token = "limited-" + UUID.randomUUID();
        RequestSpecification asking = given().auth()
                .oauth2(TestTokens.machine("kemnaker", Map.of("jti", token, "officer", "pejabat.kemnaker")))
                .header("X-Padan-Purpose", "ASN_GUIDANCE");
        String leaf = asking.get(BASE + "/" + one.nip())
                .then()
                .statusCode(200)
                .extract()
                .path("leaf");
        given().auth()
                .oauth2(TestTokens.token("bkn", "auditor"))
                .get("/api/asn-directory/v1/log/head")
                .then()
                .statusCode(200);
        JsonNode disclosure = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> Events.of("disclosure.recorded.v1", "kemnaker").stream()
                                .flatMap(event -> StreamSupport.stream(
                                        event.path("disclosures").spliterator(), false))
                                .filter(told -> told.path("token").asText().equals(token))
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
        assertThat(disclosure.path("id").asText()).isEqualTo(leaf);
        assertThat(disclosure.path("clause").asText()).isEqualTo("Ps 3(1)a");
        assertThat(disclosure.path("subjects").asLong()).isOne();
        assertThat(disclosure.toString()).doesNotContain(one.nip(), one.nik(), one.id());
        long index = disclosure.at("/log/first").asLong();
        given().auth()
                .oauth2(TestTokens.token("bkn", "dpo"))
                .get("/api/asn-directory/v1/disclosures/subjects?from=" + index + "&to=" + index)
                .then()
                .statusCode(200)
                .body("items.recordId", equalTo(List.of(one.id())));
    }

    @Test
    void anElementDroppedByAddendumIsNotInTheNextPage() {
        Someone one = Someone.next();
        Someone two = Someone.next();
        String since = feed(null).next();
        imported(one.staff("01") + two.staff("01"));
        ValidatableResponse first = kemnaker()
                .queryParam("limit", 1)
                .queryParam("since", since)
                .get(BASE + "/changes")
                .then()
                .body("items[0].record.tanggalLahir", equalTo("1985-01-01"));
        String next = first.extract().path("next");
        String version = Addenda.publish(element ->
                !element.name().equals("tanggalLahir") && !element.name().equals("unorId"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> kemnaker()
                        .queryParam("limit", 1000)
                        .queryParam("since", next)
                        .get(BASE + "/changes")
                        .then()
                        .statusCode(200)
                        .body("agreement.version", equalTo(version)));
        String rest = kemnaker()
                .queryParam("limit", 1000)
                .queryParam("since", next)
                .get(BASE + "/changes")
                .then()
                .extract()
                .asString();
        assertThat(rest).contains(two.id()).doesNotContain("tanggalLahir", two.unor());
        read(two).body("record.tanggalLahir", nullValue());
        // To find by an element is to learn it.
        kemnaker()
                .get(BASE + "?unor=" + two.unor())
                .then()
                .statusCode(403)
                .body("code", equalTo("ELEMENT_NOT_OPEN"))
                .body("field", equalTo("unor"));
        Addenda.publish(element -> true);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> read(two).body("record.tanggalLahir", equalTo("1985-01-01")));
    }

    @Test
    void aPositionThatTheReferencesPutUnderGuidanceBringsItsHoldersIntoScope() {
        Someone holder = Someone.next();
        String position = "P-" + UUID.randomUUID();
        imported(holder.line(ELSEWHERE, position, "01", "CONTOH ANALIS"));
        read(holder).statusCode(404);
        reference("kelompokJabatan", "{\"id\":\"G-6\",\"nama\":\"Analis\",\"pembinaId\":\"" + KEMNAKER + "\"}");
        String row =
                "{\"id\":\"%s\",\"nama\":\"Analis\",\"kelompokJabatanId\":\"G-6\",\"jenjang\":\"PT\",\"status\":\"%s\"}";
        reference("jabatanFungsional", row.formatted(position, "N"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> read(holder).statusCode(200).body("record.kelompokJabatanId", equalTo("G-6")));
        reference("jabatanFungsional", row.formatted(position, "O"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> read(holder).statusCode(404));
    }

    private static void reference(String table, String row) {
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .contentType("application/json")
                .header("X-Padan-Valid-From", "2024-01-01")
                .header("X-Padan-Mode", "delta")
                .body(("[" + row + "]").getBytes(StandardCharsets.UTF_8))
                .put("/api/asn-directory/v1/references/" + table)
                .then()
                .statusCode(200);
    }

    @Test
    void historiesAreImportedByTheSameWayAndShownAsTheAnnexHasThem() {
        Someone staff = Someone.next();
        Someone guided = Someone.next();
        imported(staff.staff("01") + guided.guided());
        String next = feed(null).next();
        String positions = "{\"id\":\"J1\",\"idPns\":\"%1$s\",\"jabatanFungsionalId\":\"" + GUIDED
                + "\",\"jabatanFungsionalNama\":\"Pengawas\",\"tmtJabatan\":\"01-04-2022\",\"nomorSk\":\"SK/1\",\"path\":{\"1\":{}}}\n"
                + "{\"id\":\"J2\",\"idPns\":\"%1$s\",\"namaJabatan\":\"Lain\",\"tmtJabatan\":\"01-01-2020\",\"jenisMutasiId\":\"MJ\"}\n";
        history("rw-jabatan", positions.formatted(staff.id()) + positions.formatted(guided.id()))
                .body("accepted", equalTo(4))
                .body("rows", equalTo("rw-jabatan"));
        history(
                        "rw-angkakredit",
                        "{\"id\":\"K1\",\"pns\":\"%s\",\"bulanMulaiPenailan\":\"1\",\"tahunMulaiPenailan\":\"2023\",\"kreditBaruTotal\":\"25.000\",\"isKonversi\":\"1\"}\n"
                                .formatted(staff.id()))
                .body("accepted", equalTo(1));
        history(
                        "rw-skp22",
                        "{\"tahun\":\"2024\",\"pnsDinilaiId\":\"%s\",\"kuadranKinerja\":\"2\",\"nipNrpPenilai\":\"197001011990031999\"}\nnot json\n{\"idPns\":\"nobody\",\"tahun\":\"2024\"}\n"
                                .formatted(staff.id()))
                .body("accepted", equalTo(1))
                .body("rejected", equalTo(2));
        read(staff)
                .body("record.riwayatJabatan.id", equalTo(List.of("J1", "J2")))
                .body("record.riwayatJabatan[0].tmt", equalTo("2022-04-01"))
                .body("record.riwayatAngkaKredit[0].mulai", equalTo("2023-01"))
                .body("record.riwayatAngkaKredit[0].jenis", equalTo("KONVERSI"))
                .body("record.kinerja", equalTo(List.of(Map.of("tahun", "2024", "kuadran", "BAIK"))));
        // Of a person elsewhere only the positions that the reader guides.
        read(guided).body("record.riwayatJabatan.id", equalTo(List.of("J1")));
        assertThat(feed(next).shown()).contains(staff.id(), guided.id());
        String again = feed(null).next();
        history("rw-jabatan", positions.formatted(staff.id())).body("unchanged", equalTo(2));
        assertThat(feed(again).shown()).isEmpty();
        // What tells of dismissal and leave is BKN's own: nothing of it shows, not even that something has changed.
        history(
                        "rw-pemberhentian",
                        "{\"id\":\"B1\",\"pnsOrang\":\"%s\",\"kedudukanHukumPns\":\"04\",\"skTanggal\":\"01-02-2024\"}\n"
                                .formatted(staff.id()))
                .body("accepted", equalTo(1));
        assertThat(feed(again).shown()).isEmpty();
        assertThat(read(staff).extract().asString()).doesNotContain("skTanggal", "B1", "2024-02-01");
        sent("rw-hukdis", "delta", "{}").statusCode(400).body("field", equalTo("X-Padan-Rows"));
    }

    @Test
    void rowsThatAFullHistoryLacksAreReportedAndRemovedByASecondPerson() {
        Someone staff = Someone.next();
        imported(staff.staff("01"));
        String row = "{\"id\":\"G%d\",\"idPns\":\"" + staff.id() + "\",\"namaKursus\":\"Kursus %d\"}\n";
        String most = IntStream.range(0, 120).mapToObj(i -> row.formatted(i, i)).collect(Collectors.joining());
        history("rw-kursus", most + row.formatted(120, 120)).body("accepted", equalTo(121));
        sent("rw-kursus", "full", row.formatted(0, 0))
                .statusCode(409)
                .body("code", equalTo("CONFLICT"))
                .body("wouldRemove", equalTo(120));
        // A row that cannot be read may be any of them.
        sent("rw-kursus", "full", most + "not json\n").statusCode(202).body("absent", equalTo(0));
        String id = sent("rw-kursus", "full", most)
                .statusCode(202)
                .body("absent", equalTo(1))
                .extract()
                .path("id");
        String path = "/api/asn-directory/v1/imports/" + id;
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get(path + "/absences")
                .then()
                .body("items.row", equalTo(List.of("G120")))
                .body("items.id", equalTo(List.of(staff.id())));
        read(staff).body("record.riwayatDiklat.size()", equalTo(121));
        PolicyPublisher.pledge("bkn", "pejabat.bkn");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().auth()
                        .oauth2(TestTokens.person("bkn", "pejabat.bkn", "padan-web", "approver"))
                        .post(path + "/removal")
                        .then()
                        .statusCode(200)
                        .body("removed", equalTo(1)));
        read(staff).body("record.riwayatDiklat.size()", equalTo(120));
    }

    private static ValidatableResponse history(String kind, String lines) {
        return sent(kind, "delta", lines).statusCode(202);
    }

    private static ValidatableResponse sent(String kind, String mode, String lines) {
        return given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Mode", mode)
                .header("X-Padan-Rows", kind)
                .header("X-Padan-Data-Date", "2026-11-01")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .then();
    }

    @Test
    void thePartnersTopicTellsTheSameFeed() {
        Someone staff = Someone.next();
        imported(staff.staff("04"));
        JsonNode told = await().atMost(Duration.ofSeconds(60))
                .until(() -> Events.of("partner.kemnaker.asn.v1", staff.id()), found -> !found.isEmpty())
                .getLast();
        assertThat(told.at("/record/nip").asText()).isEqualTo(staff.nip());
        assertThat(told.at("/record/kedudukanHukumId").asText()).isEqualTo("52");
        assertThat(told.at("/agreement/clause").asText()).isEqualTo("Ps 3(1)a");
        assertThat(told.toString()).doesNotContain(staff.nik(), "Nama 04", "Islam");
        imported(staff.outsider());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Events.of("partner.kemnaker.asn.v1", staff.id())
                                .getLast()
                                .path("gone")
                                .asBoolean())
                        .isTrue());
        assertThat(Events.of("partner.kemnaker.asn.v1", staff.id())
                        .getLast()
                        .path("record")
                        .properties())
                .hasSize(2);
    }

    private record Feed(List<String> pages, List<String> shown, List<String> gone, String next) {}

    private static Feed feed(String since) {
        var pages = new ArrayList<String>();
        var shown = new ArrayList<String>();
        var gone = new ArrayList<String>();
        String next = since;
        boolean more = true;
        while (more) {
            RequestSpecification request = kemnaker();
            if (next != null) {
                request.queryParam("since", next);
            }
            var page = request.get(BASE + "/changes").then().statusCode(200).extract();
            pages.add(page.asString());
            List<Map<String, Object>> items = page.path("items");
            for (var item : items) {
                String id = (String) ((Map<?, ?>) item.get("record")).get("idAsn");
                (Boolean.TRUE.equals(item.get("gone")) ? gone : shown).add(id);
            }
            next = page.path("next");
            more = page.path("more");
        }
        return new Feed(pages, shown, gone, next);
    }

    private Set<String> codes() {
        Set<String> codes = jdbi.withHandle(
                handle -> handle.createQuery("select distinct kode from status_mapping_row where version = '2024-1'")
                        .mapTo(String.class)
                        .set());
        codes = new TreeSet<>(codes);
        codes.add("Q7");
        return codes;
    }

    private static String withoutInstance(String problem) {
        return problem.replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    private static ValidatableResponse read(Someone someone) {
        return kemnaker().get(BASE + "/" + someone.nip()).then();
    }

    private static RequestSpecification kemnaker() {
        return given().auth().oauth2(TestTokens.token("kemnaker")).header("X-Padan-Purpose", "ASN_GUIDANCE");
    }

    private static void imported(String lines) {
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Mode", "delta")
                .header("X-Padan-Data-Date", "2026-11-01")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .then()
                .statusCode(202)
                .body("rejected", equalTo(0));
    }
}
