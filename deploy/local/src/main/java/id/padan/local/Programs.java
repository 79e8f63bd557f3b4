package id.padan.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies of what was built, from which the stack runs: a build, a {@code clean} or a test beside it must not take the jars away from
 * under a running service.
 */
final class Programs {

    private final Path software;

    Programs(Path software) {
        this.software = software;
    }

    /** The copy of a folder as it is now, made unless it is there; another content is another copy. */
    Path copy(String name, List<Path> sources) throws IOException {
        MessageDigest digest = sha256();
        for (Path source : sources) {
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    describe(digest, source, file);
                }
            }
        }
        Path target = software.resolve(name + "-" + HexFormat.of().formatHex(digest.digest(), 0, 6));
        if (Files.isDirectory(target)) {
            return target;
        }
        Files.createDirectories(software);
        Path part = Files.createTempDirectory(software, ".part-" + name);
        try {
            for (Path source : sources) {
                // One folder keeps its layout; several lie side by side under their own names.
                Path into = sources.size() == 1
                        ? part
                        : part.resolve(source.getFileName().toString());
                try (Stream<Path> files = Files.walk(source)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        Path copied = into.resolve(source.relativize(file).toString());
                        Files.createDirectories(copied.getParent());
                        Files.copy(file, copied);
                    }
                }
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException another) {
            // Made meanwhile with the same content.
        } finally {
            Archive.deleteTree(part);
        }
        return target;
    }

    /** Deletes earlier copies, and what a killed copying left behind. */
    void keepOnly(Set<Path> used) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(software)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                boolean copy = name.matches(".*-[0-9a-f]{12}") || name.startsWith(".part-");
                if (copy && !used.contains(folder)) {
                    Archive.deleteTree(folder);
                }
            }
        }
    }

    /** Libraries of others never change under one name; what we build does. */
    private static void describe(MessageDigest digest, Path source, Path file) throws IOException {
        String name = source.relativize(file).toString();
        digest.update((name + ":" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
        boolean library = name.endsWith(".jar") && file.getParent().toString().contains("lib");
        if (!library || file.getFileName().toString().startsWith("id.padan")) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] buffer = new byte[1 << 16];
                for (int n; (n = in.read(buffer)) > 0; ) {
                    digest.update(buffer, 0, n);
                }
            }
        }
    }

    /** Sixteen hex digits that differ when any of the parts does. */
    static String fingerprint(Object... parts) {
        MessageDigest digest = sha256();
        for (Object part : parts) {
            digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
