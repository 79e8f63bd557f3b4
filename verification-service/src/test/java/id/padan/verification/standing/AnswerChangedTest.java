package id.padan.verification.standing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AnswerChangedTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    @Test
    void theSampleKeepsTheContractAndBinds() throws IOException {
        var contracts = "/contracts/";
        try (var schema = AnswerChangedTest.class.getResourceAsStream(
                        contracts + "verification.answer-changed.v1.schema.json");
                var text = AnswerChangedTest.class.getResourceAsStream(
                        contracts + "samples/verification.answer-changed.v1.json")) {
            var sample = JSON.readTree(text);
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(sample))
                    .isEmpty();
            var bound = JSON.treeToValue(sample, AnswerChanged.class);
            assertThat(JSON.<JsonNode>valueToTree(bound).toString()).isEqualTo(sample.toString());
        }
    }
}
