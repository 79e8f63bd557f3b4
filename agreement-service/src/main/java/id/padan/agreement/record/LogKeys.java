package id.padan.agreement.record;

import id.padan.platform.problem.ProblemException;
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
class LogKeys {
    private static final Logger LOG = Logger.getLogger(LogKeys.class);

    private final Optional<Path> file;

    /** @param file a verifier key (name+id+base64) on each line: the present one and those before it */
    LogKeys(@ConfigProperty(name = "padan.records.verification-log-keys") Optional<Path> file) {
        this.file = file;
    }

    /** @throws ProblemException RECORD_LOG_KEY_MISSING */
    List<LogKey> require() {
        if (file.isPresent()) {
            try {
                var keys = Files.readAllLines(file.get()).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .map(LogKey::parse)
                        .toList();
                if (!keys.isEmpty()) {
                    return keys;
                }
            } catch (IOException | IllegalArgumentException unusable) {
                LOG.errorf("verification's log keys cannot be read from %s: %s", file.get(), unusable.getMessage());
            }
        }
        throw ProblemException.of(
                RecordProblem.RECORD_LOG_KEY_MISSING,
                "The operator names the verifier keys of verification's log in PADAN_VERIFICATION_LOG_KEYS.",
                "Operator menetapkan kunci pemeriksa log verifikasi pada PADAN_VERIFICATION_LOG_KEYS.");
    }
}
