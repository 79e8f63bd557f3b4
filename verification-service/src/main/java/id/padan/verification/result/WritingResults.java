package id.padan.verification.result;

import id.padan.platform.agreement.AgreementGate;
import id.padan.verification.answer.Answer;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.AnswerBlock;
import id.padan.verification.chunk.ChunkManifest;
import id.padan.verification.chunk.ChunkMatcher;
import id.padan.verification.chunk.ChunkReaders;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.list.PackedRows;
import id.padan.verification.list.ResultLines;
import id.padan.verification.list.RowAnswers;
import id.padan.verification.list.RowStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Merges a list's rows with their answers, in row order; the gate is asked again before each chunk. */
@ApplicationScoped
class WritingResults {
    private final AgreementGate gate;
    private final Batches batches;
    private final ContentKeys contentKeys;
    private final ChunkReaders readers;

    WritingResults(AgreementGate gate, Batches batches, ContentKeys contentKeys, ChunkReaders readers) {
        this.gate = gate;
        this.batches = batches;
        this.contentKeys = contentKeys;
        this.readers = readers;
    }

    /** The agreement closed before a row was answered. */
    private static final RowAnswers NOT_PROCESSED = new RowAnswers() {
        @Override
        public RowStatus status(int index) {
            return RowStatus.NOT_PROCESSED;
        }

        @Override
        public Answer answer(int index) {
            throw new IllegalStateException("a row that was not processed has no answer");
        }

        @Override
        public int warnings(int index) {
            return 0;
        }
    };

    private record Part(PackedRows rows, RowAnswers answers) {}

    /**
     * Writes all lines.
     *
     * @throws UnreadableChunk if a part cannot be read any more
     * @throws id.padan.platform.problem.ProblemException if the agreement closes on the way
     */
    void write(Batch batch, ResultLines lines) throws IOException, UnreadableChunk {
        var key = contentKeys.unwrap(batch.wrappedKey(), batch.id(), batch.attempt());
        var manifests = batches.manifests(batch.id(), batch.attempt(), false);
        var reader = readers.borrow();
        FutureTask<Part> next = null;
        try {
            // One part ahead: reading the next waits for the broker while this one is written.
            next = ahead(manifests, 0, chunk -> read(reader.read(chunk), chunk, key));
            for (int i = 0; i < manifests.size(); i++) {
                var part = get(next);
                next = ahead(manifests, i + 1, chunk -> read(reader.read(chunk), chunk, key));
                gate.require(batch.access());
                lines.write(part.rows(), part.answers());
            }
            lines.flush();
        } finally {
            finish(next);
            readers.giveBack(reader);
        }
    }

    private interface Reading {
        Part read(ChunkManifest chunk) throws UnreadableChunk;
    }

    private static FutureTask<Part> ahead(List<ChunkManifest> manifests, int i, Reading reading) {
        if (i >= manifests.size()) {
            return null;
        }
        Callable<Part> call = () -> reading.read(manifests.get(i));
        var task = new FutureTask<>(call);
        Thread.ofVirtual().name("padan-results-ahead").start(task);
        return task;
    }

    private Part read(byte[] encrypted, ChunkManifest chunk, byte[] key) throws UnreadableChunk {
        var rows = ChunkMatcher.open(chunk.id(), chunk.firstRow(), chunk.rows(), encrypted, key);
        var stored = batches.findAnswers(chunk.id())
                .orElseThrow(() -> new UnreadableChunk("its answers are no longer kept"));
        return new Part(rows, stored.answers() == null ? NOT_PROCESSED : AnswerBlock.of(stored.answers()));
    }

    private static Part get(FutureTask<Part> task) throws UnreadableChunk {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading results", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UnreadableChunk unreadable -> throw unreadable;
                case RuntimeException failure -> throw failure;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** The reader is given back only when nobody uses it. */
    private static void finish(FutureTask<Part> task) {
        if (task == null) {
            return;
        }
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // Whoever needed it has been told; this one was only read ahead.
            return;
        }
    }
}
