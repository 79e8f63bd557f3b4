package id.padan.verification.list;

import java.io.IOException;
import java.io.InputStream;

/** Bytes already read, then what comes after them. Never closes that: it belongs to the caller. */
final class StartThenRest extends InputStream {

    private final byte[] start;
    private final int end;
    private final InputStream rest;
    private int position;

    StartThenRest(byte[] start, int from, int end, InputStream rest) {
        this.start = start;
        this.position = from;
        this.end = end;
        this.rest = rest;
    }

    @Override
    public int read() throws IOException {
        return position < end ? start[position++] & 0xFF : rest.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (position == end) {
            return rest.read(into, offset, length);
        }
        int n = Math.min(length, end - position);
        System.arraycopy(start, position, into, offset, n);
        position += n;
        return n;
    }
}
