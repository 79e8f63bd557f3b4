package id.padan.cli.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Text by bytes, without an object per line: a register of five million records is some four gigabytes. */
final class Lines implements AutoCloseable {
    private static final int ROOM = 16 * 1024;

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 20];
    private int used;
    private long written;

    Lines(OutputStream out) {
        this.out = out;
    }

    Lines put(byte[] text) {
        System.arraycopy(text, 0, buffer, used, text.length);
        used += text.length;
        return this;
    }

    Lines put(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    Lines put(char ascii) {
        buffer[used++] = (byte) ascii;
        return this;
    }

    /** The number with leading zeros to this width. */
    Lines digits(long number, int width) {
        long rest = number;
        for (int place = used + width - 1; place >= used; place--) {
            buffer[place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += width;
        return this;
    }

    Lines number(long number) {
        int width = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            width++;
        }
        return digits(number, width);
    }

    Lines hex(long number) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            int nibble = (int) (number >>> shift) & 15;
            buffer[used++] = (byte) (nibble < 10 ? '0' + nibble : 'A' + nibble - 10);
        }
        return this;
    }

    /** {@code yyyyMMdd} as {@code dd-MM-yyyy}. */
    Lines date(int date) {
        return digits(date % 100, 2)
                .put('-')
                .digits(date / 100 % 100, 2)
                .put('-')
                .digits(date / 10_000, 4);
    }

    void end() throws IOException {
        buffer[used++] = '\n';
        if (used > buffer.length - ROOM) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(buffer, 0, used);
        written += used;
        used = 0;
    }

    /** Bytes handed on so far. */
    long written() {
        return written;
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
