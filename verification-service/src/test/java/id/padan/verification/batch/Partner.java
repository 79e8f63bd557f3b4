package id.padan.verification.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A partner's program, as far as tests of lists need one. */
final class Partner {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI lists;
    private final String party;

    Partner(URI lists, String party) {
        this.lists = lists;
        this.party = party;
    }

    static String newKey() {
        return "key-" + UUID.randomUUID();
    }

    HttpRequest.Builder upload(String key) {
        return HttpRequest.newBuilder(lists)
                .header("Authorization", "Bearer " + TestTokens.token(party))
                .header("Idempotency-Key", key)
                .header("X-Padan-Purpose", "AID_VERIFICATION")
                .header("X-Padan-Program", "BSU-2025")
                .header("Content-Type", "text/csv");
    }

    HttpResponse<String> send(String key, byte[] body) {
        return exchange(
                upload(key).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
    }

    HttpResponse<String> send(String key, String body) {
        return send(key, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(lists + path))
                .header("Authorization", "Bearer " + TestTokens.token(party));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return exchange(request.build());
    }

    HttpResponse<String> delete(String path) {
        return exchange(HttpRequest.newBuilder(URI.create(lists + path))
                .header("Authorization", "Bearer " + TestTokens.token(party))
                .DELETE()
                .build());
    }

    HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpClient http() {
        return http;
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode batch(String id) {
        return json(get("/" + id));
    }

    /** Waits until the list has ended, and returns how. */
    JsonNode ended(String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> batch(id), batch -> !batch.path("state").asText().matches("RECEIVING|PROCESSING"));
    }
}
