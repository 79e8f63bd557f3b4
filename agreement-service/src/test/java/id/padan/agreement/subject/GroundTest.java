package id.padan.agreement.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroundTest {

    @ParameterizedTest
    @EnumSource(RequestKind.class)
    void everyKindCanBeRefusedToAStranger(RequestKind kind) {
        assertThat(Ground.IDENTITY_NOT_PROVEN.isFor(kind)).isTrue();
    }

    @Test
    void theExceptionsOfPasal15DoNotReachAccessAndCorrection() {
        for (Ground ground : Ground.values()) {
            if (ground.law().contains("Ps 15(1)")) {
                assertThat(ground.isFor(RequestKind.ACCESS)).as(ground.name()).isFalse();
                assertThat(ground.isFor(RequestKind.CORRECTION))
                        .as(ground.name())
                        .isFalse();
                assertThat(ground.isFor(RequestKind.ERASURE)).as(ground.name()).isTrue();
            }
        }
    }

    @Test
    void everyGroundIsForSomething() {
        assertThat(Ground.values())
                .allSatisfy(
                        ground -> assertThat(Arrays.stream(RequestKind.values()).anyMatch(ground::isFor))
                                .isTrue());
    }
}
