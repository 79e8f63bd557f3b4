package id.padan.verification.list;

import java.io.IOException;
import java.io.InputStream;

/**
 * The short way through an ASCII-based list: line by line, straight from the bytes, making neither characters nor objects of what is
 * plain. It reads only what every reader of CSV reads alike. At the first line that is anything else (a quoted cell over several lines,
 * a quote inside a cell, a line that is too long) it stops, and the whole parser goes on from the start of that line.
 */
final class PlainLines {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int NIK_DIGITS = 16;

    private static final byte PLAIN = 0;
    private static final byte SEPARATOR = 1;
    private static final byte LINE_END = 2;
    private static final byte QUOTE = 3;
    private static final byte HIGH = 4;
    private static final byte NO_TEXT = 5;

    private final InputStream in;
    private final char separator;
    private final ListLayout layout;
    private final RowIntake intake;
    private final byte[] kinds = new byte[256];
    private final TextStream decoder = TextStream.rest(InputStream.nullInputStream());
    private final char[] line = new char[TextStream.MAX_RECORD_CHARS];
    private final char[] cell = new char[TextStream.MAX_RECORD_CHARS];
    private final char[] odd = new char[ChunkPacker.MAX_ODD_CHARS];
    private final boolean nikAlone;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean ended;
    private boolean stopped;
    private int skip;

    // The row at hand.
    private boolean blank;
    private long word;
    private boolean tidy;
    private int oddLength;
    private int birth;
    private int sex;

    /**
     * @param in after the byte-order mark
     * @param skip rows before the first that counts
     */
    PlainLines(InputStream in, char separator, ListLayout layout, int skip, RowIntake intake) {
        this.in = in;
        this.separator = separator;
        this.layout = layout;
        this.skip = skip;
        this.intake = intake;
        nikAlone = layout.nikColumn() == 0;
        for (int b = 0; b < kinds.length; b++) {
            boolean control = b < 0x20 && b != '\t' && b != '\f' && b != 0x1A;
            kinds[b] = b >= 0x80 ? HIGH : control ? NO_TEXT : PLAIN;
        }
        kinds['"'] = QUOTE;
        kinds['\n'] = LINE_END;
        kinds['\r'] = LINE_END;
        if (separator < 0x80 && separator >= ' ' || separator == '\t') {
            kinds[separator] = SEPARATOR;
        }
    }

    /** Whether all has been read; if not, {@link #rest()} is for the whole parser, after {@link #skip()} more rows. */
    boolean read() throws ListRefused, IOException {
        while (true) {
            if (position == limit && ended) {
                return true;
            }
            if (!plainNik() && !anyLine()) {
                if (stopped || ended || limit - position > TextStream.MAX_RECORD_CHARS) {
                    return false;
                }
                fill();
            }
        }
    }

    InputStream rest() {
        return new StartThenRest(bytes, position, limit, in);
    }

    int skip() {
        return skip;
    }

    boolean isWindows1252() {
        return decoder.isWindows1252();
    }

    /** Most lists are this and nothing else: sixteen digits and a line end. */
    private boolean plainNik() throws ListRefused, IOException {
        if (!nikAlone || skip > 0) {
            return false;
        }
        boolean some = false;
        while (limit - position > NIK_DIGITS + 1) {
            byte end = bytes[position + NIK_DIGITS];
            if (end != '\n' && end != '\r') {
                return some;
            }
            long nik = NikRules.sixteenDigits(bytes, position);
            if (nik < 0) {
                return some;
            }
            position += NIK_DIGITS + (end == '\r' && bytes[position + NIK_DIGITS + 1] == '\n' ? 2 : 1);
            intake.row(NikRules.judge(nik), odd, 0, true, PersonColumns.UNKNOWN, PersonColumns.UNKNOWN);
            some = true;
        }
        return some;
    }

