package id.padan.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class ContractSamplesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asn.finding.v1",
                "asn.record.v1",
                "asn.status.v1",
                "asn.status-epoch.v1",
                "asn.status-mapping.v1",
                "correction.effect.v1",
                "functional-position.record.v1",
                "partner.asn.v1",
                "partner.functional-position.v1",
                "partner.reference.v1",
                "reference.dataset.v1"
            })
    void aReleasedSampleKeepsTheContract(String topic) throws IOException {
        assertThat(problems(topic, sample(topic))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asn.finding.v1",
                "asn.record.v1",
                "asn.status.v1",
                "asn.status-epoch.v1",
                "asn.status-mapping.v1",
                "correction.effect.v1",
                "functional-position.record.v1",
                "partner.asn.v1",
                "partner.functional-position.v1",
                "partner.reference.v1",
                "reference.dataset.v1"
            })
    void anEventOfAnotherTypeDoesNot(String topic) throws IOException {
        var other = (com.fasterxml.jackson.databind.node.ObjectNode) sample(topic);
        other.put("type", "else");
        assertThat(problems(topic, other)).isNotEmpty();
    }

    public static java.util.Set<?> problems(String topic, JsonNode value) throws IOException {
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
