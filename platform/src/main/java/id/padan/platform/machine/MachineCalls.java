package id.padan.platform.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;

/**
 * Reads JSON from another service as a party's machine ({@code padan.machine.<party>.client} and {@code .secret}, client credentials from
 * {@code padan.machine.token-url}). Tokens are kept until shortly before their end.
 */
@ApplicationScoped
public class MachineCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration EARLY = Duration.ofSeconds(30);

    private final Config config;
    private final ObjectMapper json;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    /** @param expires when it may no longer be used */
    private record Token(String value, Instant expires) {}

    @Inject
    MachineCalls(Config config, ObjectMapper json) {
        this(config, json, Clock.systemUTC());
    }

    MachineCalls(Config config, ObjectMapper json, Clock clock) {
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** Whether this service has a machine client of the party at all. */
    public boolean speaksFor(String party) {
        return setting(party, "secret").filter(secret -> !secret.isBlank()).isPresent();
    }

    /**
     * @return what is there, or empty if the other service knows of no such thing (404)
     * @throws MachineUnavailableException if there is no answer, no token, or another answer than 200 and 404
     */
    public Optional<JsonNode> get(String party, URI address) throws InterruptedException {
        var token = token(party);
        var answer = send(address, token);
        if (answer.statusCode() == 401) {
            // Revoked, or signed with a key that is gone: a new one is worth one try.
            tokens.remove(party, token);
            answer = send(address, token(party));
        }
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(read(answer.body()));
            case 404 -> Optional.empty();
            default -> throw new MachineUnavailableException("HTTP " + answer.statusCode());
        };
    }

    /** As above, where there is always an answer: whoever does not know the address is another version, and says nothing of what was asked. */
    public JsonNode require(String party, URI address) throws InterruptedException {
        return get(party, address).orElseThrow(() -> new MachineUnavailableException("HTTP 404"));
    }

    private HttpResponse<byte[]> send(URI address, Token token) throws InterruptedException {
        return send(HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token.value())
                .header("Accept", "application/json")
                .build());
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new MachineUnavailableException("no answer: " + e.getClass().getSimpleName());
        }
    }

    private JsonNode read(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw new MachineUnavailableException("the answer is no JSON");
        }
    }

    private Token token(String party) throws InterruptedException {
        var known = tokens.get(party);
        if (known != null && clock.instant().isBefore(known.expires())) {
            return known;
        }
        var fresh = fetch(party);
        tokens.put(party, fresh);
        return fresh;
    }

    private Token fetch(String party) throws InterruptedException {
        var client =
                setting(party, "client").orElseThrow(() -> new MachineUnavailableException("no client of " + party));
        var secret =
                setting(party, "secret").orElseThrow(() -> new MachineUnavailableException("no secret of " + party));
        var basic = URLEncoder.encode(client, StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        var answer = send(HttpRequest.newBuilder(config.getValue("padan.machine.token-url", URI.class))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build());
        if (answer.statusCode() != 200) {
            throw new MachineUnavailableException("no token, HTTP " + answer.statusCode());
        }
        var token = read(answer.body());
        var value = token.path("access_token").asText("");
        if (value.isEmpty()) {
            throw new MachineUnavailableException("no token in the answer");
        }
        return new Token(
                value,
                clock.instant().plusSeconds(token.path("expires_in").asLong(60)).minus(EARLY));
    }

    private Optional<String> setting(String party, String name) {
        return config.getOptionalValue("padan.machine." + party + "." + name, String.class);
    }
}
