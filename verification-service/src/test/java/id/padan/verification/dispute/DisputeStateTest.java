package id.padan.verification.dispute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import id.padan.platform.json.StrictJson;
import id.padan.verification.answer.Answer;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DisputeStateTest {
    private static final ObjectMapper JSON = StrictJson.mapper();

    @Test
    void fromAnEndNothingLeadsOn() {
        for (var ended : List.of(
                new DisputeState.Upheld(),
                new DisputeState.Changed(Answer.RETIRED, UUID.randomUUID()),
                new DisputeState.Withdrawn())) {
            assertThat(ended.isOpen()).isFalse();
            for (Runnable step : List.<Runnable>of(
                    ended::review,
                    ended::uphold,
                    ended::withdraw,
                    () -> ended.change(Answer.ACTIVE, UUID.randomUUID()))) {
                assertThatThrownBy(step::run).hasMessageContaining("CONFLICT").hasMessageContaining(ended.name());
            }
        }
    }

    @Test
    void anOpenOneIsTakenUpOnceAndEndsInEachWay() {
        var review = new DisputeState.Raised().review();
        assertThatThrownBy(review::review).hasMessageContaining("UNDER_REVIEW");
        for (var open : List.of(new DisputeState.Raised(), review)) {
            assertThat(open.isOpen()).isTrue();
            assertThat(open.uphold().name()).isEqualTo("UPHELD");
            assertThat(open.withdraw().name()).isEqualTo("WITHDRAWN");
            assertThat(open.change(Answer.ACTIVE, UUID.randomUUID()).name()).isEqualTo("CHANGED");
        }
    }

    @Test
    void theSampleAndWhatWeWriteKeepTheContract() throws IOException {
        try (var text = DisputeStateTest.class.getResourceAsStream("/contracts/verification.dispute.v1.schema.json");
                var sample =
                        DisputeStateTest.class.getResourceAsStream("/contracts/samples/verification.dispute.v1.json")) {
            var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(text);
            var frozen = JSON.readTree(sample);
            assertThat(schema.validate(frozen)).isEmpty();
            assertThat(schema.validate(JSON.valueToTree(JSON.treeToValue(frozen, DisputeEvent.class))))
                    .isEmpty();
        }
    }
}
