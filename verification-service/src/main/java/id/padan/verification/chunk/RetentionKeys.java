package id.padan.verification.chunk;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import id.padan.keyset.KeysetFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The weekly retention keys: one Tink keyset file for each ISO week in a folder of their own ({@code PADAN_RETENTION_KEYS}), shared by
 * all instances and part of no backup. A wrapped data key is wrapped again under the key of the week in which its list's retention
 * ends; when that file is deleted, no copy of the database opens the lists of the week any more, however old it is.
 *
 * <p>Nothing is remembered between calls: a deleted key must be gone everywhere at once, and a data key is unwrapped rarely.
 */
public final class RetentionKeys {
    private static final String SUFFIX = ".json";

    private final Path folder;

    private RetentionKeys(Path folder) {
        this.folder = folder;
    }

    /** @throws IllegalArgumentException if there is no such writable folder: one made here might be gone with the container */
    public static RetentionKeys open(Path folder) {
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IllegalArgumentException(
                    folder
                            + " is not a folder that can be written; PADAN_RETENTION_KEYS names the one that all instances share and no backup holds");
        }
        return new RetentionKeys(folder);
    }

    /** Wraps under the key of that week, which is made if it is not there yet. */
    byte[] wrap(byte[] wrapped, RetentionWeek week, byte[] associated) {
        try {
            return aead(make(week)).encrypt(wrapped, associated);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the retention key of " + week + " cannot encrypt");
        } catch (IOException e) {
            throw new UncheckedIOException("the retention key of " + week + " cannot be kept", e);
        }
    }

    /** @throws UnreadableChunk if the week's key has been destroyed, or was not the one that wrapped this */
    byte[] unwrap(byte[] wrapped, RetentionWeek week, byte[] associated) throws UnreadableChunk {
        try {
            return aead(Files.readString(file(week), StandardCharsets.UTF_8)).decrypt(wrapped, associated);
        } catch (NoSuchFileException gone) {
            throw new UnreadableChunk("the retention key of " + week + " has been destroyed");
        } catch (GeneralSecurityException e) {
            throw new UnreadableChunk("its data key was not wrapped with the retention key of " + week);
        } catch (IOException e) {
            throw new UncheckedIOException("the retention key of " + week + " cannot be read", e);
        }
    }

    /** The weeks whose keys are there, ascending. */
    public List<RetentionWeek> weeks() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .flatMap(name -> RetentionWeek.find(name.substring(0, name.length() - SUFFIX.length())).stream())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the retention keys cannot be listed", e);
        }
    }

    /** The name by which records tell a week's key from any other; empty if the key is not there. */
    public Optional<String> findId(RetentionWeek week) {
        try {
            var keyset = TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file(week), StandardCharsets.UTF_8), InsecureSecretKeyAccess.get());
            return Optional.of(
                    week + "/" + Integer.toUnsignedString(keyset.getPrimary().getId()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            // No cause: parsers quote what they read, and this is a key.
            throw new IllegalStateException("the retention key of " + week + " is no Tink keyset");
        } catch (IOException e) {
            throw new UncheckedIOException("the retention key of " + week + " cannot be read", e);
        }
    }

    /** Deletes a week's key for good. */
    public void destroy(RetentionWeek week) {
        try {
            Files.deleteIfExists(file(week));
            sync(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the retention key of " + week + " cannot be deleted", e);
        }
    }

    private Path file(RetentionWeek week) {
        return folder.resolve(week + SUFFIX);
    }

    /** The keyset of that week; of two instances that make it at once, one wins and both use its key. */
    private String make(RetentionWeek week) throws IOException, GeneralSecurityException {
        var file = file(week);
        if (Files.notExists(file)) {
            AeadConfig.register();
            var fresh = folder.resolve("." + week + "." + UUID.randomUUID());
            try {
                KeysetFile.write(fresh, KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
                // A link, not a move: it fails if another instance was faster, and is never seen half written.
                Files.createLink(file, fresh);
                sync(folder);
            } catch (FileAlreadyExistsException another) {
                return Files.readString(file, StandardCharsets.UTF_8);
            } finally {
                Files.deleteIfExists(fresh);
            }
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Aead aead(String json) throws GeneralSecurityException {
        AeadConfig.register();
        return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get())
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
    }
}
