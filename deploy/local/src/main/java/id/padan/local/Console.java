package id.padan.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What a person sees while the stack comes up: one line when something begins, one when it is done. */
final class Console {

    private final PrintStream out;
    private final Instant began = Instant.now();

    Console(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String line) {
        out.println(String.format(Locale.ROOT, "%5.1f s  %s", seconds(Duration.between(began, Instant.now())), line));
        out.flush();
    }

    synchronized void plain(String text) {
        out.println(text);
        out.flush();
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
