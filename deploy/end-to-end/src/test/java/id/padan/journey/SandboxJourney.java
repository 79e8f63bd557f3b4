package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A partner follows the guide as it is written, and has the first answer within ten minutes, reading included. */
class SandboxJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private final Api api = new Api(Stack.stack());

    @Test
    void theGuideGivesTheFirstAnswerInTime() throws IOException, InterruptedException {
        var before = api.check(api.token("sandbox"), "3171010101389999", "AID_VERIFICATION", "UJI-COBA");
        assertThat(before.status()).isEqualTo(403);
        assertThat(before.code()).isEqualTo("PARTY_MISMATCH");

        var output = Files.createTempFile(Stack.stack().home(), "guide-", ".txt");
        var builder = new ProcessBuilder(Stack.projectRoot()
                        .resolve("deploy/sandbox/ikuti-panduan")
                        .toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PADAN_URL", Stack.stack().origin());
        builder.environment()
                .put("PADAN_OIDC", "http://localhost:" + Stack.stack().port("KEYCLOAK") + "/realms/padan");
        builder.environment().put("PADAN_HOME", Stack.stack().home().toString());
        var guide = builder.start();
        guide.getOutputStream().close();
        boolean ended = guide.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            guide.destroyForcibly();
        }

        var said = Files.readString(output);
        assertThat(ended).as(said).isTrue();
        assertThat(guide.exitValue()).as(said).isZero();
        assertThat(said).contains("first answer: ");
        // The sandbox opens its own programme and nothing else.
        assertThat(api.check(api.token("sandbox"), "3171010101389999", "AID_VERIFICATION", "BSU-2025")
                        .code())
                .isEqualTo("PROGRAMME_UNKNOWN");
        assertThat(api.get(api.token("sandbox"), "/api/agreements/v1/agreements/kemnaker-bkn-2024")
                        .status())
                .isEqualTo(404);
    }

    /** No other journey expects a third party; what is stored of the agreement stays. */
    @AfterEach
    void takeTheFileAway() throws IOException {
        Files.deleteIfExists(Stack.stack().home().resolve("agreements").resolve("sandbox-bkn.json"));
    }
}
