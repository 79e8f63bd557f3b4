package id.padan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final Path ROOT = Path.of("/padan");

    @Test
    void portsAndFolderAreThoseOfTheHouseUnlessMoved() {
        Settings settings = Settings.of(ROOT, Map.of());
        assertThat(settings.home()).isEqualTo(Path.of("/padan/.padan"));
        assertThat(settings.origin()).isEqualTo("http://localhost:8080");
        assertThat(settings.issuer()).isEqualTo("http://localhost:18080/realms/padan");
        assertThat(settings.port(Part.POSTGRES)).isEqualTo(15432);

        Settings moved = Settings.of(
                ROOT, Map.of("PADAN_HOME", "/elsewhere", "PADAN_GATEWAY_PORT", "9080", "PADAN_KEYCLOAK_PORT", "9081"));
        assertThat(moved.home()).isEqualTo(Path.of("/elsewhere"));
        assertThat(moved.origin()).isEqualTo("http://localhost:9080");
        assertThat(moved.service(Part.VERIFICATION))
                .containsEntry("PADAN_OIDC", "http://localhost:9081/realms/padan")
                .containsEntry("QUARKUS_HTTP_PORT", "8083")
                .containsEntry("QUARKUS_PROFILE", "local");
    }

    @Test
    void aWrongPortIsNamedWithItsVariable() {
        assertThatThrownBy(() -> Settings.of(ROOT, Map.of("PADAN_KAFKA_PORT", "70000")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("PADAN_KAFKA_PORT")
                .hasMessageContaining("70000");
        assertThatThrownBy(() -> Settings.of(ROOT, Map.of("PADAN_KAFKA_PORT", "kafka")))
                .hasMessageContaining("PADAN_KAFKA_PORT");
    }

    @Test
    void onePortForTwoPartsIsRefused() {
        assertThatThrownBy(() -> Settings.of(ROOT, Map.of("PADAN_GATEWAY_PORT", "8083")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("8083")
                .hasMessageContaining("PADAN_GATEWAY_PORT")
                .hasMessageContaining("PADAN_VERIFICATION_PORT");
    }

    @Test
    void partsAnswerToTheirShortNames() {
        assertThat(Part.named("verification")).contains(Part.VERIFICATION);
        assertThat(Part.named("directory")).contains(Part.DIRECTORY);
        assertThat(Part.named("asn-directory")).contains(Part.DIRECTORY);
        assertThat(Part.named("agreement-service")).contains(Part.AGREEMENT);
        assertThat(Part.named("mysql")).isEmpty();
    }
}
