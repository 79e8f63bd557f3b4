package id.padan.verification.list;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;

/**
 * Turns bytes into characters without having to know the encoding beforehand: a byte-order mark decides; without one it is UTF-8, and
 * whatever is not valid UTF-8 is read as Windows-1252, sequence by sequence, so that a single old umlaut in row two million does no harm.
 * Control characters that no text has end the reading, and so does a record of more than 64 Ki characters.
 */
final class TextStream extends Reader {

    /** The longest record; a list's row is far shorter, and memory is bounded by it. */
    static final int MAX_RECORD_CHARS = 1 << 16;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final char[] HIGH_HALF = highHalf();

    private enum Encoding {
        UTF_8,
        UTF_16LE,
        UTF_16BE
    }

    private final InputStream in;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean ended;
    private Encoding encoding;
    private boolean windows1252;
    private char pendingLow;

    private long delivered;
    private long recordStart;
    private char lastVisible;

    TextStream(InputStream in) {
        this.in = in;
    }

    /** The rest of a text of which so much has been read that there can be no byte-order mark any more. */
    static TextStream rest(InputStream in) {
        TextStream rest = new TextStream(in);
        rest.encoding = Encoding.UTF_8;
        return rest;
    }

    /** Whether ASCII characters are single bytes here; known once something has been read. */
    boolean isAsciiBased() {
        return encoding == Encoding.UTF_8;
    }

    /**
     * Decodes a piece of an ASCII-based text that ends where a character ends. For an object made by {@link #rest} that is used for
     * nothing else.
     *
     * @param length at most {@link #MAX_RECORD_CHARS}
     * @return how many characters there are now in {@code into}, which is never more than {@code length}
     */
    int decode(byte[] from, int offset, int length, char[] into) throws IOException {
        System.arraycopy(from, offset, bytes, 0, length);
        position = 0;
        limit = length;
        ended = true;
        int n = 0;
        while (n < length) {
            int read = readUtf8(into, n, length - n);
            if (read < 0) {
                break;
            }
            n += read;
        }
        return n;
    }

    /** Called by the parser's listener when a new record begins: the length limit counts from here. */
    void recordBegins() {
        recordStart = delivered;
    }

    /** The last character that is no line break. */
    char lastVisible() {
        return lastVisible;
    }

    /** Whether something was not UTF-8. */
    boolean isWindows1252() {
        return windows1252;
    }

    String encodingName() {
        if (encoding == Encoding.UTF_16LE || encoding == Encoding.UTF_16BE) {
            return "UTF-16";
        }
        return windows1252 ? "windows-1252" : "UTF-8";
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (encoding == null) {
            detect();
        }
        if (delivered - recordStart > MAX_RECORD_CHARS) {
            throw new RefusedWhileReading(lineTooLong());
        }
        int n;
        do {
            n = encoding == Encoding.UTF_8 ? readUtf8(into, offset, length) : readUtf16(into, offset, length);
        } while (n == 0);
        if (n < 0) {
            return -1;
        }
        for (int i = offset + n - 1; i >= offset; i--) {
            if (into[i] != '\n' && into[i] != '\r') {
                lastVisible = into[i];
                break;
            }
        }
        delivered += n;
        return n;
    }

    @Override
    public void close() {
        // The body belongs to the caller.
    }

    static ListRefused lineTooLong() {
        return ListRefused.of(
                ListProblem.FILE_LINE_TOO_LONG,
                "A row may have at most " + MAX_RECORD_CHARS
                        + " characters. Is this a list with one person a line, with all quotes closed?",
                "Satu baris paling banyak " + MAX_RECORD_CHARS
                        + " karakter. Apakah ini daftar dengan satu orang per baris dan semua tanda kutip tertutup?");
    }

    private void detect() throws IOException {
        while (limit < 3 && !ended) {
            fill();
        }
        encoding = Encoding.UTF_8;
        if (starts(0xEF, 0xBB, 0xBF)) {
            position = 3;
        } else if (starts(0xFF, 0xFE)) {
            encoding = Encoding.UTF_16LE;
            position = 2;
        } else if (starts(0xFE, 0xFF)) {
            encoding = Encoding.UTF_16BE;
            position = 2;
        }
    }

