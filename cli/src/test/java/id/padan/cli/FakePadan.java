package id.padan.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server that speaks the shapes of design.md: a scripted answer for each method and path, the last one for ever. */
final class FakePadan implements AutoCloseable {
    record Request(String method, String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? "" : values.getFirst();
        }
    }

    record Reply(
            int status,
            String contentType,
            String body,
            Map<String, String> headers,
            boolean breaksOff,
            boolean reads) {
        static Reply json(int status, String body) {
            return new Reply(status, "application/json", body, Map.of(), false, true);
        }

        static Reply problem(int status, String code, String more) {
            return new Reply(
                    status,
                    "application/problem+json",
                    "{\"status\":" + status + ",\"code\":\"" + code + "\",\"title\":\"Title\",\"judul\":\"Judul\","
                            + "\"detail\":\"What happened.\",\"rincian\":\"Apa yang terjadi.\"" + more + "}",
                    Map.of(),
                    false,
                    true);
        }

        static Reply text(String contentType, String body) {
            return new Reply(200, contentType, body, Map.of(), false, true);
        }

        Reply header(String name, String value) {
            return new Reply(status, contentType, body, Map.of(name, value), breaksOff, reads);
        }

        /** Promises more than it sends. */
        Reply cut() {
            return new Reply(status, contentType, body, headers, true, reads);
        }

        /** Answers before it has read the request. */
        Reply early() {
            return new Reply(status, contentType, body, headers, breaksOff, false);
        }
    }

    private final HttpServer server;
    private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    FakePadan() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        on(
                "POST /oidc/protocol/openid-connect/token",
                Reply.json(200, "{\"access_token\":\"t0ken\",\"expires_in\":300}"));
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    FakePadan on(String methodAndPath, Reply... inOrder) {
        replies.put(methodAndPath, new ArrayDeque<>(List.of(inOrder)));
        return this;
    }

    List<Request> requests(String method, String path) {
        return requests.stream()
                .filter(request ->
                        request.method().equals(method) && request.path().equals(path))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Queue<Reply> script = replies.get(exchange.getRequestMethod() + " " + path);
        Reply reply;
        if (script == null) {
            reply = Reply.problem(404, "NOT_FOUND", "");
        } else {
            synchronized (script) {
                reply = script.size() > 1 ? script.remove() : script.element();
            }
        }
        String body = reply.reads() ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8) : "";
        requests.add(new Request(exchange.getRequestMethod(), path, Map.copyOf(exchange.getRequestHeaders()), body));
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", reply.contentType());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        if (reply.status() == 0) {
            // As a server that dies: the connection ends without an answer.
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(
                reply.status(), bytes.length == 0 ? -1 : bytes.length + (reply.breaksOff() ? 1000L : 0));
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
