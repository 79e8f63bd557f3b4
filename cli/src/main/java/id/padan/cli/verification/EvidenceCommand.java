package id.padan.cli.verification;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code padan evidence}: what was said of a NIK, for a data protection officer's case. */
@Command(
        name = "evidence",
        description = "For data protection officers: whether a NIK was asked about.",
        subcommands = EvidenceSearchCommand.class)
public final class EvidenceCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: search");
    }
}
