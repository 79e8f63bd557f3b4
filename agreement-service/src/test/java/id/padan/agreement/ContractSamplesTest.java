package id.padan.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import id.padan.agreement.acting.ActEvent;
import id.padan.agreement.kahar.PauseEvent;
import id.padan.agreement.obligation.ObligationEvent;
import id.padan.platform.agreement.Heartbeat;
import id.padan.platform.agreement.Policy;
import id.padan.platform.disclosure.DisclosureRecorded;
import id.padan.platform.json.StrictJson;
import id.padan.platform.pledge.Pledge;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractSamplesTest {

    private static final ObjectMapper JSON = StrictJson.mapper();
    private static final Map<String, Class<?>> TYPES = Map.of(
            "agreement.policy.v1", Policy.class,
            "agreement.heartbeat.v1", Heartbeat.class,
            "agreement.act.v1", ActEvent.class,
            "agreement.obligation.v1", ObligationEvent.class,
            "agreement.pledge.v1", Pledge.class,
            "agreement.pause.v1", PauseEvent.class,
            "disclosure.recorded.v1", DisclosureRecorded.class);

    @ParameterizedTest
    @CsvSource({
        "agreement.policy.v1",
        "agreement.heartbeat.v1",
        "agreement.act.v1",
        "agreement.obligation.v1",
        "agreement.pledge.v1",
        "agreement.pause.v1",
        "disclosure.recorded.v1"
    })
    void samplesAndWhatWeWriteFollowTheSchema(String topic) throws IOException {
        JsonNode sample = read("/contracts/samples/" + topic + ".json");
        Class<?> type = TYPES.get(topic);

        Object bound = JSON.treeToValue(sample, type);
        JsonNode written = JSON.valueToTree(bound);

        assertThat(faults(topic, sample)).isEmpty();
        assertThat(faults(topic, written)).isEmpty();
        assertThat(JSON.treeToValue(written, type)).isEqualTo(bound);
    }

    private static Iterable<String> faults(String topic, JsonNode event) throws IOException {
        try (InputStream schema =
                ContractSamplesTest.class.getResourceAsStream("/contracts/" + topic + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(event, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                    .stream()
                    .map(Object::toString)
                    .toList();
        }
    }

    private static JsonNode read(String name) throws IOException {
        try (InputStream text = ContractSamplesTest.class.getResourceAsStream(name)) {
            return JSON.readTree(text);
        }
    }
}
