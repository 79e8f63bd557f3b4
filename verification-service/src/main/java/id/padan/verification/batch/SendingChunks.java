package id.padan.verification.batch;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.chunk.ChunkCipher;
import id.padan.verification.chunk.ChunkId;
import id.padan.verification.chunk.ChunkManifest;
import id.padan.verification.chunk.ChunkSender;
import id.padan.verification.list.ChunkSink;
import id.padan.verification.list.PackedChunk;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Encrypts the chunks of one upload attempt and sends them while the list is read on, a bounded number at a time: when the broker is slow,
 * the sender of the list waits. Numbers are reserved in the job row before they are used, so that whatever was sent can be erased.
 */
final class SendingChunks implements ChunkSink {
    private static final int RESERVED_AT_ONCE = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    private final Batch batch;
    private final ChunkCipher cipher;
    private final ChunkSender sender;
    private final Batches batches;
    private final DatabasePatience database;
    private final int inFlight;
    private final Semaphore room;
    private final ConcurrentLinkedQueue<ChunkManifest> acknowledged = new ConcurrentLinkedQueue<>();
    private final Executor sealing;
    private volatile Throwable failure;
    private int reserved;
    private int sent;
    private long rows;

    /** @param sealing where chunks are encrypted; each has its own nonce, so any order will do */
    SendingChunks(
            Batch batch,
            byte[] dataKey,
            ChunkSender sender,
            Batches batches,
            DatabasePatience database,
            int inFlight,
            Executor sealing) {
        this.batch = batch;
        this.cipher = new ChunkCipher(dataKey);
        this.sender = sender;
        this.batches = batches;
        this.database = database;
        this.inFlight = inFlight;
        this.room = new Semaphore(inFlight);
        this.sealing = sealing;
    }

    /** The list ended while it was being read: another upload has the key now, or the job was given up. */
    static final class Superseded extends IOException {
        private static final long serialVersionUID = 1;

        Superseded() {
            super("another upload has taken over");
        }
    }

    @Override
    public void accept(PackedChunk chunk) throws IOException {
        if (chunk.number() >= reserved) {
            reserve(chunk.number() + RESERVED_AT_ONCE);
        }
        await(1);
        sealing.execute(() -> seal(chunk));
        sent++;
        rows += chunk.rows();
    }

    private void seal(PackedChunk chunk) {
        try {
            var id = new ChunkId(batch.id(), batch.attempt(), chunk.number());
            var encrypted = cipher.encrypt(id, chunk.firstRow(), chunk.rows(), chunk.bytes());
            var hash = sha256().digest(encrypted);
            var unused = sender.send(id, chunk.firstRow(), chunk.rows(), encrypted)
                    .whenComplete((place, refused) -> {
                        if (refused == null) {
                            acknowledged.add(new ChunkManifest(
                                    id, chunk.firstRow(), chunk.rows(), hash, place.partition(), place.offset()));
                        } else {
                            failure = refused;
                        }
                        room.release();
                    });
        } catch (RuntimeException | Error bug) {
            failure = bug;
            room.release();
            throw bug;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Waits until the broker has all of them. */
    List<ChunkManifest> finish() {
        await(inFlight);
        return drain();
    }

    int sent() {
        return sent;
    }

    /** Rows handed over so far. */
    long rows() {
        return rows;
    }

    private void reserve(int numbers) throws IOException {
        var known = drain();
        if (!database.within(() -> batches.advance(batch.id(), batch.attempt(), numbers, rows, known))) {
            throw new Superseded();
        }
        reserved = numbers;
    }

    private void await(int permits) {
        try {
            if (failure != null
                    || !room.tryAcquire(permits, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    || failure != null) {
                throw unavailable();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
    }

    private List<ChunkManifest> drain() {
        var drained = new ArrayList<ChunkManifest>();
        for (var next = acknowledged.poll(); next != null; next = acknowledged.poll()) {
            drained.add(next);
        }
        return drained;
    }

    static ProblemException unavailable() {
        return ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The list could not be taken in because a part of the service does not answer. Nothing was kept; send it again with the same Idempotency-Key.",
                        "Daftar tidak dapat diterima karena sebagian layanan tidak menjawab. Tidak ada yang disimpan; kirim ulang dengan Idempotency-Key yang sama.")
                .retryAfter(Duration.ofSeconds(30));
    }
}
