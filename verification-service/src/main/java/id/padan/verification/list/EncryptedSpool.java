package id.padan.verification.list;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file that exists for one reading only: AES-256-CTR under a key that never leaves memory, its name removed before the first byte is
 * written. After a crash nothing readable remains, and nothing that can be found.
 */
final class EncryptedSpool implements SeekableByteChannel {

    private static final int BLOCK = 16;
    private static final int PIECE = 1 << 16;

    private final FileChannel file;
    private final SecretKeySpec key;
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final Cipher cipher;
    private final ByteBuffer encrypted = ByteBuffer.allocate(PIECE);
    private final byte[] plain = new byte[PIECE];
    private long pieceStart = -1;
    private int pieceLength;
    private long size;
    private long position;

    private EncryptedSpool(FileChannel file) throws IOException {
        this.file = file;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, "AES");
        try {
            this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IOException("no AES-CTR in this JDK", e);
        }
    }

    /** Writes all of {@code in}; closes nothing. */
    static EncryptedSpool of(InputStream in, Path folder, long maxBytes) throws IOException, ListRefused {
        FileChannel file;
        try {
            file = unlinked(folder);
        } catch (IOException e) {
            throw noRoom();
        }
        EncryptedSpool spool = new EncryptedSpool(file);
        try {
            spool.fill(in, maxBytes);
        } catch (IOException | ListRefused | RuntimeException e) {
            spool.close();
            throw e;
        }
        return spool;
    }

    private static FileChannel unlinked(Path folder) throws IOException {
        Path path = Files.createTempFile(
                folder,
                "padan-",
                ".spool",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(path);
        }
    }

    /** Ours, not the sender's: a full disk must not be told as an upload that broke off. */
    private static ListRefused noRoom() {
        return ListRefused.of(
                        ListProblem.NO_ROOM,
                        "A workbook lies encrypted on the server's disk while it is read, and the disk takes no more. Send it again"
                                + " later, or as CSV, which needs no disk.",
                        "Buku kerja disimpan terenkripsi di disk server selama dibaca, dan disk sedang penuh. Kirim ulang nanti,"
                                + " atau sebagai CSV yang tidak memerlukan disk.")
                .retryAfter(RETRY_AFTER);
    }

    private void store(ByteBuffer out) throws ListRefused {
        try {
            while (out.hasRemaining()) {
                file.write(out);
            }
        } catch (IOException e) {
            throw noRoom();
        }
    }

    private void fill(InputStream in, long maxBytes) throws IOException, ListRefused {
        start(0);
        byte[] piece = new byte[PIECE];
        for (int n = in.readNBytes(piece, 0, PIECE); n > 0; n = in.readNBytes(piece, 0, PIECE)) {
            size += n;
            if (size > maxBytes) {
                throw ListRefused.of(
                        ListProblem.FILE_TOO_LARGE,
                        "An XLSX may have at most " + maxBytes + " bytes. Send the list as CSV, or split it.",
                        "XLSX paling banyak " + maxBytes + " bita. Kirim daftar sebagai CSV, atau bagilah.");
            }
            store(ByteBuffer.wrap(cipher.update(piece, 0, n)));
        }
    }

    /** The counter is the number of the block, so that any block can be reached. */
    private void start(long offset) throws IOException {
        byte[] counter =
                ByteBuffer.allocate(BLOCK).putLong(0).putLong(offset / BLOCK).array();
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
        } catch (GeneralSecurityException e) {
            throw new IOException("AES-CTR refuses a fresh key", e);
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (position >= size) {
            return -1;
        }
        int total = 0;
        while (into.hasRemaining() && position < size) {
            load(position / PIECE * PIECE);
            int offset = (int) (position - pieceStart);
            int n = Math.min(into.remaining(), pieceLength - offset);
            into.put(plain, offset, n);
            position += n;
            total += n;
        }
        return total;
    }

    private void load(long start) throws IOException {
        if (start == pieceStart) {
            return;
        }
        encrypted.clear().limit((int) Math.min(PIECE, size - start));
        long at = start;
        while (encrypted.hasRemaining()) {
            int n = file.read(encrypted, at);
            if (n < 0) {
                throw new IOException("temporary file ends early");
            }
            at += n;
        }
        start(start);
        try {
            pieceLength = cipher.update(encrypted.array(), 0, encrypted.limit(), plain);
        } catch (GeneralSecurityException e) {
            throw new IOException("temporary file cannot be decrypted", e);
        }
        pieceStart = start;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public SeekableByteChannel truncate(long length) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
