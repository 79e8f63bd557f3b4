package id.padan.cli.verification;

import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan batch}: a list that was sent before. */
@Command(name = "batch", description = "Shows a list sent before, fetches its results, or ends its retention now.")
public final class BatchCommand implements Runnable {
    private static final String PATH = "/api/verification/v1/batches/";

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: get, results, changes, delete or destruction");
    }

    @Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "Prints state and counts as JSON.",
            footer = ExitCode.HELP)
    int get(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "ID", description = "Batch id.") UUID id) {
        try (Api api = connection.connect("kemnaker")) {
            return print(Api.pretty(api.get(PATH + id).body()));
        }
    }

    @Command(
            name = "results",
            mixinStandardHelpOptions = true,
            description = "Writes the results to a file, whole or not at all.",
            footer = ExitCode.HELP)
    int results(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "ID", description = "Batch id.") UUID id,
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            paramLabel = "OUT",
                            description = "Where the answers go.")
                    Path output,
            @Option(
                            names = "--format",
                            defaultValue = "csv",
                            description = "csv, ndjson or packed. Default: ${DEFAULT-VALUE}.")
                    Results.Format format)
            throws IOException {
        if (format == Results.Format.merged) {
            throw new ParameterException(
                    spec.commandLine(), "Only padan verify has the list that answers can be merged with");
        }
        try (Api api = connection.connect("kemnaker")) {
            long rows = BatchSummary.received(api.get(PATH + id).body());
            Results.download(api, connection.language(), id.toString(), format, rows, output);
            return print(output.toString());
        }
    }

    @Command(
            name = "changes",
            mixinStandardHelpOptions = true,
            description =
                    "Prints what changed after the list was answered, as JSON; --cursor goes on from an earlier next.",
            footer = ExitCode.HELP)
    int changes(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "ID", description = "Batch id.") UUID id,
            @Option(names = "--cursor", paramLabel = "NEXT", description = "next of an earlier answer.") @Nullable
                    String cursor) {
        try (Api api = connection.connect("kemnaker")) {
            return print(Api.pretty(api.get(PATH + id + "/changes"
                            + (cursor == null ? "" : "?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)))
                    .body()));
        }
    }

    @Command(
            name = "destruction",
            mixinStandardHelpOptions = true,
            description = "Prints the record of the list's destruction as JSON.",
            footer = ExitCode.HELP)
    int destruction(
            @Mixin ConnectionOptions connection, @Parameters(paramLabel = "ID", description = "Batch id.") UUID id) {
        try (Api api = connection.connect("kemnaker")) {
            return print(Api.pretty(api.get(PATH + id + "/destruction").body()));
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description =
                    "Destroys rows and results now instead of at the end of their retention; counts and proofs stay.",
            footer = ExitCode.HELP)
    int delete(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "ID", description = "Batch id.") UUID id) {
        try (Api api = connection.connect("kemnaker")) {
            api.delete(PATH + id);
            return print(connection.language().say("Batch " + id + " dimusnahkan.", "Batch " + id + " is destroyed."));
        }
    }

    private int print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
        return ExitCode.OK;
    }
}
