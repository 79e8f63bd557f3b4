package id.padan.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What must not pass, through the gateway and with Keycloak's tokens: each with its code, and no personal number in the answer. Of the bad
 * input that issue 2 lists, the rest is elsewhere: an expired token in {@code CheckComponentTest}; Kafka or PostgreSQL stopped and
 * verification killed in {@link OutageJourney}; another service's topic in {@link IsolationJourney}.
 */
class RefusalJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private static final String NIK = "3171010101389999";

    private final Api api = new Api(Stack.stack());

    @Test
    void nobodyWithoutAToken() {
        var answer = api.check(null, NIK, "AID_VERIFICATION", "BSU-2025");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void nobodyWithAForgedToken() {
        var token = api.token("kemnaker");
        var forged =
                token.substring(0, token.lastIndexOf('.') + 1) + "AAAA" + token.substring(token.lastIndexOf('.') + 5);
        assertThat(api.check(forged, NIK, "AID_VERIFICATION", "BSU-2025").status())
                .isEqualTo(401);
    }

    @Test
    void notTheOtherParty() {
        var answer = api.check(api.token("bkn"), NIK, "AID_VERIFICATION", "BSU-2025");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("clause").asText()).contains("3(1)b");
        var imported = api.importRecords(
                api.token("kemnaker"),
                "delta",
                Register.today(),
                UUID.randomUUID().toString(),
                BodyPublishers.ofString("{}"));
        assertThat(imported.status()).isEqualTo(403);
        assertThat(api.uploadCsv(api.token("bkn"), "nik\n" + NIK + "\n").status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        ",                  BSU-2025, 400, PURPOSE_MISSING",
        "CURIOSITY,         BSU-2025, 400, PURPOSE_UNKNOWN",
        "ASN_GUIDANCE,      BSU-2025, 403, PURPOSE_NOT_OPEN",
        "AID_VERIFICATION,  BSU-1945, 403, PROGRAMME_UNKNOWN",
        "AID_VERIFICATION,  BSU-2020, 403, PROGRAMME_EXPIRED",
    })
    void notOutsideThePurposesAndProgrammes(String purpose, String programme, int status, String code) {
        var answer = api.check(api.token("kemnaker"), NIK, purpose, programme);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "317101010138999,    NIK_FORMAT",
        "3.17101E+15,        NIK_SPREADSHEET_DAMAGE",
        "193801012000011999, NIK_FORMAT",
        "3171013113389999,   NIK_DATE",
        "3171010101380000,   NIK_IMPOSSIBLE",
    })
    void noNumberThatBreaksARule(String number, String code) {
        var answer = api.check(api.token("kemnaker"), number, "AID_VERIFICATION", "BSU-2025");
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain(number);
    }

    @Test
    void noFileThatASpreadsheetDamaged() {
        var csv = new StringBuilder("nik\n");
        for (int i = 0; i < 500; i++) {
            csv.append("31710101%02d%02d%03d%s\n".formatted(1 + i % 12, 50 + i % 40, 999, i % 5 < 2 ? "0" : "1"));
        }
        refused(csv.toString(), "FILE_SPREADSHEET_DAMAGE");
    }

    @Test
    void noFileWithoutRowsOrText() throws IOException {
        refused("", "FILE_EMPTY");
        refused("no;nama;nik\n", "FILE_NO_ROWS");
        var binary = new byte[100_000];
        new java.util.Random(1).nextBytes(binary);
        var answer = api.upload(
                api.token("kemnaker"), UUID.randomUUID().toString(), "text/csv", BodyPublishers.ofByteArray(binary));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("FILE_NOT_TEXT");
    }

    @Test
    void noEndlessLine() {
        var line = new byte[1 << 20];
        java.util.Arrays.fill(line, (byte) 'x');
        var chunks = new java.util.ArrayList<byte[]>();
        for (int i = 0; i < 200; i++) {
            chunks.add(line);
        }
        var answer = api.upload(
                api.token("kemnaker"), UUID.randomUUID().toString(), "text/csv", BodyPublishers.ofByteArrays(chunks));
        assertThat(answer.status()).as(answer.body()).isIn(400, 413);
        assertThat(answer.code()).startsWith("FILE_");
    }

    @Test
    void noBomb() throws IOException {
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            part(out, "[Content_Types].xml", "<Types/>");
            part(out, "xl/workbook.xml", """
                    <workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
                    <sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            part(
                    out,
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships><Relationship Id=\"rId1\" Target=\"/xl/worksheets/s.xml\"/></Relationships>");
            part(out, "xl/worksheets/s.xml", "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>");
            var ones = "1".repeat(1 << 20).getBytes(UTF_8);
            for (int i = 0; i < 2_000; i++) {
                out.write(ones);
            }
        }
        var bomb = api.upload(
                api.token("kemnaker"),
                UUID.randomUUID().toString(),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                BodyPublishers.ofByteArray(zip.toByteArray()));
        assertThat(bomb.status()).as(bomb.body()).isIn(400, 413);
        assertThat(bomb.code()).isEqualTo("FILE_INFLATES_TOO_MUCH");
    }

    @Test
    void noWorkbookWithAPassword() throws Exception {
        var workbook = new ByteArrayOutputStream();
        try (var book = new Workbook(workbook, "padan", "1.0")) {
            var sheet = book.newWorksheet("calon");
            sheet.value(0, 0, "NIK");
            sheet.value(1, 0, NIK);
        }
        var locked = new ByteArrayOutputStream();
        try (var container = new POIFSFileSystem()) {
            var encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("rahasia");
            try (var data = encryptor.getDataStream(container)) {
                workbook.writeTo(data);
            }
            container.writeFilesystem(locked);
        }
        var answer = api.upload(
                api.token("kemnaker"),
                UUID.randomUUID().toString(),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                BodyPublishers.ofByteArray(locked.toByteArray()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("FILE_ENCRYPTED");
    }

    @Test
    void noHalfAListButTheSameKeySendsItAgain() throws IOException {
        var key = UUID.randomUUID().toString();
        var list = "nik\n" + (NIK + "\n").repeat(20_000);
        try (var socket = new Socket("localhost", Stack.stack().port("GATEWAY"))) {
            var head = "POST /api/verification/v1/batches HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + api.token("kemnaker") + "\r\nContent-Type: text/csv\r\nContent-Length: " + list.length()
                    + "\r\nIdempotency-Key: " + key
                    + "\r\nX-Padan-Purpose: AID_VERIFICATION\r\nX-Padan-Program: BSU-2025\r\n\r\n";
            socket.getOutputStream().write((head + list.substring(0, list.length() / 2)).getBytes(UTF_8));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var newest = api.get(api.token("kemnaker"), "/api/verification/v1/batches?limit=1")
                    .json()
                    .path("items")
                    .path(0);
            assertThat(newest.path("state").asText()).as(newest.toString()).isEqualTo("FAILED");
        });

        var again = api.upload(api.token("kemnaker"), key, "text/csv", BodyPublishers.ofString(list));
        assertThat(again.status()).as(again.body()).isEqualTo(202);
        assertThat(again.json().path("counts").path("received").asInt()).isEqualTo(20_000);
    }

    @Test
    void aSpreadsheetIsReadAsIfItWereText() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var book = new Workbook(bytes, "padan", "1.0")) {
            var sheet = book.newWorksheet("calon");
            sheet.value(0, 0, "No");
            sheet.value(0, 1, "NIK");
            sheet.value(1, 0, 1);
            sheet.value(1, 1, NIK);
        }
        var answer = api.upload(
                api.token("kemnaker"),
                UUID.randomUUID().toString(),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                BodyPublishers.ofByteArray(bytes.toByteArray()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().path("counts").path("received").asInt()).isEqualTo(1);
    }

    @Test
    void noOtherDayThanTodayAndTheProgrammesCutOffDates() {
        var answer = api.post(
                api.token("kemnaker"),
                "/api/verification/v1/batches",
                BodyPublishers.ofString("nik\n" + NIK + "\n"),
                "Content-Type",
                "text/csv",
                "Idempotency-Key",
                UUID.randomUUID().toString(),
                "X-Padan-Purpose",
                "AID_VERIFICATION",
                "X-Padan-Program",
                "BSU-2025",
                "X-Padan-As-Of",
                "2025-04-29");
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("allowed").toString()).contains("2025-04-30");
    }

    @Test
    void aBadLineOfAnImportIsShownAndTheRestGoesOn() {
        var register = new Register(39);
        register.person("01");
        var body = "ini bukan json\n" + register.ndjson() + "{\"id\":\"\",\"nipBaru\":\"1\"}\n";
        var imported = api.importRecords(
                api.token("bkn"),
                "delta",
                Register.today(),
                UUID.randomUUID().toString(),
                BodyPublishers.ofString(body));
        assertThat(imported.status()).as(imported.body()).isEqualTo(202);
        assertThat(imported.json().path("accepted").asInt()).isEqualTo(1);
        assertThat(imported.json().path("rejected").asInt()).isEqualTo(2);
        var rejects = api.get(
                api.token("bkn"),
                "/api/asn-directory/v1/imports/" + imported.json().path("id").asText() + "/rejects");
        assertThat(rejects.status()).as(rejects.body()).isEqualTo(200);
    }

    private static void part(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(UTF_8));
    }

    private void refused(String csv, String code) {
        var answer = api.uploadCsv(api.token("kemnaker"), csv);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
    }
}
