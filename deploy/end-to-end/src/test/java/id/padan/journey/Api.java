package id.padan.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** HTTP through the gateway, as a partner's system does it. */
final class Api {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final Stack stack;

    Api(Stack stack) {
        this.stack = stack;
    }

    record Answer(int status, String body, java.net.http.HttpHeaders headers) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(body, e);
            }
        }

        String code() {
            return json().path("code").asText();
        }
    }

    String token(String party) {
        return tokenFrom(
                "grant_type=client_credentials&client_id=" + party + "-system&client_secret=" + party + "-local");
    }

    String personToken(String person) {
        return tokenFrom("grant_type=password&client_id=padan-cli&username=" + person + "&password=padan");
    }

    private String tokenFrom(String form) {
        var request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + stack.port("KEYCLOAK") + "/realms/padan/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        var answer = send(request);
        if (answer.status() != 200) {
            throw new IllegalStateException("no token: " + answer.status() + " " + answer.body());
        }
        return answer.json().path("access_token").asText();
    }

    Answer get(String token, String path, String... headers) {
        return send(request(token, path, headers).GET().build());
    }

    Answer delete(String token, String path, String... headers) {
        return send(request(token, path, headers).DELETE().build());
    }

    Answer post(String token, String path, BodyPublisher body, String... headers) {
        return send(request(token, path, headers).POST(body).build());
    }

    Answer check(String token, String nik, String purpose, String programme) {
        var body = JSON.createObjectNode();
        body.put("nik", nik);
        if (purpose != null) {
            body.put("purpose", purpose);
        }
        if (programme != null) {
            body.put("programCode", programme);
        }
        return post(
                token,
                "/api/verification/v1/checks",
                BodyPublishers.ofString(body.toString()),
                "Content-Type",
                "application/json");
    }

    Answer upload(String token, String key, String contentType, BodyPublisher body) {
        return post(
                token,
                "/api/verification/v1/batches",
                body,
                "Content-Type",
                contentType,
                "Idempotency-Key",
                key,
                "X-Padan-Purpose",
                "AID_VERIFICATION",
                "X-Padan-Program",
                "BSU-2025");
    }

    Answer uploadCsv(String token, String csv) {
        return upload(token, UUID.randomUUID().toString(), "text/csv", BodyPublishers.ofString(csv));
    }

    Answer postJson(String token, String path, String body) {
        return post(token, path, BodyPublishers.ofString(body), "Content-Type", "application/json");
    }

    /** A number above every version that the agreement has: journeys share one stack, and versions only rise. */
    String nextAgreementVersion() {
        var versions = get(token("bkn"), "/api/agreements/v1/agreements/kemnaker-bkn-2024/versions")
                .json()
                .path("versions");
        int highest = 0;
        for (var version : versions) {
            highest = Math.max(
                    highest, Integer.parseInt(version.path("version").asText().replaceFirst("\\..*", "")));
        }
        return Integer.toString(highest + 1);
    }

    Answer batch(String token, String id) {
        return get(token, "/api/verification/v1/batches/" + id);
    }

    Answer results(String token, String id) {
        return get(token, "/api/verification/v1/batches/" + id + "/results", "Accept", "text/csv");
    }

    Answer importRecords(String token, String mode, String date, String key, BodyPublisher body) {
        return post(
                token,
                "/api/asn-directory/v1/imports",
                body,
                "Content-Type",
                "application/x-ndjson",
                "Idempotency-Key",
                key,
                "X-Padan-Mode",
                mode,
                "X-Padan-Data-Date",
                date);
    }

    HttpRequest.Builder request(String token, String path, String... headers) {
        var builder = HttpRequest.newBuilder(URI.create(stack.origin() + path)).timeout(Duration.ofMinutes(3));
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder;
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), UTF_8), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Rows of a results file without its header; cells are never quoted here because no cell is odd. */
    static List<String[]> rows(String csv) {
        var rows = new ArrayList<String[]>();
        var lines = csv.split("\r?\n");
        for (int i = 1; i < lines.length; i++) {
            rows.add(lines[i].split(",", -1));
        }
        return rows;
    }

    static String encode(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
