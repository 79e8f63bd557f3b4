package id.padan.verification.list;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Packs row words and odd cells into chunks, in the form of docs/formats/chunk.md, and hands each full chunk to the sink. */
final class ChunkPacker {

    static final int VERSION = 1;
    static final int HEADER_BYTES = 24;
    static final int MAX_ROWS = 65_536;
    static final int MAX_BYTES = 900 * 1024;
    static final int MAX_ODD_CHARS = 64;
    /** Row index and length stand before each odd cell's text. */
    static final int ODD_HEADER_BYTES = 3;

    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int MAX_ODD_BYTES = ODD_HEADER_BYTES + 3 * MAX_ODD_CHARS;

    private final ChunkSink sink;
    private final byte[] words = new byte[MAX_ROWS * Long.BYTES];
    private final byte[] odd = new byte[MAX_BYTES];
    private final long[] byStatus = new long[RowStatus.values().length];
    private final long[] byWarning = new long[RowWarning.values().length];
    private int rows;
    private int oddBytes;
    private int oddCells;
    private int chunks;
    private long firstRow = 1;
    private RowCounts total = RowCounts.NONE;

    ChunkPacker(ChunkSink sink) {
        this.sink = sink;
    }

    void add(long word) throws IOException {
        if (rows == MAX_ROWS || HEADER_BYTES + (rows + 1) * Long.BYTES + oddBytes > MAX_BYTES) {
            flush();
        }
        append(word);
    }

    /** @param cell what stood in the file, shown again in the results; cut to 64 characters */
    void add(long word, char[] cell, int length) throws IOException {
        if (rows == MAX_ROWS || HEADER_BYTES + (rows + 1) * Long.BYTES + oddBytes + MAX_ODD_BYTES > MAX_BYTES) {
            flush();
        }
        int start = oddBytes;
        odd[start] = (byte) (rows >>> 8);
        odd[start + 1] = (byte) rows;
        oddBytes = utf8(cell, Math.min(length, MAX_ODD_CHARS), odd, start + ODD_HEADER_BYTES);
        odd[start + 2] = (byte) (oddBytes - start - ODD_HEADER_BYTES);
        oddCells++;
        append(word);
    }

    /** Hands over what is left. */
    void finish() throws IOException {
        if (rows > 0) {
            flush();
        }
    }

    /** Rows packed so far. */
    long rows() {
        return firstRow - 1 + rows;
    }

    int chunks() {
        return chunks;
    }

    /** Counts of all chunks handed over. */
    RowCounts total() {
        return total;
    }

    private void append(long word) {
        LONGS.set(words, rows * Long.BYTES, word);
        rows++;
        byStatus[NikRules.statusCode(word)]++;
        int warnings = NikRules.warnings(word);
        while (warnings != 0) {
            byWarning[Integer.numberOfTrailingZeros(warnings)]++;
            warnings &= warnings - 1;
        }
    }

    private void flush() throws IOException {
        byte[] bytes = new byte[HEADER_BYTES + rows * Long.BYTES + oddBytes];
        bytes[0] = VERSION;
        INTS.set(bytes, 4, chunks);
        LONGS.set(bytes, 8, firstRow);
        INTS.set(bytes, 16, rows);
        INTS.set(bytes, 20, oddCells);
        System.arraycopy(words, 0, bytes, HEADER_BYTES, rows * Long.BYTES);
        System.arraycopy(odd, 0, bytes, HEADER_BYTES + rows * Long.BYTES, oddBytes);
        RowCounts counts = counts();
        PackedChunk chunk = new PackedChunk(chunks, firstRow, rows, bytes, counts);
        total = total.plus(counts);
        chunks++;
        firstRow += rows;
        rows = 0;
        oddBytes = 0;
        oddCells = 0;
        Arrays.fill(byStatus, 0);
        Arrays.fill(byWarning, 0);
        sink.accept(chunk);
    }

    private RowCounts counts() {
        Map<RowStatus, Long> rejected = new EnumMap<>(RowStatus.class);
        for (RowStatus status : RowStatus.values()) {
            if (status.rejected() && byStatus[status.code()] > 0) {
                rejected.put(status, byStatus[status.code()]);
            }
        }
        Map<RowWarning, Long> warnings = new EnumMap<>(RowWarning.class);
        for (RowWarning warning : RowWarning.values()) {
            if (byWarning[warning.ordinal()] > 0) {
                warnings.put(warning, byWarning[warning.ordinal()]);
            }
        }
        return new RowCounts(
                rows, byStatus[RowStatus.ANSWERED.code()], byStatus[RowStatus.DUPLICATE.code()], rejected, warnings);
    }

    /** UTF-8 without an intermediate String; a lone half of a surrogate pair becomes a question mark. */
    private static int utf8(char[] cell, int length, byte[] out, int at) {
        int to = at;
        for (int i = 0; i < length; i++) {
            char c = cell[i];
            if (c < 0x80) {
                out[to++] = (byte) c;
            } else if (c < 0x800) {
                out[to++] = (byte) (0xC0 | c >> 6);
                out[to++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(cell[i + 1])) {
                int point = Character.toCodePoint(c, cell[++i]);
                out[to++] = (byte) (0xF0 | point >> 18);
                out[to++] = (byte) (0x80 | point >> 12 & 0x3F);
                out[to++] = (byte) (0x80 | point >> 6 & 0x3F);
                out[to++] = (byte) (0x80 | point & 0x3F);
            } else if (Character.isSurrogate(c)) {
                out[to++] = '?';
            } else {
                out[to++] = (byte) (0xE0 | c >> 12);
                out[to++] = (byte) (0x80 | c >> 6 & 0x3F);
                out[to++] = (byte) (0x80 | c & 0x3F);
            }
        }
        return to;
    }
}
