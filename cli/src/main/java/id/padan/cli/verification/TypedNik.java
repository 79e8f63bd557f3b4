package id.padan.cli.verification;

import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.cli.access.Language;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;

/** A NIK from standard input, where no shell's history keeps it. */
final class TypedNik {
    private TypedNik() {}

    static String read(ConnectionOptions connection, CommandSpec spec) throws IOException {
        Language language = connection.language();
        if (connection.environment().terminal()) {
            spec.commandLine().getErr().print("NIK: ");
            spec.commandLine().getErr().flush();
        }
        BufferedReader reader = new BufferedReader(
                new InputStreamReader(connection.environment().in(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        if (line == null || line.isBlank()) {
            throw new Failure(
                    ExitCode.USAGE,
                    language.say("Tidak ada NIK di masukan baku.", "There is no NIK on standard input."));
        }
        return line.strip();
    }
}
