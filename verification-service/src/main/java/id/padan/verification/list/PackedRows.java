package id.padan.verification.list;

import java.nio.charset.StandardCharsets;

/** Reads a packed chunk (docs/formats/chunk.md). Row indexes count from 0 within the chunk. */
public final class PackedRows {

    private final byte[] bytes;
    private final int rows;
    private final int[] oddRows;
    private final int[] oddOffsets;

    private PackedRows(byte[] bytes, int rows, int[] oddRows, int[] oddOffsets) {
        this.bytes = bytes;
        this.rows = rows;
        this.oddRows = oddRows;
        this.oddOffsets = oddOffsets;
    }

    /**
     * The bytes are kept, not copied.
     *
     * @throws IllegalArgumentException if these are not the bytes of a chunk of a version known here
     */
    public static PackedRows read(byte[] bytes) {
        if (bytes.length < ChunkPacker.HEADER_BYTES || bytes[0] != ChunkPacker.VERSION) {
            throw new IllegalArgumentException("not a packed chunk of version " + ChunkPacker.VERSION);
        }
        int rows = (int) ChunkPacker.INTS.get(bytes, 16);
        int oddCells = (int) ChunkPacker.INTS.get(bytes, 20);
        if (rows < 1 || rows > ChunkPacker.MAX_ROWS || oddCells < 0 || oddCells > rows) {
            throw new IllegalArgumentException("packed chunk with impossible row counts");
        }
        int[] oddRows = new int[oddCells];
        int[] oddOffsets = new int[oddCells + 1];
        int at = ChunkPacker.HEADER_BYTES + rows * Long.BYTES;
        int previous = -1;
        for (int i = 0; i < oddCells; i++) {
            if (at + ChunkPacker.ODD_HEADER_BYTES > bytes.length) {
                throw new IllegalArgumentException("packed chunk is cut off");
            }
            oddRows[i] = (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
            if (oddRows[i] <= previous || oddRows[i] >= rows) {
                throw new IllegalArgumentException("packed chunk with odd cells out of order");
            }
            previous = oddRows[i];
            oddOffsets[i] = at;
            at += ChunkPacker.ODD_HEADER_BYTES + (bytes[at + 2] & 0xFF);
        }
        oddOffsets[oddCells] = at;
        if (at != bytes.length) {
            throw new IllegalArgumentException("packed chunk of the wrong length");
        }
        return new PackedRows(bytes, rows, oddRows, oddOffsets);
    }

    /** The chunk's number within its list, from 0. */
    public int number() {
        return (int) ChunkPacker.INTS.get(bytes, 4);
    }

    /** The list's row number of index 0. */
    public long firstRow() {
        return (long) ChunkPacker.LONGS.get(bytes, 8);
    }

    public int rows() {
        return rows;
    }

    /** The NIK as a number, or 0 when the row's cell does not have 16 digits. */
    public long nik(int index) {
        return NikRules.nik(word(index));
    }

    /** The status that intake gave, or null when the row is to be answered. */
    public RowStatus status(int index) {
        int code = NikRules.statusCode(word(index));
        return code == 0 ? null : RowStatus.ofCode(code);
    }

    /** Bits of {@link RowWarning}. */
    public int warnings(int index) {
        return NikRules.warnings(word(index));
    }

    /** The refused cell as it stood in the file, at most 64 characters; null when the NIK says it all or the cell was empty. */
    public String odd(int index) {
        int low = 0;
        int high = oddRows.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (oddRows[middle] == index) {
                int from = oddOffsets[middle] + ChunkPacker.ODD_HEADER_BYTES;
                return new String(bytes, from, oddOffsets[middle + 1] - from, StandardCharsets.UTF_8);
            }
            if (oddRows[middle] < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /**
     * The rows to be answered, in order.
     *
     * @param niks receives their NIKs; as long as {@link #rows()}
     * @param indexes receives their row indexes; as long as {@link #rows()}
     * @return how many there are
     */
    public int fill(long[] niks, int[] indexes) {
        int n = 0;
        for (int i = 0; i < rows; i++) {
            long word = word(i);
            if (NikRules.statusCode(word) == 0) {
                niks[n] = NikRules.nik(word);
                indexes[n++] = i;
            }
        }
        return n;
    }

    long word(int index) {
        return (long) ChunkPacker.LONGS.get(bytes, ChunkPacker.HEADER_BYTES + index * Long.BYTES);
    }
}
