package id.padan.casn.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a body as rows of texts by name, one after the other with bounded memory. */
final class RowSource {
    /** Longer than any honest row; what is longer is counted and passed over. */
    private static final int LONGEST = 64 * 1024;

    private final ObjectReader json;

    RowSource(ObjectMapper mapper) {
        this.json = mapper.readerFor(JsonNode.class);
    }

    /** Takes the rows; null for one that cannot be read. */
    @FunctionalInterface
    interface Sink {
        void take(Map<String, String> row);
    }

    /** @throws IOException if the sender breaks off */
    void csv(InputStream body, Sink sink) throws IOException {
        Reader text = new InputStreamReader(new Lent(body), StandardCharsets.UTF_8);
        try (var records = CsvReader.builder()
                .fieldSeparator(',')
                .skipEmptyLines(true)
                .maxBufferSize(LONGEST)
                .detectBomHeader(false)
                // Otherwise one ragged row would end the table.
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)) {
            List<String> header = null;
            for (CsvRecord record : records) {
                if (header == null) {
                    header = header(record);
                    continue;
                }
                sink.take(record.getFieldCount() == header.size() ? row(header, record) : null);
            }
        } catch (CsvParseException e) {
            // The table ends where a quote is never closed; what came before is good.
            sink.take(null);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A stream whose owner closes it, after hashing what the reader left. */
    private static final class Lent extends FilterInputStream {
        Lent(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }

    private static List<String> header(CsvRecord record) {
        var names = new ArrayList<String>();
        for (String name : record.getFields()) {
            names.add(name.strip().replace("\uFEFF", ""));
        }
        return names;
    }

    private static Map<String, String> row(List<String> header, CsvRecord record) {
        var row = HashMap.<String, String>newHashMap(header.size());
        for (int i = 0; i < header.size(); i++) {
            row.put(header.get(i), record.getField(i));
        }
        return row;
    }

    /** @throws IOException if the sender breaks off */
    void ndjson(InputStream body, Sink sink) throws IOException {
        var in = new BufferedInputStream(body, 1 << 16);
        var line = new ByteArrayOutputStream();
        int next;
        do {
            next = in.read();
            if (next == '\n' || next < 0) {
                if (line.size() > 0) {
                    sink.take(line.size() > LONGEST ? null : json(line.toByteArray()));
                }
                line.reset();
            } else if (next != '\r' && line.size() <= LONGEST) {
                line.write(next);
            }
        } while (next >= 0);
    }

    /** The members of an object as texts; null for anything else. */
    Map<String, String> json(byte[] object) {
        try {
            JsonNode node = json.readValue(object);
            if (node == null || !node.isObject()) {
                return null;
            }
            var row = new HashMap<String, String>();
            node.properties()
                    .forEach(member -> row.put(
                            member.getKey(),
                            member.getValue().isNull()
                                    ? null
                                    : member.getValue().isValueNode()
                                            ? member.getValue().asText()
                                            : member.getValue().toString()));
            return row;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
