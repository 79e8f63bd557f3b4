package id.padan.correction.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Seals under {@code PADAN_CORRECTION_KEYSET}. What was sealed for one proposal or file cannot be opened as another's. */
@Singleton
public class Vault {

    private final Aead seal;

    /**
     * @throws IllegalArgumentException if the file is no keyset of AEAD keys; never quotes its content
     * @throws IOException if it cannot be read
     */
    Vault(@ConfigProperty(name = "PADAN_CORRECTION_KEYSET") Path keyset) throws IOException {
        try {
            AeadConfig.register();
            seal = TinkJsonProtoKeysetFormat.parseKeyset(
                            Files.readString(keyset, StandardCharsets.UTF_8), InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException notAKeyset) {
            // No cause: parsers quote what they read, and this is a key.
            throw new IllegalArgumentException(keyset + " is not a Tink JSON keyset of AEAD keys");
        }
    }

    public byte[] seal(UUID owner, byte[] content) {
        try {
            return seal.encrypt(content, name(owner));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("content could not be sealed", e);
        }
    }

    /** @throws IllegalStateException if it was sealed for another owner, or under a keyset that is not ours */
    public byte[] open(UUID owner, byte[] sealed) {
        try {
            return seal.decrypt(sealed, name(owner));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("content of " + owner + " cannot be opened");
        }
    }

    private static byte[] name(UUID owner) {
        return owner.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
