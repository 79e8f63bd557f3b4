package id.padan.verification.list;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The request body: counts and hashes its raw bytes, ends a body that is too long, and remembers whether it was the sender that failed. */
final class BodyStream extends InputStream {

    private final InputStream body;
    private final long maxBytes;
    private final MessageDigest sha256;
    private long count;
    private IOException failure;

    BodyStream(InputStream body, long maxBytes) {
        this.body = body;
        this.maxBytes = maxBytes;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int n;
        try {
            n = body.read(into, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        if (n > 0) {
            sha256.update(into, offset, n);
            count += n;
            if (count > maxBytes) {
                throw new RefusedWhileReading(ListRefused.of(
                        ListProblem.FILE_TOO_LARGE,
                        "The list has more than " + maxBytes + " bytes. Split it.",
                        "Daftar lebih dari " + maxBytes + " bita. Bagilah daftar ini."));
            }
        }
        return n;
    }

    /** Reads to the end, so that the hash covers everything that was sent. */
    void drain() throws IOException {
        byte[] rest = new byte[1 << 16];
        int n = read(rest, 0, rest.length);
        while (n >= 0) {
            n = read(rest, 0, rest.length);
        }
    }

    long count() {
        return count;
    }

    /** What the sender's connection failed with, or null. */
    IOException failure() {
        return failure;
    }

    /** To be asked once, after the end. */
    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
