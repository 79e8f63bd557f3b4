package id.padan.cli.verification;

import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan receipt}: the log's leaf behind an answer. */
@Command(
        name = "receipt",
        description = "Prints the log entry behind a check or a part of a list as JSON.",
        footer = ExitCode.HELP)
public final class ReceiptCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Id of the check or of the receipt.")
    UUID id;

    @Override
    public Integer call() {
        try (Api api = connection.connect("kemnaker")) {
            spec.commandLine()
                    .getOut()
                    .println(Api.pretty(
                            api.get("/api/verification/v1/receipts/" + id).body()));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
