package id.padan.directory.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import id.padan.platform.token.NikToken;
import id.padan.platform.token.TokenKeys;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Seals NIKs with AEAD under {@code PADAN_NIK_KEYSET}, bound to the record they belong to, and finds them by AES-CMAC under {@code
 * PADAN_NIK_LOOKUP_KEYSET}: another key than that of the tokens, so neither a topic nor verification's index opens this store, nor it them.
 */
@Singleton
public class NikVault {

    private static final int MAC_BYTES = 16;

    private final Aead seal;
    private final TokenKeys lookup;
    private final PrfSet prf;

    /**
     * @throws IllegalArgumentException if a file is no keyset of its kind; never quotes its content
     * @throws IOException if a file cannot be read
     */
    NikVault(
            @ConfigProperty(name = "PADAN_NIK_KEYSET") Path sealing,
            @ConfigProperty(name = "PADAN_NIK_LOOKUP_KEYSET") Path looking)
            throws IOException {
        lookup = TokenKeys.load(looking);
        try {
            AeadConfig.register();
            PrfConfig.register();
            seal = keyset(sealing).getPrimitive(RegistryConfiguration.get(), Aead.class);
            prf = keyset(looking).getPrimitive(RegistryConfiguration.get(), PrfSet.class);
        } catch (GeneralSecurityException notAKeyset) {
            // No cause: parsers quote what they read, and this is a key.
            throw new IllegalArgumentException(sealing + " is not a Tink JSON keyset of AEAD keys");
        }
    }

    private static KeysetHandle keyset(Path file) throws IOException, GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseKeyset(
                Files.readString(file, StandardCharsets.UTF_8), InsecureSecretKeyAccess.get());
    }

    /** The value by which records with this NIK are found. */
    public UUID lookup(long nik) {
        return lookups(new long[] {nik})[0];
    }

    /** As {@link #lookup}, for many at once. */
    public UUID[] lookups(long[] niks) {
        var hi = new long[niks.length];
        var lo = new long[niks.length];
        lookup.tokens(niks, 0, niks.length, hi, lo);
        var values = new UUID[niks.length];
        for (int i = 0; i < niks.length; i++) {
            values[i] = new NikToken(hi[i], lo[i]).toUuid();
        }
        return values;
    }

    /** The NIK for keeping with a record; a sealed NIK moved to another record cannot be opened. */
    public byte[] seal(long nik, String recordId) {
        try {
            return seal.encrypt(
                    ByteBuffer.allocate(Long.BYTES).putLong(nik).array(), recordId.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a NIK could not be sealed", e);
        }
    }

    /** @throws IllegalStateException if it was sealed for another record, or under a keyset that is not ours */
    public long open(byte[] sealed, String recordId) {
        try {
            return ByteBuffer.wrap(seal.decrypt(sealed, recordId.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a NIK cannot be opened: sealed for another record, or under another keyset");
        }
    }

    /** What stands for content that has a NIK in it where only sameness is asked: without the key, no NIK can be tried on it. */
    public byte[] fingerprint(byte[] contentHash) {
        try {
            return prf.computePrimary(contentHash, MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a fingerprint could not be made", e);
        }
    }
}
