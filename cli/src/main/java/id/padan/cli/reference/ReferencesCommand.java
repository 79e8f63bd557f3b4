package id.padan.cli.reference;

import id.padan.cli.access.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code padan references}: code tables. */
@Command(
        name = "references",
        description = "Publishes and fetches code tables (instansi, jabatan, unor, wilayah, ...).",
        subcommands = {ReferencesImportCommand.class, ReferencesGetCommand.class},
        footer = ExitCode.HELP)
public final class ReferencesCommand implements Runnable {
    static final String PATH = "/api/asn-directory/v1/references";

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do");
    }
}
