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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan check}: one NIK. */
@Command(
        name = "check",
        description = "Asks about one NIK and prints the answer's sentence.",
        footer = {
            ExitCode.HELP,
            "Any of the four answers is 0; no answer (STATUS_UNMAPPED, or AS_OF_UNKNOWN with --as-of) is 4.",
            "",
            "With - the NIK is read from standard input and stays out of the shell's history:",
            "padan check - --program BSU-2025"
        })
public final class CheckCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "NIK", description = "Sixteen digits; - to read them from standard input.")
    String nik;

    @Option(
            names = "--program",
            defaultValue = "BSU-2025",
            paramLabel = "CODE",
            description = "Programme. Default: ${DEFAULT-VALUE}.")
    String program;

    @Option(
            names = "--purpose",
            defaultValue = "AID_VERIFICATION",
            description = "Purpose of Ps 2. Default: ${DEFAULT-VALUE}.")
    String purpose;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "Status on this day (yyyy-MM-dd), a cut-off date of the programme. Default: today.")
    @Nullable
    LocalDate asOf;

    @Option(names = "--json", description = "Print the whole answer as JSON.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        Language language = connection.language();
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("nik", nik.equals("-") ? TypedNik.read(connection, spec) : nik);
        request.put("purpose", purpose);
        request.put("programCode", program);
        if (asOf != null) {
            request.put("asOf", asOf.toString());
        }
        JsonNode answer;
        try (Api api = connection.connect("kemnaker")) {
            answer = api.post("/api/verification/v1/checks", request).body();
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean answered = answer.path("status").asText().equals("ANSWERED");
        if (json) {
            out.println(Api.pretty(answer));
        } else {
            print(out, answer, answered, language);
        }
        out.flush();
        return answered ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    private static void print(PrintWriter out, JsonNode answer, boolean answered, Language language) {
        out.println(
                answered
                        ? answer.path("statement").asText()
                        : answer.path("status").asText().equals("AS_OF_UNKNOWN")
                                ? language.say(
                                        "Tidak ada jawaban: orangnya tercatat, tetapi statusnya pada tanggal itu tidak diketahui (AS_OF_UNKNOWN).",
                                        "No answer: the person is on record, but the status on that day is not known (AS_OF_UNKNOWN).")
                                : language.say(
                                        "Belum ada jawaban: status hukumnya belum dipetakan BKN (STATUS_UNMAPPED).",
                                        "No answer yet: BKN has not mapped the legal status (STATUS_UNMAPPED)."));
        line(out, language.say("per tanggal", "as of"), answer.path("asOf"));
        line(out, language.say("tanggal data", "data date"), answer.path("dataTime"));
        line(out, language.say("versi pemetaan", "mapping version"), answer.path("mappingVersion"));
        JsonNode agreement = answer.path("agreement");
        if (agreement.hasNonNull("id")) {
            out.println("  " + language.say("perjanjian", "agreement") + ": "
                    + agreement.path("id").asText() + language.say(" versi ", " version ")
                    + agreement.path("version").asText() + ", "
                    + agreement.path("clause").asText());
        }
        JsonNode warnings = answer.path("warnings");
        if (!warnings.isEmpty()) {
            out.println("  " + language.say("peringatan", "warnings") + ": " + warnings);
        }
        line(out, language.say("bukti", "receipt"), answer.path("checkId"));
    }

    private static void line(PrintWriter out, String name, JsonNode value) {
        if (!value.asText("").isEmpty()) {
            out.println("  " + name + ": " + value.asText());
        }
    }
}
