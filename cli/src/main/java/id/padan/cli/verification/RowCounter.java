package id.padan.cli.verification;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts the rows of a result while it passes: lines, or records of CSV, whose quoted cells may hold line breaks. */
final class RowCounter extends FilterOutputStream {
    private final boolean csv;
    private boolean quoted;
    private boolean begun;
    private long records;

    RowCounter(OutputStream out, boolean csv) {
        super(out);
        this.csv = csv;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            byte letter = bytes[i];
            if (letter == '\n' && !quoted) {
                if (begun) {
                    records++;
                }
                begun = false;
            } else {
                begun = true;
                if (csv && letter == '"') {
                    quoted = !quoted;
                }
            }
        }
        out.write(bytes, offset, length);
    }

    /** Rows without the header of CSV; a last line that was cut inside does not count. */
    long rows() {
        return csv ? Math.max(0, records - 1) : records;
    }

    /** The last line has its end. */
    boolean ended() {
        return !begun && !quoted;
    }
}