    /** One line of any plain kind; false if it is not whole in the buffer, or nothing for this reader. */
    private boolean anyLine() throws ListRefused, IOException {
        int start = position;
        int end = start;
        int seen = 0;
        while (end < limit) {
            int kind = kinds[bytes[end] & 0xFF];
            if (kind == LINE_END) {
                break;
            }
            seen |= 1 << kind;
            end++;
        }
        // A carriage return at the buffer's end may have its line feed behind it.
        if (!ended && (end == limit || bytes[end] == '\r' && end + 1 == limit) || end == limit && end == start) {
            return false;
        }
        if ((seen & 1 << NO_TEXT) != 0) {
            throw new RefusedWhileReading(TextStream.notText());
        }
        if (end - start > TextStream.MAX_RECORD_CHARS) {
            return false;
        }
        begin();
        if ((seen & (1 << QUOTE | 1 << HIGH)) == 0) {
            plainCells(start, end);
        } else if (!decodedCells(decoder.decode(bytes, start, end - start, line))) {
            // Not moved on: the whole parser begins with this line.
            stopped = true;
            return false;
        }
        position = end == limit ? end : end + (bytes[end] == '\r' && end + 1 < limit && bytes[end + 1] == '\n' ? 2 : 1);
        if (skip > 0) {
            skip--;
        } else if (blank) {
            intake.blank();
        } else {
            intake.row(word, odd, oddLength, tidy, birth, sex);
        }
        return true;
    }

    private void begin() {
        blank = true;
        word = NikRules.word(0, RowStatus.NIK_FORMAT, 0);
        tidy = false;
        oddLength = 0;
        birth = PersonColumns.UNKNOWN;
        sex = PersonColumns.UNKNOWN;
    }

    private void plainCells(int start, int end) {
        int column = 0;
        int from = start;
        for (int i = start; i <= end; i++) {
            if (i == end || kinds[bytes[i] & 0xFF] == SEPARATOR) {
                plainCell(column++, from, i);
                from = i + 1;
            }
        }
    }

    private void plainCell(int column, int from, int to) {
        if (blank) {
            for (int i = from; i < to && blank; i++) {
                blank = NikRules.isSpace((char) bytes[i]) || bytes[i] == 0x1A;
            }
        }
        if (column != layout.nikColumn() && column != layout.birthColumn() && column != layout.sexColumn()) {
            return;
        }
        int length = to - from;
        if (column == layout.nikColumn() && length == NIK_DIGITS) {
            long nik = NikRules.sixteenDigits(bytes, from);
            if (nik >= 0) {
                word = NikRules.judge(nik);
                tidy = true;
                if (NikRules.statusCode(word) == 0) {
                    return;
                }
            }
        }
        for (int i = 0; i < length; i++) {
            cell[i] = (char) bytes[from + i];
        }
        cell(column, cell, 0, length);
    }

    /** False if quotes stand where readers of CSV differ, or a quoted cell goes on in the next line. */
    private boolean decodedCells(int length) {
        int column = 0;
        int at = 0;
        while (true) {
            if (at < length && line[at] == '"') {
                int to = 0;
                at++;
                while (true) {
                    if (at == length) {
                        return false;
                    }
                    char c = line[at++];
                    if (c == '"') {
                        if (at < length && line[at] == '"') {
                            at++;
                        } else {
                            break;
                        }
                    }
                    cell[to++] = c;
                }
                if (at < length && line[at] != separator) {
                    return false;
                }
                decodedCell(column++, cell, 0, to);
            } else {
                int from = at;
                while (at < length && line[at] != separator) {
                    if (line[at++] == '"') {
                        return false;
                    }
                }
                decodedCell(column++, line, from, at - from);
            }
            if (at == length) {
                return true;
            }
            at++;
        }
    }

    private void decodedCell(int column, char[] text, int offset, int length) {
        if (blank) {
            blank = CsvList.blank(text, offset, length);
        }
        cell(column, text, offset, length);
    }

    private void cell(int column, char[] text, int offset, int length) {
        if (column == layout.nikColumn()) {
            word = NikRules.judge(text, offset, length);
            if (NikRules.statusCode(word) != 0) {
                tidy = length == NIK_DIGITS;
                oddLength = Math.min(length, odd.length);
                System.arraycopy(text, offset, odd, 0, oddLength);
            }
        } else if (column == layout.birthColumn()) {
            birth = PersonColumns.birth(text, offset, length);
        } else if (column == layout.sexColumn()) {
            sex = PersonColumns.sex(text, offset, length);
        }
    }

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
}
