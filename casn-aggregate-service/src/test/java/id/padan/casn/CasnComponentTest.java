package id.padan.casn;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import id.padan.platform.events.Topics;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class CasnComponentTest {
    private static final String NIK = "3273010101909990";
    private static final String HEADER =
            "pendaftarId,formasiId,tkPendidikanId,rumpunPendidikan,provinsiDomisili,jenisKelamin,kelompokUsia,disabilitas,tahapan,tanggal,koreksi\n";
    private static final String FORMATIONS =
            "formasi_id,tahun,pengadaan_kd,jp_nama,formasi_nm,instansi_id,ins_nm,tingkat,jabatan_nm,provinsi,jumlah_formasi,jml_pendaftar\n";
    private static final String OFFICER = "verifikator.bkn";
    private static final String APPROVER = "pejabat.bkn";
    private static boolean open;

    @Inject
    Jdbi jdbi;

    @BeforeEach
    void hearTheAgreement() {
        if (!open) {
            PolicyPublisher.publishOpen();
            for (String person : List.of(OFFICER, APPROVER)) {
                PolicyPublisher.pledge("bkn", person);
            }
            PolicyPublisher.pledge("kemnaker", "pejabat.kemnaker");
            open = true;
        } else {
            PolicyPublisher.heartbeat(1);
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            given().auth()
                    .oauth2(TestTokens.token("bkn"))
                    .get("/api/casn/v1/ingests")
                    .then()
                    .statusCode(200);
            given().auth()
                    .oauth2(person("bkn", APPROVER))
                    .get("/api/casn/v1/releases")
                    .then()
                    .statusCode(200);
        });
    }

    @Test
    void badRowsAreCountedAndKeptAsideAndANikIsNowhere() {
        ingest("formations", FORMATIONS + formation("X-1", 2021, "32", 5, null));
        String one = UUID.randomUUID().toString();
        String two = UUID.randomUUID().toString();
        String good = fact(one, "X-1", "F", "SUBMIT", "2021-07-10");
        String id = ingest(
                        "facts",
                        HEADER
                                + good
                                + good
                                + fact(two, "X-1", "M", "MS", "2021-08-10")
                                + fact(two, "X-1", "M", "SUBMIT", "2021-08-11")
                                + fact(two, "X-1", "M", "AKUN", "2021-07-01")
                                + fact(UUID.randomUUID().toString(), "X-404", "M", "AKUN", "2021-07-01")
                                + fact(UUID.randomUUID().toString(), "X-1", "Z", "AKUN", "2021-07-01")
                                + fact(NIK, "X-1", "M", "AKUN", "2021-07-01")
                                + fact(one, "X-1", "M", "SUBMIT", "2021-07-12")
                                + "only,three,cells\n")
                .body("state", equalTo("DONE"))
                .body("received", equalTo(10))
                .body("accepted", equalTo(2))
                .body("duplicates", equalTo(1))
                .body("changed", equalTo(1))
                .body("rejected.NIK_LIKE", equalTo(1))
                .body("rejected.UNKNOWN_CODE", equalTo(1))
                .body("rejected.UNKNOWN_FORMATION", equalTo(1))
                .body("rejected.CONTRADICTS", equalTo(1))
                .body("rejected.UNREADABLE", equalTo(1))
                .extract()
                .path("id");
        // AKUN of an earlier day came first in time, MS made it further, SUBMIT of a later day leads back.
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/casn/v1/ingests/" + id)
                .then()
                .statusCode(200)
                .body("rejected.STAGE_BACKWARDS", equalTo(1));
        String rejects = given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/casn/v1/ingests/" + id + "/rejects")
                .then()
                .statusCode(200)
                .body("items.reason", hasItem("NIK_LIKE"))
                .body("items.find { it.reason == 'NIK_LIKE' }.content", nullValue())
                .body("items.find { it.reason == 'UNKNOWN_CODE' }.content.jenisKelamin", equalTo("Z"))
                .extract()
                .asString();
        assertThat(rejects).doesNotContain(NIK);
        assertThat(everything()).doesNotContain(NIK);
        assertThat(stage(two)).isEqualTo(5);

        // A correction may lead back, and what was said before stays known.
        ingest("facts", HEADER + fact(two, "X-1", "M", "TMS", "2021-08-12").replace(",false\n", ",true\n"))
                .body("corrected", equalTo(1));
        assertThat(stage(two)).isEqualTo(4);
        assertThat(jdbi.<List<String>, RuntimeException>withHandle(handle -> handle.createQuery(
                                "select why from casn_fact_history where pendaftar = cast(:id as uuid) order by known_to, why")
                        .bind("id", two)
                        .mapTo(String.class)
                        .list()))
                .contains("CORRECTED");
    }

    /** Progress is told on a connection of its own; on the ingest's it would wait for the COPY it is part of. */
    @Test
    void anIngestTellsHowFarItIsWhileItGoesOnAndAnotherWaits() throws Exception {
        String body = "too,few,cells\n".repeat(60_000);
        try (var http = HttpClient.newHttpClient();
                var sender = new PipedOutputStream()) {
            var first = stream(
                    http,
                    new PipedInputStream(sender, 1 << 20),
                    UUID.randomUUID().toString(),
                    "facts");
            sender.write((HEADER + body).getBytes(StandardCharsets.UTF_8));
            sender.flush();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> bkn("/ingests")
                            .body("items.find { it.state == 'READING' }.received", equalTo(50_000))
                            .body("items.find { it.state == 'READING' }.accepted", equalTo(0)));
            var second = stream(
                    http,
                    new ByteArrayInputStream(
                            (FORMATIONS + formation("X-9", 2021, "33", 5, null)).getBytes(StandardCharsets.UTF_8)),
                    UUID.randomUUID().toString(),
                    "formations");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> bkn("/ingests")
                            .body(
                                    "items.findAll { it.state != 'DONE' }.state",
                                    containsInAnyOrder("WAITING", "READING")));
            assertThat(second).isNotDone();
            sender.close();
            assertThat(first.get(30, TimeUnit.SECONDS).body())
                    .contains("\"state\":\"DONE\"", "\"received\":60000", "\"UNREADABLE\":60000");
            assertThat(second.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            bkn("/ingests").body("items.findAll { it.state != 'DONE' }", hasSize(0));
        }
    }

    /** A body that breaks off counts for nothing and stands nowhere as one that goes on. */
    @Test
    void anIngestWhoseSenderBreaksOffIsNone() throws Exception {
        String registrant = UUID.randomUUID().toString();
        ingest("formations", FORMATIONS + formation("X-8", 2021, "33", 5, null));
        String key = UUID.randomUUID().toString();
        byte[] rows = (HEADER + fact(registrant, "X-8", "F", "SUBMIT", "2021-07-10")).getBytes(StandardCharsets.UTF_8);
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("""
                    POST /api/casn/v1/ingests HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    X-Padan-Rows: facts\r
                    X-Padan-Data-Date: 2026-11-01\r
                    Idempotency-Key: %s\r
                    Content-Type: text/csv\r
                    Content-Length: 1000000\r
                    \r
                    """.formatted(TestTokens.token("bkn"), key)).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(rows);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> bkn("/ingests").body("items[0].state", equalTo("READING")));
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> bkn("/ingests").body("items.findAll { it.state != 'DONE' }", hasSize(0)));
        assertThat(stage(registrant)).isEqualTo(-1);
        send(key, "facts", HEADER + fact(registrant, "X-8", "F", "SUBMIT", "2021-07-10"))
                .statusCode(201)
                .body("accepted", equalTo(1));
    }

    /** Each fact of a registrant is a round over the body; without a limit 60,000 of one took longer than anybody waits. */
    @Test
    @Timeout(60)
    void factsOfOneRegistrantAreTakenUpToALimitAndTheOthersAreKeptAside() {
        ingest("formations", FORMATIONS + formation("X-7", 2021, "33", 5, null));
        String one = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        String id = ingest(
                        "facts",
                        HEADER
                                + fact(one, "X-7", "F", "SUBMIT", "2021-07-10").repeat(20_000)
                                + fact(other, "X-7", "F", "AKUN", "2021-07-09")
                                + fact(other, "X-7", "F", "SUBMIT", "2021-07-10"))
                .body("received", equalTo(20_002))
                .body("accepted", equalTo(2))
                .body("changed", equalTo(1))
                .body("duplicates", equalTo(99))
                .body("rejected.TOO_MANY", equalTo(19_900))
                .extract()
                .path("id");
        bkn("/ingests/" + id + "/rejects")
                .body("items[0].row", equalTo(101))
                .body("items[0].textId", startsWith("Baris didahului 100 baris lain"))
                .body("items[0].content.pendaftar", equalTo(one));
        assertThat(stage(one)).isEqualTo(stage(other)).isEqualTo(2);
    }

    @Test
    void theSameKeyAndBodyIsTheSameIngest() {
        String key = UUID.randomUUID().toString();
        String body = FORMATIONS + formation("X-2", 2021, "32", 5, null);
        String id = send(key, "formations", body).statusCode(201).extract().path("id");
        send(key, "formations", body).statusCode(201).body("id", equalTo(id));
        send(key, "formations", body + formation("X-3", 2021, "32", 5, null))
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_MISMATCH"));
        // Renamed in a later year: one agency with two names.
        ingest("formations", FORMATIONS + formation("X-4", 2022, "32", 5, null).replace("Dinas X", "Badan X"));
        assertThat(jdbi.<Integer, RuntimeException>withHandle(handle -> handle.createQuery(
                                "select count(*) from casn_code where dimension = 'instansiId' and code = 'I-1'")
                        .mapTo(Integer.class)
                        .one()))
                .isEqualTo(2);
    }

    @Test
    void factsComeByKafkaTooAndANikInThemGoesNowhere() {
        ingest("formations", FORMATIONS + formation("X-5", 2021, "33", 5, null));
        String registrant = UUID.randomUUID().toString();
        publish(registrant, "\"tahapan\":\"SUBMIT\"");
        publish(UUID.randomUUID().toString(), "\"tahapan\":\"SUBMIT\",\"nik\":\"" + NIK + "\"");
        PolicyPublisher.send("casn.fact.v1", "x", "[]".getBytes(StandardCharsets.UTF_8));
        publish(registrant, "\"tahapan\":\"MS\"");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stage(registrant)).isEqualTo(5));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(jdbi.<Integer, RuntimeException>withHandle(handle -> handle.createQuery(
                                        "select count(*) from casn_reject r join casn_ingest i on i.id = r.ingest where i.idempotency_key like 'kafka:%'"
                                                + " and r.reason = 'NIK_LIKE' and r.content is null")
                                .mapTo(Integer.class)
                                .one()))
                        .isEqualTo(1));
        assertThat(everything()).doesNotContain(NIK);
    }

    @Test
    void aReleaseIsProtectedAttackedApprovedByAnotherAndReadByThePartner() {
        people(2024, "A", Map.of("32/F", 40, "32/M", 30, "33/F", 14, "33/M", 3));
        ingest("controls", "tahun,ukuran,nilai,sumber,tanggalTerbit\n2024,PENDAFTAR,90,Siaran pers,2024-10-01\n");
        String id = draft("pendaftar-jk", 2024, "provinsiFormasi", "jenisKelamin");
        String hash = awaitState(id, "ATTACKED")
                .body("verdict.passed", equalTo(true))
                .extract()
                .path("hash");

        kemnaker("/releases/" + id + "/data").statusCode(404);
        decide(person("bkn", OFFICER), id, hash).statusCode(403).body("code", equalTo("SECOND_PERSON_NEEDED"));
        decide(TestTokens.token("bkn", "approver"), id, hash).statusCode(403).body("code", equalTo("PERSON_NEEDED"));
        decide(person("bkn", APPROVER), id, "0".repeat(64)).statusCode(409);
        decide(person("bkn", APPROVER), id, hash)
                .statusCode(200)
                .body("state", equalTo("PUBLISHED"))
                .body("version", equalTo(1))
                .body("onwardUse", equalTo("PARTNER_ONLY"));
        decide(person("bkn", APPROVER), id, hash).statusCode(409);

        kemnaker("/releases")
                .statusCode(200)
                .body("items.find { it.id == '" + id + "' }.verdict", nullValue())
                .body("items.find { it.id == '" + id + "' }.draftedBy", nullValue());
        String csv = kemnaker("/releases/" + id + "/data?format=sdmx-csv")
                .statusCode(200)
                .extract()
                .asString();
        assertThat(csv)
                .startsWith(
                        "STRUCTURE,STRUCTURE_ID,ACTION,PROVINSI_FORMASI,JENIS_KELAMIN,TIME_PERIOD,JUMLAH,JUMLAH_FORMASI,SUPRESI,TANGGAL_DATA\n"
                                .replace("\n", "\r\n"))
                .contains("dataflow,BKN:CASN_PENDAFTAR_JK(1.0.0),I,32,_T,2024,70,20,none")
                .contains("33,M,2024,,,supresi")
                .doesNotContain("33,M,2024,3");
        // Asked for below the threshold: the protected cell is all there is.
        kemnaker("/releases/" + id + "/data?provinsiFormasi=33&jenisKelamin=M")
                .statusCode(200)
                .body("rows.size()", equalTo(1))
                .body("rows[0].jumlah", nullValue())
                .body("rows[0].supresi", equalTo("supresi"));
        kemnaker("/releases/" + id + "/data?kelompokUsia=21_25").statusCode(400).body("field", equalTo("kelompokUsia"));
        kemnaker("/releases/" + id + "/data?format=xls").statusCode(400);
        given().auth()
                .oauth2(TestTokens.token("kemnaker"))
                .header("X-Padan-Purpose", "LABOUR_MARKET_INFORMATION")
                .accept("application/vnd.sdmx.data+json;version=2.0.0")
                .get("/api/casn/v1/releases/" + id + "/data")
                .then()
                .statusCode(200)
                .contentType("application/vnd.sdmx.data+json;version=2.0.0");
        kemnaker("/releases/" + id + "/structure").statusCode(200);
        kemnaker("/releases/" + id + "/metadata")
                .statusCode(200)
                .body("satuData.satuan", equalTo("orang; formasi"))
                .body("satuData.tidakDiterbitkan.elemen", hasItem("E-19"))
                .body("kualitas.residual.find { it.ukuran == 'PENDAFTAR' }.residual", equalTo(3));
        assertThat(kemnaker("/releases/" + id + "/charts/provinces")
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("<desc")
                .contains("Jawa Barat");
        kemnaker("/releases/" + id + "/charts/funnel").statusCode(404);

        given().auth()
                .oauth2(TestTokens.token("kemnaker"))
                .header("X-Padan-Purpose", "ASN_GUIDANCE")
                .get("/api/casn/v1/releases/" + id + "/data")
                .then()
                .statusCode(403)
                .body("clause", equalTo("Ps 3(1)c"));
        kemnaker("/releases/" + id + "/explanations?tahun=2024&provinsiFormasi=33&jenisKelamin=M")
                .statusCode(403);
        given().auth()
                .oauth2(TestTokens.token("bkn", "auditor"))
                .get("/api/casn/v1/releases/" + id + "/explanations?tahun=2024&provinsiFormasi=33&jenisKelamin=M")
                .then()
                .statusCode(200)
                .body("status", equalTo("PRIMARY"));
        assertThat(leaves("releases\"")).contains("RELEASE_READ");
        assertThat(leaves("releases/" + id + "\"")).contains("RELEASE_DRAFTED", "RELEASE_PUBLISHED", "RELEASE_READ");
        assertThat(leaves("releases/" + id + "/data")).contains("RELEASE_READ");
        assertThat(leaves("releases/" + id + "/explanations\"")).containsExactly("CELL_EXPLAINED");
        assertThat(leaves("releases/" + id + "/metadata")).contains("RELEASE_READ");
        assertThat(leaves("releases/" + id + "/structure")).contains("RELEASE_READ");
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(
                        "update casn_release_table set counts = '' where release = ?", UUID.fromString(id))))
                .hasMessageContaining("never changes");

        // What Kemnaker has read stands in the register of disclosures, the list too.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Events.on(Topics.DISCLOSURE_RECORDED).stream()
                                .map(event -> new String(event.value(), StandardCharsets.UTF_8)))
                        .anyMatch(told -> told.contains("\"reference\":\"releases\""))
                        .anyMatch(told -> told.contains("\"reference\":\"releases/" + id + "/metadata\"")));

        consent(person("bkn", APPROVER), id).statusCode(200).body("onwardUse", equalTo("PARTNER_ONLY"));
        consent(person("bkn", APPROVER), id).statusCode(409);
        consent(person("kemnaker", "pejabat.kemnaker"), id).statusCode(200).body("onwardUse", equalTo("PUBLIC"));
        assertThat(Events.of("casn.release.v1", id).getLast().path("onwardUse").asText())
                .isIn("PARTNER_ONLY", "PUBLIC");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ContractSamplesTest.problems(
                                "casn.release.v1",
                                Events.of("casn.release.v1", id).getLast()))
                        .isEmpty());
    }

    /** One person more than before may not be seen as a difference between two releases. */
    @Test
    void aLateCorrectionDoesNotShowItsOnePersonByDifference() {
        people(2023, "B", Map.of("32/F", 40, "32/M", 30, "33/F", 25, "33/M", 20));
        String first = draft("pendaftar-koreksi", 2023, "provinsiFormasi", "jenisKelamin");
        String hash = awaitState(first, "ATTACKED").extract().path("hash");
        decide(person("bkn", APPROVER), first, hash).statusCode(200);
        String before = kemnaker("/releases/" + first + "/data?format=csv")
                .statusCode(200)
                .extract()
                .asString();

        people(2023, "B-late", Map.of("32/F", 1));
        String second = draft("pendaftar-koreksi", 2023, "provinsiFormasi", "jenisKelamin");
        String state = given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/casn/v1/releases/" + second)
                .then()
                .extract()
                .path("state");
        assertThat(state).isIn("DRAFT", "PROTECTED", "ATTACKED", "UNSAFE");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !List.of("DRAFT", "PROTECTED").contains(stateOf(second)));
        if (stateOf(second).equals("ATTACKED")) {
            String fresh = bkn("/releases/" + second).extract().path("hash");
            decide(person("bkn", APPROVER), second, fresh).statusCode(200).body("version", equalTo(2));
            assertThat(kemnaker("/releases/" + second + "/data?format=csv")
                            .extract()
                            .asString())
                    .as("41 beside 40 would show the one who came late")
                    .doesNotContain(",41,");
            assertThat(before).contains(",40,");
        } else {
            decide(
                            person("bkn", APPROVER),
                            second,
                            bkn("/releases/" + second).extract().path("hash"))
                    .statusCode(409)
                    .body("code", equalTo("RELEASE_UNSAFE"));
        }
    }

    @Test
    void anElementThatTheAnnexDoesNotOpenStaysClosed() {
        people(2022, "C", Map.of("32/F", 40, "32/M", 30));
        String id = draft("pendaftar-disabilitas", 2022, "provinsiFormasi", "disabilitas");
        String hash = awaitState(id, "ATTACKED").extract().path("hash");
        decide(person("bkn", APPROVER), id, hash).statusCode(200);
        kemnaker("/releases/" + id + "/data").statusCode(403).body("code", equalTo("ELEMENT_NOT_OPEN"));
    }

    /** Unmet supply per occupation, education and province, from facts by NDJSON, the map of jobs, and placements. */
    @Test
    void placementsAndTheMapOfJobsTellWhatSupplyIsUnmet() {
        ingest("occupations", "jabatan_nm,kbji,metode\nArsiparis  Terampil,2621.99,EXACT\n")
                .body("accepted", equalTo(1));
        String early = formation("P-0", 2019, "32", 1, null).replace("I-1,Dinas X", "I-7,Dinas Lama");
        ingest(
                "formations",
                FORMATIONS
                        + early
                        + formation("P-1", 2020, "32", 20, null)
                                .replace("I-1,Dinas X", "I-7,Badan Baru")
                                .replace("PERAWAT", "ARSIPARIS"));
        var facts = new StringBuilder();
        var placements = new StringBuilder("pendaftarId,unorIndukId,provinsiPenempatan,tmt\n");
        for (int i = 0; i < 60; i++) {
            UUID person = UUID.nameUUIDFromBytes(("placed" + i).getBytes(StandardCharsets.UTF_8));
            facts.append("""
                    {"pendaftarId":"%s","formasiId":"P-1","tkPendidikanId":"40","rumpunPendidikan":"UMUM","provinsiDomisili":"32",\
                    "jenisKelamin":"F","kelompokUsia":"26_30","disabilitas":"T","tahapan":"%s","tanggal":"2020-09-10","catatan":"x"}
                    """.formatted(person, i < 20 ? "TERBIT_NIP" : "SUBMIT"));
            if (i < 20) {
                placements.append(person).append(",U-1,32,2020-12-01\n");
            }
        }
        placements.append(UUID.randomUUID()).append(",U-1,32,2020-12-01\n");
        send(UUID.randomUUID().toString(), "facts", "application/x-ndjson", facts.toString())
                .statusCode(201)
                .body("accepted", equalTo(60))
                .body("ignoredFields", hasItem("catatan"));
        ingest("placements", placements.toString())
                .body("accepted", equalTo(20))
                .body("rejected.UNKNOWN_REGISTRANT", equalTo(1));

        String id = draft("pasokan", 2020, "provinsiFormasi", "kbji4", "tahapan", "tkPendidikanId");
        String hash = awaitState(id, "ATTACKED").extract().path("hash");
        decide(person("bkn", APPROVER), id, hash).statusCode(200);
        String cell = "&provinsiFormasi=32&kbji4=2621&tkPendidikanId=40";
        kemnaker("/releases/" + id + "/data?view=indicators" + cell)
                .statusCode(200)
                .body("rows.size()", equalTo(1))
                .body("rows[0].jumlahPendaftar", equalTo(60))
                .body("rows[0].jumlahSubmit", equalTo(60))
                .body("rows[0].jumlahLulus", equalTo(20))
                .body("rows[0].jumlahPenempatan", equalTo(20))
                .body("rows[0].pasokanTakTerserap", equalTo(40));
        kemnaker("/releases/" + id + "/data?view=indicators&provinsiFormasi=32&kbji4=2621&tkPendidikanId=_T")
                .body("rows[0].jumlahFormasi", equalTo(20))
                .body("rows[0].rasio", equalTo(3.0f));
        assertThat(kemnaker("/releases/" + id + "/data?format=csv&view=indicators" + cell)
                        .extract()
                        .asString())
                .contains("2020,32,2621,40,60,60,20,20,20,20,,,40");
        kemnaker("/releases/" + id + "/metadata")
                .body("kualitas.formasi.kbjiCoverage", equalTo(1.0f))
                .body("kualitas.formasi.positionsMappedExactly", equalTo(20))
                .body(
                        "kualitas.formasi.renamed.find { it.code == 'I-7' }.names",
                        contains("Dinas Lama (2019)", "Badan Baru (2020)"))
                .body("satuData.tidakDiterbitkan.elemen", contains("E-18", "E-19"));
        kemnaker("/releases/" + id + "/charts/supply-demand?format=json")
                .statusCode(200)
                .body("bars.find { it.code == '2621' }.values", contains(60, 20));
        kemnaker("/releases/" + id + "/charts/funnel?format=json")
                .statusCode(200)
                .body("bars.find { it.code == 'PENEMPATAN' }.values", contains(20));
    }

    private void people(int year, String prefix, Map<String, Integer> groups) {
        var formations = new StringBuilder(FORMATIONS);
        var facts = new StringBuilder(HEADER);
        groups.forEach((group, people) -> {
            String province = group.split("/")[0];
            formations.append(formation("F-" + year + "-" + province, year, province, 20, null));
            for (int i = 0; i < people; i++) {
                facts.append(fact(
                        UUID.nameUUIDFromBytes((prefix + group + i).getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        "F-" + year + "-" + province,
                        group.split("/")[1],
                        "SUBMIT",
                        year + "-09-10"));
            }
        });
        ingest("formations", formations.toString());
        ingest("facts", facts.toString());
    }

    private static String fact(String registrant, String formation, String sex, String stage, String day) {
        return "%s,%s,40,KESEHATAN,32,%s,26_30,T,%s,%s,false\n".formatted(registrant, formation, sex, stage, day);
    }

    private static String formation(String id, int year, String province, int positions, Integer portal) {
        return "%s,%d,2,CPNS,UMUM,I-1,Dinas X,KABKOTA,PERAWAT TERAMPIL,%s,%d,%s\n"
                .formatted(id, year, province, positions, portal == null ? "" : portal.toString());
    }

    private static void publish(String registrant, String more) {
        String value = "{\"pendaftarId\":\"" + registrant
                + "\",\"formasiId\":\"X-5\",\"tkPendidikanId\":\"40\",\"rumpunPendidikan\":\"UMUM\",\"provinsiDomisili\":\"33\",\"jenisKelamin\":\"F\","
                + "\"kelompokUsia\":\"26_30\",\"disabilitas\":\"T\",\"tanggal\":\"2021-07-10\"," + more + "}";
        PolicyPublisher.send("casn.fact.v1", registrant, value.getBytes(StandardCharsets.UTF_8));
    }

    private static ValidatableResponse ingest(String rows, String body) {
        return send(UUID.randomUUID().toString(), rows, body).statusCode(201);
    }

    private static ValidatableResponse send(String key, String rows, String body) {
        return send(key, rows, "text/csv", body);
    }

    /** A body that is still being sent. */
    private static CompletableFuture<HttpResponse<String>> stream(
            HttpClient http, InputStream body, String key, String rows) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/api/casn/v1/ingests"))
                        .header("Authorization", "Bearer " + TestTokens.token("bkn"))
                        .header("X-Padan-Rows", rows)
                        .header("X-Padan-Data-Date", "2026-11-01")
                        .header("Idempotency-Key", key)
                        .header("Content-Type", "text/csv")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static ValidatableResponse send(String key, String rows, String type, String body) {
        return given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Rows", rows)
                .header("X-Padan-Data-Date", "2026-11-01")
                .header("Idempotency-Key", key)
                .contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/casn/v1/ingests")
                .then();
    }

    private static String draft(String definition, int year, String... dimensions) {
        return given().auth()
                .oauth2(TestTokens.person("bkn", OFFICER, "padan-web", "operator"))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(Map.of(
                        "id", definition, "titleId", "Uji", "years", List.of(year), "dimensions", List.of(dimensions)))
                .post("/api/casn/v1/releases")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static ValidatableResponse awaitState(String id, String state) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(stateOf(id)).isEqualTo(state));
        return bkn("/releases/" + id);
    }

    private static String stateOf(String id) {
        return bkn("/releases/" + id).extract().path("state");
    }

    private static ValidatableResponse bkn(String path) {
        return given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/casn/v1" + path)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse kemnaker(String path) {
        return given().auth()
                .oauth2(TestTokens.token("kemnaker"))
                .header("X-Padan-Purpose", "LABOUR_MARKET_INFORMATION")
                .get("/api/casn/v1" + path)
                .then();
    }

    private static String person(String party, String name) {
        return TestTokens.person(party, name, "padan-web", "approver");
    }

    private static ValidatableResponse decide(String token, String id, String hash) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(Map.of("to", "PUBLISHED", "hash", hash))
                .post("/api/casn/v1/releases/" + id + "/transitions")
                .then();
    }

    private static ValidatableResponse consent(String token, String id) {
        return given().auth()
                .oauth2(token)
                .header("X-Padan-Purpose", "LABOUR_MARKET_INFORMATION")
                .contentType("application/json")
                .body(Map.of(
                        "documentNumber", "1/X/2026", "documentDate", "2026-11-20", "documentSha256", "a".repeat(64)))
                .post("/api/casn/v1/releases/" + id + "/consents")
                .then();
    }

    private int stage(String registrant) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select coalesce((select tahapan from casn_fact where pendaftar = cast(:id as uuid)), -1)")
                .bind("id", registrant)
                .mapTo(Integer.class)
                .one());
    }

    /** Kinds of the leaves about a thing. */
    private List<String> leaves(String reference) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select (regexp_matches(content, '\"kind\":\"([A-Z_]+)\"[^\\n]*\"reference\":\"' || :reference, 'g'))[1] from proof_group")
                .bind("reference", reference)
                .mapTo(String.class)
                .list());
    }

    /** All that the tables hold of rows. */
    private String everything() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select coalesce(string_agg(t, ' '), '') from (
                            select r::text as t from casn_reject r union all select f::text from casn_fact f
                            union all select h::text from casn_fact_history h union all select i::text from casn_ingest i) x""").mapTo(String.class).one());
    }
}
