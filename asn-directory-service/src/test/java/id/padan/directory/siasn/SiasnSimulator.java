package id.padan.directory.siasn;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * SIASN as its clients know it (domain.md 1.1 to 1.5, appendix A): two tokens, envelopes, faults in an old and a new form, and the traps between
 * them. It listens on this machine only.
 */
final class SiasnSimulator implements AutoCloseable {

    /** What comes in place of the next answer. */
    enum Trap {
        HTML_502(502, "<html><body><h1>502 Bad Gateway</h1></body></html>"),
        HTML_WITH_200(200, "<html><body>Sedang pemeliharaan</body></html>"),
        BACK_END_TIMEOUT(
                504,
                "{\"code\":\"101504\",\"message\":\"Send timeout\",\"description\":\"Error connecting to the back end\"}"),
        API_BLOCKED(503, "{\"fault\":{\"code\":700700,\"message\":\"API blocked\",\"description\":\"\"}}"),
        BREAKS_OFF(0, ""),
        THROTTLED(
                429,
                "{\"code\":\"900800\",\"message\":\"Message throttled out\",\"description\":\"You have exceeded your quota\","
                        + "\"nextAccessTime\":\"2026-Nov-26 10:15:00+0000 UTC\"}"),
        THROTTLED_OLD(429, "{\"fault\":{\"code\":900802,\"message\":\"Message throttled out\",\"description\":\"\"}}"),
        EXPIRED_OLD(
                401,
                "{\"fault\":{\"code\":900901,\"message\":\"Invalid Credentials\",\"description\":\"Access failure for API\"}}"),
        EXPIRED_NEW(401, "{\"code\":\"900901\",\"message\":\"Invalid Credentials\",\"description\":\"\"}"),
        FORBIDDEN(403, "{\"code\":\"900908\",\"message\":\"Resource forbidden\",\"description\":\"\"}"),
        ANOTHER_SHAPE(200, "{\"message\":\"count must be >= 1\",\"code\":10413}");

        private final int status;
        private final String body;

        Trap(int status, String body) {
            this.status = status;
            this.body = body;
        }
    }

    static final String NOT_FOUND = "{\"code\":0,\"data\":\"Data tidak ditemukan\"}";

    private final HttpServer server;
    private final Queue<Trap> traps = new ArrayDeque<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Trap always;
    private volatile String broken;
    private volatile int gatewayTokens;
    private volatile int officerTokens;

    SiasnSimulator() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/oauth2/token", exchange -> {
            gatewayTokens++;
            reply(
                    exchange,
                    200,
                    "{\"access_token\":\"w" + gatewayTokens
                            + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"default\"}");
        });
        server.createContext("/auth/realms/public-siasn/protocol/openid-connect/token", exchange -> {
            officerTokens++;
            reply(exchange, 200, "{\"access_token\":\"s" + officerTokens + "\",\"expires_in\":3600}");
        });
        server.createContext("/apisiasn/1.0/pns/", this::record);
        server.start();
    }

    SiasnSource source(double perSecond) {
        URI base = URI.create("http://localhost:" + server.getAddress().getPort());
        return new SiasnSource(
                base.resolve("/apisiasn/1.0"),
                base.resolve("/oauth2/token"),
                "key",
                "secret",
                base.resolve("/auth/realms/public-siasn/protocol/openid-connect/token"),
                "padan",
                "199001012015031999",
                "word",
                perSecond);
    }

    /** A person whose record comes in an envelope. */
    SiasnSimulator knows(String nip, String data) {
        return answers(nip, "{\"code\":1,\"data\":" + data + "}");
    }

    /** One of the person's histories, as {@code data} of its envelope. */
    SiasnSimulator history(String kind, String nip, String data) {
        return answers(kind + "/" + nip, "{\"code\":1,\"data\":" + data + "}");
    }

    SiasnSimulator answers(String nip, String body) {
        answers.put(nip, body);
        return this;
    }

    synchronized SiasnSimulator next(Trap... inOrder) {
        traps.addAll(List.of(inOrder));
        return this;
    }

    /** From now on nothing else comes; null for what is usual. */
    void always(Trap trap) {
        always = trap;
    }

    /** The service has nothing but its error page for this NIP, or {@code kind/NIP}; null for none. */
    void breaksAt(String nip) {
        broken = nip;
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    int gatewayTokens() {
        return gatewayTokens;
    }

    int officerTokens() {
        return officerTokens;
    }

    private void record(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        // A record by its NIP, a row of a history by its kind too.
        String nip = path.substring("/apisiasn/1.0/pns/".length()).replace("data-utama/", "");
        asked.add(nip);
        Trap trap;
        synchronized (this) {
            trap = nip.equals(broken) ? Trap.HTML_502 : always != null ? always : traps.poll();
        }
        boolean known =
                ("Bearer w" + gatewayTokens).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        && ("bearer s" + officerTokens)
                                .equals(exchange.getRequestHeaders().getFirst("Auth"));
        if (!known) {
            trap = Trap.EXPIRED_OLD;
        }
        if (trap == Trap.BREAKS_OFF) {
            exchange.close();
        } else if (trap != null) {
            reply(exchange, trap.status, trap.body);
        } else {
            String answer = answers.getOrDefault(nip, NOT_FOUND);
            reply(exchange, answer.equals(NOT_FOUND) ? 404 : 200, answer);
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", body.startsWith("<") ? "text/html" : "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
