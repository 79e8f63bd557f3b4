package id.padan.agreement.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import id.padan.platform.json.StrictJson;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class IncidentToldTest {
    private static final ObjectMapper JSON = StrictJson.mapper();

    @Test
    void theSampleAndWhatWeWriteFollowTheSchema() throws IOException {
        try (var sample = getClass().getResourceAsStream("/contracts/samples/agreement.incident.v1.json");
                var schema = getClass().getResourceAsStream("/contracts/agreement.incident.v1.schema.json")) {
            var tree = JSON.readTree(sample);
            var rules = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema);
            var bound = JSON.treeToValue(tree, IncidentTold.class);

            assertThat(rules.validate(tree)).isEmpty();
            assertThat(rules.validate(JSON.valueToTree(bound))).isEmpty();
            assertThat(JSON.treeToValue(JSON.valueToTree(bound), IncidentTold.class))
                    .isEqualTo(bound);
        }
    }
}
