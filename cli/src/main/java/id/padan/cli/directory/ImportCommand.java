package id.padan.cli.directory;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.cli.access.Language;
import id.padan.cli.access.Progress;
import id.padan.cli.access.Source;
import id.padan.cli.verification.Job;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan import}: ASN records into BKN's directory. */
@Command(
        name = "import",
        description = "Brings ASN records or their histories (NDJSON or CSV in SIASN names) into BKN's directory.",
        footer = {
            "",
            "Running it again with the same file, rows, mode and date is the same import. Rejected records do not",
            "stop the others; the first of them are listed with field and reason.",
            ExitCode.HELP,
            "",
            "Example: padan import population.ndjson --data-date 2026-11-01"
        })
public final class ImportCommand implements Callable<Integer> {
    private static final String PATH = "/api/asn-directory/v1/imports";
    private static final int SHOWN_REJECTS = 10;

    enum Mode {
        full,
        delta
    }

    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Records; - for standard input (NDJSON, unless --format says CSV).")
    String file;

    @Option(
            names = "--data-date",
            required = true,
            paramLabel = "yyyy-MM-dd",
            description = "The day on which the source extracted its data.")
    LocalDate dataDate;

    @Option(
            names = "--mode",
            defaultValue = "full",
            description =
                    "full: what is not in the file is reported and removed after approval; delta: only what is in it changes. Default: ${DEFAULT-VALUE}.")
    Mode mode;

    @Option(
            names = "--rows",
            defaultValue = "data-utama",
            paramLabel = "KIND",
            description =
                    "data-utama: records; rw-jabatan, rw-golongan, rw-angkakredit, rw-diklat, rw-kursus, rw-skp22, rw-pemberhentian or rw-cltn: that history of persons who are there. Default: ${DEFAULT-VALUE}.")
    String rows;

    @Option(names = "--format", paramLabel = "ndjson|csv", description = "Default: by the file's name, else ndjson.")
    @Nullable
    Format format;

    @Option(names = "--key", description = "Idempotency-Key. Default: from the file's content, mode and date.")
    @Nullable
    String key;

    @Option(names = "--new", description = "A new import even if this file was imported before.")
    boolean fresh;

    @Option(names = "--json", description = "Print the report as JSON.")
    boolean json;

    @Option(names = "--no-progress", description = "No progress on standard error.")
    boolean noProgress;

