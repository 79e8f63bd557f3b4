package id.padan.directory.intake;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Cuts a stream into rows with bounded memory: a row longer than the limit is passed over to its end and only said to be too long. Counts
 * and hashes every byte. In a table, a line end inside quotes belongs to the row.
 */
public final class Rows {

    static final int LIMIT = 1024 * 1024;

    private final InputStream in;
    private final boolean quoted;
    private final byte[] buffer = new byte[128 * 1024];
    private final MessageDigest sha256;
    private byte[] row = new byte[8 * 1024];
    private int length;
    private boolean tooLong;
    private int at;
    private int end;
    private long bytes;
    private long number;
    private boolean first = true;

    public Rows(InputStream in, boolean quoted) {
        this.in = in;
        this.quoted = quoted;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Moves to the next row that is not blank; false at the end of the stream. */
    public boolean next() throws IOException {
        while (read()) {
            number++;
            if (first) {
                first = false;
                dropByteOrderMark();
            }
            if (tooLong || !isBlank()) {
                return true;
            }
        }
        return false;
    }

    /** The row without its line end; valid until the next call. */
    public byte[] bytes() {
        return row;
    }

    public int length() {
        return length;
    }

    public boolean tooLong() {
        return tooLong;
    }

    /** Counted from 1, blank rows included, so that an editor's line number agrees. */
    public long number() {
        return number;
    }

    public long bytesRead() {
        return bytes;
    }

    /** Reads what is left, for its hash only. */
    public void drain() throws IOException {
        while (fill()) {
            at = end;
        }
    }

    /** Of all bytes read; to be called once, at the end. */
    public byte[] hash() {
        return sha256.digest();
    }

    private boolean read() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        boolean inQuotes = false;
        boolean fieldStart = true;
        while (true) {
            if (at == end && !fill()) {
                return any;
            }
            any = true;
            int from = at;
            if (!quoted) {
                while (at < end && buffer[at] != '\n') {
                    at++;
                }
            } else {
                while (at < end) {
                    byte b = buffer[at];
                    if (b == '"' && (fieldStart || inQuotes)) {
                        inQuotes = !inQuotes;
                    } else if (b == '\n' && (!inQuotes || tooLong || length + at - from >= LIMIT)) {
                        // A quote that never closes must not swallow the rest of the file.
                        break;
                    }
                    // A doubled quote leaves and enters again, which comes to the same.
                    fieldStart = b == ',' || b == ';' || b == '\t' || b == '|' || b == '"';
                    at++;
                }
            }
            keep(from, at);
            if (at < end) {
                at++;
                trimCarriageReturn();
                return true;
            }
        }
    }

    private void keep(int from, int to) {
        int more = to - from;
        if (tooLong || length + more > LIMIT) {
            tooLong = true;
            length = 0;
            return;
        }
        if (length + more > row.length) {
            row = Arrays.copyOf(row, Math.min(LIMIT, Math.max(row.length * 2, length + more)));
        }
        System.arraycopy(buffer, from, row, length, more);
        length += more;
    }

    private boolean fill() throws IOException {
        int n = in.read(buffer, 0, buffer.length);
        if (n <= 0) {
            return false;
        }
        sha256.update(buffer, 0, n);
        bytes += n;
        at = 0;
        end = n;
        return true;
    }

    private void trimCarriageReturn() {
        if (length > 0 && row[length - 1] == '\r') {
            length--;
        }
    }

    private void dropByteOrderMark() {
        if (length >= 3 && row[0] == (byte) 0xef && row[1] == (byte) 0xbb && row[2] == (byte) 0xbf) {
            length -= 3;
            System.arraycopy(row, 3, row, 0, length);
        }
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (row[i] > ' ' || row[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
