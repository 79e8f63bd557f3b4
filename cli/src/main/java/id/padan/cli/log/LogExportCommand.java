package id.padan.cli.log;

import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code padan log export}: the whole log into a file. */
@Command(
        name = "export",
        description =
                "Writes the whole log to a file that padan log verify checks offline. Needs the role auditor or dpo.",
        footer = ExitCode.HELP)
final class LogExportCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Mixin
    WhichLog log;

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Where to write it.")
    Path output;

    @Override
    public Integer call() throws IOException {
        Path part = output.resolveSibling(output.getFileName() + ".part");
        try (Api api = connection.connect("auditor.kemnaker")) {
            try (var out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                api.download(log.path("leaves"), "application/x-ndjson", out);
            }
            Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        spec.commandLine()
                .getErr()
                .println(connection
                        .language()
                        .say(
                                "Log tertulis di " + output + ". Periksa: padan log verify " + output + " --key KUNCI",
                                "The log is in " + output + ". Check it: padan log verify " + output + " --key KEY"));
        return ExitCode.OK;
    }
}
