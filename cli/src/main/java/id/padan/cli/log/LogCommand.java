package id.padan.cli.log;

import id.padan.cli.access.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code padan log}: the logs of proof. */
@Command(
        name = "log",
        description = "Reads, exports, verifies and counter-signs the logs of proof.",
        subcommands = {
            LogKeyCommand.class,
            LogExportCommand.class,
            LogVerifyCommand.class,
            LogPartyKeyCommand.class,
            LogCounterSignCommand.class
        },
        footer = ExitCode.HELP)
public final class LogCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do");
    }
}
