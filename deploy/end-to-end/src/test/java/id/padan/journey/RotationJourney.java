package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The token key is changed while checks and lists go on. */
class RotationJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private static final int KNOWN = 300;

    private final Stack stack = Stack.stack();
    private final Api api = new Api(stack);

    @Test
    void theTokenKeyChangesWithoutAWrongOrFailedAnswer() throws IOException {
        var known = known();
        var done = new AtomicBoolean();
        var asked = new AtomicInteger();
        var wrong = new ConcurrentLinkedQueue<String>();
        var checks = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                var token = api.token("kemnaker");
                for (var one : known.entrySet()) {
                    var answer = api.check(token, one.getKey(), "AID_VERIFICATION", "BSU-2025");
                    asked.incrementAndGet();
                    if (answer.status() != 200
                            || !answer.json().path("answer").asText().equals(one.getValue())) {
                        wrong.add(one.getValue() + ": " + answer.status() + " " + answer.json().path("answer"));
                    }
                    if (done.get()) {
                        return;
                    }
                }
            }
        });
        var lists = CompletableFuture.runAsync(() -> {
            do {
                verifyTheList(wrong);
            } while (!done.get());
        });

        var rotated = stack.padan(Duration.ofMinutes(6), "keys", "rotate");

        done.set(true);
        CompletableFuture.allOf(checks, lists).join();
        assertThat(rotated.exit()).as(rotated.output()).isZero();
        assertThat(wrong).isEmpty();
        assertThat(asked).hasPositiveValue();
        var keyset = Api.JSON.readTree(
                Files.readString(stack.home().resolve("keys").resolve("token-keyset.json")));
        assertThat(keyset.path("key")).hasSize(1);
        assertThat(keyset.path("primaryKeyId").asInt()).isGreaterThan(1);
        verifyTheList(wrong);
        assertThat(wrong).isEmpty();
    }

    private void verifyTheList(ConcurrentLinkedQueue<String> wrong) {
        try {
            Path results = Files.createTempFile(stack.home(), "rotation-", ".csv");
            Files.delete(results);
            var verified = stack.padan(
                    Duration.ofMinutes(2),
                    "verify",
                    sample("candidates").toString(),
                    "-o",
                    results.toString(),
                    "--program",
                    "BSU-2025");
            var compared = stack.padan(
                    Duration.ofMinutes(1),
                    "compare",
                    results.toString(),
                    sample("expected").toString());
            if (verified.exit() != 0 || compared.exit() != 0) {
                wrong.add(verified.output() + compared.output());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path sample(String name) {
        return stack.home().resolve("sample").resolve(name + "-" + Stack.POPULATION + ".csv");
    }

    /** Persons of the sample with the answers they must get. */
    private Map<String, String> known() throws IOException {
        List<String> candidates = Files.readAllLines(sample("candidates"));
        List<String> expected = new ArrayList<>(Files.readAllLines(sample("expected")));
        var known = new LinkedHashMap<String, String>();
        for (int i = 1; i < candidates.size() && known.size() < KNOWN; i++) {
            String[] row = expected.get(i).split(",");
            if (row.length > 2 && row[1].equals("ANSWERED")) {
                known.put(candidates.get(i), row[2]);
            }
        }
        return known;
    }
}
