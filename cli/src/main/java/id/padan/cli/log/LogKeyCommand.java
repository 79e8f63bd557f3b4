package id.padan.cli.log;

import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code padan log key}: the public key of a log. */
@Command(
        name = "key",
        description =
                "Prints the log's verifier key (C2SP). Compare it with the one the parties have exchanged on paper.",
        footer = ExitCode.HELP)
final class LogKeyCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Mixin
    WhichLog log;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        try (Api api = connection.connect("kemnaker")) {
            spec.commandLine().getOut().println(log.head(api).path("key").asText());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
