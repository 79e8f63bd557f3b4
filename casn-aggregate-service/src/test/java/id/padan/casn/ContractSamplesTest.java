package id.padan.casn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"casn.fact.v1,tahapan", "casn.release.v1,hash"})
    void aReleasedSampleKeepsTheContractAndALessOneDoesNot(String topic, String needed) throws IOException {
        var sample = (ObjectNode) read("/contracts/samples/" + topic + ".json");
        assertThat(problems(topic, sample)).isEmpty();
        sample.remove(needed);
        assertThat(problems(topic, sample)).isNotEmpty();
    }

    static Set<?> problems(String topic, JsonNode value) throws IOException {
        try (InputStream schema =
                ContractSamplesTest.class.getResourceAsStream("/contracts/" + topic + ".schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema)
                    .validate(value);
        }
    }

    private static JsonNode read(String path) throws IOException {
        try (InputStream file = ContractSamplesTest.class.getResourceAsStream(path)) {
            return JSON.readTree(file);
        }
    }
}
