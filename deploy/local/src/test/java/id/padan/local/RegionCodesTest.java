package id.padan.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The region codes that are published with a local stack. */
class RegionCodesTest {

    @Test
    void everyCodeOfBeforeTheSplitsNamesOneThatIsInUseNow() throws IOException {
        Map<String, JsonNode> codes = new HashMap<>();
        try (InputStream file =
                        new GZIPInputStream(Files.newInputStream(Path.of("references", "bkn", "wilayah.json.gz")));
                var rows = new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(file)) {
            rows.forEachRemaining(row -> codes.put(row.path("kode").asText(), row));
        }
        var ended = codes.values().stream()
                .filter(row -> row.path("status").asText().equals("O"))
                .toList();
        assertThat(ended).hasSize(549).allSatisfy(row -> {
            JsonNode successor = codes.get(row.path("penggantiId").asText());
            assertThat(successor).as(row.path("kode").asText()).isNotNull();
            assertThat(successor.path("status").asText()).isNotEqualTo("O");
            assertThat(row.path("berlakuSampai").asText()).isNotEmpty();
        });
    }
}
