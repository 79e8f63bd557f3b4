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
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReferencesCommandsTest {
    private static final String PATH = "/api/asn-directory/v1/references/";
    private static final String REPORT = """
            {"table":"%s","version":{"table":"%1$s","version":1,"rows":3,"added":3,"changed":0,"ended":0},"unchanged":false,"refused":%d,
             "refusals":[{"row":2,"reason":"CODE_INVALID","data":"{}"}],"orphans":[%s],"cycles":[["C1","C2"]]}""";
    private static final String ORPHANS =
            "{\"field\":\"kelompokJabatanId\",\"parent\":\"kelompokJabatan\",\"parentLoaded\":%s,\"count\":%d,\"endedParent\":0,\"empty\":0,"
                    + "\"examples\":[{\"kode\":\"J1\",\"parent\":\"gone\"}]}";
    private static final String LINES = "{\"kode\":\"A\"}\n{\"kode\":\"B\"}\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakePadan padan;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        padan = new FakePadan();
    }

    @AfterEach
    void stop() {
        padan.close();
    }

    @Test
    void aFolderIsPublishedAndItsDefectsAreToldOnceAllParentsAreThere() throws IOException {
        try (var gz = new GZIPOutputStream(Files.newOutputStream(folder.resolve("jabatanFungsional.json.gz")))) {
            gz.write("[{\"id\":\"J1\"}]".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("kelasJabatan.json"), "[{\"id\":\"K1\"}]");
        Files.writeString(folder.resolve("LICENSE.md"), "no table");
        padan.on(
                        "PUT " + PATH + "jabatanFungsional",
                        Reply.json(200, REPORT.formatted("jabatanFungsional", 1, ORPHANS.formatted(false, 0))))
                .on("PUT " + PATH + "kelasJabatan", Reply.json(200, REPORT.formatted("kelompokJabatan", 0, "")))
                .on(
                        "GET " + PATH + "jabatanFungsional/report",
                        Reply.json(200, REPORT.formatted("jabatanFungsional", 1, ORPHANS.formatted(true, 186))));

        assertThat(run("references", "import", folder.toString(), "--data-date", "2025-05-09"))
                .isZero();

        var put = padan.requests("PUT", PATH + "jabatanFungsional").getFirst();
        assertThat(put.body()).isEqualTo("[{\"id\":\"J1\"}]");
        assertThat(put.header("X-padan-data-date")).isEqualTo("2025-05-09");
        assertThat(put.header("X-padan-mode")).isEqualTo("full");
        assertThat(out.toString())
                .contains("186 orphans", "J1 -> gone", "1 rows kept aside", "CODE_INVALID", "a cycle [\"C1\",\"C2\"]")
                .contains("2 tables, 6 rows")
                .doesNotContain("the parent table is not there");
    }

    @Test
    void aFileThatIsNoTableStopsNoOther() throws IOException {
        Files.writeString(folder.resolve("a.json"), "nonsense");
        Files.writeString(folder.resolve("b.json"), "[]");
        padan.on("PUT " + PATH + "a", Reply.problem(400, "INVALID", ""))
                .on("PUT " + PATH + "b", Reply.json(200, REPORT.formatted("b", 0, "")));
        assertThat(run("references", "import", folder.toString())).isEqualTo(4);
        assertThat(out.toString()).contains("1 tables");
        assertThat(err.toString()).contains("Not taken: a");
        padan.on("PUT " + PATH + "b", Reply.problem(403, "PARTY_MISMATCH", ""));
        assertThat(run("references", "import", folder.resolve("b.json").toString()))
                .isEqualTo(2);
        assertThat(run("references", "import", folder.resolve("none").toString()))
                .isEqualTo(1);
    }

    @Test
    void aDownloadIsComparedWithWhatWasPublished() throws Exception {
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(LINES.getBytes(StandardCharsets.UTF_8)));
        Path file = folder.resolve("instansi.ndjson");
        padan.on("GET " + PATH + "instansi", Reply.text("application/x-ndjson", LINES));
        padan.on("GET " + PATH + "instansi/versions", versions(hash));
        assertThat(run("references", "get", "instansi", "-o", file.toString())).isZero();
        assertThat(file).hasContent(LINES);

        Files.delete(file);
        padan.on("GET " + PATH + "instansi/versions", versions("0".repeat(64)));
        assertThat(run("references", "get", "instansi", "-o", file.toString())).isEqualTo(4);
        assertThat(file).doesNotExist();
        // A part of a version has no hash of its own.
        assertThat(run("references", "get", "instansi", "--as-of", "2025-04-30", "-o", file.toString()))
                .isZero();
        assertThat(run("references", "get", "instansi", "--table-version", "7")).isEqualTo(1);
        assertThat(run("references", "get", "../asn")).isEqualTo(1);
    }

    private static Reply versions(String hash) {
        return Reply.json(
                200,
                "{\"items\":[{\"version\":2,\"berlakuDari\":\"2999-01-01\",\"hash\":\"x\"},{\"version\":1,\"berlakuDari\":\"2024-01-01\",\"hash\":\""
                        + hash + "\"}]}");
    }

    private int run(String... arguments) {
        var variables = Map.of("PADAN_URL", padan.url(), "PADAN_OIDC", padan.url() + "/oidc");
        CommandLine commandLine = Padan.commandLine(new Environment(
                variables::get, new ByteArrayInputStream(new byte[0]), false, Clock.systemUTC(), pause -> {}));
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
