package id.padan.cli.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a run of the command line.
 *
 * @param variables environment variables by name, null when unset
 * @param terminal whether standard error is a terminal, where a progress line may repaint itself
 */
public record Environment(
        UnaryOperator<@Nullable String> variables, InputStream in, boolean terminal, Clock clock, Pause pause) {

    /** Waiting, so that tests need not. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    public static Environment ofProcess() {
        return new Environment(System::getenv, System.in, standardErrorIsTerminal(), Clock.systemUTC(), Thread::sleep);
    }

    private static boolean standardErrorIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            // Not Linux: the console is the next best sign.
            return System.console() != null && System.console().isTerminal();
        }
    }

    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
    }

    void sleep(Duration time) {
        try {
            pause.pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNAVAILABLE, "interrupted");
        }
    }
}
