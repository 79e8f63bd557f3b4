package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was answered stays answered and proven, whatever dies, and a log that is not what it was is found out. */
class ProofJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private static final int CALLERS = 4;
    private static final Register REGISTER = new Register(39);

    private final Api api = new Api(Stack.stack());

    @BeforeAll
    static void aRegisterIsKnown() {
        for (var code : List.of("01", "66", "99", "71", "88")) {
            for (int i = 0; i < 20; i++) {
                REGISTER.expect(
                        REGISTER.person(code),
                        Map.of("01", "ACTIVE", "71", "ACTIVE", "66", "INACTIVE").getOrDefault(code, "RETIRED"));
            }
        }
        var api = new Api(Stack.stack());
        var sent = api.importRecords(
                api.token("bkn"),
                "delta",
                Register.today(),
                UUID.randomUUID().toString(),
                BodyPublishers.ofString(REGISTER.ndjson()));
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> api.check(api.token("kemnaker"), REGISTER.niks().getLast(), "AID_VERIFICATION", "BSU-2025")
                        .json()
                        .path("answer")
                        .asText()
                        .equals("RETIRED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verification-service", "postgres", "kafka", "a disk that is full"})
    void checksDuringADeathAreAnsweredOnceAndProven(String part) throws Exception {
        var acknowledged = new ConcurrentHashMap<String, Acknowledged>();
        var unanswered = new ConcurrentLinkedQueue<String>();
        var token = api.token("kemnaker");
        var going = new AtomicBoolean(true);
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int caller = 0; caller < CALLERS; caller++) {
                int first = caller;
                callers.execute(() -> {
                    for (int i = first; going.get(); i += CALLERS) {
                        var nik = REGISTER.niks().get(i % REGISTER.niks().size());
                        var key = nik.substring(6) + "-" + Integer.toHexString(part.hashCode()) + "-" + i;
                        try {
                            var answer = check(token, nik, key);
                            if (answer.status() == 200) {
                                acknowledged.put(key, new Acknowledged(nik, answer.body()));
                            } else {
                                unanswered.add(key + " " + answer.status());
                            }
                        } catch (UncheckedIOException connectionLost) {
                            unanswered.add(key + " connection lost");
                        }
                    }
                });
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > 200);
            if (part.equals("a disk that is full")) {
                Parts.fillTheDiskUnder("postgres");
            } else {
                Parts.kill(part);
            }
            TimeUnit.SECONDS.sleep(2);
            going.set(false);
        }

        mend();

        var fresh = api.token("kemnaker");
        acknowledged.forEach((key, before) -> {
            var again = check(fresh, before.nik(), key);
            assertThat(again.status()).as(again.body()).isEqualTo(200);
            assertThat(again.json()).as("the answer that was acknowledged").isEqualTo(before.json());
            assertThat(again.json().path("answer").asText())
                    .isEqualTo(REGISTER.expected().get(before.nik()));
        });
        theLogVerifies();
        var one = acknowledged.values().iterator().next();
        var receipt = api.get(
                fresh,
                "/api/verification/v1/receipts/"
                        + one.json().path("receipt").path("id").asText());
        assertThat(receipt.status()).as(receipt.body()).isEqualTo(200);
    }

    @Test
    void aLeafAlteredByHandIsFound() throws Exception {
        theLogVerifies();
        var before = Files.readString(exported());
        alter("kemnaker", "kemnakr");
        try {
            var verified = verify();
            assertThat(verified.exit()).as(verified.output()).isNotZero();
            assertThat(verified.output()).contains("altered");
        } finally {
            alter("kemnakr", "kemnaker");
        }
        theLogVerifies();
        assertThat(Files.readString(exported())).startsWith(before.substring(0, before.length() / 2));
    }

    /** By somebody who is the database's owner, in the first group that names the party. */
    private static void alter(String from, String to) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + Stack.stack().port("POSTGRES") + "/verification",
                        "verification",
                        "verification-local");
                var statement = connection.createStatement()) {
            statement.execute("alter table proof_group disable trigger append_only");
            int altered = statement.executeUpdate("update proof_group set content = replace(content, '" + from + "', '"
                    + to + "') where first_index = (select min(first_index) from proof_group where content like '%"
                    + from + "%')");
            statement.execute("alter table proof_group enable trigger append_only");
            assertThat(altered).isEqualTo(1);
        }
    }

    @Test
    void aStoreFromAnOldBackupRefusesToStart() throws Exception {
        var data = Stack.stack().home().resolve("data/postgres");
        var old = Stack.stack().home().resolve("postgres-old");
        var present = Stack.stack().home().resolve("postgres-present");
        down();
        run("cp", "-a", data.toString(), old.toString());
        mend();
        var answered = check(
                api.token("kemnaker"),
                REGISTER.niks().getFirst(),
                UUID.randomUUID().toString());
        assertThat(answered.status()).as(answered.body()).isEqualTo(200);
        headIsPublished();
        down();
        Files.move(data, present);
        Files.move(old, data);

        var up = Stack.stack().up();

        assertThat(up.exit()).as(up.output()).isNotZero();
        assertThat(up.output()).contains("ended while starting").contains("second history");
        down();
        run("rm", "-rf", data.toString());
        Files.move(present, data);
        mend();
        theLogVerifies();
    }

    /** The same jar with the same settings on another port: Kafka gives it a share of the chunks as it comes, and takes it back when it dies. */
    @Test
    void aSecondInstanceTakesItsShareAndMayDie() throws Exception {
        int port = Parts.freePort();
        var second = Parts.another("verification-service", port);
        try {
            await().atMost(Duration.ofSeconds(90)).until(() -> ready(port));
            // Ready is not yet assigned: Kafka shares the partitions out a moment later, and a list is answered in
            // less.
            var shared = list(400_000);
            await().atMost(Duration.ofMinutes(4)).until(() -> {
                answeredAsExpected(upload(shared), shared);
                return matchedBy(port) > 0;
            });

            var dying = list(400_000);
            double before = matchedBy(port);
            var batch = upload(dying);
            for (int again = 0; again < 10 && matchedBy(port) == before; again++) {
                batch = upload(dying);
                TimeUnit.MILLISECONDS.sleep(500);
            }
            assertThat(matchedBy(port)).isGreaterThan(before);
            second.destroyForcibly();
            answeredAsExpected(batch, dying);
        } finally {
            second.destroyForcibly();
        }
        theLogVerifies();
    }

    private record Acknowledged(String nik, String body) {
        com.fasterxml.jackson.databind.JsonNode json() {
            return new Api.Answer(200, body, null).json();
        }
    }

    private Api.Answer check(String token, String nik, String key) {
        var body = Api.JSON.createObjectNode();
        body.put("nik", nik);
        body.put("purpose", "AID_VERIFICATION");
        body.put("programCode", "BSU-2025");
        return api.post(
                token,
                "/api/verification/v1/checks",
                BodyPublishers.ofString(body.toString()),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                key);
    }

    private static boolean ready(int port) {
        return metric(port, "/q/health/ready").contains("\"status\": \"UP\"");
    }

    private static double matchedBy(int port) {
        return metric(port, "/q/metrics")
                .lines()
                .filter(line -> line.startsWith("padan_batch_chunk_matching_seconds_count"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String metric(int port, String path) {
        try (var answer =
                java.net.URI.create("http://localhost:" + port + path).toURL().openStream()) {
            return new String(answer.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException notYet) {
            return "";
        }
    }

    private record Sample(Path candidates, Path expected) {}

    private static Sample list(int rows) throws IOException {
        var folder = Files.createTempDirectory(Stack.stack().home(), "proof-");
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
    }

    private String upload(Sample list) throws IOException {
        var sent = api.upload(
                api.token("kemnaker"),
                UUID.randomUUID().toString(),
                "text/csv",
                BodyPublishers.ofFile(list.candidates()));
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        return sent.json().path("id").asText();
    }

    private void answeredAsExpected(String id, Sample list) throws IOException {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(api.batch(api.token("kemnaker"), id)
                                .json()
                                .path("state")
                                .asText())
                        .isEqualTo("COMPLETED"));
        var results = list.candidates().resolveSibling("hasil.csv");
        Files.writeString(results, api.results(api.token("kemnaker"), id).body());
        var compared = Stack.stack()
                .padan(
                        Duration.ofMinutes(1),
                        "compare",
                        results.toString(),
                        list.expected().toString());
        assertThat(compared.exit()).as(compared.output()).isZero();
    }

    private static Path exported() {
        return Stack.stack().home().resolve("log.ndjson");
    }

    private static void theLogVerifies() {
        var verified = verify();
        assertThat(verified.exit()).as(verified.output()).isZero();
    }

    private static Stack.Ended verify() {
        var key = Stack.stack().padan(Duration.ofMinutes(1), "log", "key");
        assertThat(key.exit()).as(key.output()).isZero();
        var export = Stack.stack()
                .padan(Duration.ofMinutes(1), "log", "export", "-o", exported().toString());
        assertThat(export.exit()).as(export.output()).isZero();
        return Stack.stack()
                .padan(
                        Duration.ofMinutes(1),
                        "log",
                        "verify",
                        exported().toString(),
                        "--key",
                        key.output().strip());
    }

    /** Heads are published once a second; a head nobody has seen cannot accuse a backup. */
    private static void headIsPublished() throws InterruptedException {
        TimeUnit.SECONDS.sleep(3);
    }

    private static void mend() {
        var up = Stack.stack().up();
        assertThat(up.exit()).as(up.output()).isZero();
    }

    private static void down() {
        var down = Stack.stack().padan(Duration.ofMinutes(2), "down");
        assertThat(down.exit()).as(down.output()).isZero();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
