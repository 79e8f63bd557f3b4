package id.padan.cli.reference;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.cli.access.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan references import}: a folder of tables as their source wrote them. */
@Command(
        name = "import",
        description =
                "Publishes each TABLE.json or TABLE.json.gz of a folder: a JSON array, or an object a line, in SIASN's names.",
        footer = {
            "",
            "Running it again changes nothing. Rows that cannot be used are kept aside, and rows that point nowhere",
            "are reported; neither stops the others.",
            ExitCode.HELP,
            "",
            "Example: padan references import siasn-reference --data-date 2025-05-09"
        })
final class ReferencesImportCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SHOWN = 3;

    enum Mode {
        full,
        delta
    }

    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder, or a single file.")
    Path folder;

    @Option(
            names = "--data-date",
            paramLabel = "yyyy-MM-dd",
            description = "The day on which the source extracted its data.")
    @Nullable
    LocalDate dataDate;

    @Option(
            names = "--valid-from",
            paramLabel = "yyyy-MM-dd",
            description = "First day on which these tables hold. Default: today.")
    @Nullable
    LocalDate validFrom;

    @Option(
            names = "--mode",
            defaultValue = "full",
            description =
                    "full: codes that are not in the file end; delta: only what is in it changes. Default: ${DEFAULT-VALUE}.")
    Mode mode;

    @Option(names = "--confirm-removal", description = "Let more than half of a table's codes end.")
    boolean confirmRemoval;

    @Option(names = "--json", description = "Print the reports as JSON, one a line.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        Language language = connection.language();
        List<Path> files = files(language);
        long startedNanos = System.nanoTime();
        var failed = new ArrayList<String>();
        var reports = new LinkedHashMap<String, JsonNode>();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Api api = connection.connect("bkn")) {
            for (Path file : files) {
                String name = tableOf(file);
                try {
                    JsonNode report = api.putJson(ReferencesCommand.PATH + "/" + name, read(file), headers(), PATIENCE)
                            .body();
                    reports.put(report.path("table").asText(name), report);
                    if (!json) {
                        out.println(line(report, language));
                        out.flush();
                    }
                } catch (Failure e) {
                    if (e.exitCode() == ExitCode.REFUSED || e.exitCode() == ExitCode.UNAVAILABLE) {
                        throw e;
                    }
                    failed.add(name);
                    err.println("  " + name + ": " + e.getMessage());
                    err.flush();
                }
            }
            // Only now are all parents there.
            for (Map.Entry<String, JsonNode> one : reports.entrySet()) {
                JsonNode then = one.getValue();
                JsonNode now = then.path("orphans").isEmpty()
                        ? then
                        : api.get(ReferencesCommand.PATH + "/" + one.getKey() + "/report")
                                .body();
                if (json) {
                    out.println(now);
                } else {
                    defects(now, language, out);
                }
            }
        }
        if (!json) {
            double seconds = Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1000.0;
            long rows = reports.values().stream()
                    .mapToLong(report -> report.path("version").path("rows").asLong())
                    .sum();
            out.println();
            out.println("  " + language.number(reports.size()) + language.say(" tabel, ", " tables, ")
                    + language.number(rows) + language.say(" baris, ", " rows, ") + language.decimal(seconds) + " s");
        }
        out.flush();
        if (!failed.isEmpty()) {
            throw new Failure(
                    ExitCode.INCOMPLETE, language.say("Tidak terambil: ", "Not taken: ") + String.join(", ", failed));
        }
        return ExitCode.OK;
    }

    private List<Path> files(Language language) throws IOException {
        if (Files.isRegularFile(folder)) {
            return List.of(folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new Failure(
                    ExitCode.USAGE,
                    language.say("Tidak ada folder atau berkas ", "There is no folder or file ") + folder);
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.filter(file -> file.getFileName().toString().matches(".+\\.json(\\.gz)?"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new Failure(
                        ExitCode.USAGE,
                        language.say("Tidak ada berkas .json atau .json.gz di ", "There is no .json or .json.gz in ")
                                + folder);
            }
            return found;
        }
    }

    private static String tableOf(Path file) {
        return file.getFileName()
                .toString()
                .replaceFirst("\\.json(\\.gz)?$", "")
                .replaceAll("[^A-Za-z0-9]", "");
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
        }
    }

    private Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Padan-Mode", mode.name());
        if (dataDate != null) {
            headers.put("X-Padan-Data-Date", dataDate.toString());
        }
        if (validFrom != null) {
            headers.put("X-Padan-Valid-From", validFrom.toString());
        }
        if (confirmRemoval) {
            headers.put("X-Padan-Confirm-Removal", "true");
        }
        return headers;
    }

    private static String line(JsonNode report, Language language) {
        JsonNode version = report.path("version");
        String change = report.path("unchanged").asBoolean()
                ? language.say("tidak berubah", "unchanged")
                : "+" + version.path("added").asText() + " ~"
                        + version.path("changed").asText() + " -"
                        + version.path("ended").asText();
        return String.format(
                "  %-24s %-4s %10s %s  %s",
                report.path("table").asText(),
                "v" + version.path("version").asText(),
                language.number(version.path("rows").asLong()),
                language.say("baris", "rows"),
                change);
    }

    private static void defects(JsonNode report, Language language, PrintWriter out) {
        String table = report.path("table").asText();
        long refused = report.path("refused").asLong();
        if (refused > 0) {
            out.println("  " + table + ": " + language.number(refused)
                    + language.say(" baris disisihkan", " rows kept aside"));
            some(report.path("refusals"))
                    .forEach(row -> out.println("      " + language.say("baris ", "row ")
                            + row.path("row").asText() + "  "
                            + row.path("reason").asText() + "  "
                            + row.path("kode").asText("") + "  "
                            + row.path("data").asText("")));
        }
        for (JsonNode relation : report.path("orphans")) {
            String where = "  " + table + "." + relation.path("field").asText() + " -> "
                    + relation.path("parent").asText() + ": ";
            if (!relation.path("parentLoaded").asBoolean()) {
                out.println(where + language.say("tabel induk belum ada", "the parent table is not there"));
            }
            if (relation.path("count").asLong() > 0) {
                out.println(where + language.number(relation.path("count").asLong())
                        + language.say(" baris tanpa induk", " orphans") + " ("
                        + language.number(relation.path("empty").asLong())
                        + language.say(" kosong)", " empty)"));
                some(relation.path("examples"))
                        .forEach(row -> out.println("      " + row.path("kode").asText() + " -> "
                                + row.path("parent").asText()));
            }
            if (relation.path("endedParent").asLong() > 0) {
                out.println(where
                        + language.number(relation.path("endedParent").asLong())
                        + language.say(
                                " baris dengan induk yang tidak berlaku", " rows whose parent is no longer in use"));
            }
        }
        some(report.path("cycles"))
                .forEach(cycle -> out.println("  " + table + ": " + language.say("melingkar ", "a cycle ") + cycle));
    }

    private static List<JsonNode> some(JsonNode list) {
        var some = new ArrayList<JsonNode>();
        list.forEach(one -> {
            if (some.size() < SHOWN) {
                some.add(one);
            }
        });
        return some;
    }
}
