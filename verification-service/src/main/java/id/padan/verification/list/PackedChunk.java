package id.padan.verification.list;

/**
 * A run of a list's rows, packed as docs/formats/chunk.md says and not yet encrypted.
 *
 * @param number counted from 0 without gaps
 * @param firstRow the list's row number of its first row, counted from 1 without the header
 * @param rows at most 65,536
 * @param bytes at most 900 KiB; personal data, to be encrypted before it goes anywhere
 */
public record PackedChunk(int number, long firstRow, int rows, byte[] bytes, RowCounts counts) {

    @Override
    public String toString() {
        return "PackedChunk[number=" + number + ", firstRow=" + firstRow + ", rows=" + rows + "]";
    }
}
