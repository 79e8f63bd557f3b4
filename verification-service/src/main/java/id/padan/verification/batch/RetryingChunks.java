package id.padan.verification.batch;

import id.padan.verification.chunk.ChunkManifest;
import id.padan.verification.chunk.ChunkMatcher;
import id.padan.verification.chunk.ChunkReader;
import id.padan.verification.chunk.ChunkReaders;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.projection.StatusIndex;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads a stalled list's open chunks again where their manifests say, and answers them here. A chunk that is there but cannot be used
 * three times makes its list fail by itself; a broker that cannot be reached proves nothing about a chunk and is waited for.
 */
@ApplicationScoped
class RetryingChunks {
    private static final Logger LOG = Logger.getLogger(RetryingChunks.class);

    private final Jdbi jdbi;
    private final Batches batches;
    private final AttemptKeys keys;
    private final ChunkMatcher matcher;
    private final ChunkReaders readers;
    private final AnsweringChunks answering;
    private final StatusIndex index;
    private final BatchConfig config;

    RetryingChunks(
            Jdbi jdbi,
            Batches batches,
            AttemptKeys keys,
            ChunkMatcher matcher,
            ChunkReaders readers,
            AnsweringChunks answering,
            StatusIndex index,
            BatchConfig config) {
        this.jdbi = jdbi;
        this.batches = batches;
        this.keys = keys;
        this.matcher = matcher;
        this.readers = readers;
        this.answering = answering;
        this.index = index;
        this.config = config;
    }

    void retry(UUID id) {
        if (!index.isLoaded()) {
            return;
        }
        var batch = batches.find(id).filter(found -> found.state() == BatchState.PROCESSING);
        if (batch.isEmpty()) {
            return;
        }
        if (batches.isWithoutProgress(id, config.outageUntilFailed())) {
            fail(
                    batch.get(),
                    BatchProblem.BATCH_STALLED,
                    "Parts of the service did not answer for too long.",
                    "Sebagian layanan terlalu lama tidak menjawab.");
            return;
        }
        LOG.infof("list %s has made no progress, its open chunks are read again", id);
        var reader = readers.borrow();
        try {
            for (var chunk : batches.manifests(id, batch.get().attempt(), true)) {
                if (!retry(batch.get(), chunk, reader)) {
                    return;
                }
            }
        } catch (KafkaException away) {
            LOG.warnf("list %s waits for the broker: %s", id, away.getClass().getSimpleName());
        } finally {
            readers.giveBack(reader);
        }
    }

    /** False if the rest of the list need not be tried now. */
    private boolean retry(Batch batch, ChunkManifest chunk, ChunkReader reader) {
        try {
            var opened = keys.find(batch.id(), batch.attempt());
            if (opened.isEmpty()) {
                return false;
            }
            var matched = matcher.match(
                    chunk.id(),
                    chunk.firstRow(),
                    chunk.rows(),
                    reader.read(chunk),
                    opened.get().key(),
                    opened.get().asOf());
            return answering.settle(batch.id(), batch.attempt(), List.of(matched)) == AnsweringChunks.Outcome.SETTLED;
        } catch (UnreadableChunk unreadable) {
            return !failed(batch, chunk, unreadable);
        }
    }

    private boolean failed(Batch batch, ChunkManifest chunk, UnreadableChunk reason) {
        int tries = batches.triedInVain(chunk.id(), reason.getMessage());
        LOG.warnf("chunk %s could not be used, try %d: %s", chunk.id(), tries, reason.getMessage());
        if (tries < config.tries()) {
            return false;
        }
        fail(
                batch,
                BatchProblem.CHUNK_UNREADABLE,
                "The part from row " + chunk.firstRow() + " could not be read in " + tries + " tries: "
                        + reason.getMessage() + ". Send the list again with the same Idempotency-Key.",
                "Bagian mulai baris " + chunk.firstRow() + " tidak dapat dibaca dalam " + tries
                        + " percobaan. Kirim ulang daftar dengan Idempotency-Key yang sama.");
        return true;
    }

    private void fail(Batch batch, BatchProblem code, String en, String idn) {
        jdbi.useTransaction(tx -> {
            var now = batches.lock(tx, batch.id()).orElseThrow();
            if (now.state() == BatchState.PROCESSING && now.attempt() == batch.attempt()) {
                batches.fail(tx, now, new Batch.Problem(code.name(), en, idn, null));
            }
        });
    }
}
