package id.padan.verification.list;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads the first sheet of an XLSX as a list (ECMA-376), row by row, from an {@link EncryptedSpool}. Numbers are taken as they stand in the
 * file, before any formatting, so that lost digits show. Our own reader because the usual ones keep the file in plain text or all its texts
 * in memory; it knows of a workbook only what a list needs.
 */
final class XlsxList {

    private static final int SAMPLE_ROWS = 200;
    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_DIRECTORY_BYTES = 4L << 20;
    private static final int END_RECORD_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 0xFFFF;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_SHEET_ROW = 1_048_576;
    private static final int MAX_SHEET_COLUMN = 16_384;
    private static final String RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String RELATIONSHIPS_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    private final EncryptedSpool spool;
    private final RowIntake intake;
    private final long maxInflatedBytes;
    private final SharedStrings texts;
    private boolean since1904;

    private XlsxList(EncryptedSpool spool, RowIntake intake, long maxInflatedBytes, SharedStrings texts) {
        this.spool = spool;
        this.intake = intake;
        this.maxInflatedBytes = maxInflatedBytes;
        this.texts = texts;
    }

    static ListShape read(
            EncryptedSpool spool, RowIntake intake, ListLimits limits, FirstOccurrences.Budget budget, boolean zipped)
            throws ListRefused, IOException {
        try (SharedStrings texts = new SharedStrings(budget)) {
            XlsxList list = new XlsxList(spool, intake, limits.maxInflatedBytes(), texts);
            ListLayout layout = list.read();
            return new ListShape(
                    "XLSX", zipped, "", "", layout.skippedRows(), layout.header(), false, layout.nikColumn() + 1);
        } catch (XMLStreamException e) {
            // The scanner wraps what its stream throws; anything else is the file's own fault.
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getNestedException() instanceof IOException io) {
                throw io;
            }
            throw damaged();
        }
    }

    private ListLayout read() throws ListRefused, IOException, XMLStreamException {
        checkDirectory();
        try (ZipFile zip = open()) {
            if (zip.getEntry("xl/workbook.xml") == null) {
                throw ListRefused.of(
                        ListProblem.FILE_UNSUPPORTED,
                        "The file is a ZIP of parts but no workbook. Send XLSX or CSV.",
                        "Berkas ini ZIP tetapi bukan buku kerja. Kirim XLSX atau CSV.");
            }
            String sheet = firstSheet(zip);
            readTexts(zip);
            return readSheet(zip, sheet);
        }
    }

    private ZipFile open() throws ListRefused, IOException {
        try {
            return ZipFile.builder()
                    .setSeekableByteChannel(spool)
                    .setIgnoreLocalFileHeader(true)
                    .get();
        } catch (IOException | IllegalArgumentException e) {
            throw damaged();
        }
    }

    /** Before any library builds an object for each entry: a directory of millions would fill the memory. */
    private void checkDirectory() throws ListRefused, IOException {
        int tail = (int) Math.min(spool.size(), END_RECORD_BYTES + MAX_COMMENT_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate(tail).order(ByteOrder.LITTLE_ENDIAN);
        spool.position(spool.size() - tail);
        if (spool.read(bytes) < END_RECORD_BYTES) {
            throw damaged();
        }
        for (int at = tail - END_RECORD_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == 0x06054b50) {
                int entries = bytes.getShort(at + 10) & 0xFFFF;
                long directory = bytes.getInt(at + 12) & 0xFFFF_FFFFL;
                if (entries > MAX_ENTRIES || directory > MAX_DIRECTORY_BYTES) {
                    throw InflatedStream.tooMuch();
                }
                spool.position(0);
                return;
            }
        }
        throw damaged();
    }

    private String firstSheet(ZipFile zip) throws ListRefused, IOException, XMLStreamException {
        String relation = null;
        try (Part part = part(zip, "xl/workbook.xml")) {
            while (part.next()) {
                if (part.starts("workbookPr")) {
                    String value = part.xml.getAttributeValue(null, "date1904");
                    since1904 = "1".equals(value) || "true".equals(value);
                } else if (part.starts("sheet") && relation == null) {
                    relation = part.xml.getAttributeValue(RELATIONSHIPS, "id");
                    if (relation == null) {
                        relation = part.xml.getAttributeValue(RELATIONSHIPS_STRICT, "id");
                    }
                }
            }
        }
        Map<String, String> targets = new HashMap<>();
        if (zip.getEntry("xl/_rels/workbook.xml.rels") != null) {
            try (Part part = part(zip, "xl/_rels/workbook.xml.rels")) {
                while (part.next()) {
                    if (part.starts("Relationship") && targets.size() < MAX_ENTRIES) {
                        targets.put(part.xml.getAttributeValue(null, "Id"), part.xml.getAttributeValue(null, "Target"));
                    }
                }
            }
        }
        String target = relation == null ? null : targets.get(relation);
        if (target == null) {
            throw damaged();
        }
        return target.startsWith("/") ? target.substring(1) : "xl/" + target;
    }

    private void readTexts(ZipFile zip) throws ListRefused, IOException, XMLStreamException {
        if (zip.getEntry("xl/sharedStrings.xml") == null) {
            return;
        }
        char[] text = new char[SharedStrings.KEPT_CHARS];
        try (Part part = part(zip, "xl/sharedStrings.xml")) {
            while (part.next()) {
                if (part.starts("si")) {
                    texts.add(text, readRichText(part, "si", text));
                }
            }
        }
    }

    /** The text of {@code <t>} inside an element, without its phonetic readings ({@code <rPh>}). */
    private static int readRichText(Part part, String element, char[] text)
            throws ListRefused, IOException, XMLStreamException {
        int length = 0;
        boolean phonetic = false;
        while (part.next() && !part.ends(element)) {
            if (part.starts("rPh")) {
                phonetic = true;
            } else if (part.ends("rPh")) {
                phonetic = false;
            } else if (part.starts("t") && !phonetic) {
                length = part.text("t", text, length);
            }
        }
        return length;
    }

    private ListLayout readSheet(ZipFile zip, String sheet) throws ListRefused, IOException, XMLStreamException {
        if (zip.getEntry(sheet) == null) {
            throw damaged();
        }
        ListLayout layout;
        try (Part part = part(zip, sheet)) {
            Sampling sampling = new Sampling();
            readRows(part, sampling, SAMPLE_ROWS);
            if (!sampling.anyText) {
                throw ListRefused.of(
                        ListProblem.FILE_EMPTY,
                        "The first sheet of the workbook is empty.",
                        "Lembar pertama buku kerja kosong.");
            }
            layout = ListLayout.of(sampling.rows);
        }
        // Read again from its start: the sample held texts only, the rows need the kinds of their cells.
        try (Part part = part(zip, sheet)) {
            readRows(part, new Taking(layout), MAX_SHEET_ROW);
        }
        return layout;
    }

    /** Hears the rows of a sheet, also those that the file leaves out because they are empty. */
    private interface RowListener {
        /** A cell of the current row. {@code serial} is its number, or NaN when it is text. */
        void cell(int column, char[] text, int length, double serial);

        /** The row is over. */
        void end() throws ListRefused, IOException;
    }

    private void readRows(Part part, RowListener listener, int maxRows)
            throws ListRefused, IOException, XMLStreamException {
        int row = 0;
        int column = -1;
        char[] text = new char[SharedStrings.KEPT_CHARS];
        while (row < maxRows && part.next()) {
            if (part.starts("row")) {
                int number = attribute(part, "r", row + 1, MAX_SHEET_ROW);
                while (row < number - 1) {
                    listener.end();
                    row++;
                }
                column = -1;
            } else if (part.starts("c")) {
                column = column(part, column + 1);
                readCell(part, column, text, listener);
            } else if (part.ends("row")) {
                listener.end();
                row++;
            } else if (part.ends("sheetData")) {
                return;
            }
        }
    }

    private void readCell(Part part, int column, char[] text, RowListener listener)
            throws ListRefused, IOException, XMLStreamException {
        String type = part.xml.getAttributeValue(null, "t");
        int length = 0;
        while (part.next() && !part.ends("c")) {
            if (part.starts("v")) {
                length = part.text("v", text, 0);
            } else if (part.starts("is")) {
                length = readRichText(part, "is", text);
            }
        }
        if (length == 0) {
            return;
        }
        if (type == null || type.equals("n")) {
            listener.cell(column, text, plainNumber(text, length), serial(text, length));
            return;
        }
        if (type.equals("s")) {
            length = texts.copy(number(text, length), text);
            if (length < 0) {
                throw damaged();
            }
        }
        listener.cell(column, text, length, Double.NaN);
    }

    /**
     * A whole number as its digits. Some writers put any large number in E-notation: with all 16 digits there it is exact; with fewer, digits
     * are lost, and it stays as it is for the rules to say so.
     */
    private static int plainNumber(char[] text, int length) {
        boolean digits = true;
        for (int i = 0; i < length; i++) {
            digits &= NikRules.digit(text[i]) >= 0;
        }
        if (digits || length > 32) {
            return length;
        }
        try {
            BigDecimal number = new BigDecimal(text, 0, length);
            boolean scientific =
                    new String(text, 0, length).toLowerCase(Locale.ROOT).indexOf('e') >= 0;
            if (number.scale() - number.stripTrailingZeros().scale() < 0
                    || number.stripTrailingZeros().scale() > 0
                    || number.precision() - number.scale() > 20
                    || scientific && number.stripTrailingZeros().precision() < 16) {
                return length;
            }
            String plain = number.stripTrailingZeros().toPlainString();
            plain.getChars(0, plain.length(), text, 0);
            return plain.length();
        } catch (NumberFormatException e) {
            return length;
        }
    }

    private static double serial(char[] text, int length) {
        // Five digits are a date of our time; anything longer is not worth parsing.
        if (length > 20 || length == 0) {
            return Double.NaN;
        }
        double value = 0;
        int i = 0;
        while (i < length && NikRules.digit(text[i]) >= 0) {
            value = value * 10 + NikRules.digit(text[i++]);
        }
        return i == length || text[i] == '.' ? value : Double.NaN;
    }

    private static int number(char[] text, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            int digit = NikRules.digit(text[i]);
            if (digit < 0 || number > 100_000_000) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static int attribute(Part part, String name, int otherwise, int max) throws ListRefused {
        String value = part.xml.getAttributeValue(null, name);
        if (value == null) {
            return otherwise;
        }
        int number = number(value.toCharArray(), value.length());
        if (number < otherwise || number > max) {
            throw damaged();
        }
        return number;
    }

    /** The column of a reference such as {@code AB12}, from 0. */
    private static int column(Part part, int otherwise) throws ListRefused {
        String reference = part.xml.getAttributeValue(null, "r");
        int column = 0;
        if (reference == null) {
            column = otherwise + 1;
        } else {
            for (int i = 0; i < reference.length() && i < 4; i++) {
                char c = reference.charAt(i);
                if (c < 'A' || c > 'Z') {
                    break;
                }
                column = column * 26 + c - 'A' + 1;
            }
        }
        if (column < 1 || column > MAX_SHEET_COLUMN) {
            throw damaged();
        }
        return column - 1;
    }

    private static final class Sampling implements RowListener {

        private final List<String[]> rows = new ArrayList<>();
        private final List<String> cells = new ArrayList<>();
        private boolean anyText;

        @Override
        public void cell(int column, char[] text, int length, double serial) {
            while (cells.size() < column) {
                cells.add("");
            }
            String cell = new String(text, 0, length);
            anyText |= !cell.isBlank();
            if (cells.size() == column) {
                cells.add(cell);
            }
        }

        @Override
        public void end() {
            boolean blank = cells.stream().allMatch(String::isBlank);
            rows.add(blank ? new String[0] : cells.toArray(String[]::new));
            cells.clear();
        }
    }

    private final class Taking implements RowListener {

        private final ListLayout layout;
        private final char[] odd = new char[ChunkPacker.MAX_ODD_CHARS];
        private int skip;
        private boolean blank = true;
        private boolean nikSeen;
        private long word;
        private int oddLength;
        private boolean tidy;
        private int birth;
        private int sex;

        Taking(ListLayout layout) {
            this.layout = layout;
            this.skip = layout.skippedRows();
        }

        @Override
        public void cell(int column, char[] text, int length, double serial) {
            for (int i = 0; i < length && blank; i++) {
                blank = NikRules.isSpace(text[i]);
            }
            if (column == layout.nikColumn()) {
                nikSeen = true;
                word = NikRules.judge(text, 0, length);
                tidy = length == 16;
                oddLength = Math.min(length, odd.length);
                System.arraycopy(text, 0, odd, 0, oddLength);
            } else if (column == layout.birthColumn()) {
                birth = Double.isNaN(serial)
                        ? PersonColumns.birth(text, 0, length)
                        : PersonColumns.birthFromSerial(serial, since1904);
            } else if (column == layout.sexColumn()) {
                sex = PersonColumns.sex(text, 0, length);
            }
        }

        @Override
        public void end() throws ListRefused, IOException {
            if (skip > 0) {
                skip--;
            } else if (blank) {
                intake.blank();
            } else if (nikSeen) {
                intake.row(word, odd, oddLength, tidy, birth, sex);
            } else {
                intake.emptyCell(birth, sex);
            }
            blank = true;
            nikSeen = false;
            birth = PersonColumns.UNKNOWN;
            sex = PersonColumns.UNKNOWN;
        }
    }

    private Part part(ZipFile zip, String name) throws ListRefused, IOException, XMLStreamException {
        ZipArchiveEntry entry = zip.getEntry(name);
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw ListReader.encrypted();
        }
        if (!zip.canReadEntryData(entry)) {
            throw damaged();
        }
        long compressed = entry.getCompressedSize();
        InputStream content;
        try {
            content = zip.getInputStream(entry);
        } catch (IOException e) {
            throw damaged();
        }
        return new Part(new InflatedStream(content, maxInflatedBytes, () -> compressed));
    }

    /** One XML part, read forwards. */
    private static final class Part implements AutoCloseable {

        private final InflatedStream bytes;
        private final XMLStreamReader xml;
        private int event;
        private int depth;

        Part(InflatedStream bytes) throws XMLStreamException {
            this.bytes = bytes;
            XMLInputFactory factory = new InputFactoryImpl();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            // Lazily found errors would come unchecked, out of calls that say they throw nothing.
            factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
            factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
            this.xml = factory.createXMLStreamReader(bytes);
        }

        boolean next() throws ListRefused, XMLStreamException {
            if (!xml.hasNext()) {
                return false;
            }
            bytes.step();
            event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && ++depth > MAX_DEPTH) {
                throw damaged();
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw damaged();
            }
            return true;
        }

        boolean starts(String name) {
            return event == XMLStreamConstants.START_ELEMENT && name.equals(xml.getLocalName());
        }

        boolean ends(String name) {
            return event == XMLStreamConstants.END_ELEMENT && name.equals(xml.getLocalName());
        }

        /** Adds the text of the element just begun to {@code into}, as far as there is room; returns the new length. */
        int text(String element, char[] into, int from) throws ListRefused, XMLStreamException {
            int length = from;
            while (next() && !ends(element)) {
                if (event == XMLStreamConstants.CHARACTERS
                        || event == XMLStreamConstants.CDATA
                        || event == XMLStreamConstants.SPACE) {
                    int n = Math.min(xml.getTextLength(), into.length - length);
                    System.arraycopy(xml.getTextCharacters(), xml.getTextStart(), into, length, n);
                    length += n;
                }
            }
            return length;
        }

        @Override
        public void close() throws IOException, XMLStreamException {
            xml.close();
            bytes.close();
        }
    }

    private static ListRefused damaged() {
        return ListRefused.of(
                ListProblem.FILE_DAMAGED,
                "The XLSX cannot be read. Open it and save it again, or send the list as CSV.",
                "XLSX tidak dapat dibaca. Buka dan simpan ulang, atau kirim daftar sebagai CSV.");
    }
}
