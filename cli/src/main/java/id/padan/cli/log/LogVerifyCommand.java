package id.padan.cli.log;

import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.proof.LogExport;
import id.padan.proof.ProofFault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan log verify}: an exported log, offline. */
@Command(
        name = "verify",
        description = "Checks an exported log offline: every leaf, head, signature and time.",
        footer = {ExitCode.HELP, "A log that does not hold is 4, with the first thing that is wrong."})
final class LogVerifyCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions options;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What padan log export wrote.")
    Path file;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "The log's verifier key, or a file that holds it.")
    String key;

    @Override
    public Integer call() throws IOException {
        var language = options.language();
        var publicKey = PublicKey.of(key);
        try (var in = Files.newBufferedReader(file)) {
            var verified = LogExport.verify(in, publicKey);
            spec.commandLine()
                    .getOut()
                    .println(language.say(
                            "Log " + verified.origin() + " utuh: " + language.number(verified.size())
                                    + " entri di bawah " + language.number(verified.heads())
                                    + " kepala bertanda tangan.",
                            "Log " + verified.origin() + " holds: " + language.number(verified.size())
                                    + " leaves under " + language.number(verified.heads()) + " signed heads."));
            if (verified.head() != null) {
                spec.commandLine().getOut().print(verified.head().head().text());
            }
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (ProofFault fault) {
            throw new Failure(
                    ExitCode.INCOMPLETE,
                    language.say("Log tidak terbukti: ", "The log does not hold: ") + fault.getMessage() + ".");
        } catch (CharacterCodingException notText) {
            throw new Failure(
                    ExitCode.INCOMPLETE,
                    language.say("Log tidak terbukti: ", "The log does not hold: ") + "the file is not UTF-8.");
        }
    }
}
