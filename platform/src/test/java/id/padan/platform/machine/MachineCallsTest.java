package id.padan.platform.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.padan.platform.json.StrictJson;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MachineCallsTest {
    private final AtomicInteger issued = new AtomicInteger();
    private volatile String good = "t1";
    private HttpServer server;
    private MachineCalls calls;
    private String origin;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        origin = "http://localhost:" + server.getAddress().getPort();
        server.createContext("/token", exchange -> {
            var basic = exchange.getRequestHeaders().getFirst("Authorization");
            // bkn-system:s%3Acret
            answer(
                    exchange,
                    "Basic YmtuLXN5c3RlbTpzJTNBY3JldA==".equals(basic) ? 200 : 401,
                    "{\"access_token\":\"t" + issued.incrementAndGet() + "\",\"expires_in\":300}");
        });
        server.createContext(
                "/thing",
                exchange -> answer(
                        exchange,
                        ("Bearer " + good).equals(exchange.getRequestHeaders().getFirst("Authorization")) ? 200 : 401,
                        "{\"a\":1}"));
        server.createContext("/broken", exchange -> answer(exchange, 500, "3273010101909999"));
        server.start();
        calls = new MachineCalls(
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(
                                Map.of(
                                        "padan.machine.token-url", origin + "/token",
                                        "padan.machine.bkn.client", "bkn-system",
                                        "padan.machine.bkn.secret", "s:cret",
                                        "padan.machine.kemnaker.client", "kemnaker-system",
                                        "padan.machine.kemnaker.secret", "wrong"),
                                "test",
                                100))
                        .build(),
                StrictJson.mapper(),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void oneTokenServesManyCallsAndARevokedOneIsFetchedAnew() throws InterruptedException {
        assertThat(calls.get("bkn", URI.create(origin + "/thing"))
                        .orElseThrow()
                        .path("a")
                        .asInt())
                .isEqualTo(1);
        assertThat(calls.get("bkn", URI.create(origin + "/thing"))).isPresent();
        assertThat(issued).hasValue(1);
        good = "t2";
        assertThat(calls.get("bkn", URI.create(origin + "/thing"))).isPresent();
        assertThat(issued).hasValue(2);
    }

    @Test
    void whatIsNotThereIsEmptyAndEverythingElseIsATryLater() throws InterruptedException {
        assertThat(calls.get("bkn", URI.create(origin + "/nothing"))).isEmpty();
        assertThatThrownBy(() -> calls.get("bkn", URI.create(origin + "/broken")))
                .isInstanceOf(MachineUnavailableException.class)
                .hasMessage("HTTP 500");
        assertThatThrownBy(() -> calls.get("kemnaker", URI.create(origin + "/thing")))
                .hasMessage("no token, HTTP 401");
        assertThatThrownBy(() -> calls.get("other", URI.create(origin + "/thing")))
                .hasMessage("no client of other");
        assertThat(calls.speaksFor("bkn")).isTrue();
        assertThat(calls.speaksFor("other")).isFalse();
    }
}
