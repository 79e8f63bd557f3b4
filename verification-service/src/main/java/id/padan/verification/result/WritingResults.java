package id.padan.verification.result;

import id.padan.platform.agreement.AgreementGate;
import id.padan.verification.answer.Answer;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.AnswerBlock;
import id.padan.verification.chunk.ChunkManifest;
import id.padan.verification.chunk.ChunkMatcher;
import id.padan.verification.chunk.ChunkReader;
import id.padan.verification.chunk.ChunkReaders;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.UnreadableChunk;
import id.padan.verification.list.ResultBytes;
import id.padan.verification.list.ResultForm;
import id.padan.verification.list.RowAnswers;
import id.padan.verification.list.RowStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Merges a list's rows with their answers, in row order; gate and retention are asked again before each chunk. */
@ApplicationScoped
class WritingResults {
    /** Chunks read ahead of the one being written: enough to keep broker and processors busy, and not much memory. */
    private static final int AHEAD = 4;

    private static final int READERS = 2;

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

    /** A chunk's rows in the form wanted. */
    private record Part(ResultBytes bytes, int rows) {}

    /**
     * Writes a list's results, a few chunks read and formed ahead of the one being written.
     *
     * @throws UnreadableChunk if a part cannot be read any more
     * @throws id.padan.platform.problem.ProblemException if the agreement closes or the list's retention ends on the way
     */
    void write(Batch batch, ResultForm form, OutputStream out) throws IOException, UnreadableChunk {
        var key = contentKeys.unwrap(batch.wrappedKey(), batch.id(), batch.attempt());
        var manifests = batches.manifests(batch.id(), batch.attempt(), false);
        var ahead = new ArrayDeque<FutureTask<Part>>();
        try (var lent = new Lent(readers)) {
            var sealed = new Sealed(form, out);
            var bytes = lent.buffer();
            form.head(bytes);
            sealed.write(bytes);
            lent.giveBack(bytes);
            long rows = 0;
            try {
                int next = 0;
                for (int i = 0; i < manifests.size(); i++) {
                    for (; next < manifests.size() && ahead.size() < AHEAD; next++) {
                        var manifest = manifests.get(next);
                        ahead.add(start(() -> read(manifest, key, form, lent)));
                    }
                    var part = get(ahead.remove());
                    gate.require(batch.access());
                    requireKept(batch);
                    sealed.write(part.bytes());
                    rows += part.rows();
                    lent.giveBack(part.bytes());
                }
            } finally {
                // What is lent is taken back only when nobody uses it.
                ahead.forEach(WritingResults::finish);
            }
            var tail = lent.buffer();
            form.tail(rows, sealed, tail);
            sealed.write(tail);
        }
        out.flush();
    }

    private void requireKept(Batch batch) {
        if (!batches.isKept(batch.id(), batch.attempt())) {
            throw ResultResource.destroyed();
        }
    }

    private static FutureTask<Part> start(Callable<Part> reading) {
        var task = new FutureTask<>(reading);
        Thread.ofVirtual().name("padan-results-ahead").start(task);
        return task;
    }

    private Part read(ChunkManifest chunk, byte[] key, ResultForm form, Lent lent) throws UnreadableChunk {
        var reader = lent.reader();
        byte[] encrypted;
        try {
            encrypted = reader.read(chunk);
        } finally {
            lent.giveBack(reader);
        }
        var rows = ChunkMatcher.open(chunk.id(), chunk.firstRow(), chunk.rows(), encrypted, key);
        var stored = batches.findAnswers(chunk.id())
                .orElseThrow(() -> new UnreadableChunk("its answers are no longer kept"));
        var bytes = lent.buffer();
        form.chunk(rows, stored.answers() == null ? NOT_PROCESSED : AnswerBlock.of(stored.answers()), bytes);
        return new Part(bytes, rows.rows());
    }

    /** Readers and buffers of one download: few, and used again and again. */
    private static final class Lent implements AutoCloseable {
        private final ChunkReaders readers;
        private final BlockingQueue<ChunkReader> idle = new ArrayBlockingQueue<>(READERS);
        private final Queue<ResultBytes> buffers = new ConcurrentLinkedQueue<>();

        private Lent(ChunkReaders readers) {
            this.readers = readers;
            for (int i = 0; i < READERS; i++) {
                idle.add(readers.borrow());
            }
        }

        private ChunkReader reader() {
            try {
                return idle.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while reading results", e);
            }
        }

        private void giveBack(ChunkReader reader) {
            idle.add(reader);
        }

        private ResultBytes buffer() {
            var bytes = buffers.poll();
            if (bytes == null) {
                return new ResultBytes();
            }
            bytes.clear();
            return bytes;
        }

        private void giveBack(ResultBytes bytes) {
            buffers.add(bytes);
        }

        @Override
        public void close() {
            idle.forEach(readers::giveBack);
        }
    }

    /** What is written, hashed on the way when the form ends with its hash. */
    private static final class Sealed implements ResultForm.Seal {
        private final OutputStream out;
        private final MessageDigest sha256;

        private Sealed(ResultForm form, OutputStream out) {
            this.out = out;
            try {
                sha256 = form.isSealed() ? MessageDigest.getInstance("SHA-256") : null;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        private void write(ResultBytes bytes) throws IOException {
            if (sha256 != null) {
                sha256.update(bytes.array(), 0, bytes.length());
            }
            out.write(bytes.array(), 0, bytes.length());
        }

        @Override
        public byte[] endingWith(byte[] bytes, int offset, int length) {
            sha256.update(bytes, offset, length);
            return sha256.digest();
        }
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

    private static void finish(FutureTask<Part> task) {
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
