package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Parts die without warning; what was acknowledged is kept, and ./padan up mends the rest. */
class OutageJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private final Api api = new Api(Stack.stack());

    @Test
    void verificationKilledBetweenChunkAndAnswerLosesNothing() {
        var list = sample(200_000);
        var sent = api.upload(api.token("kemnaker"), UUID.randomUUID().toString(), "text/csv", file(list.candidates()));
        Parts.kill("verification-service");
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);

        mend();

        answeredAsExpected(sent.json().path("id").asText(), list);
    }

    @Test
    void kafkaKilledDuringABatchLosesNothing() {
        var list = sample(200_000);
        var sent = api.upload(api.token("kemnaker"), UUID.randomUUID().toString(), "text/csv", file(list.candidates()));
        Parts.kill("kafka");
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);

        mend();

        answeredAsExpected(sent.json().path("id").asText(), list);
    }

    @Test
    void postgresKilledDuringABatchLosesNothing() {
        var list = sample(200_000);
        var sent = api.upload(api.token("kemnaker"), UUID.randomUUID().toString(), "text/csv", file(list.candidates()));
        Parts.kill("postgres");
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);

        mend();

        answeredAsExpected(sent.json().path("id").asText(), list);
    }

    /** Stopped in good order, as for maintenance: it says goodbye to everybody, which is another path than a crash. */
    @Test
    void kafkaStoppedAfterTheSealLosesNothing() {
        var list = sample(200_000);
        var sent = api.upload(api.token("kemnaker"), UUID.randomUUID().toString(), "text/csv", file(list.candidates()));
        Parts.stop("kafka");
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);

        mend();

        answeredAsExpected(sent.json().path("id").asText(), list);
    }

    @Test
    void kafkaStoppedWhileAListArrivesIsTriedAgainWithTheSameKey() throws IOException {
        var list = sample(400_000);
        var key = UUID.randomUUID().toString();
        var body = Files.readAllBytes(list.candidates());
        var interrupted = new java.io.SequenceInputStream(
                new java.io.ByteArrayInputStream(body, 0, body.length / 2),
                new Interrupted(
                        new java.io.ByteArrayInputStream(body, body.length / 2, body.length),
                        () -> Parts.stop("kafka")));
        var first = api.upload(api.token("kemnaker"), key, "text/csv", BodyPublishers.ofInputStream(() -> interrupted));

        mend();

        if (first.status() != 202) {
            assertThat(first.status()).as(first.body()).isEqualTo(503);
        }
        var again = new java.util.concurrent.atomic.AtomicReference<Api.Answer>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            again.set(api.upload(api.token("kemnaker"), key, "text/csv", BodyPublishers.ofByteArray(body)));
            return again.get().status() / 100 == 2;
        });
        answeredAsExpected(again.get().json().path("id").asText(), list);
    }

    @Test
    void postgresKilledDuringAnImportLosesNothing() throws Exception {
        var register = new Register(37);
        for (int i = 0; i < 1_500; i++) {
            register.expect(register.person("01"), "ACTIVE");
        }
        var key = UUID.randomUUID().toString();
        var body = register.ndjson();
        // Half of the import arrives before the database dies, the rest after.
        var halves = new java.io.SequenceInputStream(
                new java.io.ByteArrayInputStream(
                        body.substring(0, body.length() / 2).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                new Interrupted(
                        new java.io.ByteArrayInputStream(
                                body.substring(body.length() / 2).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        () -> Parts.kill("postgres")));
        var token = api.token("bkn");
        var first =
                api.importRecords(token, "delta", Register.today(), key, BodyPublishers.ofInputStream(() -> halves));

        mend();

        if (first.status() != 202) {
            assertThat(first.status()).as(first.body()).isIn(500, 503);
        }
        var again = api.importRecords(api.token("bkn"), "delta", Register.today(), key, BodyPublishers.ofString(body));
        assertThat(again.status()).as(again.body()).isIn(200, 202);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (var nik : Set.of(register.niks().getFirst(), register.niks().getLast())) {
                var answer = api.check(api.token("kemnaker"), nik, "AID_VERIFICATION", "BSU-2025");
                assertThat(answer.json().path("answer").asText())
                        .as(answer.body())
                        .isEqualTo("ACTIVE");
            }
        });
    }

    /** Something happens before its first byte is read. */
    private static final class Interrupted extends java.io.InputStream {
        private final java.io.InputStream rest;
        private final Runnable event;
        private boolean happened;

        Interrupted(java.io.InputStream rest, Runnable event) {
            this.rest = rest;
            this.event = event;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (!happened) {
                happened = true;
                event.run();
            }
            return rest.read(into, from, length);
        }
    }

    private record Sample(Path candidates, Path expected) {}

    private static Sample sample(int rows) {
        try {
            var folder = Files.createTempDirectory(Stack.stack().home(), "outage-");
            var sample = new Sample(folder.resolve("calon.csv"), folder.resolve("harapan.csv"));
            var made = Stack.stack()
                    .padan(
                            Duration.ofMinutes(1),
                            "sample",
                            "candidates",
                            "--n",
                            Integer.toString(rows),
                            "--population",
                            "3000",
                            "-o",
                            sample.candidates().toString(),
                            "--expected",
                            sample.expected().toString());
            assertThat(made.exit()).as(made.output()).isZero();
            return sample;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void answeredAsExpected(String id, Sample list) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(api.batch(api.token("kemnaker"), id)
                                .json()
                                .path("state")
                                .asText())
                        .isEqualTo("COMPLETED"));
        var results = list.candidates().resolveSibling("hasil.csv");
        try {
            Files.writeString(results, api.results(api.token("kemnaker"), id).body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        var compared = Stack.stack()
                .padan(
                        Duration.ofMinutes(1),
                        "compare",
                        results.toString(),
                        list.expected().toString());
        assertThat(compared.exit()).as(compared.output()).isZero();
    }

    private static void mend() {
        var up = Stack.stack().up();
        assertThat(up.exit()).as(up.output()).isZero();
    }

    private static java.net.http.HttpRequest.BodyPublisher file(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
