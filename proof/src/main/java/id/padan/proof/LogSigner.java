package id.padan.proof;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.signature.Ed25519Parameters;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.PredefinedSignatureParameters;
import com.google.crypto.tink.signature.SignatureConfig;
import id.padan.keyset.KeysetFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Signs heads with the primary key of a Tink keyset of Ed25519 keys ({@code PADAN_LOG_KEYSET}); older keys of the keyset still vouch for
 * what they signed.
 */
public final class LogSigner {
    private final PublicKeySign primitive;
    private final LogKey key;
    private final List<LogKey> keys;

    private LogSigner(PublicKeySign primitive, LogKey key, List<LogKey> keys) {
        this.primitive = primitive;
        this.key = key;
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads a clear-text keyset file (locally generated, in Kubernetes a mounted secret).
     *
     * @param name of the key: for a log's own heads its origin
     * @throws IllegalArgumentException if the file is no keyset of raw Ed25519 keys; never quotes its content
     * @throws IOException if the file cannot be read
     */
    public static LogSigner load(Path file, String name, LogKey.Use use) throws IOException {
        var json = Files.readString(file, StandardCharsets.UTF_8);
        try {
            SignatureConfig.register();
            return of(TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()), name, use);
        } catch (GeneralSecurityException notAKeyset) {
            // No cause: parsers quote what they read, and this is a key.
            throw new IllegalArgumentException(file + " is not a Tink JSON keyset of raw Ed25519 signing keys");
        }
    }

    static LogSigner of(KeysetHandle secret, String name, LogKey.Use use) throws GeneralSecurityException {
        var handle = secret.getPublicKeysetHandle();
        var keys = new ArrayList<LogKey>();
        for (int i = 0; i < handle.size(); i++) {
            if (!(handle.getAt(i).getKey() instanceof Ed25519PublicKey key)
                    || key.getParameters().getVariant() != Ed25519Parameters.Variant.NO_PREFIX) {
                throw new GeneralSecurityException("only raw Ed25519 keys sign heads");
            }
            var logKey = LogKey.of(name, use, key.getPublicKeyBytes().toByteArray());
            keys.add(handle.getAt(i).isPrimary() ? 0 : keys.size(), logKey);
        }
        return new LogSigner(
                secret.getPrimitive(RegistryConfiguration.get(), PublicKeySign.class), keys.getFirst(), keys);
    }

    /** The public half of the key that signs now. */
    public LogKey key() {
        return key;
    }

    /** The public halves of all keys of the keyset, the one that signs now first. */
    public List<LogKey> keys() {
        return keys;
    }

    /** Signs a head of this log. */
    public SignedHead sign(Head head) {
        return new SignedHead(
                head, List.of(new SignedHead.Signature(key.name(), key.id(), sign(LogKey.headBytes(head)))));
    }

    /** Signs a head of another's log. Only after its consistency with the last one signed has been checked. */
    public SignedHead.Signature counterSign(Head head, Instant at) {
        long time = at.getEpochSecond();
        var signature = sign(LogKey.counterSigned(head, time));
        return new SignedHead.Signature(
                key.name(),
                key.id(),
                ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(time)
                        .put(signature)
                        .array());
    }

    /**
     * Signs a statement that is no head, such as that a version of an agreement has a hash.
     *
     * @param kind what is stated, in the bytes that are signed; no space or line end in it
     */
    public byte[] signStatement(String kind, String statement) {
        return sign(LogKey.statementBytes(kind, statement));
    }

    private byte[] sign(byte[] bytes) {
        try {
            return primitive.sign(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 failed", e);
        }
    }

    /** Writes a new keyset with one random Ed25519 key, readable by its owner only. An existing file is kept. */
    public static void generate(Path file) throws IOException {
        try {
            SignatureConfig.register();
            KeysetFile.write(file, KeysetHandle.generateNew(PredefinedSignatureParameters.ED25519WithRawOutput));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot make an Ed25519 key", e);
        }
    }

    /**
     * {@code java … id.padan.proof.LogSigner FILE}: makes the keyset FILE unless it is there. With {@code FILE ORIGIN PUBLIC} it also writes
     * the verifier keys of the log ORIGIN into PUBLIC, one on each line, for those who check it.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 3) {
            KeysetFile.main(new String[] {arguments[0]}, LogSigner.class, LogSigner::generate);
            var keys =
                    load(Path.of(arguments[0]), arguments[1], LogKey.Use.HEADS).keys();
            Files.write(
                    Path.of(arguments[2]), keys.stream().map(LogKey::toString).toList());
            return;
        }
        KeysetFile.main(arguments, LogSigner.class, LogSigner::generate);
    }
}
