package id.padan.verification.batch;

import id.padan.verification.chunk.ContentKeys;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the keyset that wraps the lists' data keys; no default, a service that could not keep a list secret takes none. */
class ContentKeyset {
    @Produces
    @Singleton
    ContentKeys keys(@ConfigProperty(name = "PADAN_CONTENT_KEYSET") Path file) throws IOException {
        return ContentKeys.load(file);
    }
}
