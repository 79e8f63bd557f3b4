package id.padan.verification.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.projection.StatusIndex;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class BatchComponentTest {
    private static final String ROWS = """
            nama;NIK
            A;%d
            B;%d
            C;%d
            D;%d
            E;%d
            F;%d
            G;123
            H;3.17E+15
            I;3273011301809990
            J;3273011301800000
            """.formatted(
            Register.nik(0), Register.nik(1), Register.nik(2), Register.nik(3), Register.nik(4), Register.nik(0));

    @TestHTTPResource("/api/verification/v1/batches")
    URI lists;

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    Jdbi jdbi;

    private Partner kemnaker;
    private Partner bkn;
    private static boolean published;

    @BeforeEach
    void openForBusiness() {
        kemnaker = new Partner(lists, "kemnaker");
        bkn = new Partner(lists, "bkn");
        if (!published) {
            Register.publish(keys, index);
            published = true;
        }
    }

    private JsonNode accepted(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        var batch = Partner.json(response);
        assertThat(response.headers().firstValue("Location").orElseThrow())
                .endsWith("/api/verification/v1/batches/" + batch.path("id").asText());
        return batch;
    }

    private int count(String sql, String id) {
        return jdbi.withHandle(handle ->
                handle.createQuery(sql).bind("id", id).mapTo(Integer.class).one());
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() + " " + Partner.json(response).path("code").asText();
    }

    @Test
    void saysOfEachRowWhatTheRegisterSays() {
        var id = accepted(kemnaker.send(Partner.newKey(), ROWS)).path("id").asText();
        var batch = kemnaker.ended(id);
        assertThat(batch.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(batch.path("counts").toString())
                .isEqualTo(
                        "{\"received\":10,\"rejected\":{\"NIK_SPREADSHEET_DAMAGE\":1,\"NIK_FORMAT\":1,\"NIK_IMPOSSIBLE\":1,"
                                + "\"NIK_DATE\":0},\"duplicates\":1,\"answers\":{\"ACTIVE\":1,\"INACTIVE\":1,\"RETIRED\":1,\"NOT_FOUND\":2},"
                                + "\"unmapped\":1,\"unprocessed\":0}");
        var csv = kemnaker.get("/" + id + "/results", "Accept", "text/csv");
        assertThat(csv.statusCode()).as(csv.body()).isEqualTo(200);
        assertThat(csv.body().lines())
                .startsWith(
                        "row,nik,status,answer,statement,warnings",
                        "1," + Register.nik(0) + ",ANSWERED,ACTIVE,tercatat sebagai ASN aktif,NIK_SHARED",
                        "2," + Register.nik(1)
                                + ",ANSWERED,INACTIVE,tercatat sebagai ASN tidak aktif,NIK_NOT_VALIDATED",
                        "3," + Register.nik(2) + ",ANSWERED,RETIRED,tercatat sebagai ASN pensiun,",
                        "4," + Register.nik(3) + ",ANSWERED,NOT_FOUND,tidak ditemukan,",
                        "5," + Register.nik(4) + ",STATUS_UNMAPPED,,,",
                        "6," + Register.nik(0) + ",DUPLICATE,,,",
                        "7,123,NIK_FORMAT,,,",
                        "8,3.17E+15,NIK_SPREADSHEET_DAMAGE,,,");
        assertThat(csv.body().lines()).hasSize(11);
        assertThat(kemnaker.get("/" + id + "/results", "Accept", "text/csv").body())
                .isEqualTo(csv.body());
        var ndjson = kemnaker.get("/" + id + "/results", "Accept", "application/x-ndjson");
        assertThat(ndjson.body().lines()).hasSize(10);
        assertThat(ndjson.body().lines().findFirst().orElseThrow())
                .contains("\"answer\":\"ACTIVE\"", "\"statement\":\"tercatat sebagai ASN aktif\"");
    }

    @Test
    void statesTheFactsOfTheOfficialRecordToBothParties() {
        var id = accepted(kemnaker.send(Partner.newKey(), ROWS)).path("id").asText();
        assertThat(kemnaker.ended(id).path("state").asText()).isEqualTo("COMPLETED");
        for (var party : List.of(kemnaker, bkn)) {
            var facts = Partner.json(party.get("/" + id + "/record-facts"));
            assertThat(facts.path("result").toString())
                    .isEqualTo("{\"diterima\":10,\"gagalFormat\":3,\"gandaDalamBerkas\":1,\"dipadankan\":6,\"aktif\":1,"
                            + "\"tidakAktif\":1,\"pensiun\":1,\"tidakDitemukan\":2,\"tidakTerproses\":1}");
            assertThat(facts.path("balance"))
                    .hasSize(2)
                    .allMatch(equation -> equation.path("holds").asBoolean());
            assertThat(facts.path("mappingVersions").get(0).asText()).isEqualTo("test-1");
            assertThat(facts.path("coverage").path("validNik").asInt()).isEqualTo(1987);
            assertThat(facts.path("coverage").path("percent").asText()).isEqualTo("99.35");
            assertThat(facts.path("dataTime").path("newest").asText()).isEqualTo("2026-11-01");
            assertThat(facts.path("log").path("leaves").asInt()).isEqualTo(1);
            assertThat(facts.path("agreement").path("clause").asText()).isEqualTo("Ps 3(1)b");
            assertThat(facts.toString()).doesNotContain(Long.toString(Register.nik(0)));
        }
        assertThat(kemnaker.batch(id).path("coverage").path("validNik").asInt()).isEqualTo(1987);
        assertThat(code(bkn.get("/" + id))).isEqualTo("404 NOT_FOUND");
        assertThat(code(bkn.get("/" + id + "/results", "Accept", "text/csv"))).isEqualTo("404 NOT_FOUND");
        assertThat(code(bkn.get("/" + id + "/progress", "Accept", "text/event-stream")))
                .isEqualTo("404 NOT_FOUND");
        assertThat(code(bkn.delete("/" + id))).isEqualTo("404 NOT_FOUND");
        assertThat(code(kemnaker.get("/no-such-id"))).isEqualTo("404 NOT_FOUND");
    }

    @Test
    void readsAListInWhateverShapeItComes() throws IOException {
        var plain = "nik\n" + Register.nik(0) + "\n" + Register.nik(3) + "\n";
        var zipped = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(zipped)) {
            zip.putNextEntry(new ZipEntry("calon.csv"));
            zip.write(plain.getBytes(StandardCharsets.UTF_8));
        }
        var shapes = List.of(
                plain.getBytes(StandardCharsets.UTF_8),
                ("\uFEFF" + plain).getBytes(StandardCharsets.UTF_8),
                ("Nama|NIK\nJos\u00e9|" + Register.nik(0) + "\nB|" + Register.nik(3) + "\n")
                        .getBytes(Charset.forName("windows-1252")),
                ("x\t" + Register.nik(0) + "\ny\t" + Register.nik(3) + "\n").getBytes(StandardCharsets.UTF_8),
                zipped.toByteArray());
        for (var shape : shapes) {
            var batch = kemnaker.ended(
                    accepted(kemnaker.send(Partner.newKey(), shape)).path("id").asText());
            assertThat(batch.path("counts").path("answers").toString())
                    .isEqualTo("{\"ACTIVE\":1,\"INACTIVE\":0,\"RETIRED\":0,\"NOT_FOUND\":1}");
        }
    }

    @Test
    void readsMultipartAsAStream() {
        var body = """
                --b\r
                Content-Disposition: form-data; name="purpose"\r
                \r
                AID_VERIFICATION\r
                --b\r
                Content-Disposition: form-data; name="program"\r
                \r
                BSU-2025\r
                --b\r
                Content-Disposition: form-data; name="file"; filename="C:\\\\data\\\\calon 3273010101909999.csv"\r
                Content-Type: text/csv\r
                \r
                nik
                %d
                \r
                --b--\r
                """.formatted(Register.nik(0));
        var request = HttpRequest.newBuilder(lists)
                .header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .header("Idempotency-Key", Partner.newKey())
                .header("Content-Type", "multipart/form-data; boundary=b");
        var batch = accepted(kemnaker.exchange(
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build()));
        assertThat(batch.path("file").path("name").asText()).isEqualTo("calon ************.csv");
        assertThat(kemnaker.ended(batch.path("id").asText())
                        .path("counts")
                        .path("received")
                        .asInt())
                .isEqualTo(1);
        var cut = kemnaker.exchange(request.copy()
                .setHeader("Idempotency-Key", Partner.newKey())
                .POST(HttpRequest.BodyPublishers.ofString(body.substring(0, body.length() - 8)))
                .build());
        assertThat(code(cut)).isEqualTo("400 UPLOAD_INTERRUPTED");
        var noFile = kemnaker.exchange(request.copy()
                .setHeader("Idempotency-Key", Partner.newKey())
                .POST(HttpRequest.BodyPublishers.ofString(body.replace("name=\"file\"", "name=\"other\"")))
                .build());
        assertThat(code(noFile)).isEqualTo("400 UPLOAD_MALFORMED");
    }

    @Test
    void refusesBeforeReadingWhatTheAgreementDoesNotOpen() {
        var key = Partner.newKey();
        assertThat(code(kemnaker.exchange(kemnaker.upload(key)
                        .setHeader("X-Padan-Purpose", "CURIOSITY")
                        .POST(HttpRequest.BodyPublishers.ofString(ROWS))
                        .build())))
                .isEqualTo("400 PURPOSE_UNKNOWN");
        assertThat(code(kemnaker.exchange(kemnaker.upload(key)
                        .setHeader("X-Padan-Program", "NONE-2025")
                        .POST(HttpRequest.BodyPublishers.ofString(ROWS))
                        .build())))
                .isEqualTo("403 PROGRAMME_UNKNOWN");
        assertThat(code(kemnaker.exchange(kemnaker.upload(key)
                        .setHeader(
                                "X-Padan-As-Of",
                                LocalDate.now(StatusIndex.JAKARTA).minusDays(1).toString())
                        .POST(HttpRequest.BodyPublishers.ofString(ROWS))
                        .build())))
                .isEqualTo("400 AS_OF_UNSUPPORTED");
        assertThat(code(kemnaker.exchange(kemnaker.upload(key)
                        .setHeader("X-Padan-As-Of", "30-04-2025")
                        .POST(HttpRequest.BodyPublishers.ofString(ROWS))
                        .build())))
                .isEqualTo("400 INVALID");
        assertThat(code(bkn.send(key, ROWS))).startsWith("403 ");
        assertThat(code(kemnaker.exchange(HttpRequest.newBuilder(lists)
                        .header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                        .POST(HttpRequest.BodyPublishers.ofString(ROWS))
                        .build())))
                .isEqualTo("400 IDEMPOTENCY_KEY_MISSING");
        assertThat(code(kemnaker.exchange(HttpRequest.newBuilder(lists)
                        .POST(HttpRequest.BodyPublishers.ofString(ROWS))
                        .build())))
                .isEqualTo("401 UNAUTHENTICATED");
    }

    @Test
    void failsAFileThatIsNoListAndLetsTheSameKeyTryAgain() {
        var zeros = new StringBuilder("nik\n");
        for (int i = 0; i < 200; i++) {
            zeros.append(Register.nik(i) / 10 * 10).append('\n');
        }
        var key = Partner.newKey();
        assertThat(code(kemnaker.send(key, zeros.toString()))).isEqualTo("400 FILE_SPREADSHEET_DAMAGE");
        var failed = Partner.json(kemnaker.get("?limit=1")).path("items").get(0);
        assertThat(failed.path("state").asText()).isEqualTo("FAILED");
        assertThat(failed.path("problem").path("code").asText()).isEqualTo("FILE_SPREADSHEET_DAMAGE");
        assertThat(failed.path("counts").path("received").asInt()).isZero();
        assertThat(count(
                        "select count(*) from batch_chunk where batch_id = cast(:id as uuid)",
                        failed.path("id").asText()))
                .isZero();
        var again = accepted(kemnaker.send(key, ROWS));
        assertThat(again.path("id").asText()).isEqualTo(failed.path("id").asText());
        assertThat(again.path("attempt").asInt()).isEqualTo(2);
        assertThat(kemnaker.ended(again.path("id").asText()).path("state").asText())
                .isEqualTo("COMPLETED");

        assertThat(code(kemnaker.send(Partner.newKey(), ""))).isEqualTo("400 FILE_EMPTY");
        assertThat(code(kemnaker.send(Partner.newKey(), "nama;nik\n"))).isEqualTo("400 FILE_NO_ROWS");
        var binary = new byte[5000];
        new Random(1).nextBytes(binary);
        assertThat(kemnaker.send(Partner.newKey(), binary).statusCode()).isEqualTo(415);
    }

    @Test
    void takesTheSameKeyAndListForTheSameBatchAndNamesAnEarlierOne() {
        var key = Partner.newKey();
        var list = ROWS + "K;" + key + "\n";
        var first = accepted(kemnaker.send(key, list)).path("id").asText();
        assertThat(accepted(kemnaker.send(key, list)).path("id").asText()).isEqualTo(first);
        kemnaker.ended(first);
        assertThat(accepted(kemnaker.send(key, list)).path("id").asText()).isEqualTo(first);
        assertThat(kemnaker.batch(first).path("attempt").asInt()).isEqualTo(1);
        assertThat(code(kemnaker.send(key, list + "L;1\n"))).isEqualTo("422 IDEMPOTENCY_MISMATCH");
        assertThat(kemnaker.batch(first).path("state").asText()).isEqualTo("COMPLETED");
        var second = accepted(kemnaker.send(Partner.newKey(), list));
        assertThat(second.path("id").asText()).isNotEqualTo(first);
        assertThat(second.path("sameFileAs").asText()).isEqualTo(first);
    }

    /** An upload that stays open until told how to go on. */
    private Socket beginUpload(String key, String rows) throws IOException {
        return beginUpload(TestTokens.token("kemnaker"), key, rows);
    }

    private Socket beginUpload(String token, String key, String rows) throws IOException {
        var socket = new Socket(lists.getHost(), lists.getPort());
        var out = socket.getOutputStream();
        out.write(("POST " + lists.getPath() + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + token + "\r\nIdempotency-Key: " + key
                        + "\r\nX-Padan-Purpose: AID_VERIFICATION\r\nX-Padan-Program: BSU-2025\r\nContent-Type: text/csv\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        writeChunk(socket, rows);
        return socket;
    }

    private static void writeChunk(Socket socket, String rows) throws IOException {
        socket.getOutputStream()
                .write((Integer.toHexString(rows.length()) + "\r\n" + rows + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String rows(int from, int to) {
        var rows = new StringBuilder();
        for (int i = from; i < to; i++) {
            rows.append(Register.nik(i)).append('\n');
        }
        return rows.toString();
    }

    private JsonNode newest() {
        return Partner.json(kemnaker.get("?limit=1")).path("items").get(0);
    }

    @Test
    void failsAnUploadThatIsCutWithItsLastGoodRow() throws IOException {
        var key = Partner.newKey();
        try (var socket = beginUpload(key, "nik\n" + rows(0, 70_000))) {
            Awaitility.await().until(() -> newest().path("state").asText().equals("RECEIVING"));
            assertThat(socket.isConnected()).isTrue();
        }
        var failed = kemnaker.ended(newest().path("id").asText());
        assertThat(failed.path("state").asText()).isEqualTo("FAILED");
        assertThat(failed.path("problem").path("code").asText()).isEqualTo("UPLOAD_INTERRUPTED");
        assertThat(failed.path("problem").path("lastGoodRow").asLong()).isPositive();
        assertThat(failed.path("counts").path("received").asLong()).isZero();
    }

    @Test
    void letsASecondUploadTakeOver() throws IOException {
        var key = Partner.newKey();
        try (var socket = beginUpload(key, "nik\n" + rows(0, 1000))) {
            Awaitility.await().until(() -> newest().path("state").asText().equals("RECEIVING"));
            var id = newest().path("id").asText();
            var second = accepted(kemnaker.send(key, ROWS));
            assertThat(second.path("id").asText()).isEqualTo(id);
            assertThat(second.path("attempt").asInt()).isEqualTo(2);
            socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 409");
            assertThat(kemnaker.ended(id).path("counts").path("received").asInt())
                    .isEqualTo(10);
        }
    }

    @Test
    void showsProgressUntilTheEnd() {
        var id = accepted(kemnaker.send(Partner.newKey(), "nik\n" + rows(0, 200_000)))
                .path("id")
                .asText();
        var events = kemnaker.get("/" + id + "/progress", "Accept", "text/event-stream")
                .body();
        assertThat(events)
                .contains(
                        "event: progress\ndata: {\"state\":\"COMPLETED\",\"receivedRows\":200000,\"settledRows\":200000,\"percent\":100}\n\n");
        var csv = kemnaker.get("/" + id + "/results", "Accept", "text/csv").body();
        var lines = csv.lines().toList();
        assertThat(lines).hasSize(200_001);
        for (int i = 0; i < 200_000; i++) {
            assertThat(lines.get(i + 1)).startsWith((i + 1) + "," + Register.nik(i) + ",");
        }
    }

    @Test
    void endsRetentionForGood() {
        var key = Partner.newKey();
        var list = ROWS + "K;" + key + "\n";
        var id = accepted(kemnaker.send(key, list)).path("id").asText();
        kemnaker.ended(id);
        assertThat(Partner.json(kemnaker.delete("/" + id)).path("state").asText())
                .isEqualTo("DESTROYED");
        assertThat(code(kemnaker.get("/" + id + "/results", "Accept", "text/csv")))
                .isEqualTo("409 BATCH_DESTROYED");
        assertThat(kemnaker.batch(id).path("counts").path("received").asInt()).isEqualTo(11);
        assertThat(Partner.json(kemnaker.get("/" + id + "/record-facts"))
                        .path("result")
                        .path("diterima")
                        .asInt())
                .isEqualTo(11);
        assertThat(count("select count(*) from batch where id = cast(:id as uuid) and wrapped_key is not null", id))
                .isZero();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> count("select count(*) from batch_erasure where batch_id = cast(:id as uuid)", id) == 0);
    }

    @Test
    void pagesThroughOwnLists() {
        for (int i = 0; i < 3; i++) {
            accepted(kemnaker.send(Partner.newKey(), ROWS));
        }
        var first = Partner.json(kemnaker.get("?limit=2"));
        assertThat(first.path("items")).hasSize(2);
        var second = Partner.json(
                kemnaker.get("?limit=2&cursor=" + first.path("next").asText()));
        assertThat(second.path("items").get(0).path("id").asText())
                .isNotIn(
                        first.path("items").get(0).path("id").asText(),
                        first.path("items").get(1).path("id").asText());
        assertThat(code(kemnaker.get("?limit=0"))).isEqualTo("400 INVALID");
        assertThat(code(kemnaker.get("?cursor=x"))).isEqualTo("400 INVALID");
        assertThat(Partner.json(bkn.get("?limit=2")).path("items")).isEmpty();
    }

    @Test
    void resetsResultsThatMayNotGoOn() {
        var id = accepted(kemnaker.send(Partner.newKey(), "nik\n" + rows(0, 500_000)))
                .path("id")
                .asText();
        kemnaker.ended(id);
        // The last part's record is no longer where its manifest says.
        jdbi.useHandle(handle -> handle.execute(
                "update batch_chunk set kafka_offset = kafka_offset + 100000 where batch_id = cast(? as uuid) and number = 7",
                id));
        // Many times: an end that comes now and then is what a polite close gives.
        for (int i = 0; i < 8; i++) {
            for (var form : List.of("text/csv", "application/x-ndjson", "application/vnd.padan.answers")) {
                assertNeverWhole(id, form);
            }
        }
    }

    /** The connection breaks; or, if nothing had left yet, the reason is said. */
    private void assertNeverWhole(String id, String form) {
        HttpResponse<String> answer;
        try {
            answer = kemnaker.get("/" + id + "/results", "Accept", form);
        } catch (UncheckedIOException reset) {
            return;
        }
        assertThat(answer.statusCode()).as(form).isEqualTo(500);
        assertThat(code(answer)).as(form).isEqualTo("500 CHUNK_UNREADABLE");
    }

    @Test
    void givesPackedAnswersThatSayToWhichFileTheyBelong() throws Exception {
        var list = "DAFTAR;\r\nno;nik\r\n" + "1;3171010101909991\r\n2;bad\r\n3;3171010101909991\r\n";
        var id = accepted(kemnaker.send(Partner.newKey(), list)).path("id").asText();
        kemnaker.ended(id);

        var answer = kemnaker.http()
                .send(
                        HttpRequest.newBuilder(URI.create(lists + "/" + id + "/results"))
                                .header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                                .header("Accept", "application/vnd.padan.answers")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/vnd.padan.answers");
        var in = ByteBuffer.wrap(answer.body());
        assertThat(in.getLong()).isEqualTo(0x504144414e414e53L);
        assertThat(in.get()).isEqualTo((byte) 1);
        var json = new byte[in.getInt()];
        in.get(json);
        var header = Partner.JSON.readTree(json);
        assertThat(header.path("batch").asText()).isEqualTo(id);
        assertThat(header.path("rows").asLong()).isEqualTo(3);
        assertThat(header.path("file").path("sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(list.getBytes(StandardCharsets.UTF_8))));
        assertThat(header.path("shape").path("skippedRows").asInt()).isEqualTo(2);
        assertThat(header.path("shape").path("separator").asText()).isEqualTo(";");
        assertThat(header.path("mappings")).hasSize(1);
        assertThat(header.path("agreement").path("clause").asText()).isEqualTo("Ps 3(1)b");
        assertThat(header.path("dataTime").path("oldest").asText()).matches("\\d{4}-\\d{2}-\\d{2}");
        int hash = answer.body().length - 32;
        assertThat(in.getLong(hash - 8)).isEqualTo(3);
        assertThat(Arrays.copyOfRange(answer.body(), hash, hash + 32))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(answer.body(), hash)));
    }

    @Test
    void failsAListWhoseChunkCannotBeReadByItself() throws IOException {
        var key = Partner.newKey();
        try (var socket = beginUpload(key, "nik\n" + rows(0, 10))) {
            Awaitility.await().until(() -> newest().path("state").asText().equals("RECEIVING"));
            var id = newest().path("id").asText();
            // Before the first chunk is sent, or the key would be known already: another one, which opens nothing.
            Awaitility.await()
                    .until(() -> jdbi.withHandle(handle ->
                                    handle.createUpdate("""
                            update batch set wrapped_key = '\\x00', heard_at = clock_timestamp() where id = cast(:id as uuid) and state = 'RECEIVING'""").bind("id", id).execute())
                            == 1);
            writeChunk(socket, rows(10, 200_000));
            socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 202");
            var failed = kemnaker.ended(id);
            assertThat(failed.path("state").asText()).isEqualTo("FAILED");
            assertThat(failed.path("problem").path("code").asText()).isEqualTo("CHUNK_UNREADABLE");
        }
    }

    @Test
    void aSuspendedPersonDoesNotReadWhatAColleagueHasSentNotEvenWithATokenThatIsRemembered() {
        var id = accepted(kemnaker.send(Partner.newKey(), ROWS)).path("id").asText();
        kemnaker.ended(id);
        var officer = TestTokens.person("kemnaker", "petugas.kemnaker", "padan-cli", "operator");
        var colleague = TestTokens.person("kemnaker", "pejabat.kemnaker", "padan-cli", "operator");
        PolicyPublisher.pledge("kemnaker", "petugas.kemnaker");
        PolicyPublisher.pledge("kemnaker", "pejabat.kemnaker");
        Awaitility.await()
                .until(() -> readBy(officer, id).statusCode() == 200
                        && readBy(colleague, id).statusCode() == 200);
        try {
            Register.suspendPerson("petugas.kemnaker");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(code(readBy(officer, id))).isEqualTo("403 SUSPENDED"));
            assertThat(readBy(colleague, id).statusCode()).isEqualTo(200);
        } finally {
            Register.openAgreement();
        }
        Awaitility.await().until(() -> readBy(officer, id).statusCode() == 200);
    }

    private HttpResponse<String> readBy(String token, String id) {
        return kemnaker.exchange(HttpRequest.newBuilder(URI.create(lists + "/" + id + "/results"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/csv")
                .build());
    }

    @Test
    void aDownloadUnderWayIsResetWhenTheBrakeIsPulledBetweenTwoPieces() throws IOException {
        // Whole: rows without answers are so short that all of them would wait in the sockets, with nothing left to
        // hold back.
        var id = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> kemnaker.ended(accepted(kemnaker.send(Partner.newKey(), "nik\n" + rows(0, 65_000)))
                                .path("id")
                                .asText()),
                        list -> list.path("state").asText().equals("COMPLETED"))
                .path("id")
                .asText();
        try (var socket = new Socket()) {
            // One chunk of 65,000 rows; a small window, so that most of it waits for the reader.
            socket.setReceiveBufferSize(8192);
            socket.setSoTimeout(60_000);
            socket.connect(new java.net.InetSocketAddress(lists.getHost(), lists.getPort()));
            socket.getOutputStream()
                    .write(("GET " + lists.getPath() + "/" + id + "/results HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Connection: close\r\nAccept: application/x-ndjson\r\nAuthorization: Bearer "
                                    + TestTokens.token("kemnaker") + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var read = new ByteArrayOutputStream();
            read.writeBytes(socket.getInputStream().readNBytes(1000));
            assertThat(read.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
            Register.suspendAgreement();
            Awaitility.await()
                    .until(() -> code(kemnaker.send(Partner.newKey(), ROWS)).equals("403 SUSPENDED"));
            try {
                socket.getInputStream().transferTo(read);
            } catch (java.net.SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            assertThat(read.toString(StandardCharsets.US_ASCII)).doesNotContain("\"row\":65000,");
        } finally {
            Register.openAgreement();
            Awaitility.await().until(() -> kemnaker.send(Partner.newKey(), ROWS).statusCode() == 202);
        }
    }

    @Test
    void leavesRowsUnprocessedWhenTheAgreementClosesMeanwhile() throws IOException {
        var key = Partner.newKey();
        try (var socket = beginUpload(key, "nik\n" + rows(0, 70_000))) {
            Awaitility.await().until(() -> newest().path("state").asText().equals("RECEIVING"));
            var id = newest().path("id").asText();
            Register.suspendAgreement();
            Awaitility.await()
                    .until(() -> code(kemnaker.send(Partner.newKey(), ROWS)).equals("403 SUSPENDED"));
            writeChunk(socket, "123\n");
            socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var ended = kemnaker.ended(id);
            assertThat(ended.path("state").asText()).isEqualTo("COMPLETED_PARTLY");
            assertThat(ended.path("counts").path("unprocessed").asInt()).isEqualTo(70_000);
            assertThat(ended.path("counts").path("rejected").path("NIK_FORMAT").asInt())
                    .isEqualTo(1);
            assertThat(ended.path("problem").path("code").asText()).isEqualTo("SUSPENDED");
            assertThat(code(kemnaker.get("/" + id + "/results", "Accept", "text/csv")))
                    .isEqualTo("403 SUSPENDED");
            Register.openAgreement();
            Awaitility.await()
                    .until(() -> kemnaker.get("/" + id + "/results", "Accept", "text/csv")
                                    .statusCode()
                            == 200);
            assertThat(kemnaker.get("/" + id + "/results", "Accept", "text/csv").body())
                    .contains("1," + Register.nik(0) + ",NOT_PROCESSED,,,", "70001,123,NIK_FORMAT,,,");
        } finally {
            Register.openAgreement();
            Awaitility.await().until(() -> kemnaker.send(Partner.newKey(), ROWS).statusCode() == 202);
        }
    }

    @Test
    void stopsWhenOnlyTheOfficerBehindItsMachineIsSuspended() throws IOException {
        var officer = "petugas-" + UUID.randomUUID();
        PolicyPublisher.pledge("kemnaker", officer);
        var through = TestTokens.machine("kemnaker", Map.of("act", Map.of("sub", officer)));
        Awaitility.await().until(() -> sendBy(through).statusCode() == 202);
        try (var socket = beginUpload(through, Partner.newKey(), "nik\n" + rows(0, 70_000))) {
            Awaitility.await().until(() -> newest().path("state").asText().equals("RECEIVING"));
            var id = newest().path("id").asText();
            Register.suspendPerson(officer);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> code(sendBy(through)).equals("403 SUSPENDED"));
            // The machine itself goes on for others.
            assertThat(kemnaker.send(Partner.newKey(), ROWS).statusCode()).isEqualTo(202);
            socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var ended = kemnaker.ended(id);
            assertThat(ended.path("state").asText()).isEqualTo("COMPLETED_PARTLY");
            assertThat(ended.path("counts").path("unprocessed").asInt()).isEqualTo(70_000);
            assertThat(ended.path("problem").path("code").asText()).isEqualTo("SUSPENDED");
        } finally {
            Register.openAgreement();
            Awaitility.await().until(() -> sendBy(through).statusCode() == 202);
        }
    }

    private HttpResponse<String> sendBy(String token) {
        return kemnaker.exchange(kemnaker.upload(Partner.newKey())
                .setHeader("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(ROWS))
                .build());
    }

    @Test
    void survivesABrokerThatStops() {
        var key = Partner.newKey();
        LocalInfrastructure.killKafka();
        try {
            var refused = kemnaker.send(key, ROWS);
            assertThat(code(refused)).isEqualTo("503 UNAVAILABLE");
            assertThat(newest().path("state").asText()).isEqualTo("FAILED");
        } finally {
            LocalInfrastructure.startKafka();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> kemnaker.send(key, ROWS).statusCode() == 202);
        assertThat(kemnaker.ended(newest().path("id").asText()).path("state").asText())
                .isEqualTo("COMPLETED");
    }
}
