package id.padan.keyset;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** A clear-text Tink keyset in a file that only its owner can read. */
public final class KeysetFile {
    private KeysetFile() {}

    /**
     * Writes a new file, on the disk before it returns, and its folder if that is missing.
     *
     * @throws FileAlreadyExistsException if the file is there: to write over a key is to lose all that it opens
     */
    public static void write(Path file, KeysetHandle keyset) throws IOException {
        String json;
        try {
            json = TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot write the keyset", e);
        }
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Puts another keyset in the file's place, whole or not at all: services read it at any moment. */
    public static void replace(Path file, KeysetHandle keyset) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        write(part, keyset);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes a keyset in a file. */
    public interface Generator {
        void generate(Path file) throws IOException;
    }

    /** {@code java … CLASS FILE}: makes the keyset FILE unless it is there. */
    public static void main(String[] arguments, Class<?> owner, Generator generator) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("usage: " + owner.getSimpleName() + " FILE");
        }
        var file = Path.of(arguments[0]);
        if (Files.notExists(file)) {
            generator.generate(file);
        }
    }
}
