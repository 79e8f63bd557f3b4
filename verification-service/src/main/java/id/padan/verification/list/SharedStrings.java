package id.padan.verification.list;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The texts that the cells of an XLSX refer to by number. Only the beginning of each is kept, because neither a NIK nor a header needs more,
 * and all of them lie in one array that the budget of uploads pays for.
 */
final class SharedStrings implements AutoCloseable {

    static final int KEPT_CHARS = 72;

    private final FirstOccurrences.Budget budget;
    private byte[] texts = new byte[0];
    private int[] ends = new int[0];
    private int count;
    private long reserved;

    SharedStrings(FirstOccurrences.Budget budget) {
        this.budget = budget;
    }

    void add(char[] text, int length) throws ListRefused {
        byte[] utf8 = new String(text, 0, length).getBytes(StandardCharsets.UTF_8);
        int end = count == 0 ? 0 : ends[count - 1];
        if (end + (long) utf8.length > texts.length) {
            texts = Arrays.copyOf(texts, grown(texts.length, end + (long) utf8.length, 1));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, grown(ends.length, count + 1L, Integer.BYTES));
        }
        System.arraycopy(utf8, 0, texts, end, utf8.length);
        ends[count++] = end + utf8.length;
    }

    /** Puts text {@code number} into {@code cell}; returns its length, or -1 when there is no such text. */
    int copy(int number, char[] cell) {
        if (number < 0 || number >= count) {
            return -1;
        }
        int start = number == 0 ? 0 : ends[number - 1];
        int length = ends[number] - start;
        boolean ascii = length <= cell.length;
        for (int i = 0; i < length && ascii; i++) {
            byte b = texts[start + i];
            ascii = b >= 0;
            cell[i] = (char) b;
        }
        if (ascii) {
            return length;
        }
        String text = new String(texts, start, length, StandardCharsets.UTF_8);
        text.getChars(0, Math.min(text.length(), cell.length), cell, 0);
        return Math.min(text.length(), cell.length);
    }

    @Override
    public void close() {
        budget.release(reserved);
        reserved = 0;
        texts = new byte[0];
        ends = new int[0];
        count = 0;
    }

    private int grown(int length, long needed, int elementBytes) throws ListRefused {
        long target = Math.max(Math.max(1024, needed), length + (long) length / 2);
        if (target > Integer.MAX_VALUE - 16) {
            throw InflatedStream.tooMuch();
        }
        long more = (target - length) * elementBytes;
        budget.reserve(more, reserved);
        reserved += more;
        return (int) target;
    }
}
