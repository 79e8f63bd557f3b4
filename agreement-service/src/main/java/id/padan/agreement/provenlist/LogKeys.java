package id.padan.agreement.provenlist;

import id.padan.proof.LogKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The verifier keys of verification's log, as the parties exchanged them: receipts are believed by these and by nothing else. */
@ApplicationScoped
public class LogKeys {
    private static final Logger LOG = Logger.getLogger(LogKeys.class);

    private final Optional<Path> file;

    /** @param file a verifier key (name+id+base64) on each line: the present one and those before it */
    LogKeys(@ConfigProperty(name = "padan.records.verification-log-keys") Optional<Path> file) {
        this.file = file;
    }

    /** Empty if none are set or the file cannot be used; the log of the service then says why. */
    public List<LogKey> list() {
        if (file.isEmpty()) {
            return List.of();
        }
        try {
            return Files.readAllLines(file.get()).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(LogKey::parse)
                    .toList();
        } catch (IOException | IllegalArgumentException unusable) {
            LOG.errorf("verification's log keys cannot be read from %s: %s", file.get(), unusable.getMessage());
            return List.of();
        }
    }
}
