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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * Wraps the data key of each upload attempt under the content keyset ({@code PADAN_CONTENT_KEYSET}, a Tink AEAD keyset) and again under
 * the retention key of the week in which the list's retention ends. The wrapped key lies in the batch's row; when it is destroyed there,
 * the list's rows are unreadable here, and when the week's key is gone too, wherever copies of that row are.
 *
 * <p>Form: 2 (1 byte), week as a number (4 bytes, big-endian), Tink ciphertext. A form that begins with 1 is a Tink ciphertext under the
 * content keyset alone, as lists had it before there were retention keys.
 */
public final class ContentKeys {
    static final int DATA_KEY_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final byte WITH_RETENTION = 2;
    private static final int HEADER_BYTES = 5;

    private final Aead keyset;
    private final RetentionKeys retention;

    private ContentKeys(Aead keyset, RetentionKeys retention) {
        this.keyset = keyset;
        this.retention = retention;
    }

    /**
     * Reads a clear-text keyset file (locally generated, in Kubernetes a mounted secret).
     *
     * @throws IllegalArgumentException if the file is no AEAD keyset; never quotes its content
     * @throws IOException if the file cannot be read
     */
    public static ContentKeys load(Path file, RetentionKeys retention) throws IOException {
        var json = Files.readString(file, StandardCharsets.UTF_8);
        try {
            AeadConfig.register();
            var handle = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
            return new ContentKeys(handle.getPrimitive(RegistryConfiguration.get(), Aead.class), retention);
        } catch (GeneralSecurityException notAKeyset) {
            // No cause: parsers quote what they read, and this is a key.
            throw new IllegalArgumentException(file + " is not a Tink JSON keyset of AEAD keys");
        }
    }

    /** A new random AES-256 key for one upload attempt. */
    public static byte[] newDataKey() {
        var key = new byte[DATA_KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /**
     * Wraps a data key; batch and attempt are bound to it, so that a key moved to another row opens nothing.
     *
     * @param week in which retention will end
     */
    public byte[] wrap(byte[] dataKey, UUID batch, int attempt, RetentionWeek week) {
        try {
            var associated = associated(batch, attempt);
            var twice = retention.wrap(keyset.encrypt(dataKey, associated), week, associated);
            return ByteBuffer.allocate(HEADER_BYTES + twice.length)
                    .put(WITH_RETENTION)
                    .putInt(week.number())
                    .put(twice)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the content keyset cannot encrypt", e);
        }
    }

    /**
     * @throws UnreadableChunk if the key was wrapped for another batch or attempt, or under a keyset that is not ours, or its week's
     *     retention key has been destroyed
     */
    public byte[] unwrap(byte[] wrapped, UUID batch, int attempt) throws UnreadableChunk {
        try {
            var associated = associated(batch, attempt);
            return keyset.decrypt(withoutRetention(wrapped, associated), associated);
        } catch (GeneralSecurityException e) {
            throw new UnreadableChunk("its data key cannot be unwrapped with the content keyset");
        }
    }

    /**
     * Wraps a key that outlives the lists, such as an evidence key: under the content keyset only, no retention key.
     *
     * @param owner what the key belongs to, bound to it
     */
    public byte[] wrapForGood(byte[] key, UUID owner) {
        try {
            return keyset.encrypt(key, forGood(owner));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the content keyset cannot encrypt", e);
        }
    }

    /** @throws UnreadableChunk if the key was wrapped for another owner or under a keyset that is not ours */
    public byte[] unwrapForGood(byte[] wrapped, UUID owner) throws UnreadableChunk {
        try {
            return keyset.decrypt(wrapped, forGood(owner));
        } catch (GeneralSecurityException e) {
            throw new UnreadableChunk("a key cannot be unwrapped with the content keyset");
        }
    }

    /** Longer than any data key's, so that neither can be taken for the other. */
    private static byte[] forGood(UUID owner) {
        var purpose = "padan evidence 1".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(purpose.length + 16)
                .put(purpose)
                .putLong(owner.getMostSignificantBits())
                .putLong(owner.getLeastSignificantBits())
                .array();
    }

    private byte[] withoutRetention(byte[] wrapped, byte[] associated) throws UnreadableChunk {
        if (wrapped.length < HEADER_BYTES || wrapped[0] != WITH_RETENTION) {
            return wrapped;
        }
        var in = ByteBuffer.wrap(wrapped, 1, wrapped.length - 1);
        RetentionWeek week;
        try {
            week = RetentionWeek.of(in.getInt());
        } catch (IllegalArgumentException notAWeek) {
            throw new UnreadableChunk("its wrapped data key names no week");
        }
        var twice = new byte[in.remaining()];
        in.get(twice);
        return retention.unwrap(twice, week, associated);
    }

    private static byte[] associated(UUID batch, int attempt) {
        return ByteBuffer.allocate(20)
                .putLong(batch.getMostSignificantBits())
                .putLong(batch.getLeastSignificantBits())
                .putInt(attempt)
                .array();
    }

    /**
     * Writes a new keyset with one random AES-256-GCM key, readable by its owner only. An existing file is kept: to lose the key is
     * to lose every list wrapped under it.
     */
    public static void generate(Path file) throws IOException {
        try {
            AeadConfig.register();
            KeysetFile.write(file, KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot make an AES-256-GCM key", e);
        }
    }

    /** {@code java … id.padan.verification.chunk.ContentKeys FILE}: makes the keyset FILE unless it is there. */
    public static void main(String[] arguments) throws IOException {
        KeysetFile.main(arguments, ContentKeys.class, ContentKeys::generate);
    }
}
