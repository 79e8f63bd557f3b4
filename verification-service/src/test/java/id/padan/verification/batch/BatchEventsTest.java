package id.padan.verification.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import id.padan.platform.agreement.PolicyRef;
import id.padan.verification.chunk.ChunkCounts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BatchEventsTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private static JsonSchema schema() throws IOException {
        try (var in = resource("verification.batch.v1.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        }
    }

    private static InputStream resource(String name) {
        return BatchEventsTest.class.getResourceAsStream("/contracts/" + name);
    }

    @Test
    void theSampleKeepsTheContractAndBinds() throws IOException {
        try (var in = resource("samples/verification.batch.v1.json")) {
            var sample = JSON.readTree(in);
            assertThat(schema().validate(sample)).isEmpty();
            var bound = JSON.treeToValue(sample, BatchEvents.BatchChanged.class);
            assertThat(JSON.<JsonNode>valueToTree(bound).toString()).isEqualTo(sample.toString());
        }
    }

    @Test
    void whatIsPublishedKeepsTheContract() throws IOException {
        var batch = new Batch(
                UUID.randomUUID(),
                "kemnaker",
                "kemnaker-system",
                "kemnaker-system",
                "pejabat.kemnaker",
                false,
                "AID_VERIFICATION",
                null,
                LocalDate.parse("2026-11-23"),
                new PolicyRef("kemnaker-bkn-2024", "1"),
                "Ps 3(1)b",
                "calon.csv",
                2,
                BatchState.FAILED,
                7,
                new Batch.Problem("UPLOAD_INTERRUPTED", "en", "id", 12L),
                null,
                null,
                0,
                new ChunkCounts(0, 0, 0, 0, 0, 0, new long[4], 0, 0, 0),
                null,
                null,
                null,
                Instant.now(),
                null,
                Instant.now(),
                null,
                30,
                null,
                null,
                false);
        JsonNode event = JSON.valueToTree(BatchEvents.BatchChanged.from(batch));
        assertThat(schema().validate(event)).isEmpty();
        assertThat(event.toString()).doesNotContain("calon.csv");
    }
}
