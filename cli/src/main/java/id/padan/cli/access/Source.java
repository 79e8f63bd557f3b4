package id.padan.cli.access;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is uploaded: a file, or standard input, which can be read only once.
 *
 * @param file null for standard input
 * @param size bytes, or -1 if not known
 */
public record Source(@Nullable Path file, @Nullable InputStream input, long size, String contentType) {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final int LOOK_AHEAD = 64 * 1024;

    /** @param plainType content type of what is not a spreadsheet or archive by its first bytes */
    public static Source open(String name, Environment environment, Language language, String plainType) {
        try {
            if (name.equals("-")) {
                BufferedInputStream input = new BufferedInputStream(environment.in(), LOOK_AHEAD * 2);
                input.mark(LOOK_AHEAD);
                byte[] head = input.readNBytes(LOOK_AHEAD);
                input.reset();
                return new Source(null, input, -1, byMagic(head, plainType));
            }
            Path file = Path.of(name);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw unreadable(name, language);
            }
            byte[] head;
            try (InputStream in = Files.newInputStream(file)) {
                head = in.readNBytes(LOOK_AHEAD);
            }
            return new Source(file, null, Files.size(file), byMagic(head, file, plainType));
        } catch (NoSuchFileException e) {
            throw unreadable(name, language);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Failure unreadable(String name, Language language) {
        return new Failure(
                ExitCode.USAGE,
                language.say(
                        "Berkas " + name + " tidak ada atau tidak dapat dibaca.",
                        "The file " + name + " does not exist or cannot be read."));
    }

    private static String byMagic(byte[] head, Path file, String plainType) {
        if (!isZip(head)) {
            return byMagic(head, plainType);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry("[Content_Types].xml") != null ? XLSX : "application/zip";
        } catch (ZipException e) {
            return byMagic(head, plainType);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String byMagic(byte[] head, String plainType) {
        if (isZip(head)) {
            return new String(head, StandardCharsets.ISO_8859_1).contains("[Content_Types].xml")
                    ? XLSX
                    : "application/zip";
        }
        // An old or a password-protected Office file; the server says which and what to do.
        boolean compound = head.length >= 4
                && (head[0] & 0xff) == 0xd0
                && (head[1] & 0xff) == 0xcf
                && (head[2] & 0xff) == 0x11
                && (head[3] & 0xff) == 0xe0;
        return compound ? "application/vnd.ms-excel" : plainType;
    }

    private static boolean isZip(byte[] head) {
        return head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }

    /** The same bytes may be sent again. */
    boolean repeatable() {
        return file != null;
    }

    InputStream stream() throws IOException {
        return file == null ? input : Files.newInputStream(file);
    }

    /**
     * An Idempotency-Key that is the same for the same bytes and circumstances, so that running a command again does not do the job
     * twice. Standard input gets a random one.
     */
    public String key(String... circumstances) throws IOException {
        if (file == null) {
            return UUID.randomUUID().toString();
        }
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[1 << 16];
            int read;
            do {
                read = in.read(buffer);
            } while (read >= 0);
        }
        for (String circumstance : circumstances) {
            digest.update((byte) 0);
            digest.update(circumstance.getBytes(StandardCharsets.UTF_8));
        }
        byte[] hash = digest.digest();
        // In short groups, because a key must not hold what could be a NIK.
        StringBuilder key = new StringBuilder("padan");
        for (int from = 0; from < 16; from += 4) {
            key.append('-').append(HexFormat.of().formatHex(hash, from, from + 4));
        }
        return key.toString();
    }

    /**
     * The file's text, read once more; for a file.
     *
     * @param zipped whether the text is the one list in an archive
     */
    public Text text(boolean zipped) throws IOException {
        MessageDigest digest = sha256();
        InputStream raw = new DigestInputStream(Files.newInputStream(file), digest);
        if (!zipped) {
            return new Text(raw, raw, digest);
        }
        ZipInputStream zip = new ZipInputStream(raw);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (!entry.isDirectory() && !isClutter(entry.getName())) {
                return new Text(zip, raw, digest);
            }
        }
        throw new ZipException("there is no list in the archive");
    }

    /** What file managers add by themselves. */
    private static boolean isClutter(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("__macosx/")
                || lower.endsWith(".ds_store")
                || lower.endsWith("thumbs.db")
                || lower.endsWith("desktop.ini");
    }

    /** A text being read, and the hash of the file that it comes from. */
    public record Text(InputStream stream, InputStream raw, MessageDigest digest) implements AutoCloseable {
        /** Of the whole file in lower-case hex; reads what is left of it. */
        public String sha256() throws IOException {
            raw.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
