package id.padan.cli.log;

import id.padan.cli.access.ExitCode;
import id.padan.proof.LogKey;
import id.padan.proof.LogSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code padan log party-key}: the key with which a party counter-signs. */
@Command(
        name = "party-key",
        description =
                "Makes the party's own counter-signing keyset unless it is there, and prints its verifier key for the"
                        + " log's operator.",
        footer = ExitCode.HELP)
final class LogPartyKeyCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--keyset", required = true, paramLabel = "FILE", description = "The party's secret keyset.")
    Path keyset;

    @Option(
            names = "--name",
            defaultValue = "kemnaker/log",
            paramLabel = "NAME",
            description = "The key's name. Default: ${DEFAULT-VALUE}.")
    String name;

    @Override
    public Integer call() throws IOException {
        if (Files.notExists(keyset)) {
            LogSigner.generate(keyset);
        }
        spec.commandLine()
                .getOut()
                .println(LogSigner.load(keyset, name, LogKey.Use.COUNTERSIGNATURES)
                        .key());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
