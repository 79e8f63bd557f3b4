package id.padan.verification.list;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.CharArrayReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a list that is text: one person a line, columns parted by something, or one column only. */
final class CsvList {

    /** No separator was found: this character stands in, and no text holds it. */
    private static final char NONE = '\u001F';

    private static final char[] SEPARATORS = {';', '|', '\t', ','};
    private static final int MAX_SAMPLE_ROWS = 200;

    private static final int BYTE_ORDER_MARK = 0xEFBBBF;

    private final Recorded recorded;
    private final TextStream text;
    private final RowIntake intake;
    private boolean windows1252;

    CsvList(InputStream bytes, RowIntake intake) {
        this.recorded = new Recorded(bytes);
        this.text = new TextStream(recorded);
        this.intake = intake;
    }

    ListShape read(boolean zipped) throws ListRefused, IOException {
        char[] sample = sample();
        Separator separator = separator(sample);
        List<String[]> rows = rows(sample, separator);
        ListLayout layout = ListLayout.of(rows.subList(Math.min(separator.skippedRows(), rows.size()), rows.size()));
        parse(sample, separator, separator.skippedRows() + layout.skippedRows(), layout);
        return new ListShape(
                "CSV",
                zipped,
                separator.name(),
                windows1252 ? "windows-1252" : text.encodingName(),
                separator.skippedRows() + layout.skippedRows(),
                layout.header(),
                separator.spacedQuotes(),
                layout.nikColumn() + 1);
    }

    /** As many characters as one record may have: enough to see separator and columns, and all there is of a small file. */
    private char[] sample() throws ListRefused, IOException {
        char[] sample = new char[TextStream.MAX_RECORD_CHARS];
        int length = 0;
        int n = 0;
        while (length < sample.length && n >= 0) {
            n = text.read(sample, length, sample.length - length);
            length += Math.max(n, 0);
        }
        boolean visible = false;
        boolean lineEnds = n < 0;
        for (int i = 0; i < length; i++) {
            visible |= !NikRules.isSpace(sample[i]) && sample[i] != 0x1A;
            lineEnds |= sample[i] == '\n' || sample[i] == '\r';
        }
        if (!lineEnds) {
            throw TextStream.lineTooLong();
        }
        if (!visible && n < 0) {
            throw ListRefused.of(
                    ListProblem.FILE_EMPTY, "There is nothing in the file.", "Tidak ada isi dalam berkas.");
        }
        return Arrays.copyOf(sample, length);
    }

    /** @param spacedQuotes whether cells look like {@code a, "b"}: such quotes count, though RFC 4180 says they do not */
    private record Separator(char character, int skippedRows, boolean spacedQuotes) {
        String name() {
            return switch (character) {
                case NONE -> "";
                case '\t' -> "TAB";
                default -> String.valueOf(character);
            };
        }
    }

