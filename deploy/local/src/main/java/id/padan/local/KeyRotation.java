package id.padan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * {@code ./padan keys rotate}: a new token key beside the old, the register under both, the change-over, the end of the old tokens and of the
 * old key. Each step is asked for and awaited, so the command can be given again wherever it was stopped.
 */
final class KeyRotation {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEAD_LETTERS = "asn.status.v1.dlq";
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Settings settings;
    private final Stack stack;
    private final Console console;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    KeyRotation(Settings settings, Stack stack, Console console) {
        this.settings = settings;
        this.stack = stack;
        this.console = console;
    }

    void run() throws Exception {
        JsonNode rotation = rotation();
        if (rotation.path("state").asText().equals("ENDED")) {
            rotation = start(rotation.path("to").asInt());
        }
        int to = rotation.path("to").asInt();
        if (rotation.path("state").asText().equals("PUBLISHING")) {
            rotation = await("PUBLISHED", "publishing the register under the key of epoch " + to);
        }
        if (rotation.path("state").asText().equals("PUBLISHED")) {
            awaitChangeOver(to);
            post("/" + to + "/retirement");
        }
        await("ENDED", "emptying the tokens of epoch " + rotation.path("from").asInt());
        forgetDeadLetters(to);
        String unused = stack.tokenKeyset("keep", Integer.toString(to));
        console.say("the token key of epoch " + to + " is the only one now");
    }

    private JsonNode start(int current) throws Exception {
        HttpResponse<String> answer = send("POST", "");
        if (answer.statusCode() == 409) {
            // No newer key yet; a command that was stopped may have left one.
            String epoch = stack.tokenKeyset("add");
            console.say("a new token key of epoch " + epoch + " is in the keyset beside that of epoch " + current);
            answer = send("POST", "");
        }
        return required(answer);
    }

    private JsonNode await(String state, String what) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        Instant said = Instant.EPOCH;
        while (true) {
            JsonNode rotation = rotation();
            if (rotation.path("state").asText().equals(state)) {
                return rotation;
            }
            if (Duration.between(said, Instant.now()).toSeconds() >= 5) {
                said = Instant.now();
                console.say(String.format(
                        Locale.ROOT,
                        "%s: %,d records",
                        what,
                        rotation.path("records").asLong()));
            }
            patience(end, what);
        }
    }

    private void awaitChangeOver(int epoch) throws Exception {
        console.say("waiting until verification answers from epoch " + epoch);
        Instant end = Instant.now().plus(PATIENCE);
        while (health().path("epoch").asInt() != epoch) {
            patience(end, "the change-over");
        }
    }

    /**
     * Statuses that could not be read lie under their old tokens, which nobody will publish again: all but those of the new epoch go, and
     * these are laid down once more, because Kafka deletes from the front only.
     */
    private void forgetDeadLetters(int epoch) throws Exception {
        Map<String, Object> kafka = Broker.client("localhost:" + settings.port(Part.KAFKA), Broker.ADMIN);
        var letters = new TopicPartition(DEAD_LETTERS, 0);
        try (var admin = Admin.create(kafka);
                var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
                var consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(letters));
            consumer.seekToBeginning(List.of(letters));
            long end = consumer.endOffsets(List.of(letters)).get(letters);
            int gone = 0;
            while (consumer.position(letters) < end) {
                for (var letter : consumer.poll(Duration.ofSeconds(1))) {
                    if (isOf(epoch, letter.value())) {
                        producer.send(new ProducerRecord<>(
                                        DEAD_LETTERS, 0, letter.key(), letter.value(), letter.headers()))
                                .get();
                    } else {
                        gone++;
                    }
                }
            }
            if (gone > 0) {
                admin.deleteRecords(Map.of(letters, RecordsToDelete.beforeOffset(end)))
                        .all()
                        .get();
                console.say(gone + " unreadable statuses under old tokens are gone from " + DEAD_LETTERS);
            }
        }
    }

    private static boolean isOf(int epoch, byte[] status) {
        try {
            return status != null && JSON.readTree(status).path("epoch").asInt() == epoch;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private JsonNode health() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(
                                URI.create("http://localhost:" + settings.port(Part.VERIFICATION) + "/q/health/ready"))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        for (JsonNode check : JSON.readTree(answer.body()).path("checks")) {
            if (check.path("name").asText().equals("asn-register-index")) {
                return check.path("data");
            }
        }
        return JSON.createObjectNode();
    }

    private static void patience(Instant end, String what) throws InterruptedException {
        if (Instant.now().isAfter(end)) {
            throw new Failure(what + " takes longer than " + PATIENCE.toMinutes()
                    + " minutes; give ./padan keys rotate again to go on.");
        }
        TimeUnit.MILLISECONDS.sleep(300);
    }

    private JsonNode rotation() throws IOException, InterruptedException {
        return required(send("GET", ""));
    }

    private void post(String path) throws IOException, InterruptedException {
        var unused = required(send("POST", path));
    }

    private static JsonNode required(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new Failure("The directory answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(settings.origin() + "/api/asn-directory/v1/rotation" + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token())
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** BKN's machine client, with the local profile's secret. */
    private String token() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(settings.issuer() + "/protocol/openid-connect/token"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=client_credentials&client_id=bkn-system&client_secret=bkn-local"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return required(answer).path("access_token").asText();
    }
}
