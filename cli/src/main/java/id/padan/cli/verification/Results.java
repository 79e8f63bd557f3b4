package id.padan.cli.verification;

import id.padan.cli.access.Api;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.cli.access.Language;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Results arrive whole or not at all: written beside their place, counted, and only then given their name. */
final class Results {
    private static final int ATTEMPTS = 3;

    enum Format {
        csv("text/csv"),
        ndjson("application/x-ndjson");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }
    }

    private Results() {}

    /** Downloads the results of a batch of {@code rows} rows into {@code target}, readable by its owner only. */
    static void download(Api api, Language language, String batch, Format format, long rows, Path target)
            throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Failure(
                    ExitCode.USAGE,
                    language.say(
                            "Folder untuk " + target + " tidak ada.", "The folder for " + target + " does not exist."));
        }
        String lack = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1) {
                api.sleep(Duration.ofSeconds(attempt - 1));
            }
            Path part = Files.createTempFile(folder, "." + target.getFileName(), ".part", ownerOnly(folder));
            try {
                lack = attempt(api, language, batch, format, rows, part);
                if (lack.isEmpty()) {
                    move(part, target);
                    return;
                }
            } finally {
                Files.deleteIfExists(part);
            }
        }
        throw new Failure(
                ExitCode.UNAVAILABLE,
                language.say(
                        "Hasil tidak terunduh utuh (" + lack + "), maka " + target + " tidak ditulis. Ambil lagi: padan"
                                + " batch results " + batch + " -o " + target,
                        "The results did not arrive whole (" + lack + "), so " + target + " was not written. Fetch them"
                                + " again: padan batch results " + batch + " -o " + target));
    }

    private static String attempt(Api api, Language language, String batch, Format format, long rows, Path part)
            throws IOException {
        try (var file = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
                var counter = new RowCounter(new LocalFile(file), format == Format.csv)) {
            api.download("/api/verification/v1/batches/" + batch + "/results", format.contentType, counter);
            counter.flush();
            return counter.rows() == rows && counter.ended()
                    ? ""
                    : language.say(
                            language.number(counter.rows()) + " dari " + language.number(rows) + " baris",
                            language.number(counter.rows()) + " of " + language.number(rows) + " rows");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (HttpTimeoutException e) {
            return language.say("terlalu lama", "too slow");
        } catch (IOException e) {
            return language.say("sambungan terputus", "the connection broke");
        }
    }

    /** A full disk must not look like a broken connection. */
    private static final class LocalFile extends java.io.FilterOutputStream {
        private LocalFile(java.io.OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void flush() {
            try {
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return store.supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
