package id.padan.cli.verification;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.sample.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes the user's own list again with the answers behind it: every byte of a record stays as it was, and behind its last cell come
 * status, answer, statement and warnings, parted by the list's own separator. What is above the rows and what is below them stays as it is,
 * except that the header gets the four names.
 */
final class Merge {
    private static final int BUFFER = 1 << 20;
    private static final int NO_SEPARATOR = -1;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LINE_FEEDS = ONES * '\n';
    private static final long RETURNS = ONES * '\r';
    private static final long QUOTES = ONES * '"';
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
    private final long separators;
    private final byte between;
    private final boolean spacedQuotes;
    private final long skipped;
    private final boolean header;
    private final byte[][] endings = new byte[1 << 12][];

    private byte[] bytes = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean ended;
    private byte[] written = new byte[BUFFER];
    private int length;

    /** One reads ahead (and hashes what it reads), one writes behind: each takes about as long as the merging itself. */
    private final ExecutorService beside =
            Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());

    private final byte[] ahead = new byte[BUFFER];
    private Future<Integer> reading;
    private byte[] behind = new byte[BUFFER];
    private Future<?> writing = CompletableFuture.completedFuture(null);

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
        separators = ONES * (separator == NO_SEPARATOR ? '\n' : separator);
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
            new Merge(shape, list, answers, out).runBeside();
            return;
        }
        // Such lists come from old spreadsheets and are small.
        byte[] whole = list.readAllBytes();
        Charset charset =
                whole.length > 1 && whole[0] == (byte) 0xFE ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        var merged = new ByteArrayOutputStream();
        byte[] utf8 = new String(whole, charset).getBytes(StandardCharsets.UTF_8);
        new Merge(shape, new ByteArrayInputStream(utf8), answers, merged).runBeside();
        out.write(merged.toString(StandardCharsets.UTF_8).getBytes(charset));
    }

    private void runBeside() throws IOException {
        try (beside) {
            reading = beside.submit(() -> in.read(ahead));
            run();
        }
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
        await(writing);
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
        boolean open = false;
        int cell = i;
        i = plain(cell);
        boolean mayOpen = i == cell;
        for (; i < limit; i++) {
            byte b = bytes[i];
            if (open) {
                open = b != '"';
            } else if (b == '\n' || b == '\r') {
                return i;
            } else if (b == separator) {
                columns++;
                cell = i + 1;
                i = plain(cell) - 1;
                mayOpen = i < cell;
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

    /** The first of the eight bytes, from {@code i} on, among which one ends a cell or line or quotes: most rows have two or three such words. */
    private int plain(int i) {
        int at = i;
        while (!spacedQuotes && at + Long.BYTES <= limit) {
            long word = (long) WORDS.get(bytes, at);
            if ((zero(word ^ LINE_FEEDS) | zero(word ^ RETURNS) | zero(word ^ QUOTES) | zero(word ^ separators)) != 0) {
                break;
            }
            at += Long.BYTES;
        }
        return at;
    }

    /** Not 0 if one of its bytes is. */
    private static long zero(long word) {
        return (word - ONES) & ~word & (ONES << 7);
    }

    private int lineEnd(int end) {
        if (end == limit) {
            return end;
        }
        return end + (bytes[end] == '\r' && end + 1 < limit && bytes[end + 1] == '\n' ? 2 : 1);
    }

    private void fill() throws IOException {
        int n = await(reading);
        if (n < 0) {
            ended = true;
            return;
        }
        int left = limit - position;
        if (left + n > bytes.length) {
            bytes = Arrays.copyOfRange(bytes, position, position + Math.max(bytes.length * 2, left + n));
        } else {
            System.arraycopy(bytes, position, bytes, 0, left);
        }
        System.arraycopy(ahead, 0, bytes, left, n);
        position = 0;
        limit = left + n;
        reading = beside.submit(() -> in.read(ahead));
    }

    private static <T> T await(Future<T> other) throws IOException {
        try {
            return other.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
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
        for (int n; from < to; from += n) {
            room(1);
            n = Math.min(to - from, written.length - length);
            System.arraycopy(bytes, from, written, length, n);
            length += n;
        }
    }

    private void room(int wanted) throws IOException {
        if (written.length - length < wanted) {
            flush();
        }
    }

    private void flush() throws IOException {
        await(writing);
        byte[] full = written;
        int n = length;
        writing = beside.submit(() -> {
            out.write(full, 0, n);
            return null;
        });
        written = behind;
        behind = full;
        length = 0;
    }
}
