package id.padan.verification.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import id.padan.platform.json.StrictJson;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EvidenceOpenedTest {
    private static final ObjectMapper JSON = StrictJson.mapper();

    @Test
    void theSampleAndWhatWeWriteKeepTheContract() throws IOException {
        var contracts = "/contracts/";
        try (var text = EvidenceOpenedTest.class.getResourceAsStream(
                        contracts + "verification.evidence-opened.v1.schema.json");
                var sample = EvidenceOpenedTest.class.getResourceAsStream(
                        contracts + "samples/verification.evidence-opened.v1.json")) {
            var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(text);
            var frozen = JSON.readTree(sample);
            assertThat(schema.validate(frozen)).isEmpty();
            var bound = JSON.treeToValue(frozen, EvidenceOpened.class);
            assertThat(schema.validate(JSON.valueToTree(bound))).isEmpty();
            assertThat(bound.with(5).found()).isEqualTo(5);
        }
    }

    @Test
    void onlyCasesOfThisSystemAreTold() {
        assertThat(EvidenceOpened.isFor("subject-requests/019ab1f0-2222-7aaa-8bbb-123456789abc"))
                .isTrue();
        assertThat(EvidenceOpened.isFor("PDP/12/2026")).isFalse();
        assertThat(EvidenceOpened.isFor("subject-requests/x")).isFalse();
    }
}