    private boolean starts(int... mark) {
        if (limit < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Moves what is left to the front and reads more. */
    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, limit - position);
            limit -= position;
            position = 0;
        }
        int n = in.read(bytes, limit, bytes.length - limit);
        if (n < 0) {
            ended = true;
        } else {
            limit += n;
        }
    }

    private int readUtf8(char[] into, int offset, int length) throws IOException {
        int to = offset;
        int end = offset + length;
        if (pendingLow != 0) {
            into[to++] = pendingLow;
            pendingLow = 0;
        }
        // A sequence may be cut by the buffer's end; four bytes are the longest.
        if (limit - position < 4 && !ended) {
            fill();
        }
        if (position == limit && to == offset) {
            return ended ? -1 : 0;
        }
        while (to < end && position < limit) {
            byte b = bytes[position];
            if (b >= 0x20) {
                into[to++] = (char) b;
                position++;
            } else if (b >= 0) {
                into[to++] = checked((char) b);
                position++;
            } else {
                if (limit - position < 4 && !ended) {
                    break;
                }
                to = decodeHigh(into, to, end);
            }
        }
        return to - offset;
    }

    private int decodeHigh(char[] into, int at, int end) {
        int to = at;
        int b = bytes[position] & 0xFF;
        int left = limit - position;
        if (b >= 0xC2 && b < 0xE0 && left > 1 && continues(1)) {
            into[to++] = (char) ((b & 0x1F) << 6 | low(1));
            position += 2;
        } else if (b >= 0xE0 && b < 0xF0 && left > 2 && continues(1) && continues(2) && valid3(b)) {
            into[to++] = (char) ((b & 0x0F) << 12 | low(1) << 6 | low(2));
            position += 3;
        } else if (b >= 0xF0 && b < 0xF5 && left > 3 && continues(1) && continues(2) && continues(3) && valid4(b)) {
            int point = (b & 0x07) << 18 | low(1) << 12 | low(2) << 6 | low(3);
            into[to++] = Character.highSurrogate(point);
            if (to < end) {
                into[to++] = Character.lowSurrogate(point);
            } else {
                pendingLow = Character.lowSurrogate(point);
            }
            position += 4;
        } else {
            windows1252 = true;
            into[to++] = HIGH_HALF[b - 0x80];
            position++;
        }
        return to;
    }

    private boolean continues(int index) {
        return (bytes[position + index] & 0xC0) == 0x80;
    }

    private int low(int index) {
        return bytes[position + index] & 0x3F;
    }

    /** Neither overlong nor a surrogate. */
    private boolean valid3(int b) {
        int second = bytes[position + 1] & 0xFF;
        return (b != 0xE0 || second >= 0xA0) && (b != 0xED || second < 0xA0);
    }

    private boolean valid4(int b) {
        int second = bytes[position + 1] & 0xFF;
        return (b != 0xF0 || second >= 0x90) && (b != 0xF4 || second < 0x90);
    }

    private int readUtf16(char[] into, int offset, int length) throws IOException {
        if (limit - position < 2 && !ended) {
            fill();
        }
        if (limit - position < 2) {
            // An odd last byte is half a character of a cut file; there is nothing to read from it.
            return ended ? -1 : 0;
        }
        int n = Math.min(length, (limit - position) / 2);
        int high = encoding == Encoding.UTF_16BE ? 0 : 1;
        for (int i = 0; i < n; i++) {
            int a = bytes[position + high] & 0xFF;
            int b = bytes[position + 1 - high] & 0xFF;
            into[offset + i] = checked((char) (a << 8 | b));
            position += 2;
        }
        return n;
    }

    private static char checked(char c) throws RefusedWhileReading {
        // Old DOS tools end a file with 0x1A; form feeds come from print files.
        if (c >= 0x20 || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0x1A) {
            return c;
        }
        throw new RefusedWhileReading(notText());
    }

    static ListRefused notText() {
        return ListRefused.of(
                ListProblem.FILE_NOT_TEXT,
                "The file holds bytes that no text has. Save the list as CSV (UTF-8) or XLSX.",
                "Berkas memuat bita yang bukan teks. Simpan daftar sebagai CSV (UTF-8) atau XLSX.");
    }

    private static char[] highHalf() {
        byte[] half = new byte[128];
        for (int i = 0; i < half.length; i++) {
            half[i] = (byte) (0x80 + i);
        }
        return new String(half, WINDOWS_1252).toCharArray();
    }
}
