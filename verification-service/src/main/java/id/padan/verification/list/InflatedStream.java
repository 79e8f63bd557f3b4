package id.padan.verification.list;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * What comes out of a compressed entry, until it is more than a list could be: too many bytes in all, too many for the bytes that went in,
 * or too many since the reader last got somewhere.
 */
final class InflatedStream extends FilterInputStream {

    private static final long FREE_BYTES = 64L << 20;
    private static final long MAX_RATIO = 200;
    private static final long MAX_BYTES_A_STEP = 4L << 20;

    private final long maxBytes;
    private final LongSupplier compressed;
    private long inflated;
    private long stepStart;
    private boolean steps;

    /** @param compressed bytes that went in so far */
    InflatedStream(InputStream in, long maxBytes, LongSupplier compressed) {
        super(in);
        this.maxBytes = maxBytes;
        this.compressed = compressed;
    }

    /** Tells that the reader got on; from the first call on it must do so every 4 MiB. */
    void step() {
        steps = true;
        stepStart = inflated;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n;
        try {
            n = super.read(into, offset, length);
        } catch (RefusedWhileReading e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The unpacker itself stumbles over some damaged entries instead of refusing them.
            throw new RefusedWhileReading(damaged());
        }
        if (n > 0) {
            inflated += n;
            if (inflated > maxBytes
                    || inflated > FREE_BYTES && inflated / MAX_RATIO > compressed.getAsLong()
                    || steps && inflated - stepStart > MAX_BYTES_A_STEP) {
                throw new RefusedWhileReading(tooMuch());
            }
        }
        return n;
    }

    @Override
    public long skip(long bytes) throws IOException {
        // Skipped bytes are inflated bytes too.
        byte[] rest = new byte[(int) Math.min(bytes, 8192)];
        return Math.max(0, read(rest, 0, rest.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    static ListRefused damaged() {
        return ListRefused.of(
                ListProblem.FILE_DAMAGED,
                "The compressed file is cut off or damaged. Pack it again.",
                "Berkas terkompresi terpotong atau rusak. Kemas ulang.");
    }

    static ListRefused tooMuch() {
        return ListRefused.of(
                ListProblem.FILE_INFLATES_TOO_MUCH,
                "Unpacked, the file is far larger than any list of NIKs. Send the list as plain CSV.",
                "Setelah dibuka, berkas jauh lebih besar daripada daftar NIK mana pun. Kirim daftar sebagai CSV biasa.");
    }
}
