package id.padan.cli.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a sample goes: a file, or standard output. */
final class SampleOutput {
    private SampleOutput() {}

    static Lines open(@Nullable Path file) throws IOException {
        if (file == null) {
            return new Lines(new OutputStream() {
                private final PrintStream out = System.out;

                @Override
                public void write(int value) {
                    out.write(value);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    if (out.checkError()) {
                        throw new IOException("standard output was closed");
                    }
                }

                @Override
                public void close() {
                    out.flush();
                }
            });
        }
        return new Lines(Files.newOutputStream(file));
    }

    /** One line on standard error about what was made and how fast. */
    static void report(PrintStream err, String what, long count, @Nullable Path file, long bytes, long startedNanos) {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        err.printf(
                Locale.ROOT,
                "%,d %s%s, %,d bytes, in %.1f s (%,.0f per second)%n",
                count,
                what,
                file == null ? "" : " in " + file,
                bytes,
                seconds,
                count / Math.max(seconds, 0.001));
    }
}
