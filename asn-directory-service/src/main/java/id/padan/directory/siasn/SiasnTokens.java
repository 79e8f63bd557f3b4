package id.padan.directory.siasn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.stream.Collectors;

/** The two tokens that every call needs: the system's from the gateway, and an officer's from the single sign-on. Kept until shortly before their end. */
final class SiasnTokens {
    private static final Duration EARLY = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param expires when it may no longer be used */
    private record Token(String value, Instant expires) {}

    /** Both, as one request sends them. */
    record Pair(String gateway, String officer) {}

    private final SiasnSource source;
    private final HttpClient http;
    private final Clock clock;
    private Token gateway;
    private Token officer;

    SiasnTokens(SiasnSource source, HttpClient http, Clock clock) {
        this.source = source;
        this.http = http;
        this.clock = clock;
    }

    /** @throws SiasnUnavailableException if one cannot be had */
    synchronized Pair current() throws InterruptedException {
        Instant now = clock.instant();
        if (gateway == null || !now.isBefore(gateway.expires())) {
            String basic = Base64.getEncoder()
                    .encodeToString(
                            (source.consumerKey() + ":" + source.consumerSecret()).getBytes(StandardCharsets.UTF_8));
            gateway = fetch(
                    "gateway", source.gatewayTokenUrl(), "Basic " + basic, Map.of("grant_type", "client_credentials"));
        }
        if (officer == null || !now.isBefore(officer.expires())) {
            officer = fetch(
                    "single sign-on",
                    source.officerTokenUrl(),
                    null,
                    Map.of(
                            "grant_type", "password",
                            "client_id", source.officerClient(),
                            "username", source.officerName(),
                            "password", source.officerPassword()));
        }
        return new Pair(gateway.value(), officer.value());
    }

    /** Of several that were refused at once only the first fetches new ones. */
    synchronized void forget(Pair refused) {
        if (gateway != null && gateway.value().equals(refused.gateway())) {
            gateway = null;
            officer = null;
        }
    }

    private Token fetch(String whose, URI url, String authorization, Map<String, String> form)
            throws InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode json = answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.createObjectNode();
            String value = json.path("access_token").asText("");
            if (!value.isEmpty()) {
                return new Token(
                        value,
                        clock.instant()
                                .plusSeconds(json.path("expires_in").asLong(300))
                                .minus(EARLY));
            }
            throw new SiasnUnavailableException("no token from the " + whose + ", HTTP " + answer.statusCode());
        } catch (IOException e) {
            // Neither address nor parser's words: both may hold a secret.
            throw new SiasnUnavailableException("no token from the " + whose);
        }
    }
}
