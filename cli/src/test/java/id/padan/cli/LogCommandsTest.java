package id.padan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.cli.FakePadan.Reply;
import id.padan.cli.access.Environment;
import id.padan.proof.CanonicalJson;
import id.padan.proof.Growth;
import id.padan.proof.Head;
import id.padan.proof.LogExport;
import id.padan.proof.LogKey;
import id.padan.proof.LogSigner;
import id.padan.proof.SignedHead;
import id.padan.proof.TreeHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandsTest {
    private static final String ORIGIN = "padan/test/verification";
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00.000001Z");
    private static final String ID = "0193a000-0000-7000-8000-000000000001";

    private final TreeHash hash = new TreeHash();
    private final Map<String, String> variables = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private FakePadan padan;
    private LogSigner signer;
    private String leaf;
    private Growth growth;
    private SignedHead head;

    @BeforeEach
    void aLogOfOneLeaf() throws IOException {
        padan = new FakePadan();
        variables.put("PADAN_URL", padan.url());
        variables.put("PADAN_OIDC", padan.url() + "/oidc");
        LogSigner.generate(folder.resolve("log.json"));
        signer = LogSigner.load(folder.resolve("log.json"), ORIGIN, LogKey.Use.HEADS);
        leaf = CanonicalJson.write(
                new TreeMap<>(Map.of("at", AT.toString(), "id", ID, "kind", "IMPORT", "commitment", "00")));
        growth = Growth.of(0, List.of(), List.of(hash.leaf(leaf)), hash);
        head = signer.sign(new Head(ORIGIN, 1, growth.root(), new byte[TreeHash.BYTES], AT));
        Files.writeString(folder.resolve("log.key"), signer.key() + "\n");
    }

    @AfterEach
    void stop() {
        padan.close();
    }

    private int run(String... arguments) {
        var commandLine = Padan.commandLine(new Environment(
                variables::get,
                new ByteArrayInputStream("".getBytes(StandardCharsets.UTF_8)),
                false,
                Clock.systemUTC(),
                pause -> {}));
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String receipt() {
        return JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("format", "padan-receipt/1")
                .put("id", ID)
                .put("logIndex", 0)
                .put("at", AT.toString())
                .put("leafHash", HexFormat.of().formatHex(hash.leaf(leaf)))
                .put("leaf", leaf)
                .put("head", head.note())
                .put("href", "/api/verification/v1/receipts/" + ID)
                .set("path", JsonMapper.builder().build().createArrayNode())
                .toString();
    }

    @Test
    void aReceiptIsVerifiedOfflineAndAForgedOneIsRefusedWithTheReason() throws IOException {
        padan.close();
        Files.writeString(folder.resolve("receipt.json"), receipt());
        Files.writeString(folder.resolve("forged.json"), receipt().replace("IMPORT", "EXPORT"));

        assertThat(run("receipt", "verify", file("receipt.json"), "--key", file("log.key")))
                .isZero();
        assertThat(out.toString()).contains("Proven: IMPORT", ORIGIN);
        assertThat(run(
                        "receipt",
                        "verify",
                        file("receipt.json"),
                        "--key",
                        signer.key().toString()))
                .isZero();
        assertThat(run("receipt", "verify", file("forged.json"), "--key", file("log.key")))
                .isEqualTo(4);
        assertThat(err.toString()).contains("Not proven: the leaf was altered");
        assertThat(run("receipt", "verify", file("receipt.json"))).isEqualTo(1);
        assertThat(run("receipt")).isEqualTo(1);
    }

    @Test
    void anExportedLogIsVerifiedOffline() throws IOException {
        var export = LogExport.header(ORIGIN, signer.key()) + "\n" + LogExport.group(0, List.of(leaf), head.note())
                + "\n" + LogExport.end(1) + "\n";
        padan.on("GET /api/verification/v1/log/leaves", Reply.text("application/x-ndjson", export));

        assertThat(run("log", "export", "-o", file("log.ndjson"))).isZero();
        padan.close();
        assertThat(run("log", "verify", file("log.ndjson"), "--key", file("log.key")))
                .isZero();
        assertThat(out.toString()).contains("1 leaves under 1 signed heads");
        Files.writeString(folder.resolve("log.ndjson"), export.replace("IMPORT", "EXPORT"));
        assertThat(run("log", "verify", file("log.ndjson"), "--key", file("log.key")))
                .isEqualTo(4);
        assertThat(err.toString()).contains("one of them was altered");
    }

    @Test
    void aHeadIsCounterSignedOnlyIfItContinuesTheLastOneSeen() throws Exception {
        var path = "/api/verification/v1/log/";
        padan.on("GET " + path + "head", Reply.json(200, headBody(head)))
                .on("POST " + path + "heads/1/counter-signatures", Reply.json(201, "{}"));
        assertThat(run("log", "party-key", "--keyset", file("party.json"))).isZero();
        var party = LogKey.parse(out.toString().strip());

        assertThat(counterSign()).as(err.toString()).isZero();
        var sent = padan.requests("POST", path + "heads/1/counter-signatures").getFirst();
        party.requireOn(SignedHead.parse(sent.body()));

        // The same size with another root: a second history.
        var other = signer.sign(new Head(ORIGIN, 1, hash.leaf("other"), new byte[TreeHash.BYTES], AT));
        padan.on("GET " + path + "head", Reply.json(200, headBody(other)));
        assertThat(counterSign()).isEqualTo(4);
        assertThat(err.toString()).contains("Not signed: two different roots");
        assertThat(Files.readString(folder.resolve("seen"))).isEqualTo(head.note());
    }

    private int counterSign() {
        return run(
                "log",
                "counter-sign",
                "--key",
                file("log.key"),
                "--keyset",
                file("party.json"),
                "--seen",
                file("seen"));
    }

    private static String headBody(SignedHead head) {
        return JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("head", head.note())
                .toString();
    }
}
