package id.padan.verification.list;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow at their end; kept and filled again from chunk to chunk, because each is several megabytes. */
public final class ResultBytes {

    private byte[] array = new byte[1 << 16];
    private int length;

    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Makes room for so many more bytes; {@link #array()} may be another one afterwards. */
    void ensure(int bytes) {
        if (array.length - length < bytes) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + bytes));
        }
    }

    void length(int newLength) {
        length = newLength;
    }

    void put(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, array, length, bytes.length);
        length += bytes.length;
    }

    void put(int value) {
        ensure(1);
        array[length++] = (byte) value;
    }

    void putInt(int value) {
        ensure(Integer.BYTES);
        ChunkPacker.INTS.set(array, length, value);
        length += Integer.BYTES;
    }

    void putLong(long value) {
        ensure(Long.BYTES);
        ChunkPacker.LONGS.set(array, length, value);
        length += Long.BYTES;
    }

    /** LEB128: seven bits a byte, lowest first, the high bit set while more follow. */
    void putVarint(int value) {
        ensure(5);
        int rest = value;
        while (rest > 0x7F) {
            array[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[length++] = (byte) rest;
    }

    void putAscii(String text) {
        put(text.getBytes(StandardCharsets.US_ASCII));
    }
}
