package id.padan.platform.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PublishedHeadTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    @Test
    void whatIsPublishedFollowsTheContract() throws IOException {
        ObjectNode event = JSON.valueToTree(new PublishedHead(
                PublishedHead.TYPE, "padan/test/log", 7, Instant.parse("2026-11-24T10:00:00Z"), "a signed note"));
        try (var file = PublishedHeadTest.class.getResourceAsStream("/contracts/log-head.v1.schema.json")) {
            var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(file);
            assertThat(schema.validate(event)).isEmpty();
            assertThat(schema.validate(event.put("type", "else"))).isNotEmpty();
        }
    }
}
