package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The agreement is a file; what it closes is closed everywhere, at its moment, without a restart. */
class TermJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private static final String NIK = "3171010101389999";

    private final Api api = new Api(Stack.stack());

    @Test
    void aClauseThatEndsClosesAccessAndOneThatReturnsOpensIt() throws IOException {
        var file = agreement();
        var document = (ObjectNode) Api.JSON.readTree(Files.readString(file));
        assertThat(allowed()).isTrue();

        var closing = Instant.now().plusSeconds(5);
        publish(
                file,
                document,
                api.nextAgreementVersion(),
                closing,
                clauses -> clauses.forEach(clause -> {
                    if (clause.path("id").asText().equals("Ps 3(1)b")) {
                        ((ObjectNode) clause).put("until", closing.toString());
                    }
                }));
        await().atMost(Duration.between(Instant.now(), closing.plusSeconds(2))).until(() -> !allowed());
        assertThat(Instant.now()).isAfterOrEqualTo(closing);
        assertThat(api.check(api.token("kemnaker"), NIK, "AID_VERIFICATION", "BSU-2025")
                        .json()
                        .path("clause")
                        .asText())
                .isEqualTo("Ps 3(1)b");

        var opening = Instant.now().plusSeconds(5);
        publish(
                file,
                (ObjectNode) Api.JSON.readTree(document.toString()),
                api.nextAgreementVersion(),
                opening,
                clauses -> {});
        await().atMost(Duration.between(Instant.now(), opening.plusSeconds(2))).until(this::allowed);
    }

    @Test
    void aBadFileChangesNothing() throws IOException {
        var file = agreement();
        var before = Files.readString(file);
        Files.writeString(file, before.replaceFirst("\\{", "{ nonsense"));
        await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(6)).until(this::allowed);
        Files.writeString(file, before);
    }

    private boolean allowed() {
        var answer = api.check(api.token("kemnaker"), NIK, "AID_VERIFICATION", "BSU-2025");
        return answer.status() == 200;
    }

    private interface ClauseChange {
        void in(ArrayNode clauses);
    }

    private static void publish(Path file, ObjectNode original, String version, Instant from, ClauseChange change)
            throws IOException {
        var document = original.deepCopy();
        document.put("version", version);
        document.put("effectiveFrom", from.toString());
        change.in((ArrayNode) document.get("clauses"));
        var next = Files.createTempFile(Stack.stack().home(), "agreement-", ".tmp");
        Files.writeString(next, document.toPrettyString());
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path agreement() {
        return Stack.stack().home().resolve("agreements").resolve("kemnaker-bkn-2024.json");
    }
}
