package id.padan.verification.chunk;

import id.padan.platform.token.TokenKeys;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Encrypts, decrypts and tokenises noise until the compiler has seen enough of it: AES-GCM is some forty times slower in the first rounds
 * of a JVM, and the first list would pay for that. The instance is ready afterwards; the register loads at the same time.
 */
@Readiness
@ApplicationScoped
class ChunkWarmUp implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(ChunkWarmUp.class);
    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final int ROUNDS = 60;
    private static final int ROWS = 8_192;

    private final TokenKeys keys;
    private volatile boolean warm;

    ChunkWarmUp(TokenKeys keys) {
        this.keys = keys;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().name("padan-warm-up").daemon().start(this::run);
    }

    private void run() {
        long began = System.nanoTime();
        try {
            var cipher = new ChunkCipher(ContentKeys.newDataKey());
            var batch = UUID.randomUUID();
            var plain = new byte[ROWS * Long.BYTES * 8];
            var niks = ThreadLocalRandom.current()
                    .longs(ROWS, 1_000_000_000_000_000L, 10_000_000_000_000_000L)
                    .toArray();
            var hi = new long[ROWS];
            var lo = new long[ROWS];
            for (int round = 0; round < ROUNDS && System.nanoTime() - began < LONGEST.toNanos(); round++) {
                var id = new ChunkId(batch, 1, round);
                cipher.decrypt(id, 1, ROWS, cipher.encrypt(id, 1, ROWS, plain));
                keys.tokens(niks, 0, ROWS, hi, lo);
            }
        } catch (UnreadableChunk | RuntimeException e) {
            LOG.error("the ciphers could not be warmed", e);
        } finally {
            warm = true;
        }
        LOG.infof("ciphers are warm after %d ms", (System.nanoTime() - began) / 1_000_000);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ciphers-warm").status(warm).build();
    }
}
