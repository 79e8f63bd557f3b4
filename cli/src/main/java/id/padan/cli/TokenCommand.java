package id.padan.cli;

import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan token}: an access token for curl. */
@Command(
        name = "token",
        description = "Prints an access token, and nothing else.",
        footer = {
            ExitCode.HELP,
            "",
            "kemnaker and bkn log in as that party's system (PADAN_CLIENT_ID, PADAN_CLIENT_SECRET; the local",
            "stack has defaults), any other name as a person (PADAN_PASSWORD).",
            "",
            "Example: curl -H \"Authorization: Bearer $(padan token kemnaker)\" ..."
        })
final class TokenCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "WHO", description = "kemnaker, bkn, or a person such as petugas.kemnaker.")
    String who;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(connection.login(who));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
