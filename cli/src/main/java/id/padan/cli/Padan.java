package id.padan.cli;

import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.Environment;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.cli.correction.CorrectionsCommand;
import id.padan.cli.directory.ImportCommand;
import id.padan.cli.log.LogCommand;
import id.padan.cli.reference.ReferencesCommand;
import id.padan.cli.sample.CompareCommand;
import id.padan.cli.sample.SampleCommand;
import id.padan.cli.verification.BatchCommand;
import id.padan.cli.verification.CheckCommand;
import id.padan.cli.verification.EvidenceCommand;
import id.padan.cli.verification.ReceiptCommand;
import id.padan.cli.verification.VerifyCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line for partners and operators. */
@Command(
        name = "padan",
        description = "Matches candidate lists with the civil-service register, under the agreement.",
        versionProvider = Padan.Version.class,
        subcommands = {
            VerifyCommand.class,
            CheckCommand.class,
            BatchCommand.class,
            ReceiptCommand.class,
            EvidenceCommand.class,
            LogCommand.class,
            ImportCommand.class,
            CorrectionsCommand.class,
            ReferencesCommand.class,
            TokenCommand.class,
            HealthCommand.class,
            SampleCommand.class,
            CompareCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Environment: PADAN_URL (default http://localhost:8080), PADAN_OIDC (default",
            "http://localhost:18080/realms/padan), PADAN_TOKEN, PADAN_CLIENT_ID and PADAN_CLIENT_SECRET,",
            "PADAN_PASSWORD, PADAN_DEBUG.",
            ExitCode.HELP
        })
public final class Padan implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do");
    }

    public static void main(String[] arguments) {
        int exitCode = commandLine(Environment.ofProcess()).execute(arguments);
        System.out.flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine(Environment environment) {
        IFactory picocli = CommandLine.defaultFactory();
        CommandLine commandLine = new CommandLine(Padan.class, new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == ConnectionOptions.class
                        ? type.cast(new ConnectionOptions(environment))
                        : picocli.create(type);
            }
        });
        settle(commandLine);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((problem, command, parsed) -> {
            command.getErr().println("padan: " + sentence(problem));
            if (environment.variable("PADAN_DEBUG").isPresent()) {
                problem.printStackTrace(command.getErr());
            }
            command.getErr().flush();
            return problem instanceof Failure failure ? failure.exitCode() : ExitCode.USAGE;
        });
        return commandLine;
    }

    /** Wrong usage is 1 everywhere, and every command explains itself. */
    private static void settle(CommandLine commandLine) {
        CommandSpec spec = commandLine.getCommandSpec();
        spec.exitCodeOnInvalidInput(ExitCode.USAGE);
        spec.exitCodeOnExecutionException(ExitCode.USAGE);
        // A command that is a method asks for these in its annotation: added later they would shift its arguments.
        if (!(commandLine.getCommand() instanceof HelpCommand) && !spec.mixinStandardHelpOptions()) {
            spec.mixinStandardHelpOptions(true);
        }
        spec.usageMessage().width(110);
        commandLine.getSubcommands().values().forEach(Padan::settle);
    }

    private static String sentence(Exception problem) {
        return switch (problem) {
            case Failure failure -> failure.getMessage();
            case FileSystemException e -> e.getFile() + ": " + (e.getReason() == null ? kind(e) : e.getReason());
            case UncheckedIOException e -> sentence(e.getCause());
            case IOException e -> e.getMessage() == null ? kind(e) : e.getMessage();
            default -> "unexpected: " + kind(problem) + ". PADAN_DEBUG=1 shows more.";
        };
    }

    private static String kind(Exception problem) {
        return problem.getClass().getSimpleName();
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Padan.class.getPackage().getImplementationVersion();
            return new String[] {"padan " + (version == null ? "(built in place)" : version)};
        }
    }
}
