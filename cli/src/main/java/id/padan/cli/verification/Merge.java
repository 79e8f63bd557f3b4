package id.padan.cli.verification;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.sample.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the user's own list again with the answers behind it: every byte of a record stays as it was, and behind its last cell come
 * status, answer, statement and warnings, parted by the list's own separator. What is above the rows and what is below them stays as it is,
 * except that the header gets the four names.
 */
final class Merge {
    private static final int BUFFER = 1 << 20;
    private static final int NO_SEPARATOR = -1;
    private static final String[] STATUSES = {
        "ANSWERED",
        "NIK_SPREADSHEET_DAMAGE",
        "NIK_FORMAT",
        "NIK_IMPOSSIBLE",
        "NIK_DATE",
        "DUPLICATE",
        "STATUS_UNMAPPED",
        "AS_OF_UNKNOWN",
        "NOT_PROCESSED"
    };
    private static final String[] WARNINGS = {
        "SUSPECTED_NIP", "NIK_REGION", "NIK_BIRTH_DATE", "NIK_SEX", "NIK_NOT_VALIDATED", "NIK_SHARED"
    };

    private final Answers answers;
    private final InputStream in;
    private final OutputStream out;
    private final int separator;
    private final byte between;
    private final boolean spacedQuotes;
    private final long skipped;
    private final boolean header;
    private final byte[][] endings = new byte[1 << 12][];

    private byte[] bytes = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean ended;
    private final byte[] written = new byte[BUFFER];
    private int length;

    // The record at hand.
    private int columns;
    private boolean quotes;
    private int width;

    private Merge(JsonNode shape, InputStream in, Answers answers, OutputStream out) {
        this.answers = answers;
        this.in = in;
        this.out = out;
        String name = shape.path("separator").asText("");
        separator = name.isEmpty() ? NO_SEPARATOR : name.equals("TAB") ? '\t' : name.charAt(0);
        between = (byte) (separator == NO_SEPARATOR ? ',' : separator);
        spacedQuotes = shape.path("spacedQuotes").asBoolean();
        skipped = shape.path("skippedRows").asLong();
        header = shape.path("header").asBoolean();
    }

    /** Whether a list that was read so can be written again by {@link #write}. */
    static boolean isPossible(JsonNode shape) {
        return shape.path("format").asText().equals("CSV") && shape.hasNonNull("skippedRows");
    }

    /**
     * Writes list and answers to {@code out}, in the list's encoding.
     *
     * @throws IOException also if the list has not the rows that were answered
     */
    static void write(JsonNode shape, InputStream list, Answers answers, OutputStream out) throws IOException {
        if (!shape.path("encoding").asText().equals("UTF-16")) {
            new Merge(shape, list, answers, out).run();
            return;
        }
        // Such lists come from old spreadsheets and are small.
        byte[] whole = list.readAllBytes();
        Charset charset =
                whole.length > 1 && whole[0] == (byte) 0xFE ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        var merged = new ByteArrayOutputStream();
        byte[] utf8 = new String(whole, charset).getBytes(StandardCharsets.UTF_8);
        new Merge(shape, new ByteArrayInputStream(utf8), answers, merged).run();
        out.write(merged.toString(StandardCharsets.UTF_8).getBytes(charset));
    }

    private void run() throws IOException {
        for (long record = 0; ; record++) {
            int end = end(record == 0);
            if (end < 0) {
                break;
            }
            if (record < skipped) {
                copy(position, end);
                if (header && record == skipped - 1) {
                    width = columns;
                    names();
                }
            } else if (answers.hasNext()) {
                width = width == 0 ? columns : width;
                cells(end);
                for (int column = columns; column < width; column++) {
                    put(between);
                }
                put(ending(answers.next()));
            } else {
                copy(position, end);
            }
            int next = lineEnd(end);
            copy(end, next);
            position = next;
        }
        if (answers.hasNext() || !answers.isAtEnd()) {
            throw new IOException("the list has not the rows that were answered");
        }
        flush();
    }

    /** Where the record that begins at {@link #position} ends, before its line end; -1 when there is none. */
    private int end(boolean first) throws IOException {
        while (true) {
            int end = scan(first);
            // A carriage return at the buffer's end may have its line feed behind it.
            if (end < limit && (ended || end + 1 < limit) || ended) {
                return position == limit ? -1 : end;
            }
            fill();
        }
    }

    private int scan(boolean first) {
        columns = 1;
        quotes = false;
        int i = position;
        if (first && limit - i > 2 && bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBB) {
            i += 3;
        }
        boolean mayOpen = true;
        boolean open = false;
        for (; i < limit; i++) {
            byte b = bytes[i];
            if (open) {
                open = b != '"';
            } else if (b == '\n' || b == '\r') {
                return i;
            } else if (b == separator) {
                columns++;
                mayOpen = true;
            } else if (b == '"') {
                quotes = true;
                // Also the second of two, which is a quote inside the cell.
                open = mayOpen;
            } else if (b != ' ' || !spacedQuotes) {
                mayOpen = false;
            }
        }
        return i;
    }

    private int lineEnd(int end) {
        if (end == limit) {
            return end;
        }
        return end + (bytes[end] == '\r' && end + 1 < limit && bytes[end + 1] == '\n' ? 2 : 1);
    }

    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(bytes, position, bytes, 0, limit - position);
            limit -= position;
            position = 0;
        } else if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int n = in.read(bytes, limit, bytes.length - limit);
        if (n < 0) {
            ended = true;
        } else {
            limit += n;
        }
    }

    /** The record's own cells; a list of one column had no separator, so its cell may hold what is one now. */
    private void cells(int end) throws IOException {
        boolean bare = separator == NO_SEPARATOR && !quotes && contains(between, end);
        if (bare) {
            put((byte) '"');
        }
        copy(position, end);
        if (bare) {
            put((byte) '"');
        }
    }

    private boolean contains(byte wanted, int end) {
        for (int i = position; i < end; i++) {
            if (bytes[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private void names() throws IOException {
        for (String name : new String[] {"status", "answer", "statement", "warnings"}) {
            put(between);
            put(name.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private byte[] ending(int said) {
        byte[] ending = endings[said];
        if (ending == null) {
            ending = endings[said] = newEnding(said);
        }
        return ending;
    }

    private byte[] newEnding(int said) {
        char sep = (char) between;
        int status = said & 0xF;
        var text = new StringBuilder().append(sep).append(STATUSES[status]).append(sep);
        if (status == 0) {
            Answer answer = Answer.values()[said >> 4 & 3];
            text.append(answer.name()).append(sep).append(answer.sentence());
        } else {
            text.append(sep);
        }
        text.append(sep);
        String space = "";
        for (int warning = 0; warning < WARNINGS.length; warning++) {
            if ((said >> 6 & 1 << warning) != 0) {
                text.append(space).append(WARNINGS[warning]);
                space = " ";
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void put(byte b) throws IOException {
        room(1);
        written[length++] = b;
    }

    private void put(byte[] some) throws IOException {
        room(some.length);
        System.arraycopy(some, 0, written, length, some.length);
        length += some.length;
    }

    private void copy(int from, int to) throws IOException {
        if (to - from > written.length) {
            flush();
            out.write(bytes, from, to - from);
            return;
        }
        room(to - from);
        System.arraycopy(bytes, from, written, length, to - from);
        length += to - from;
    }

    private void room(int wanted) throws IOException {
        if (written.length - length < wanted) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(written, 0, length);
        length = 0;
    }
}
