package id.padan.cli.verification;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.access.Api;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.cli.access.Language;
import id.padan.cli.access.Source;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
    private static final String IMPOSSIBLE = "impossible";

    enum Format {
        /** The user's own file with the answers behind each row; made here from the packed form. */
        merged(Answers.MEDIA_TYPE),
        csv("text/csv"),
        ndjson("application/x-ndjson"),
        packed(Answers.MEDIA_TYPE);

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }
    }

    private Results() {}

    /** Downloads the results of a batch of {@code rows} rows into {@code target}, readable by its owner only. */
    static void download(Api api, Language language, String batch, Format format, long rows, Path target)
            throws IOException {
        whole(api, language, batch, target, part -> attempt(api, language, batch, format, rows, part));
    }

    /**
     * As {@link #download}, the answers merged with the list that they belong to.
     *
     * @return false, and nothing is written, if that list cannot be written again: a workbook, or standard input
     */
    static boolean merge(Api api, Language language, String batch, long rows, Source list, Path target)
            throws IOException {
        if (list.file() == null) {
            return false;
        }
        return whole(api, language, batch, target, part -> {
            var packed = new ByteArrayOutputStream();
            String lack = receive(api, language, batch, Format.merged, packed);
            if (!lack.isEmpty()) {
                return lack;
            }
            Answers answers;
            try {
                answers = Answers.of(packed.toByteArray());
            } catch (IOException e) {
                return String.valueOf(e.getMessage());
            }
            if (answers.rows() != rows) {
                return tooFew(language, answers.rows(), rows);
            }
            if (!Merge.isPossible(answers.header().path("shape"))) {
                return IMPOSSIBLE;
            }
            merge(language, answers, list, part);
            return "";
        });
    }

    private static void merge(Language language, Answers answers, Source list, Path part) throws IOException {
        JsonNode shape = answers.header().path("shape");
        String sha256;
        try (OutputStream file = Files.newOutputStream(part);
                Source.Text text = list.text(shape.path("zipped").asBoolean())) {
            Merge.write(shape, text.stream(), answers, file);
            sha256 = text.sha256();
        }
        if (!sha256.equals(answers.header().path("file").path("sha256").asText())) {
            throw new Failure(
                    ExitCode.INCOMPLETE,
                    language.say(
                            list.file() + " bukan lagi berkas yang dikirim; jawabannya tidak digabungkan.",
                            list.file()
                                    + " is no longer the file that was sent; the answers were not merged with it."));
        }
    }

    /** One attempt to fill a file that is not there yet. */
    private interface Attempt {
        /** What is lacking, or nothing; {@link #IMPOSSIBLE} to leave it. */
        String into(Path part) throws IOException;
    }

    private static boolean whole(Api api, Language language, String batch, Path target, Attempt filling)
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
                lack = filling.into(part);
                if (lack.equals(IMPOSSIBLE)) {
                    return false;
                }
                if (lack.isEmpty()) {
                    move(part, target);
                    return true;
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
        if (format == Format.packed) {
            var packed = new ByteArrayOutputStream();
            String lack = receive(api, language, batch, format, packed);
            if (lack.isEmpty()) {
                try {
                    lack = Answers.of(packed.toByteArray()).rows() == rows ? "" : tooFew(language, 0, rows);
                } catch (IOException e) {
                    return String.valueOf(e.getMessage());
                }
                Files.write(part, packed.toByteArray());
            }
            return lack;
        }
        try (var file = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
                var counter = new RowCounter(new LocalFile(file), format == Format.csv)) {
            String lack = receive(api, language, batch, format, counter);
            counter.flush();
            return !lack.isEmpty() || counter.rows() == rows && counter.ended()
                    ? lack
                    : tooFew(language, counter.rows(), rows);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String tooFew(Language language, long found, long rows) {
        return language.say(
                language.number(found) + " dari " + language.number(rows) + " baris",
                language.number(found) + " of " + language.number(rows) + " rows");
    }

    private static String receive(Api api, Language language, String batch, Format format, OutputStream into) {
        try {
            api.download("/api/verification/v1/batches/" + batch + "/results", format.contentType, into);
            return "";
        } catch (HttpTimeoutException e) {
            return language.say("terlalu lama", "too slow");
        } catch (IOException e) {
            return language.say("sambungan terputus", "the connection broke");
        }
    }

    /** A full disk must not look like a broken connection. */
    private static final class LocalFile extends FilterOutputStream {
        private LocalFile(OutputStream out) {
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
