package id.padan.platform.proof;

import id.padan.proof.LogKey;
import id.padan.proof.LogSigner;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the keyset that signs this service's heads; no default, a service that cannot prove what it says says nothing. */
class LogKeyset {
    @Produces
    @Singleton
    LogSigner signer(
            @ConfigProperty(name = "PADAN_LOG_KEYSET") Path file,
            @ConfigProperty(name = "padan.log.origin") String origin)
            throws IOException {
        return LogSigner.load(file, origin, LogKey.Use.HEADS);
    }
}
