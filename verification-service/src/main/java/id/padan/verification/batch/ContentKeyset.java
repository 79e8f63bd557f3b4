package id.padan.verification.batch;

import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.RetentionKeys;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the keys that wrap the lists' data keys; no default, a service that could not keep a list secret takes none. */
class ContentKeyset {
    @Produces
    @Singleton
    RetentionKeys retentionKeys(@ConfigProperty(name = "PADAN_RETENTION_KEYS") Path folder) {
        return RetentionKeys.open(folder);
    }

    @Produces
    @Singleton
    ContentKeys keys(@ConfigProperty(name = "PADAN_CONTENT_KEYSET") Path file, RetentionKeys retention)
            throws IOException {
        return ContentKeys.load(file, retention);
    }
}
