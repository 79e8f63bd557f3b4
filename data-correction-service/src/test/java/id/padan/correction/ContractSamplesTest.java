package id.padan.correction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractSamplesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"correction.proposal.v1", "correction.coordination.v1"})
    void aReleasedSampleKeepsTheContract(String topic) throws IOException {
        assertThat(problems(topic, sample(topic))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"correction.proposal.v1", "correction.coordination.v1"})
    void anEventOfAnotherTypeDoesNot(String topic) throws IOException {
        var other = (ObjectNode) sample(topic);
        other.put("type", "else");
        assertThat(problems(topic, other)).isNotEmpty();
    }

    static Set<ValidationMessage> problems(String topic, JsonNode value) throws IOException {
        try (InputStream schema =
                ContractSamplesTest.class.getResourceAsStream("/contracts/" + topic + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(value);
        }
    }

    private static JsonNode sample(String topic) throws IOException {
        try (InputStream file =
                ContractSamplesTest.class.getResourceAsStream("/contracts/samples/" + topic + ".json")) {
            return JSON.readTree(file);
        }
    }
}
