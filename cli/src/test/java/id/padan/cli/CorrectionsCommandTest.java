package id.padan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.cli.FakePadan.Reply;
import id.padan.cli.access.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CorrectionsCommandTest {
    private static final String PROPOSALS = "/api/corrections/v1/proposals";
    private static final String ID = "0198f3a2-7c11-7d3e-9c55-1a2b3c4d5e6f";

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

    private int run(String... arguments) {
        var variables = Map.of("PADAN_URL", padan.url(), "PADAN_OIDC", padan.url() + "/oidc", "LANG", "en_US");
        CommandLine commandLine = Padan.commandLine(new Environment(
                variables::get, new ByteArrayInputStream(new byte[0]), false, Clock.systemUTC(), pause -> {}));
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void aListIsSentWithItsKeyAndAFileIsAttached() throws IOException {
        Path list = Files.writeString(folder.resolve("usulan.csv"), "nip;elemen;nilaiSeharusnya\n");
        padan.on("POST " + PROPOSALS, Reply.json(202, "{\"id\":\"" + ID + "\",\"counts\":{\"accepted\":1}}"));
        assertThat(run("corrections", "propose", list.toString(), "--key", "k1"))
                .isZero();
        var sent = padan.requests("POST", PROPOSALS).getFirst();
        assertThat(sent.header("Idempotency-key")).isEqualTo("k1");
        assertThat(sent.header("Content-type")).isEqualTo("text/csv");
        assertThat(sent.body()).startsWith("nip;elemen");
        assertThat(out.toString()).contains("\"accepted\" : 1");

        Path letter = Files.writeString(folder.resolve("sk.pdf"), "%PDF-1.7");
        padan.on("POST " + PROPOSALS + "/" + ID + "/evidence", Reply.json(201, "{\"id\":\"e1\"}"));
        assertThat(run("corrections", "evidence", ID, letter.toString(), "--kind", "SURAT_KEPUTUSAN"))
                .isZero();
        assertThat(padan.requests("POST", PROPOSALS + "/" + ID + "/evidence")
                        .getFirst()
                        .header("Content-type"))
                .isEqualTo("application/pdf");
    }

    @Test
    void aStepIsTakenAndARefusalIsToldInWords() {
        padan.on(
                "POST " + PROPOSALS + "/" + ID + "/transitions",
                Reply.json(200, "{\"state\":\"RETURNED\"}"),
                Reply.problem(403, "FOUR_EYES", ""));
        String[] step = {"corrections", "step", ID, "RETURNED", "--reason", "51", "--remark", "Lampirkan ijazah"};
        assertThat(run(step)).isZero();
        assertThat(padan.requests("POST", PROPOSALS + "/" + ID + "/transitions")
                        .getFirst()
                        .body())
                .isEqualTo("{\"to\":\"RETURNED\",\"reason\":\"51\",\"remark\":\"Lampirkan ijazah\"}");
        assertThat(run("corrections", "step", ID, "COMPLETED", "--party", "kemnaker"))
                .isNotZero();
        assertThat(err.toString()).contains("FOUR_EYES");
    }
}