    enum Format {
        ndjson("application/x-ndjson"),
        csv("text/csv");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }
    }

    @Override
    public Integer call() throws IOException {
        Language language = connection.language();
        PrintWriter err = spec.commandLine().getErr();
        Format chosen =
                format != null ? format : file.toLowerCase(Locale.ROOT).endsWith(".csv") ? Format.csv : Format.ndjson;
        Source source = Source.open(file, connection.environment(), language, chosen.contentType);
        String chosenKey = key != null
                ? key
                : fresh ? UUID.randomUUID().toString() : source.key("import", rows, mode.name(), dataDate.toString());
        long startedNanos = System.nanoTime();
        try (Api api = connection.connect("bkn")) {
            String path = PATH + "/" + upload(api, source, chosenKey, language, err);
            JsonNode report = Job.awaitEnd(
                    api,
                    path,
                    progress(err, language, language.say("menyimpan", "storing"), language.say("baris", "rows"), 1, 0));
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
            String state = report.path("state").asText();
            if (json) {
                spec.commandLine().getOut().println(Api.pretty(report));
                spec.commandLine().getOut().flush();
            } else {
                print(api, path, report, elapsed, language);
            }
            if (!state.equals("COMPLETED")) {
                throw new Failure(ExitCode.INCOMPLETE, Job.reason(report, language));
            }
            return ExitCode.OK;
        }
    }

    private String upload(Api api, Source source, String chosenKey, Language language, PrintWriter err)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Padan-Rows", rows);
        headers.put("X-Padan-Mode", mode.name());
        headers.put("X-Padan-Data-Date", dataDate.toString());
        if (source.file() != null) {
            headers.put("X-Padan-File-Name", Job.harmlessName(source.file()));
        }
        String uploading = language.say("mengimpor", "importing");
        AtomicReference<Progress> progress =
                new AtomicReference<>(progress(err, language, uploading, "MB", 1_000_000, source.size()));
        try {
            Api.Answer answer = api.upload(
                    PATH, source, chosenKey, headers, sent -> progress.get().at(sent), (reason, pause) -> {
                        progress.get().close();
                        progress.set(progress(err, language, uploading, "MB", 1_000_000, source.size()));
                        err.println(language.say(
                                "Unggahan gagal (" + reason + "), dicoba lagi dengan kunci yang sama dalam "
                                        + pause.toSeconds() + " s.",
                                "The upload failed (" + reason + "), trying again with the same key in "
                                        + pause.toSeconds() + " s."));
                        err.flush();
                    });
            return Job.id(answer, language);
        } finally {
            progress.get().close();
        }
    }

    private Progress progress(PrintWriter err, Language language, String name, String unit, long unitSize, long total) {
        return new Progress(err, connection.environment(), language, noProgress, name, unit, unitSize, total);
    }

    private void print(Api api, String path, JsonNode report, Duration elapsed, Language language) {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode counts = report.path("counts");
        long accepted = count(report, counts, "accepted");
        long rejected = count(report, counts, "rejected");
        double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
        out.println();
        out.println(language.say("  diterima   ", "  accepted  ") + language.number(accepted));
        out.println(language.say("  ditolak    ", "  rejected  ") + language.number(rejected));
        long absent = count(report, counts, "absent");
        if (absent > 0) {
            out.println(language.say(
                    "  tidak ada di berkas ini: " + language.number(absent)
                            + "; dihapus setelah disetujui orang kedua (imports/{id}/absences, /removal)",
                    "  not in this file: " + language.number(absent)
                            + "; removed once a second person approves (imports/{id}/absences, /removal)"));
        }
        long removed = count(report, counts, "removed");
        if (removed > 0) {
            out.println(language.say("  dihapus    ", "  removed   ") + language.number(removed));
        }
        JsonNode dropped = counts.has("dropped") ? counts.path("dropped") : report.findPath("droppedFields");
        if (dropped.isObject() ? !dropped.isEmpty() : dropped.asLong() > 0) {
            out.println(language.say("  dibuang    ", "  dropped   ")
                    + brief(dropped, language)
                    + language.say("   (elemen kelas X)", "   (elements of class X)"));
        }
        out.println(language.say("  tanggal    ", "  data date ") + dataDate);
        out.println(language.say("  waktu      ", "  time      ") + language.decimal(seconds) + " s, "
                + language.number((long) ((accepted + rejected) / seconds)) + language.say(" baris/s", " rows/s"));
        out.println(language.say("  impor      ", "  import    ")
                + report.path("id").asText());
        if (rejected > 0) {
            rejects(api, path, report, out, language);
        }
        out.flush();
    }

    private static long count(JsonNode report, JsonNode counts, String name) {
        JsonNode count = counts.has(name) ? counts.path(name) : report.path(name);
        if (!count.isObject()) {
            return count.asLong();
        }
        long sum = 0;
        for (var part : count.properties()) {
            sum += part.getValue().asLong();
        }
        return sum;
    }

    private static String brief(JsonNode dropped, Language language) {
        if (!dropped.isObject()) {
            return language.number(dropped.asLong());
        }
        StringBuilder text = new StringBuilder();
        for (var field : dropped.properties()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(field.getKey())
                    .append(' ')
                    .append(language.number(field.getValue().asLong()));
        }
        return text.toString();
    }

    private static void rejects(Api api, String path, JsonNode report, PrintWriter out, Language language) {
        JsonNode rejects = report.path("rejects");
        if (!rejects.isArray() || rejects.isEmpty()) {
            try {
                JsonNode page = api.get(path + "/rejects").body();
                rejects = page.isArray()
                        ? page
                        : page.path("items").isArray() ? page.path("items") : page.path("rejects");
            } catch (Failure e) {
                // The counts stand without the list.
                return;
            }
        }
        int shown = 0;
        for (JsonNode reject : rejects) {
            if (shown++ == SHOWN_REJECTS) {
                out.println(language.say("    ... lainnya: GET ", "    ... more: GET ") + path + "/rejects");
                break;
            }
            String reason = language.say(
                    reject.path("textId").asText(""), reject.path("textEn").asText(""));
            out.println(
                    "    " + language.say("baris ", "row ") + reject.path("row").asText() + "  "
                            + reject.path("field").asText("") + "  "
                            + reject.path("reason").asText(reject.path("code").asText(""))
                            + (reason.isEmpty() ? "" : "  " + reason));
        }
    }
}