    /** The separator that parts most rows into the same number of columns. */
    private static Separator separator(char[] sample) {
        if (sample.length > 5 && (sample[5] == '\n' || sample[5] == '\r')) {
            String directive = new String(sample, 0, 4);
            for (char candidate : SEPARATORS) {
                // Excel writes this line so that other Excels understand the file.
                if (directive.equals("sep=") && sample[4] == candidate) {
                    return new Separator(candidate, 1, spacedQuotes(sample, candidate));
                }
            }
        }
        char best = NONE;
        long bestScore = 0;
        for (char candidate : SEPARATORS) {
            long score = score(rows(sample, new Separator(candidate, 0, spacedQuotes(sample, candidate))), candidate);
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return new Separator(best, 0, spacedQuotes(sample, best));
    }

    private static boolean spacedQuotes(char[] sample, char separator) {
        for (int i = 1; i + 1 < sample.length; i++) {
            if (sample[i] == ' '
                    && (sample[i - 1] == separator && sample[i + 1] == '"'
                            || sample[i - 1] == '"' && sample[i + 1] == separator)) {
                return true;
            }
        }
        return false;
    }

    /** Rows with the most frequent number of columns, ties won by more columns; 0 if that number is one. */
    private static long score(List<String[]> rows, char separator) {
        int[] byColumns = new int[TextStream.MAX_RECORD_CHARS + 2];
        int most = 0;
        for (String[] row : rows) {
            if (row.length == 0) {
                continue;
            }
            int columns = separator == ',' ? columnsWithoutDecimals(row) : row.length;
            byColumns[columns]++;
            if (byColumns[columns] > byColumns[most] || byColumns[columns] == byColumns[most] && columns > most) {
                most = columns;
            }
        }
        return most < 2 ? 0 : (long) byColumns[most] * byColumns.length + most;
    }

    /** {@code 3,17E+15} is one damaged number, not two columns. */
    private static int columnsWithoutDecimals(String[] row) {
        int columns = row.length;
        for (int i = 1; i < row.length; i++) {
            String joined = row[i - 1] + "," + row[i];
            if (NikRules.status(NikRules.judge(joined.toCharArray(), 0, joined.length()))
                    == RowStatus.NIK_SPREADSHEET_DAMAGE) {
                columns--;
            }
        }
        return columns;
    }

    /** The sample's complete rows; a row without any text has no cells. */
    private static List<String[]> rows(char[] sample, Separator separator) {
        List<String[]> rows = new ArrayList<>();
        int end = sample.length;
        if (end == TextStream.MAX_RECORD_CHARS) {
            while (end > 0 && sample[end - 1] != '\n' && sample[end - 1] != '\r') {
                end--;
            }
        }
        try (CsvReader<String[]> csv = builder(separator).build(new SampleRows(), new CharArrayReader(sample, 0, end));
                CloseableIterator<String[]> records = csv.iterator()) {
            while (rows.size() < MAX_SAMPLE_ROWS && records.hasNext()) {
                rows.add(records.next());
            }
        } catch (CsvParseException e) {
            // Judged again, with its row, when the list is read in earnest.
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static CsvReader.CsvReaderBuilder builder(Separator separator) {
        return CsvReader.builder()
                .fieldSeparator(separator.character())
                .quoteCharacter('"')
                .trimWhitespacesAroundQuotes(separator.spacedQuotes())
                .skipEmptyLines(false)
                .allowExtraFields(true)
                .allowMissingFields(true)
                // Without this an unclosed quote would swallow the rows up to the next one in silence.
                .allowExtraCharsAfterClosingQuote(false)
                .maxBufferSize(4 * TextStream.MAX_RECORD_CHARS);
    }

    private void parse(char[] sample, Separator separator, int skippedRows, ListLayout layout)
            throws ListRefused, IOException {
        if (!text.isAsciiBased() || separator.spacedQuotes()) {
            parse(new SampleFirst(sample, text), text, separator, skippedRows, layout);
            return;
        }
        PlainLines plain = new PlainLines(recorded.fromStart(), separator.character(), layout, skippedRows, intake);
        boolean whole;
        try {
            whole = plain.read();
        } catch (RefusedWhileReading refused) {
            throw atNextRow(refused);
        }
        windows1252 = plain.isWindows1252();
        if (!whole) {
            TextStream rest = TextStream.rest(plain.rest());
            parse(rest, rest, separator, plain.skip(), layout);
            windows1252 |= rest.isWindows1252();
        }
    }

    private ListRefused atNextRow(RefusedWhileReading refused) {
        return refused.refusal().row() == null ? refused.refusal().atRow(intake.rows() + 1) : refused.refusal();
    }

    private void parse(Reader characters, TextStream from, Separator separator, int skippedRows, ListLayout layout)
            throws ListRefused, IOException {
        Rows handler = new Rows(layout, from);
        try (CsvReader<Boolean> csv = builder(separator).build(handler, characters);
                CloseableIterator<Boolean> records = csv.iterator()) {
            int skip = skippedRows;
            while (records.hasNext()) {
                records.next();
                if (skip > 0) {
                    skip--;
                } else if (handler.blank) {
                    intake.blank();
                } else {
                    handler.handOver(intake);
                }
            }
        } catch (CsvParseException e) {
            throw quotes().atRow(intake.rows() + 1);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof RefusedWhileReading refused) {
                throw atNextRow(refused);
            }
            throw e.getCause();
        }
        if (handler.lastQuoted && from.lastVisible() != '"') {
            throw quotes().atRow(intake.rows());
        }
    }

    private static ListRefused quotes() {
        return ListRefused.of(
                ListProblem.FILE_QUOTES,
                "A cell in or after this row opens with a quote that is not closed before the next separator. Double"
                        + " every quote inside a quoted cell, or remove it.",
                "Sel pada atau setelah baris ini dibuka dengan tanda kutip yang tidak ditutup sebelum pemisah berikutnya."
                        + " Gandakan setiap tanda kutip di dalam sel berkutip, atau hapus.");
    }

    /** The list's bytes, those that the sample needed kept to be read once more. */
    private static final class Recorded extends FilterInputStream {

        private ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Recorded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = in.read(into, offset, length);
            if (n > 0) {
                kept.write(into, offset, n);
            }
            return n;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /** What was read, without a byte-order mark, and what comes after it. */
        InputStream fromStart() {
            byte[] start = kept.toByteArray();
            kept = null;
            boolean marked = start.length > 2
                    && ((start[0] & 0xFF) << 16 | (start[1] & 0xFF) << 8 | start[2] & 0xFF) == BYTE_ORDER_MARK;
            return new StartThenRest(start, marked ? 3 : 0, start.length, in);
        }
    }

    /** The sample again, then the rest. */
    private static final class SampleFirst extends Reader {

        private final char[] sample;
        private final TextStream rest;
        private int position;

        SampleFirst(char[] sample, TextStream rest) {
            this.sample = sample;
            this.rest = rest;
        }

        @Override
        public int read(char[] into, int offset, int length) throws IOException {
            if (position == sample.length) {
                return rest.read(into, offset, length);
            }
            int n = Math.min(length, sample.length - position);
            System.arraycopy(sample, position, into, offset, n);
            position += n;
            return n;
        }

        @Override
        public void close() {
            rest.close();
        }
    }

    /** Takes from each record what a list needs and lets the rest pass by; makes no object a row. */
    private static final class Rows extends CsvCallbackHandler<Boolean> {

        private final TextStream text;
        private final int nikColumn;
        private final int birthColumn;
        private final int sexColumn;
        private final char[] odd = new char[ChunkPacker.MAX_ODD_CHARS];
        private int fields;
        private RecordType type = RecordType.DATA;
        private boolean blank;
        private boolean lastQuoted;
        private long word;
        private boolean tidy;
        private int oddLength;
        private int birth;
        private int sex;

        Rows(ListLayout layout, TextStream text) {
            this.text = text;
            this.nikColumn = layout.nikColumn();
            this.birthColumn = layout.birthColumn();
            this.sexColumn = layout.sexColumn();
        }

        void handOver(RowIntake intake) throws ListRefused, IOException {
            intake.row(word, odd, oddLength, tidy, birth, sex);
        }

        @Override
        protected RecordType getRecordType() {
            return type;
        }

        @Override
        protected int getFieldCount() {
            return fields;
        }

        @Override
        protected void beginRecord(long startingLineNumber) {
            text.recordBegins();
            type = RecordType.DATA;
            fields = 0;
            blank = true;
            lastQuoted = false;
            word = (long) RowStatus.NIK_FORMAT.code() << NikRules.STATUS_SHIFT;
            tidy = false;
            oddLength = 0;
            birth = PersonColumns.UNKNOWN;
            sex = PersonColumns.UNKNOWN;
        }

        @Override
        protected void addField(char[] buffer, int offset, int length, boolean quoted) {
            int column = fields++;
            lastQuoted = quoted;
            if (blank) {
                blank = blank(buffer, offset, length);
            }
            if (column == nikColumn) {
                word = NikRules.judge(buffer, offset, length);
                if (NikRules.statusCode(word) != 0) {
                    tidy = length == 16;
                    oddLength = Math.min(length, odd.length);
                    System.arraycopy(buffer, offset, odd, 0, oddLength);
                }
            } else if (column == birthColumn) {
                birth = PersonColumns.birth(buffer, offset, length);
            } else if (column == sexColumn) {
                sex = PersonColumns.sex(buffer, offset, length);
            }
        }

        @Override
        protected void setComment(char[] buffer, int offset, int length) {
            throw new IllegalStateException("lists have no comments");
        }

        @Override
        protected void setEmpty() {
            type = RecordType.EMPTY;
        }

        @Override
        protected Boolean buildRecord() {
            return Boolean.TRUE;
        }
    }

    static boolean blank(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (!NikRules.isSpace(buffer[i]) && buffer[i] != 0x1A) {
                return false;
            }
        }
        return true;
    }

    private static final class SampleRows extends CsvCallbackHandler<String[]> {

        private final List<String> cells = new ArrayList<>();
        private RecordType type = RecordType.DATA;
        private boolean blank;

        @Override
        protected RecordType getRecordType() {
            return type;
        }

        @Override
        protected int getFieldCount() {
            return cells.size();
        }

        @Override
        protected void beginRecord(long startingLineNumber) {
            cells.clear();
            type = RecordType.DATA;
            blank = true;
        }

        @Override
        protected void addField(char[] buffer, int offset, int length, boolean quoted) {
            blank &= blank(buffer, offset, length);
            cells.add(new String(buffer, offset, length));
        }

        private static boolean blank(char[] buffer, int offset, int length) {
            return CsvList.blank(buffer, offset, length);
        }

        @Override
        protected void setComment(char[] buffer, int offset, int length) {
            throw new IllegalStateException("lists have no comments");
        }

        @Override
        protected void setEmpty() {
            type = RecordType.EMPTY;
        }

        @Override
        protected String[] buildRecord() {
            return blank ? new String[0] : cells.toArray(String[]::new);
        }
    }
}
