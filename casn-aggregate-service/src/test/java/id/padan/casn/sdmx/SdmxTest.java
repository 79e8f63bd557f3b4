package id.padan.casn.sdmx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import id.padan.casn.code.CodeLists;
import id.padan.casn.release.CellQuery;
import id.padan.casn.release.SampleRelease;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SdmxTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CellQuery ALL = new CellQuery(Map.of());
    private final SampleRelease sample = SampleRelease.ofTwoYears();

    @Test
    void aDataMessageKeepsTheRulesOfSdmxJson2() throws IOException {
        JsonNode message = json(ALL);
        assertThat(problems("sdmx-json-data", message)).isEmpty();
        // The official schema, where somebody has put it: -Dpadan.sdmx.schema=sdmx-json-data-schema.json
        String official = System.getProperty("padan.sdmx.schema");
        if (official != null) {
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                            .getSchema(Files.readString(Path.of(official)))
                            .validate(message))
                    .isEmpty();
        }
        ((com.fasterxml.jackson.databind.node.ObjectNode)
                        message.path("data").path("dataSets").get(0))
                .remove("links");
        assertThat(problems("sdmx-json-data", message)).isNotEmpty();
    }

    @Test
    void aStructureMessageNamesEveryComponentOfTheData() throws IOException {
        JsonNode message = SdmxStructure.of(JSON, sample.release(), sample.tables(), Map.of());
        assertThat(problems("sdmx-json-structure", message)).isEmpty();
        JsonNode components = message.path("data").path("dataStructures").get(0).path("dataStructureComponents");
        assertThat(components.path("dimensionList").path("dimensions").findValuesAsText("id"))
                .containsExactly("PROVINSI_FORMASI", "JENIS_KELAMIN");
        assertThat(message.path("data").path("codelists").findValuesAsText("id"))
                .contains("CL_PROVINSI_FORMASI", "CL_JENIS_KELAMIN", "CL_SUPRESI", CodeLists.TOTAL, "32", "F");
    }

    /** Both forms, read back by their own rules, say the same of each cell. */
    @Test
    void csvAndJsonSayTheSame() throws IOException {
        Map<String, String> fromJson = observations(json(ALL));
        var out = new ByteArrayOutputStream();
        SdmxCsv.write(sample.release(), sample.tables(), ALL, out);
        var fromCsv = new HashMap<String, String>();
        try (var records = CsvReader.builder().ofNamedCsvRecord(out.toString(StandardCharsets.UTF_8))) {
            for (NamedCsvRecord record : records) {
                assertThat(record.getField("STRUCTURE")).isEqualTo("dataflow");
                assertThat(record.getField("STRUCTURE_ID")).isEqualTo("BKN:CASN_CONTOH_TABEL(1.0.0)");
                assertThat(record.getField("ACTION")).isEqualTo("I");
                fromCsv.put(
                        record.getField("PROVINSI_FORMASI") + "." + record.getField("JENIS_KELAMIN") + "."
                                + record.getField("TIME_PERIOD"),
                        record.getField("JUMLAH") + "/" + record.getField("JUMLAH_FORMASI") + "/"
                                + record.getField("SUPRESI"));
            }
        }
        assertThat(fromCsv).isEqualTo(fromJson).hasSizeGreaterThan(8);
        assertThat(fromCsv).containsEntry("32._T.2024", "120/40/none").containsEntry("33.F.2024", "//supresi");
    }

    @Test
    void aFilterGivesItsCellsOnly() throws IOException {
        JsonNode message = json(new CellQuery(Map.of("provinsiFormasi", Set.of("33"), "tahun", Set.of("2024"))));
        assertThat(problems("sdmx-json-data", message)).isEmpty();
        assertThat(observations(message).keySet())
                .isNotEmpty()
                .allMatch(key -> key.startsWith("33.") && key.endsWith(".2024"));
    }

    private JsonNode json(CellQuery query) throws IOException {
        var out = new ByteArrayOutputStream();
        SdmxJson.write(JSON, sample.release(), sample.tables(), query, Map.of(), out);
        return JSON.readTree(out.toByteArray());
    }

    /** As a reader of SDMX-JSON finds them: indices into the values of each dimension. */
    private static Map<String, String> observations(JsonNode message) {
        JsonNode structure = message.path("data").path("structures").get(0);
        JsonNode dimensions = structure.path("dimensions").path("observation");
        JsonNode suppression =
                structure.path("attributes").path("observation").get(0).path("values");
        var found = new HashMap<String, String>();
        message.path("data")
                .path("dataSets")
                .get(0)
                .path("observations")
                .properties()
                .forEach(observation -> {
                    var codes = new StringBuilder();
                    String[] key = observation.getKey().split(":");
                    for (int d = 0; d < key.length; d++) {
                        assertThat(dimensions.get(d).path("keyPosition").asInt())
                                .isEqualTo(d);
                        JsonNode value = dimensions.get(d).path("values").get(Integer.parseInt(key[d]));
                        codes.append(d == 0 ? "" : ".")
                                .append(
                                        value.has("id")
                                                ? value.path("id").asText()
                                                : value.path("value").asText());
                    }
                    JsonNode values = observation.getValue();
                    found.put(
                            codes.toString(),
                            text(values.get(0)) + "/" + text(values.get(1)) + "/"
                                    + suppression
                                            .get(values.get(2).asInt())
                                            .path("id")
                                            .asText());
                });
        return found;
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.asText();
    }

    private static List<String> problems(String schema, JsonNode message) throws IOException {
        try (InputStream file = SdmxTest.class.getResourceAsStream("/sdmx/" + schema + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(file)
                    .validate(message)
                    .stream()
                    .map(Object::toString)
                    .toList();
        }
    }
}
