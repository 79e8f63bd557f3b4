package id.padan.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An access token of one party or person, kept in memory and renewed shortly before it ends. */
final class Tokens {
    private static final Set<String> PARTIES = Set.of("kemnaker", "bkn");
    private static final Duration RENEW_BEFORE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Environment environment;
    private final Language language;
    private final URI issuer;
    private final String who;

    private final boolean given;
    private @Nullable String token;
    private Instant renewAt = Instant.MAX;

    Tokens(Environment environment, Language language, URI issuer, String who, @Nullable String token) {
        this.environment = environment;
        this.language = language;
        this.issuer = issuer;
        this.who = who;
        this.given = token != null;
        this.token = token;
    }

    synchronized String current() {
        if (token == null || !given && !environment.clock().instant().isBefore(renewAt)) {
            login();
        }
        return token;
    }

    /** Forgets a token that was refused; false if it was given from outside and cannot be replaced. */
    synchronized boolean forget() {
        if (given) {
            return false;
        }
        token = null;
        return true;
    }

    private void login() {
        Map<String, String> form = PARTIES.contains(who) ? system() : person();
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
        HttpResponse<byte[]> response;
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            response = client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    language.say(
                            "Layanan masuk di " + issuer
                                    + " tidak dapat dihubungi. Periksa ./padan status atau PADAN_OIDC.",
                            "The login service at " + issuer
                                    + " cannot be reached. Check ./padan status or PADAN_OIDC."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNAVAILABLE, "interrupted");
        }
        accept(response);
    }

    private void accept(HttpResponse<byte[]> response) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (IOException e) {
            body = JSON.createObjectNode();
        }
        if (response.statusCode() >= 500) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    language.say(
                            "Layanan masuk menjawab " + response.statusCode() + ". Coba lagi sebentar lagi.",
                            "The login service answered " + response.statusCode() + ". Try again in a moment."));
        }
        String received = body.path("access_token").asText("");
        if (response.statusCode() != 200 || received.isEmpty()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    language.say(
                            "Masuk sebagai " + who + " ditolak ("
                                    + body.path("error").asText("HTTP " + response.statusCode())
                                    + "). Periksa nama dan rahasianya.",
                            "Login as " + who + " was refused ("
                                    + body.path("error").asText("HTTP " + response.statusCode())
                                    + "). Check the name and its secret."));
        }
        token = received;
        Duration lifetime = Duration.ofSeconds(body.path("expires_in").asLong(60));
        Duration margin = RENEW_BEFORE.compareTo(lifetime.dividedBy(2)) < 0 ? RENEW_BEFORE : lifetime.dividedBy(2);
        renewAt = environment.clock().instant().plus(lifetime).minus(margin);
    }

    private Map<String, String> system() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", environment.variable("PADAN_CLIENT_ID").orElse(who + "-system"));
        form.put("client_secret", environment.variable("PADAN_CLIENT_SECRET").orElseGet(() -> {
            if (!ConnectionOptions.isLocal(issuer)) {
                throw new Failure(
                        ExitCode.REFUSED,
                        language.say(
                                "Setel PADAN_CLIENT_ID dan PADAN_CLIENT_SECRET untuk masuk sebagai sistem " + who + ".",
                                "Set PADAN_CLIENT_ID and PADAN_CLIENT_SECRET to log in as the system of " + who + "."));
            }
            return who + "-local";
        }));
        return form;
    }

    private Map<String, String> person() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "password");
        form.put("client_id", "padan-cli");
        form.put("username", who);
        form.put("password", environment.variable("PADAN_PASSWORD").orElseGet(() -> {
            if (ConnectionOptions.isLocal(issuer)) {
                return "padan";
            }
            Console console = System.console();
            char[] typed = console == null
                    ? null
                    : console.readPassword(language.say("Kata sandi %s: ", "Password of %s: "), who);
            if (typed == null) {
                throw new Failure(
                        ExitCode.REFUSED,
                        language.say(
                                "Setel PADAN_PASSWORD untuk masuk sebagai " + who + ".",
                                "Set PADAN_PASSWORD to log in as " + who + "."));
            }
            return new String(typed);
        }));
        return form;
    }
}
