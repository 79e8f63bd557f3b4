package id.padan.cli.log;

import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.proof.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A log's public key as people give it: the verifier key itself, or a file that holds it. */
final class PublicKey {
    private PublicKey() {}

    static LogKey of(String given) {
        try {
            if (given.indexOf('+') > 0 && !isFile(given)) {
                return LogKey.parse(given);
            }
            return LogKey.parse(Files.readString(Path.of(given)).strip());
        } catch (IOException | InvalidPathException e) {
            throw new Failure(ExitCode.USAGE, "The key " + given + " is neither a verifier key nor a readable file.");
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "Not a verifier key (name+id+base64): " + e.getMessage() + ".");
        }
    }

    private static boolean isFile(String given) {
        try {
            return Files.isRegularFile(Path.of(given));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }
}
