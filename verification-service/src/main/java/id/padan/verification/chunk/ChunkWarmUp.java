package id.padan.verification.chunk;

import id.padan.platform.token.TokenKeys;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Encrypts, decrypts and tokenises noise until that is fast. The processor's own AES-GCM is used only from methods that the compiler has
 * seen some ten thousand times; a chunk goes through them once, so lists alone would not get there in a day, and each chunk would take a
 * hundred times as long (ADR 0017). Hence many small pieces, and a whole chunk now and then to see whether it is so far. The instance is
 * ready afterwards; the register loads at the same time.
 */
@Readiness
@ApplicationScoped
class ChunkWarmUp implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(ChunkWarmUp.class);
    /** Where the processor has no such instructions it ends here. */
    private static final Duration LONGEST = Duration.ofSeconds(15);
    /** Of processor time to encrypt and decrypt a chunk; without the instructions it takes about 40 ms. */
    private static final Duration FAST = Duration.ofMillis(3);

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();
    private static final int PIECES = 250;
    private static final int PIECE_ROWS = 2_048;
    private static final int CHUNK_ROWS = 65_536;

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
            var noise = new Noise();
            // Twice, because one may be fast by chance between two stages of the compiler.
            for (int fast = 0; fast < 2 && since(began).compareTo(LONGEST) < 0; ) {
                for (int i = 0; i < PIECES; i++) {
                    noise.piece();
                }
                fast = noise.chunk().compareTo(FAST) < 0 ? fast + 1 : 0;
            }
            LOG.infof(
                    "ciphers are warm after %d ms: %d us for a chunk",
                    since(began).toMillis(), noise.chunk().toNanos() / 1_000);
        } catch (UnreadableChunk | RuntimeException e) {
            LOG.error("the ciphers could not be warmed", e);
        } finally {
            warm = true;
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** What no list holds, under a key that nobody keeps. */
    private final class Noise {
        private final ChunkCipher cipher = new ChunkCipher(ContentKeys.newDataKey());
        private final UUID batch = UUID.randomUUID();
        private final byte[] piece = new byte[PIECE_ROWS * Long.BYTES];
        private final byte[] chunk = new byte[CHUNK_ROWS * Long.BYTES];
        private final long[] niks = ThreadLocalRandom.current()
                .longs(PIECE_ROWS, 1_000_000_000_000_000L, 10_000_000_000_000_000L)
                .toArray();
        private final long[] hi = new long[PIECE_ROWS];
        private final long[] lo = new long[PIECE_ROWS];
        private int number;

        private void piece() throws UnreadableChunk {
            crypt(piece, PIECE_ROWS);
            keys.tokens(niks, 0, PIECE_ROWS, hi, lo);
        }

        /** By processor time: the register loads meanwhile, and compilers work, so by the clock a fast chunk can be slow. */
        private Duration chunk() throws UnreadableChunk {
            long began = PROCESSOR.getCurrentThreadCpuTime();
            crypt(chunk, CHUNK_ROWS);
            return Duration.ofNanos(PROCESSOR.getCurrentThreadCpuTime() - began);
        }

        private void crypt(byte[] plain, int rows) throws UnreadableChunk {
            var id = new ChunkId(batch, 1, number++);
            cipher.decrypt(id, 1, rows, cipher.encrypt(id, 1, rows, plain));
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ciphers-warm").status(warm).build();
    }
}
