package id.padan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The stack as a party's program sees it: one origin, one token that is renewed in time. */
final class Front {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String CHECKS = "/api/verification/v1/checks";
    static final String PROGRAMME = "BSU-2025";
    private static final Set<String> GOING = Set.of("RECEIVING", "PROCESSING");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final String origin;
    private final String issuer;
    private final Map<String, Token> tokens = new HashMap<>();

    private record Token(String text, Instant renewAt) {}

    Front(String origin, String issuer) {
        this.origin = origin;
        this.issuer = issuer;
    }

    /** Sends a file as a job and gives the job's path. */
    String upload(String path, String party, Path file, String contentType, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                authorised(path, party).header("Content-Type", contentType).POST(BodyPublishers.ofFile(file));
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != 202) {
            throw new Failure("POST " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        String location = response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new Failure("POST " + path + " gave no Location"));
        return location.startsWith("http") ? URI.create(location).getPath() : location;
    }

    /** Waits for the end of a job. */
    JsonNode awaitEnd(String path, String party) throws IOException, InterruptedException {
        while (true) {
            JsonNode job = get(path, party);
            if (!GOING.contains(job.path("state").asText())) {
                if (!job.path("state").asText().equals("COMPLETED")) {
                    throw new Failure("the job ended: " + job);
                }
                return job;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    JsonNode get(String path, String party) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(authorised(path, party).GET().build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new Failure("GET " + path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    void download(String path, String party, Path file) throws IOException, InterruptedException {
        HttpResponse<Path> response = http.send(
                authorised(path, party).header("Accept", "text/csv").GET().build(), BodyHandlers.ofFile(file));
        if (response.statusCode() != 200) {
            throw new Failure("GET " + path + " answered " + response.statusCode());
        }
    }

    static String checkBody(String nik) {
        return JSON.createObjectNode()
                .put("nik", nik)
                .put("purpose", "AID_VERIFICATION")
                .put("programCode", PROGRAMME)
                .toString();
    }

    /** A single check; {@code base} is the gateway or the service itself. */
    HttpResponse<String> check(String base, String nik) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + CHECKS))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + token("kemnaker"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(checkBody(nik)))
                        .build(),
                BodyHandlers.ofString());
    }

    /** {@code status,answer} of a NIK, or empty while the service does not answer. */
    String answer(String base, String nik) throws InterruptedException {
        try {
            HttpResponse<String> response = check(base, nik);
            if (response.statusCode() != 200) {
                return "";
            }
            JsonNode answer = JSON.readTree(response.body());
            return answer.path("status").asText() + "," + answer.path("answer").asText("");
        } catch (IOException notYet) {
            return "";
        }
    }

    /**
     * Puts a record, as its holder; a service that has no time now (503) is asked again, with the same key.
     *
     * @param version the one it must have before
     * @return the one it has then
     */
    String put(String id, String record, String version) throws IOException, InterruptedException {
        String key = UUID.randomUUID().toString();
        for (int attempt = 0; ; attempt++) {
            HttpResponse<String> response = http.send(
                    authorised("/api/asn-directory/v1/asn/" + id, "bkn")
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", key)
                            .header("If-Match", version)
                            .PUT(BodyPublishers.ofString(record))
                            .build(),
                    BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return response.headers().firstValue("ETag").orElseThrow(() -> new Failure("PUT gave no ETag"));
            }
            if (response.statusCode() != 503 || attempt == 200) {
                throw new Failure("PUT of a record answered " + response.statusCode() + ": " + response.body());
            }
            unavailable.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** How often a write was told to come again. */
    int unavailable() {
        return unavailable.get();
    }

    /** All metrics of verification-service by their names with labels. */
    Map<String, Double> metrics(String base) throws IOException, InterruptedException {
        Map<String, Double> metrics = new HashMap<>();
        http.send(HttpRequest.newBuilder(URI.create(base + "/q/metrics")).GET().build(), BodyHandlers.ofLines())
                .body()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    metrics.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
                });
        return metrics;
    }

    /** The sum of a metric over its labels. */
    double metric(String base, String name) throws IOException, InterruptedException {
        return metrics(base).entrySet().stream()
                .filter(one -> one.getKey().equals(name) || one.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .reduce(Double::sum)
                .orElseThrow(() -> new Failure("no metric " + name));
    }

    private HttpRequest.Builder authorised(String path, String party) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(URI.create(origin + path)).header("Authorization", "Bearer " + token(party));
    }

    /** A person of the local stack; what law leaves to a named human no machine may do. */
    String person(String name) throws IOException, InterruptedException {
        return fetch("grant_type=password&client_id=padan-cli&username=" + name + "&password=padan", name)
                .path("access_token")
                .asText();
    }

    private JsonNode fetch(String form, String who) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        JsonNode body = JSON.readTree(response.body());
        if (!body.has("access_token")) {
            throw new Failure("no token for " + who + ": HTTP " + response.statusCode());
        }
        return body;
    }

    synchronized String token(String party) throws IOException, InterruptedException {
        Token known = tokens.get(party);
        if (known != null && Instant.now().isBefore(known.renewAt())) {
            return known.text();
        }
        JsonNode body = fetch(
                "grant_type=client_credentials&client_id=" + party + "-system&client_secret=" + party + "-local",
                party);
        Token fresh = new Token(
                body.path("access_token").asText(),
                Instant.now().plusSeconds(body.path("expires_in").asLong(60) / 2));
        tokens.put(party, fresh);
        return fresh.text();
    }
}
