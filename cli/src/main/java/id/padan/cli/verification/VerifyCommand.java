package id.padan.cli.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.cli.access.Language;
import id.padan.cli.access.Progress;
import id.padan.cli.access.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
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

/** {@code padan verify}: a list from upload to results. */
@Command(
        name = "verify",
        description = "Verifies a list of NIKs (CSV, XLSX, or a ZIP of one) and writes the answers to a file.",
        footer = {
            "",
            "Running the same command again on the same day with the same file gives the same batch, so it",
            "is safe after any failure. The result appears under its name only when it is whole.",
            ExitCode.HELP,
            "",
            "Example: padan verify calon.csv -o hasil.csv --program BSU-2025"
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final ZoneId LEGAL_DAY = ZoneId.of("Asia/Jakarta");

    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The list; - for standard input.")
    String file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Where the answers go. Default: FILE.results.csv (or .ndjson, .packed).")
    @Nullable
    Path output;

    @Option(names = "--program", required = true, paramLabel = "CODE", description = "Programme, such as BSU-2025.")
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

    @Option(
            names = "--key",
            description = "Idempotency-Key. Default: from the file's content, programme, purpose and day.")
    @Nullable
    String key;

    @Option(names = "--new", description = "A new batch even if this file was verified today.")
    boolean fresh;

    @Option(
            names = "--format",
            defaultValue = "merged",
            description =
                    "merged: your file with status, answer, statement and warnings behind each row; csv, ndjson: row"
                            + " numbers, NIKs and answers; packed: two bits a row. Default: ${DEFAULT-VALUE}.")
    Results.Format format;

    @Option(names = "--json", description = "Print the batch as JSON instead of the summary.")
    boolean json;

    @Option(names = "--no-progress", description = "No progress on standard error.")
    boolean noProgress;

    @Override
    public Integer call() throws IOException {
        Language language = connection.language();
        PrintWriter err = spec.commandLine().getErr();
        Path target = target(language);
        Source source = Source.open(file, connection.environment(), language, "text/csv");
        String chosenKey = key(source);
        long startedNanos = System.nanoTime();
        try (Api api = connection.connect("kemnaker")) {
            String id = upload(api, source, chosenKey, language, err);
            JsonNode batch = Job.awaitEnd(
                    api,
                    "/api/verification/v1/batches/" + id,
                    new Progress(
                            err,
                            connection.environment(),
                            language,
                            noProgress,
                            language.say("mencocokkan", "matching"),
                            language.say("baris", "rows"),
                            1,
                            0));
            return finish(api, batch, id, source, target, Duration.ofNanos(System.nanoTime() - startedNanos), language);
        }
    }

    private Path target(Language language) throws IOException {
        if (output == null) {
            if (file.equals("-")) {
                throw new Failure(
                        ExitCode.USAGE,
                        language.say(
                                "Sebutkan -o OUT bila daftar datang dari masukan baku.",
                                "Give -o OUT when the list comes from standard input."));
            }
            return Path.of(file + ".results." + (format == Results.Format.merged ? Results.Format.csv : format));
        }
        if (!file.equals("-") && Files.exists(output) && Files.isSameFile(output, Path.of(file))) {
            throw new Failure(
                    ExitCode.USAGE,
                    language.say("OUT tidak boleh sama dengan FILE.", "OUT must not be the same file as FILE."));
        }
        return output;
    }

    private String key(Source source) throws IOException {
        if (key != null) {
            return key;
        }
        return fresh
                ? UUID.randomUUID().toString()
                : source.key(
                        "verify",
                        program,
                        purpose,
                        String.valueOf(asOf),
                        LocalDate.now(connection.environment().clock().withZone(LEGAL_DAY))
                                .toString());
    }

    private String upload(Api api, Source source, String chosenKey, Language language, PrintWriter err)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Padan-Purpose", purpose);
        headers.put("X-Padan-Program", program);
        if (asOf != null) {
            headers.put("X-Padan-As-Of", asOf.toString());
        }
        if (source.file() != null) {
            headers.put("X-Padan-File-Name", Job.harmlessName(source.file()));
        }
        AtomicReference<Progress> progress = new AtomicReference<>(uploading(source, language, err));
        try {
            Api.Answer answer = api.upload(
                    "/api/verification/v1/batches",
                    source,
                    chosenKey,
                    headers,
                    sent -> progress.get().at(sent),
                    (reason, pause) -> {
                        progress.get().close();
                        progress.set(uploading(source, language, err));
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

    private Progress uploading(Source source, Language language, PrintWriter err) {
        return new Progress(
                err,
                connection.environment(),
                language,
                noProgress,
                language.say("mengunggah", "uploading"),
                "MB",
                1_000_000,
                source.size());
    }

    private int finish(
            Api api, JsonNode batch, String id, Source source, Path target, Duration elapsed, Language language)
            throws IOException {
        String state = batch.path("state").asText();
        boolean hasResults = state.equals("COMPLETED") || state.equals("COMPLETED_PARTLY");
        if (!hasResults) {
            throw new Failure(ExitCode.INCOMPLETE, Job.reason(batch, language));
        }
        long rows = BatchSummary.received(batch);
        if (format != Results.Format.merged) {
            Results.download(api, language, id, format, rows, target);
        } else if (!Results.merge(api, language, id, rows, source, target)) {
            spec.commandLine()
                    .getErr()
                    .println(language.say(
                            "Daftar ini tidak dapat ditulis ulang dengan jawabannya (XLSX atau masukan baku); hasil ditulis"
                                    + " sebagai CSV dengan nomor baris.",
                            "This list cannot be written again with its answers (XLSX or standard input); the results are a"
                                    + " CSV with row numbers."));
            Results.download(api, language, id, Results.Format.csv, rows, target);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Api.pretty(batch));
            out.flush();
        } else {
            BatchSummary.print(out, language, batch, facts(api, id), elapsed, target);
        }
        if (state.equals("COMPLETED")) {
            return ExitCode.OK;
        }
        throw new Failure(ExitCode.INCOMPLETE, Job.reason(batch, language));
    }

    /** The record facts are only an addition to the summary. */
    private static JsonNode facts(Api api, String id) {
        try {
            return api.get("/api/verification/v1/batches/" + id + "/record-facts")
                    .body();
        } catch (Failure e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
