package id.padan.directory.publication;

import id.padan.platform.token.TokenKeys;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

class TokenKeyFile {

    @Produces
    @Singleton
    TokenKeys keys(@ConfigProperty(name = "padan.token.keyset") Path file) throws IOException {
        return TokenKeys.load(file);
    }
}
