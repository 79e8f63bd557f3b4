package id.padan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.cli.FakePadan.Reply;
import id.padan.cli.access.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PadanTest {
    private static final String BATCHES = "/api/verification/v1/batches";
    private static final String ID = "01975bd0-0000-7000-8000-000000000001";
    private static final String BATCH = """
            {"id":"%s","state":"%s","counts":{"received":3,"rejected":{"NIK_FORMAT":1,"NIK_DATE":0},"duplicates":0,
            "answers":{"ACTIVE":1,"INACTIVE":0,"RETIRED":0,"NOT_FOUND":1},"unmapped":0,"unprocessed":0},
            "agreement":{"id":"kemnaker-bkn-2024","version":"1","clause":"Ps 3(1)b"},
            "problem":{"code":"BATCH_STALLED","detail":"Three attempts failed.","rincian":"Tiga kali gagal."}}
            """;
    private static final String RESULTS = """
            row,nik,status,answer,statement,warnings
            1,3171010101909991,ANSWERED,ACTIVE,tercatat sebagai ASN aktif,
            2,3171010101909992,ANSWERED,NOT_FOUND,tidak ditemukan,
            3,"bad
            cell ""x""\",NIK_FORMAT,,,
            """;

    private final Map<String, String> variables = new HashMap<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakePadan padan;
    private Instant now = Instant.parse("2026-11-23T02:00:00Z");

    @TempDir
    Path folder;

    private Path list;

    @BeforeEach
    void start() throws IOException {
        padan = new FakePadan();
        variables.put("PADAN_URL", padan.url());
        variables.put("PADAN_OIDC", padan.url() + "/oidc");
        list = folder.resolve("calon.csv");
        Files.writeString(list, "nik\n3171010101909991\n3171010101909992\nbad\n");
    }

    @AfterEach
    void stop() {
        padan.close();
    }

    private int run(String... arguments) {
        return runWith("", arguments);
    }

    private int runWith(String input, String... arguments) {
        CommandLine commandLine = Padan.commandLine(new Environment(
                variables::get,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                false,
                Clock.fixed(now, ZoneOffset.UTC),
                pauses::add));
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private int verify(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("verify", list.toString(), "--program", "BSU-2025", "--format", "csv"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private Path output() {
        return folder.resolve("calon.csv.results.csv");
    }

    private void accepts(String state) {
        padan.on("POST " + BATCHES, Reply.json(202, "{\"id\":\"" + ID + "\",\"state\":\"PROCESSING\"}"))
                .on(
                        "GET " + BATCHES + "/" + ID,
                        Reply.json(200, BATCH.formatted(ID, "PROCESSING")),
                        Reply.json(200, BATCH.formatted(ID, state)))
                .on("GET " + BATCHES + "/" + ID + "/results", Reply.text("text/csv", RESULTS));
    }

    @Test
    void aListIsVerifiedFromUploadToWholeResults() throws IOException {
        accepts("COMPLETED");
        padan.on(
                "GET " + BATCHES + "/" + ID + "/record-facts",
                Reply.json(
                        200,
                        "{\"dataTime\":{\"oldest\":\"2026-11-01\",\"newest\":\"2026-11-01\"},"
                                + "\"mappingVersions\":[\"2024-1-synthetic\"]}"));

        int exit = verify();

        assertThat(exit).as(err.toString()).isZero();
        assertThat(Files.readString(output())).isEqualTo(RESULTS);
        assertThat(out.toString()).contains("2024-1-synthetic").containsPattern("data date +2026-11-01\n");
        assertThat(out.toString())
                .contains(
                        "tercatat sebagai ASN aktif",
                        "tercatat sebagai ASN tidak aktif",
                        "tercatat sebagai ASN pensiun")
                .contains("tidak ditemukan", "NIK_FORMAT 1", "kemnaker-bkn-2024", ID)
                .doesNotContain("NIK_DATE", "3171010101909991");
        FakePadan.Request upload = padan.requests("POST", BATCHES).getFirst();
        assertThat(upload.body()).isEqualTo(Files.readString(list));
        assertThat(upload.header("X-padan-purpose")).isEqualTo("AID_VERIFICATION");
        assertThat(upload.header("X-padan-program")).isEqualTo("BSU-2025");
        assertThat(upload.header("Content-type")).isEqualTo("text/csv");
        assertThat(upload.header("Authorization")).isEqualTo("Bearer t0ken");
    }

    @Test
    void theSameFileOnTheSameDayHasTheSameKey() throws IOException {
        accepts("COMPLETED");
        assertThat(verify()).isZero();
        assertThat(verify()).isZero();
        assertThat(verify("--new")).isZero();
        now = Instant.parse("2026-11-23T17:00:00Z"); // the 24th in Jakarta
        assertThat(verify()).isZero();
        Files.writeString(list, "nik\n3171010101909993\n");
        assertThat(verify()).isZero();

        List<String> keys = padan.requests("POST", BATCHES).stream()
                .map(request -> request.header("Idempotency-key"))
                .toList();
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.stream().distinct()).hasSize(4);
        assertThat(keys).noneMatch(key -> key.matches(".*[0-9]{13}.*"));
    }

    @Test
    void aBrokenUploadIsTriedAgainWithTheSameKey() {
        accepts("COMPLETED");
        padan.on(
                "POST " + BATCHES,
                Reply.json(0, ""),
                Reply.problem(503, "UNAVAILABLE", "").header("Retry-After", "7"),
                Reply.json(202, "{\"id\":\"" + ID + "\"}"));

        assertThat(verify()).as(err.toString()).isZero();

        assertThat(padan.requests("POST", BATCHES))
                .hasSize(3)
                .extracting(request -> request.header("Idempotency-key"))
                .containsOnly(padan.requests("POST", BATCHES).getFirst().header("Idempotency-key"));
        assertThat(pauses).startsWith(Duration.ofSeconds(1), Duration.ofSeconds(7));
    }

    @Test
    void threeRetriesAreEnough() {
        padan.on("POST " + BATCHES, Reply.problem(503, "UNAVAILABLE", ""));

        assertThat(verify()).isEqualTo(5);

        assertThat(padan.requests("POST", BATCHES)).hasSize(4);
        assertThat(output()).doesNotExist();
    }

    @Test
    void aQuotaIsWaitedFor() {
        accepts("COMPLETED");
        padan.on(
                "POST " + BATCHES,
                Reply.problem(429, "QUOTA", "").header("Retry-After", "42"),
                Reply.json(202, "{\"id\":\"" + ID + "\"}"));

        assertThat(verify()).isZero();

        assertThat(pauses).contains(Duration.ofSeconds(42));
    }

    @Test
    void aShortDownloadNeverGetsItsName() throws IOException {
        accepts("COMPLETED");
        Files.writeString(output(), "yesterday's");
        String cut = RESULTS.substring(0, RESULTS.indexOf("3,\"bad"));
        padan.on(
                "GET " + BATCHES + "/" + ID + "/results",
                Reply.text("text/csv", cut),
                Reply.text("text/csv", cut).cut());

        assertThat(verify()).isEqualTo(5);

        assertThat(Files.readString(output())).isEqualTo("yesterday's");
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("calon.csv", "calon.csv.results.csv");
        }
    }

    @Test
    void aDownloadThatBreaksIsTriedAgain() throws IOException {
        accepts("COMPLETED");
        padan.on(
                "GET " + BATCHES + "/" + ID + "/results",
                Reply.text("text/csv", RESULTS).cut(),
                Reply.text("text/csv", RESULTS));

        assertThat(verify()).isZero();
        assertThat(Files.readString(output())).isEqualTo(RESULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID, 3", "401, UNAUTHENTICATED, 2", "403, CLAUSE_NOT_OPEN, 2", "404, NOT_FOUND, 1",
                "409, CONFLICT, 1",
        "413, TOO_LARGE, 3", "415, UNSUPPORTED_MEDIA, 3", "422, IDEMPOTENCY_MISMATCH, 3", "500, INTERNAL, 5",
                "503, UNAVAILABLE, 5"
    })
    void everyRefusalHasItsExitCode(int status, String code, int exit) {
        padan.on("POST " + BATCHES, Reply.problem(status, code, ",\"clause\":\"Ps 3(1)b\",\"row\":17"));

        assertThat(verify("--lang", "en")).isEqualTo(exit);

        assertThat(err.toString())
                .contains("Title (" + code + ", HTTP " + status + "): What happened.")
                .contains("Clause needed: Ps 3(1)b.", "row 17");
    }

    @Test
    void aRefusalBeforeTheUploadIsReadIsStillSaid() throws IOException {
        Files.write(list, "3171010101909991\n".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
        padan.on("POST " + BATCHES, Reply.problem(403, "PROGRAMME_UNKNOWN", "").early());

        assertThat(verify()).as(err.toString()).isEqualTo(2);
    }

    @Test
    void problemsAreSaidInIndonesianToo() {
        padan.on("POST " + BATCHES, Reply.problem(403, "PROGRAMME_UNKNOWN", ""));
        variables.put("LANG", "id_ID.UTF-8");

        assertThat(verify()).isEqualTo(2);

        assertThat(err.toString()).contains("Judul (PROGRAMME_UNKNOWN, HTTP 403): Apa yang terjadi. Periksa --program");
    }

    @Test
    void aPartlyAnsweredListIsWrittenAndSaidToBePartly() {
        accepts("COMPLETED_PARTLY");
        assertThat(verify()).isEqualTo(4);
        assertThat(output()).exists();
        assertThat(err.toString()).contains("BATCH_STALLED", "Three attempts failed.");
    }

    @Test
    void aFailedListLeavesNothing() {
        accepts("FAILED");
        assertThat(verify()).isEqualTo(4);
        assertThat(output()).doesNotExist();
    }

    @Test
    void noServerIsUnavailable() {
        padan.close();
        assertThat(verify()).isEqualTo(5);
        assertThat(run("token", "kemnaker")).isEqualTo(5);
    }

    @Test
    void wrongUsageIsOne() {
        assertThat(run("verify", list.toString())).isEqualTo(1);
        assertThat(run("verify", folder.resolve("none.csv").toString(), "--program", "BSU-2025"))
                .isEqualTo(1);
        assertThat(run("sample", "population", "--n", "-1")).isEqualTo(1);
        assertThat(run("verify", list.toString(), "--program", "BSU-2025", "-o", list.toString()))
                .isEqualTo(1);
        assertThat(run()).isEqualTo(1);
        assertThat(run("--help")).isZero();
        assertThat(run("help", "verify")).isZero();
    }

    @Test
    void nothingGoesUnencryptedToAnotherMachine() {
        variables.put("PADAN_URL", "http://padan.example.go.id");
        assertThat(verify()).isEqualTo(1);
        assertThat(err.toString()).contains("PADAN_URL");
    }

    @Test
    void standardInputIsUploadedOnce() {
        accepts("COMPLETED");
        int exit =
                runWith("nik\n3171010101909991\n", "verify", "-", "--program", "BSU-2025", "-o", output().toString());
        assertThat(exit).as(err.toString()).isZero();
        assertThat(padan.requests("POST", BATCHES).getFirst().body()).isEqualTo("nik\n3171010101909991\n");
    }

    @Test
    void aSpreadsheetIsKnownByItsBytes() throws IOException {
        accepts("COMPLETED");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(list))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("[Content_Types].xml"));
            zip.write("<Types/>".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(verify()).isZero();
        assertThat(padan.requests("POST", BATCHES).getFirst().header("Content-type"))
                .isEqualTo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    }

    @Test
    void oneNikIsAnsweredWithItsSentenceAndNeverInTheAddress() {
        padan.on(
                "POST /api/verification/v1/checks",
                Reply.json(
                        200,
                        "{\"checkId\":\"" + ID + "\",\"status\":\"ANSWERED\",\"answer\":\"ACTIVE\","
                                + "\"statement\":\"tercatat sebagai ASN aktif\",\"dataTime\":\"2026-11-01\"}"));
        assertThat(runWith("3171010101909991\n", "check", "-", "--program", "BSU-2025"))
                .isZero();
        assertThat(out.toString()).startsWith("tercatat sebagai ASN aktif").contains("2026-11-01");
        assertThat(padan.requests("POST", "/api/verification/v1/checks")
                        .getFirst()
                        .body())
                .contains("\"nik\":\"3171010101909991\"", "\"programCode\":\"BSU-2025\"");
    }

    @Test
    void whatWasSaidOfANikIsAskedForACaseAndTheNikComesFromStandardInput() {
        padan.on(
                "POST /api/verification/v1/evidence/searches",
                Reply.json(
                        200,
                        "{\"searchId\":\"" + ID + "\",\"asked\":[{\"batchId\":\"" + ID
                                + "\",\"party\":\"kemnaker\",\"row\":7,\"at\":\"2026-11-24T00:00:00Z\",\"status\":\"ANSWERED\","
                                + "\"statement\":\"tidak ditemukan\"}]}"));
        assertThat(runWith(
                        "3171010101909991\n", "evidence", "search", "-", "--case", "PDP/1", "--reason", "permintaan"))
                .isZero();
        assertThat(out.toString()).contains("tidak ditemukan", "7", ID.toString());
        assertThat(padan.requests("POST", "/api/verification/v1/evidence/searches")
                        .getFirst()
                        .body())
                .contains("\"nik\":\"3171010101909991\"", "\"caseReference\":\"PDP/1\"", "\"reason\":\"permintaan\"");
        assertThat(run("evidence", "search", "3171010101909991", "--case", "PDP/1", "--reason", "permintaan"))
                .isEqualTo(1);
    }

    @Test
    void aListThatWasSentBeforeIsShownWithWhatChangedSinceAndDestroyed() {
        String list = "/api/verification/v1/batches/" + ID;
        padan.on("GET " + list, Reply.json(200, "{\"state\":\"COMPLETED\"}"))
                .on("GET " + list + "/changes", Reply.json(200, "{\"items\":[],\"next\":\"4\"}"))
                .on("GET " + list + "/destruction", Reply.json(200, "{\"complete\":false}"))
                .on("DELETE " + list, Reply.json(200, "{\"state\":\"DESTROYED\"}"));
        assertThat(run("batch", "get", ID.toString())).isZero();
        assertThat(out.toString()).contains("COMPLETED");
        assertThat(run("batch", "changes", ID.toString(), "--cursor", "3")).isZero();
        assertThat(out.toString()).contains("\"next\"");
        assertThat(run("batch", "delete", ID.toString())).isZero();
        assertThat(run("batch", "destruction", ID.toString())).isZero();
        assertThat(out.toString()).contains("complete");
        assertThat(run("batch", "delete", "--help")).isZero();
    }

    @Test
    void aStatusWithoutAnAnswerIsFour() {
        padan.on("POST /api/verification/v1/checks", Reply.json(200, "{\"status\":\"STATUS_UNMAPPED\"}"));
        assertThat(run("check", "3171010101909991")).isEqualTo(4);
        padan.on(
                "POST /api/verification/v1/checks",
                Reply.json(200, "{\"status\":\"AS_OF_UNKNOWN\",\"asOf\":\"2025-04-30\"}"));
        assertThat(run("check", "3171010101909991", "--as-of", "2025-04-30")).isEqualTo(4);
        assertThat(out.toString()).contains("AS_OF_UNKNOWN", "2025-04-30");
    }

    @Test
    void anExpiredTokenIsRenewedOnceUnlessItWasGiven() {
        padan.on(
                "POST /api/verification/v1/checks",
                Reply.problem(401, "TOKEN_EXPIRED", ""),
                Reply.json(200, "{\"status\":\"ANSWERED\",\"statement\":\"tidak ditemukan\"}"));
        assertThat(run("check", "3171010101909991")).isZero();
        padan.on("POST /api/verification/v1/checks", Reply.problem(401, "TOKEN_EXPIRED", ""));
        assertThat(run("check", "3171010101909991", "--token", "old")).isEqualTo(2);
    }

    @Test
    void tokenPrintsNothingElse() {
        assertThat(run("token", "petugas.kemnaker")).isZero();
        assertThat(out.toString().strip()).isEqualTo("t0ken");
        assertThat(padan.requests("POST", "/oidc/protocol/openid-connect/token")
                        .getFirst()
                        .body())
                .contains("grant_type=password", "client_id=padan-cli", "username=petugas.kemnaker");
        padan.on("POST /oidc/protocol/openid-connect/token", Reply.json(401, "{\"error\":\"invalid_client\"}"));
        assertThat(run("token", "bkn")).isEqualTo(2);
    }

    @Test
    void anImportReportsItsFirstRejects() throws IOException {
        String imports = "/api/asn-directory/v1/imports";
        padan.on("POST " + imports, Reply.json(202, "{}").header("Location", imports + "/" + ID))
                .on(
                        "GET " + imports + "/" + ID,
                        Reply.json(
                                200,
                                "{\"id\":\"" + ID
                                        + "\",\"state\":\"COMPLETED\",\"counts\":{\"accepted\":2,\"rejected\":1},"
                                        + "\"rejects\":[{\"row\":3,\"field\":\"tglLahir\",\"reason\":\"not a date\"}]}"));
        Path records = Files.writeString(folder.resolve("asn.ndjson"), "{}\n{}\n{}\n");

        assertThat(run("import", records.toString(), "--data-date", "2026-11-01", "--mode", "delta"))
                .isZero();

        FakePadan.Request upload = padan.requests("POST", imports).getFirst();
        assertThat(upload.header("X-padan-mode")).isEqualTo("delta");
        assertThat(upload.header("X-padan-data-date")).isEqualTo("2026-11-01");
        assertThat(upload.header("Content-type")).isEqualTo("application/x-ndjson");
        assertThat(upload.header("X-padan-rows")).isEqualTo("data-utama");
        assertThat(out.toString()).contains("tglLahir").contains("not a date");

        // The same bytes as another kind of rows are another import.
        assertThat(run(
                        "import",
                        records.toString(),
                        "--data-date",
                        "2026-11-01",
                        "--mode",
                        "delta",
                        "--rows",
                        "rw-cltn"))
                .isZero();
        FakePadan.Request history = padan.requests("POST", imports).getLast();
        assertThat(history.header("X-padan-rows")).isEqualTo("rw-cltn");
        assertThat(history.header("Idempotency-key")).isNotEqualTo(upload.header("Idempotency-key"));
    }

    @Test
    void resultsAreComparedRowByRowWithoutSayingANik() throws IOException {
        Path results = Files.writeString(folder.resolve("results.csv"), RESULTS);
        Path expected = Files.writeString(
                folder.resolve("expected.csv"),
                "row,status,answer\n1,ANSWERED,ACTIVE\n2,ANSWERED,NOT_FOUND\n3,NIK_FORMAT,\n");
        assertThat(run("compare", results.toString(), expected.toString())).isZero();
        Files.writeString(expected, "row,status,answer\n1,ANSWERED,RETIRED\n2,ANSWERED,NOT_FOUND\n");
        assertThat(run("compare", results.toString(), expected.toString())).isEqualTo(4);
        assertThat(out.toString())
                .contains("row 1: expected ANSWERED/RETIRED, got ANSWERED/ACTIVE", "1 rows too many")
                .doesNotContain("3171010101909991");
        assertThat(run("compare", results.toString(), "none.csv")).isEqualTo(1);
    }
}
