package id.padan.verification.evidence;

import id.padan.verification.batch.Batch;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.AnswerBlock;
import id.padan.verification.chunk.ChunkManifest;
import id.padan.verification.chunk.ChunkMatcher;
import id.padan.verification.chunk.ChunkReaders;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.UnreadableChunk;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Writes a list's evidence: reads its chunks again, seals tokens and answers. Whoever does it, however often and however many at once, it is
 * the same evidence.
 */
@ApplicationScoped
public class KeepingEvidence {
    private static final Logger LOG = Logger.getLogger(KeepingEvidence.class);

    private final Batches batches;
    private final EvidenceStore store;
    private final EvidenceTokens tokens;
    private final ContentKeys contentKeys;
    private final ChunkReaders readers;

    KeepingEvidence(
            Batches batches,
            EvidenceStore store,
            EvidenceTokens tokens,
            ContentKeys contentKeys,
            ChunkReaders readers) {
        this.batches = batches;
        this.store = store;
        this.tokens = tokens;
        this.contentKeys = contentKeys;
        this.readers = readers;
    }

    /** Whether a list's evidence is whole; asked in the transaction that destroys its content key. */
    public static boolean isKept(Handle tx, UUID batch) {
        return EvidenceStore.isComplete(tx, batch);
    }

    /**
     * Keeps the evidence of a completed list before its content key goes. A chunk that nobody can read any more leaves a gap, which is
     * counted: it must not keep the rest from being forgotten.
     *
     * @throws IllegalStateException if the list's key cannot be unwrapped here; then nothing may be destroyed
     */
    public void keepAll(UUID id) {
        var batch = batches.find(id).filter(found -> found.wrappedKey() != null);
        if (batch.isPresent() && batch.get().state().hasResults() && !store.isComplete(id)) {
            keep(batch.get(), Integer.MAX_VALUE, true);
        }
    }

    /**
     * Keeps up to so many more chunks of a list.
     *
     * @param withGaps whether a chunk that cannot be read is given up
     * @return whether the evidence is whole now
     */
    boolean keep(Batch batch, int most, boolean withGaps) {
        try {
            var dataKey = contentKeys.unwrap(batch.wrappedKey(), batch.id(), batch.attempt());
            var owner = batch.id();
            var key = contentKeys.unwrapForGood(
                    store.begin(batch, contentKeys.wrapForGood(ContentKeys.newDataKey(), owner)), owner);
            var all = batches.manifests(batch.id(), batch.attempt(), false);
            var kept = store.kept(batch.id());
            keep(
                    all.stream()
                            .filter(chunk -> !kept.contains(chunk.id().number()))
                            .limit(most)
                            .toList(),
                    dataKey,
                    new EvidenceCipher(key),
                    withGaps);
            return store.complete(batch.id(), all.size());
        } catch (UnreadableChunk unreadable) {
            throw new IllegalStateException("the evidence cannot be kept: " + unreadable.getMessage());
        }
    }

    private void keep(List<ChunkManifest> chunks, byte[] dataKey, EvidenceCipher cipher, boolean withGaps)
            throws UnreadableChunk {
        var reader = readers.borrow();
        try {
            for (var chunk : chunks) {
                byte[] sealed = null;
                try {
                    var rows =
                            ChunkMatcher.open(chunk.id(), chunk.firstRow(), chunk.rows(), reader.read(chunk), dataKey);
                    var answers = batches.findAnswers(chunk.id())
                            .orElseThrow(() -> new UnreadableChunk("its answers are no longer kept"))
                            .answers();
                    sealed = cipher.seal(
                            chunk.id().batch(),
                            chunk.id().number(),
                            EvidenceRows.write(rows, answers == null ? null : AnswerBlock.of(answers), tokens));
                } catch (UnreadableChunk unreadable) {
                    if (!withGaps) {
                        throw new UnreadableChunk("chunk " + chunk.id() + ": " + unreadable.getMessage());
                    }
                    LOG.errorf("chunk %s leaves a gap in the evidence: %s", chunk.id(), unreadable.getMessage());
                }
                store.keep(chunk, sealed);
            }
        } finally {
            readers.giveBack(reader);
        }
    }
}
