package id.padan.correction.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import id.padan.correction.intake.ListRow.Member;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;

/** Reads the rows of a list. A row that cannot be read is one row; a file that cannot be read is refused as a whole. */
enum ListFormat {
    JSON {
        @Override
        void read(InputStream in, ObjectMapper json, Rows rows) throws IOException {
            try (JsonParser parser = json.getFactory().createParser(in)) {
                JsonToken first = parser.nextToken();
                if (first == JsonToken.START_OBJECT && "items".equals(parser.nextFieldName())) {
                    first = parser.nextToken();
                }
                if (first != JsonToken.START_ARRAY) {
                    throw ListProblem.LIST_UNREADABLE.with(
                            "A list in JSON is an array of proposals, or an object with the array items.",
                            "Daftar JSON berupa larik usulan, atau objek dengan larik items.");
                }
                while (parser.nextToken() == JsonToken.START_OBJECT || parser.currentToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == null) {
                        throw unreadable();
                    }
                    JsonNode node = rows(json).readTree(parser);
                    rows.take(node.isObject() ? row(node) : new ListRow.Unreadable());
                }
            } catch (JsonProcessingException malformed) {
                throw unreadable();
            }
        }
    },
    CSV {
        @Override
        void read(InputStream in, ObjectMapper json, Rows rows) throws IOException {
            var text = new BufferedInputStream(in, PEEK);
            char separator = separator(text);
            try (CsvReader<CsvRecord> reader = CsvReader.builder()
                    .fieldSeparator(separator)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .detectBomHeader(true)
                    .ofCsvRecord(text)) {
                Iterator<CsvRecord> records = reader.iterator();
                if (!records.hasNext()) {
                    return;
                }
                Member[] header = header(records.next().getFields());
                while (records.hasNext()) {
                    rows.take(row(header, records.next().getFields()));
                }
            } catch (CsvParseException malformed) {
                throw unreadable();
            }
        }
    },
    XLSX {
        @Override
        void read(InputStream in, ObjectMapper json, Rows rows) throws IOException {
            byte[] file = in.readNBytes(LARGEST_WORKBOOK + 1);
            if (file.length > LARGEST_WORKBOOK) {
                throw inflates();
            }
            requireSmallInside(file);
            try (var workbook = new ReadableWorkbook(
                            new ByteArrayInputStream(file), new ReadingOptions(WITH_FORMATS, !WITH_FORMATS));
                    Stream<Row> sheet = workbook.getFirstSheet().openStream()) {
                Iterator<Row> lines = sheet.iterator();
                if (!lines.hasNext()) {
                    return;
                }
                Member[] header = header(texts(lines.next()));
                while (lines.hasNext()) {
                    List<String> cells = texts(lines.next());
                    if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
                        rows.take(row(header, cells));
                    }
                }
            } catch (ExcelReaderException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
                throw unreadable();
            }
        }
    };

    static final int MOST_ROWS = 100_000;

    /** Dates are numbers that only their format tells. */
    static final boolean WITH_FORMATS = true;

    private static final int PEEK = 64 * 1024;
    /** The reader holds all texts of a workbook. */
    private static final long MOST_INFLATED = 96L << 20;

    private static final int LARGEST_WORKBOOK = 24 << 20;
    private static final int MOST_ENTRIES = 1_000;

    /** Takes the rows in their order. */
    @FunctionalInterface
    interface Rows {
        void take(ListRow row);
    }

    abstract void read(InputStream in, ObjectMapper json, Rows rows) throws IOException;

    /** Between two rows of an array there is always more to come. */
    static ObjectReader rows(ObjectMapper json) {
        return json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** All rows, at most as many as a list may have. */
    List<ListRow> rows(InputStream in, ObjectMapper json) throws IOException {
        var rows = new ArrayList<ListRow>();
        read(in, json, row -> {
            if (rows.size() == MOST_ROWS) {
                throw ListProblem.LIST_TOO_LONG.with(
                        "A list has at most 100,000 rows. Send the rest as another list.",
                        "Daftar memuat paling banyak 100.000 baris. Kirim sisanya sebagai daftar lain.");
            }
            rows.add(row);
        });
        if (rows.isEmpty()) {
            throw ListProblem.LIST_EMPTY.with("The list has no rows.", "Daftar tidak memuat baris.");
        }
        return rows;
    }

    /** One proposal from a JSON object. */
    static ListRow row(JsonNode node) {
        Map<Member, String> values = new EnumMap<>(Member.class);
        for (var entry : node.properties()) {
            Member member = Member.find(entry.getKey());
            JsonNode value = entry.getValue();
            if (member == null) {
                continue;
            }
            if (value.isContainerNode() || member == Member.NIP && !value.isTextual()) {
                // A NIP that was a number has lost its last digits on the way.
                return new ListRow.Unreadable();
            }
            values.put(member, value.isNull() ? null : value.asText());
        }
        return ListRow.of(values);
    }

    static ListRow row(Member[] header, List<String> cells) {
        Map<Member, String> values = new EnumMap<>(Member.class);
        for (int i = 0; i < header.length && i < cells.size(); i++) {
            // An empty cell says nothing: to empty an element there is a column of its own.
            if (header[i] != null && !cells.get(i).isBlank()) {
                values.put(header[i], cells.get(i));
            }
        }
        return ListRow.of(values);
    }

    static Member[] header(List<String> cells) {
        Member[] header = cells.stream().map(Member::find).toArray(Member[]::new);
        List<Member> found = Stream.of(header).filter(Objects::nonNull).toList();
        for (Member needed : List.of(Member.NIP, Member.ELEMENT, Member.PROPOSED)) {
            if (found.stream().filter(needed::equals).count() != 1) {
                String name = needed.name().toLowerCase(Locale.ROOT);
                throw ListProblem.LIST_HEADER
                        .with(
                                "The header needs the columns nip, element and proposed, each once.",
                                "Baris judul harus memuat kolom nip, elemen, dan nilaiSeharusnya, masing-masing satu kali.")
                        .with("field", name);
            }
        }
        return header;
    }

    /** The separator of the first line. */
    static char separator(BufferedInputStream in) throws IOException {
        in.mark(PEEK);
        byte[] start = in.readNBytes(PEEK - 1);
        in.reset();
        String line =
                new String(start, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        char best = ',';
        long most = 0;
        for (char candidate : new char[] {';', ',', '\t', '|'}) {
            long count = line.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    static List<String> texts(Row row) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < row.getCellCount(); i++) {
            texts.add(text(row.getCell(i)));
        }
        return texts;
    }

    private static String text(Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY || cell.getType() == CellType.ERROR) {
            return "";
        }
        if (cell.getType() == CellType.NUMBER) {
            String form = cell.getDataFormatString();
            if (form != null && form.toLowerCase(Locale.ROOT).contains("yy")) {
                return cell.asDate().toLocalDate().toString();
            }
            return cell.getRawValue();
        }
        return cell.getText();
    }

    /** The reader takes everything into memory: what it would inflate is counted before. */
    static void requireSmallInside(byte[] file) {
        try (ZipFile zip = ZipFile.builder().setByteArray(file).get()) {
            byte[] buffer = new byte[64 * 1024];
            long inflated = 0;
            int entries = 0;
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (++entries > MOST_ENTRIES) {
                    throw inflates();
                }
                try (InputStream content = zip.getInputStream(entry)) {
                    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                        inflated += n;
                        if (inflated > MOST_INFLATED) {
                            throw inflates();
                        }
                    }
                }
            }
        } catch (IOException malformed) {
            throw unreadable();
        }
    }

    static RuntimeException inflates() {
        return ListProblem.LIST_INFLATES.with(
                "The workbook has more than 24 MiB, or inflates to more than 96 MiB. Send the list as CSV.",
                "Buku kerja lebih dari 24 MiB, atau isinya lebih dari 96 MiB. Kirim daftar sebagai CSV.");
    }

    static RuntimeException unreadable() {
        return ListProblem.LIST_UNREADABLE.with(
                "The list is damaged or not in the format that Content-Type names.",
                "Daftar rusak atau tidak sesuai dengan Content-Type.");
    }
}
