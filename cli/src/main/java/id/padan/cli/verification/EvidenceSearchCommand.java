package id.padan.cli.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan evidence search}: was this NIK asked about, when, with what answer. */
@Command(
        name = "search",
        description =
                "Tells whether a NIK was asked about, when, and with what answer. Each search is written to the log.",
        footer = {
            ExitCode.HELP,
            "",
            "The NIK is read from standard input and stays out of the shell's history:",
            "padan evidence search - --party dpo.kemnaker --case PDP/12/2026 --reason \"permintaan subjek data\""
        })
final class EvidenceSearchCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "-", description = "Only -: the NIK comes from standard input.")
    String nik;

    @Option(names = "--case", required = true, paramLabel = "CASE", description = "Number of the officer's case.")
    String caseReference;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why the evidence is opened.")
    String reason;

    @Option(names = "--from", paramLabel = "DATE", description = "First day to look at (yyyy-MM-dd).")
    @Nullable
    LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "Last day to look at.")
    @Nullable
    LocalDate to;

    @Option(names = "--json", description = "Print the whole answer as JSON.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        Language language = connection.language();
        if (!nik.equals("-")) {
            throw new ParameterException(
                    spec.commandLine(),
                    language.say(
                            "Tulis - dan ketik NIK di masukan baku: pada baris perintah ia tercatat dalam riwayat.",
                            "Write - and give the NIK on standard input: on the command line it would stay in the history."));
        }
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("nik", TypedNik.read(connection, spec));
        question.put("caseReference", caseReference);
        question.put("reason", reason);
        if (from != null) {
            question.put("from", from.toString());
        }
        if (to != null) {
            question.put("to", to.toString());
        }
        JsonNode found;
        try (Api api = connection.connect("dpo.kemnaker")) {
            found = api.post("/api/verification/v1/evidence/searches", question).body();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Api.pretty(found));
        } else {
            print(out, found, language);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, JsonNode found, Language language) {
        if (found.path("asked").isEmpty()) {
            out.println(language.say("Tidak pernah ditanyakan.", "Never asked about."));
        }
        for (JsonNode asked : found.path("asked")) {
            out.println(asked.path("at").asText("?") + "  "
                    + asked.path("party").asText() + "  "
                    + asked.path("statement").asText(asked.path("status").asText()));
            out.println("  "
                    + (asked.has("checkId")
                            ? language.say("pengecekan ", "check ")
                                    + asked.path("checkId").asText()
                            : language.say("daftar ", "list ")
                                    + asked.path("batchId").asText()
                                    + (asked.has("row")
                                            ? language.say(", baris ", ", row ")
                                                    + asked.path("row").asText()
                                            : ""))
                    + "  " + asked.path("program").asText() + "  "
                    + asked.path("agreement").path("clause").asText() + "  "
                    + language.say("bukti ", "receipt ")
                    + asked.path("receipt").path("id").asText("-"));
        }
        if (found.path("pending").asInt() > 0) {
            out.println(language.say(
                    "Bukti " + found.path("pending").asInt()
                            + " daftar yang baru selesai belum ditulis; cari lagi nanti.",
                    "The evidence of " + found.path("pending").asInt()
                            + " lists just completed is not written yet; search again later."));
        }
        out.println(language.say("Pembukaan ini tercatat: ", "This opening is on record: ")
                + found.path("searchId").asText());
    }
}
