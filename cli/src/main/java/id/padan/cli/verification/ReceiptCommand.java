package id.padan.cli.verification;

import id.padan.cli.access.Api;
import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.log.ReceiptVerifyCommand;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan receipt}: what proves an answer. */
@Command(
        name = "receipt",
        description =
                "Prints the receipt of a check, of a whole list or of one of its rows as JSON; receipt verify checks one"
                        + " offline.",
        subcommands = ReceiptVerifyCommand.class,
        footer = ExitCode.HELP)
public final class ReceiptCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "Id of the check or leaf; of the list with --batch or --row.")
    @Nullable
    UUID id;

    @ArgGroup
    @Nullable
    OfList list;

    static final class OfList {
        @Option(names = "--batch", description = "ID names a list: the receipt of the whole.")
        boolean whole;

        @Option(names = "--row", paramLabel = "N", description = "ID names a list: the receipt of its row N, from 1.")
        long row;
    }

    @Override
    public Integer call() {
        if (id == null) {
            throw new ParameterException(spec.commandLine(), "Say which receipt: an ID, or verify FILE");
        }
        String path = list == null
                ? "receipts/" + id
                : list.whole ? "batches/" + id + "/receipt" : "batches/" + id + "/results/" + list.row + "/receipt";
        try (Api api = connection.connect("kemnaker")) {
            spec.commandLine()
                    .getOut()
                    .println(Api.pretty(api.get("/api/verification/v1/" + path).body()));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
