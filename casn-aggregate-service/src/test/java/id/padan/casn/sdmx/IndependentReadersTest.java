package id.padan.casn.sdmx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.release.CellQuery;
import id.padan.casn.release.SampleRelease;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What readers that others wrote see in our messages is what was published (ADR 0072). */
class IndependentReadersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CellQuery ALL = new CellQuery(Map.of());
    private static SpcReader reader;
    private final SampleRelease sample = SampleRelease.ofTwoYears();
    private final Map<String, Map<String, String>> names = Map.of(
            "provinsiFormasi", CodeLists.of(Dimension.PROVINSI_FORMASI),
            "jenisKelamin", CodeLists.of(Dimension.JENIS_KELAMIN));

    @BeforeAll
    static void open() throws IOException {
        reader = new SpcReader();
    }

    @AfterAll
    static void close() {
        reader.close();
    }

    @Test
    void aWholeReleaseIsSeenAsItWasPublished() throws IOException {
        JsonNode seen = reader.read(message(ALL).toString());
        assertThat(differences(seen, ALL)).isEmpty();
        assertThat(seen.path("name").asText()).isEqualTo("Contoh \"tabel\" – provinsi & jenis kelamin");
        assertThat(seen.path("names").path("id")).isEqualTo(seen.path("name"));
        assertThat(seen.path("names").path("en").asText()).isEqualTo("Sample “table”: province and sex");
        assertThat(seen.path("dimensions").findValuesAsText("keyPosition")).containsExactly("0", "1", "2");
        assertThat(values(seen, "PROVINSI_FORMASI", "id")).containsExactly("_T", "32", "33");
        assertThat(values(seen, "PROVINSI_FORMASI", "name")).containsExactly("Jumlah", "Jawa Barat", "Jawa Tengah");
        assertThat(values(seen, "JENIS_KELAMIN", "name")).containsExactlyInAnyOrder("Jumlah", "Laki-laki", "Perempuan");
        assertThat(values(seen, "TIME_PERIOD", "value")).containsExactly("2023", "2024");
        assertThat(seen.path("active")).hasSize(3);
        assertThat(seen.path("attributes").findValuesAsText("value")).containsExactly("2024-09-30");
        assertThat(lines(seen))
                .contains("Jawa Barat|Jumlah|2024 = 120, 40, Ditampilkan")
                .contains("Jawa Tengah|Perempuan|2024 = null, null, Ditutup untuk melindungi orang");
    }

    @Test
    void aFilteredAnswerIsSeenAsItsCellsOnly() throws IOException {
        var query = new CellQuery(Map.of("provinsiFormasi", Set.of("33"), "tahun", Set.of("2024")));
        JsonNode seen = reader.read(message(query).toString());
        assertThat(differences(seen, query)).isEmpty();
        assertThat(values(seen, "PROVINSI_FORMASI", "id")).containsExactly("33");
        assertThat(values(seen, "TIME_PERIOD", "value")).containsExactly("2024");
        // Only sex tells its observations apart.
        assertThat(seen.path("active")).map(JsonNode::asText).containsExactly("JENIS_KELAMIN");
        var hidden = new CellQuery(Map.of("provinsiFormasi", Set.of("33"), "jenisKelamin", Set.of("F")));
        assertThat(lines(reader.read(message(hidden).toString())))
                .hasSize(2)
                .allMatch(line -> line.endsWith(" = null, null, Ditutup untuk melindungi orang"));
    }

    /** Otherwise the tests above could not fail. */
    @Test
    void aBrokenMessageIsFound() throws IOException {
        List<Consumer<ObjectNode>> breaks = List.of(
                message -> rename(observations(message), "1:0:0", "9:0:0"),
                message -> structure(message)
                        .withObject("/dimensions")
                        .withArray("observation")
                        .remove(1),
                message -> ((ObjectNode) structure(message).at("/dimensions/observation/0")).put("keyPosition", 7),
                message -> ((ArrayNode) structure(message).at("/dimensions/observation/1/values")).remove(0),
                message -> observations(message).withArray("1:0:0").set(0, 121),
                message -> observations(message).withArray("1:0:0").set(1, 41),
                message -> observations(message).withArray("1:0:0").set(2, 1),
                message -> observations(message).remove("1:0:0"),
                message -> structure(message).remove("names"),
                message -> message.remove("data"));
        assertThat(differences(message(ALL))).isEmpty();
        for (int i = 0; i < breaks.size(); i++) {
            ObjectNode message = message(ALL);
            breaks.get(i).accept(message);
            assertThat(differences(message)).as("break %d", i).isNotEmpty();
        }
    }

    /** Field guide of SDMX-CSV 2.0: structure columns, then dimensions, measures and attributes of the structure, each by its id. */
    @Test
    void theCsvHasTheColumnsOfTheStructureAndItsCodes() throws IOException {
        var out = new ByteArrayOutputStream();
        SdmxCsv.write(sample.release(), sample.tables(), ALL, out);
        List<String[]> rows;
        try (MappingIterator<String[]> read = new CsvMapper()
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .readerFor(String[].class)
                .readValues(out.toByteArray())) {
            rows = read.readAll();
        }
        JsonNode data =
                SdmxStructure.of(JSON, sample.release(), sample.tables(), names).path("data");
        JsonNode components = data.at("/dataStructures/0/dataStructureComponents");
        var columns = new ArrayList<>(List.of("STRUCTURE", "STRUCTURE_ID", "ACTION"));
        columns.addAll(components.at("/dimensionList/dimensions").findValuesAsText("id"));
        columns.add(components.at("/dimensionList/timeDimension/id").asText());
        columns.addAll(components.at("/measureList/measures").findValuesAsText("id"));
        columns.addAll(components.at("/attributeList/attributes").findValuesAsText("id"));
        assertThat(rows.removeFirst()).containsExactlyElementsOf(columns);
        JsonNode flow = data.at("/dataflows/0");
        String structure = flow.path("agencyID").asText() + ":"
                + flow.path("id").asText() + "(" + flow.path("version").asText() + ")";
        assertThat(rows).hasSizeGreaterThan(8).allSatisfy(row -> {
            assertThat(row).hasSize(columns.size()).startsWith("dataflow", structure, "I");
            for (int column = 3; column < 5; column++) {
                assertThat(codes(data, columns.get(column))).contains(row[column]);
            }
            assertThat(row[5]).matches("20[0-9]{2}");
            assertThat(row[6] + row[7]).matches("[0-9]*");
            assertThat(codes(data, columns.get(8))).contains(row[8]);
            assertThat(row[9]).isEqualTo("2024-09-30");
        });
        var published = new TreeSet<String>();
        ALL.rows(
                sample.tables(),
                row -> published.add(String.join(".", row.codes().values()) + "." + row.period()
                        + " = " + (row.count().isPresent() ? row.count().getAsLong() : "") + "/"
                        + (row.positions().isPresent() ? row.positions().getAsLong() : "")));
        assertThat(rows)
                .map(row -> row[3] + "." + row[4] + "." + row[5] + " = " + row[6] + "/" + row[7])
                .containsExactlyInAnyOrderElementsOf(published);
    }

    private static List<String> codes(JsonNode data, String component) {
        return StreamSupport.stream(data.path("codelists").spliterator(), false)
                .filter(list -> list.path("id").asText().equals("CL_" + component))
                .flatMap(list -> list.path("codes").findValuesAsText("id").stream())
                .toList();
    }

    private ObjectNode message(CellQuery query) throws IOException {
        var out = new ByteArrayOutputStream();
        SdmxJson.write(JSON, sample.release(), sample.tables(), query, names, out);
        return (ObjectNode) JSON.readTree(out.toByteArray());
    }

    private List<String> differences(ObjectNode message) throws IOException {
        try {
            return differences(reader.read(message.toString()), ALL);
        } catch (IllegalArgumentException unreadable) {
            return List.of(unreadable.getMessage());
        }
    }

    /** What was published and not seen, and what was seen and not published. */
    private List<String> differences(JsonNode seen, CellQuery query) {
        var published = new ArrayList<String>();
        query.rows(sample.tables(), row -> {
            var line = new ArrayList<String>();
            row.codes()
                    .forEach((dimension, code) -> line.add(
                            code.equals(CodeLists.TOTAL)
                                    ? "Jumlah"
                                    : names.get(dimension).get(code)));
            line.add(row.period());
            published.add(String.join("|", line) + " = " + text(row.count()) + ", " + text(row.positions()) + ", "
                    + (row.count().isPresent() ? "Ditampilkan" : "Ditutup untuk melindungi orang"));
        });
        var lines = new ArrayList<>(lines(seen));
        var missing = new ArrayList<>(published);
        lines.forEach(missing::remove);
        published.forEach(lines::remove);
        missing.addAll(lines);
        return missing;
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "null";
    }

    /** The reader finds the names itself. It knows one measure and names of periods only: the other measure and the year are taken as it found them. */
    private static List<String> lines(JsonNode seen) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < seen.path("rows").size(); i++) {
            JsonNode row = seen.path("rows").get(i);
            String[] key = seen.path("keys").get(i).asText().split(":");
            var line = new ArrayList<String>();
            for (JsonNode dimension : seen.path("dimensions")) {
                String id = dimension.path("id").asText();
                line.add(
                        id.equals("TIME_PERIOD")
                                ? dimension
                                        .path("values")
                                        .path(Integer.parseInt(key[
                                                dimension.path("keyPosition").asInt()]))
                                        .path("value")
                                        .asText()
                                : row.path(id).asText());
            }
            lines.add(String.join("|", line) + " = " + row.path("value").asText() + ", "
                    + seen.path("values").get(i).get(1).asText() + ", "
                    + row.path("SUPRESI").asText());
        }
        return lines;
    }

    private static List<String> values(JsonNode seen, String dimension, String field) {
        return StreamSupport.stream(seen.path("dimensions").spliterator(), false)
                .filter(one -> one.path("id").asText().equals(dimension))
                .flatMap(one -> one.path("values").findValuesAsText(field).stream())
                .toList();
    }

    private static ObjectNode structure(ObjectNode message) {
        return (ObjectNode) message.at("/data/structures/0");
    }

    private static ObjectNode observations(ObjectNode message) {
        return (ObjectNode) message.at("/data/dataSets/0/observations");
    }

    private static void rename(ObjectNode node, String from, String to) {
        node.set(to, node.remove(from));
    }
}
