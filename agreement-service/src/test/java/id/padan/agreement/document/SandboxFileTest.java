package id.padan.agreement.document;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.json.StrictJson;
import id.padan.platform.testing.LocalInfrastructure;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SandboxFileTest {

    @Test
    void theSandboxOpensOneProgrammeForOneClientAndNothingElse() throws IOException {
        byte[] content =
                Files.readAllBytes(LocalInfrastructure.projectRoot().resolve("deploy/sandbox/sandbox-bkn.json"));

        assertThat(new AgreementChecker(StrictJson.mapper()).check(content))
                .isInstanceOfSatisfying(CheckedFile.Sound.class, sound -> {
                    AgreementFile file = sound.file();
                    assertThat(file.clauses())
                            .extracting(AgreementFile.Clause::id)
                            .containsExactly("Ps 3(1)b");
                    assertThat(file.programmes()).singleElement().satisfies(programme -> {
                        assertThat(programme.clients()).containsExactly("sandbox-system");
                        assertThat(programme.quotaRowsPerDay()).isEqualTo(1000);
                    });
                    assertThat(file.parties())
                            .allSatisfy(
                                    party -> assertThat(party.contact().email()).endsWith(".invalid"));
                });
    }
}
