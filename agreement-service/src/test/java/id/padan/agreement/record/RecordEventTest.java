package id.padan.agreement.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import id.padan.platform.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class RecordEventTest {

    private static final ObjectMapper JSON = StrictJson.mapper();

    @Test
    void sampleAndWhatWeWriteFollowTheSchema() throws IOException {
        JsonNode sample = JSON.readTree(open("/contracts/samples/agreement.record.v1.json"));

        RecordEvent bound = JSON.treeToValue(sample, RecordEvent.class);
        JsonNode written = JSON.valueToTree(bound);

        assertThat(faults(sample)).isEmpty();
        assertThat(faults(written)).isEmpty();
        assertThat(JSON.treeToValue(written, RecordEvent.class)).isEqualTo(bound);
    }

    private static Iterable<String> faults(JsonNode event) throws IOException {
        try (InputStream schema = open("/contracts/agreement.record.v1.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(event, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                    .stream()
                    .map(Object::toString)
                    .toList();
        }
    }

    private static InputStream open(String name) {
        return RecordEventTest.class.getResourceAsStream(name);
    }
}
