package id.padan.agreement.archive;

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

/** Seals contents for the store with Tink's AEAD; the keyset ({@code PADAN_DOCUMENT_KEYSET}) has no default. */
@Singleton
class DocumentSeal {
    private final Aead aead;

    DocumentSeal(@ConfigProperty(name = "PADAN_DOCUMENT_KEYSET") Path file) throws IOException {
        try {
            AeadConfig.register();
            aead = TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            // No cause: its message may quote the file.
            throw new IllegalStateException("PADAN_DOCUMENT_KEYSET: " + file + " holds no usable AEAD keyset");
        }
    }

    byte[] seal(UUID document, byte[] content) {
        try {
            return aead.encrypt(content, bound(document));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a document could not be sealed");
        }
    }

    byte[] open(UUID document, byte[] sealed) {
        try {
            return aead.decrypt(sealed, bound(document));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("document " + document + " does not open: altered, or another keyset");
        }
    }

    /** A content cannot be moved to another document's row. */
    private static byte[] bound(UUID document) {
        return ("padan/document/" + document).getBytes(StandardCharsets.UTF_8);
    }
}
