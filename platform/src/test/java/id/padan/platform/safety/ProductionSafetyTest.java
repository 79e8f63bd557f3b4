package id.padan.platform.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProductionSafetyTest {

    @Test
    void everyProfileButLocalAndTestIsProduction() {
        assertThat(ProductionSafety.isProduction(List.of("prod"))).isTrue();
        assertThat(ProductionSafety.isProduction(List.of())).isTrue();
        assertThat(ProductionSafety.isProduction(List.of("dev"))).isTrue();
        assertThat(ProductionSafety.isProduction(List.of("local"))).isFalse();
        assertThat(ProductionSafety.isProduction(List.of("test"))).isFalse();
    }

    @Test
    void namesLocalAndMissingSecretsButNeverTheirValues() {
        List<String> faults = ProductionSafety.faults(Map.of(
                "PADAN_DB_PASSWORD",
                "agreement-local",
                "kafka.sasl.jaas.config",
                "ScramLoginModule required username=\"x\" password=\"x-local\";"));

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "PADAN_DB_PASSWORD is a secret of the local profile",
                        "kafka.sasl.jaas.config is a secret of the local profile",
                        "PADAN_KAFKA_PASSWORD is not set");
    }

    @Test
    void acceptsOwnSecrets() {
        assertThat(ProductionSafety.faults(Map.of(
                        "PADAN_DB_PASSWORD", "kZ81x", "PADAN_KAFKA_PASSWORD", "8fhw2", "padan.database", "agreement")))
                .isEmpty();
    }
}
