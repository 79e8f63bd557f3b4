package id.padan.local;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One origin in front of the services. It only forwards: bodies stream both ways at the slower side's pace, headers stay as they are, and
 * what breaks on one side is broken on the other, so that half an answer never looks like a whole one.
 */
final class Gateway extends AbstractVerticle {

    /** Meant for the next hop only (RFC 9110, 7.6.1). {@code Expect} is answered here. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect");
    /** Lists and results pass in pieces as large as one read of a socket, and so many bytes may wait for the slower side. */
    private static final int PIECE_BYTES = 64 * 1024;

    private static final int WAITING_BYTES = 1024 * 1024;

    /** How long a caller may go on sending after it was answered, so that it comes to read the answer. */
    private static final long DRAIN_MILLIS = 20_000;

    private final int port;
    private final Map<String, Integer> backends;
    private final String index = page();
    private HttpClient client;

    /**
     * @param backends first path part below {@code /api/} to the port on this machine that serves it
     */
    private Gateway(int port, Map<String, Integer> backends) {
        this.port = port;
        this.backends = Map.copyOf(backends);
    }

    /** Listens on this machine only. */
    static Future<String> listen(Vertx vertx, int port, Map<String, Integer> backends) {
        return vertx.deployVerticle(() -> new Gateway(port, backends), new DeploymentOptions().setInstances(2));
    }

    @Override
    public void start(Promise<Void> started) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(3_000)
                .setMaxPoolSize(1_000)
                .setMaxChunkSize(PIECE_BYTES)
                .setKeepAliveTimeout(20));
        vertx.createHttpServer(new HttpServerOptions()
                        .setMaxHeaderSize(16 * 1024)
                        .setMaxInitialLineLength(8 * 1024)
                        .setMaxChunkSize(PIECE_BYTES)
                        // An upgraded connection would carry other requests, which a broken answer must not end.
                        .setHttp2ClearTextEnabled(false)
                        .setHandle100ContinueAutomatically(true))
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void handle(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        String[] parts = path.split("/", 4);
        if (path.equals("/") || path.isEmpty()) {
            request.response()
                    .putHeader("Content-Type", "text/html; charset=utf-8")
                    .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(index);
        } else if (parts.length >= 3 && parts[1].equals("api") && backends.containsKey(parts[2])) {
            forward(request, parts[2]);
        } else {
            problem(
                    request.response(),
                    404,
                    "NOT_FOUND",
                    "Not found",
                    "Nothing is at this path. The APIs are below /api/; the page at / lists them.",
                    "Tidak ditemukan",
                    "Tidak ada apa pun di alamat ini. API ada di bawah /api/; halaman / memuat daftarnya.");
        }
    }

    private void forward(HttpServerRequest request, String context) {
        request.pause();
        Exchange exchange = new Exchange(request, context);
        client.request(new RequestOptions()
                        .setHost("127.0.0.1")
                        .setPort(backends.get(context))
                        .setMethod(request.method())
                        .setURI(request.uri()))
                .onSuccess(exchange::send)
                .onFailure(unreachable -> exchange.refuse());
    }

    private static void unavailable(HttpServerRequest request, String context) {
        request.response().putHeader("Retry-After", "5");
        problem(
                request.response(),
                503,
                "UNAVAILABLE",
                "Service unavailable",
                "The service behind /api/" + context
                        + " does not answer. Try again in a moment; ./padan status shows what runs.",
                "Layanan tidak tersedia",
                "Layanan di belakang /api/" + context
                        + " tidak menjawab. Coba lagi sebentar; ./padan status menunjukkan apa yang berjalan.");
    }

    private static void problem(
            HttpServerResponse response,
            int status,
            String code,
            String title,
            String detail,
            String judul,
            String rincian) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end("""
                        {"type":"urn:padan:problem:%s","title":"%s","status":%d,"detail":"%s","code":"%s","judul":"%s","rincian":"%s"}
                        """.formatted(code, title, status, detail, code, judul, rincian));
    }

    /** One request on its way through. */
    private final class Exchange {

        private final HttpServerRequest request;
        private final HttpServerResponse response;
        private final String context;
        private HttpClientRequest outgoing;
        private boolean requestEnded;
        private boolean answered;
        private boolean refused;
        private boolean abandoned;

        Exchange(HttpServerRequest request, String context) {
            this.request = request;
            this.response = request.response();
            this.context = context;
            // From the first moment: the caller may leave before the service is even reached.
            request.exceptionHandler(gone -> abandon());
            response.exceptionHandler(gone -> abandon());
            response.closeHandler(gone -> abandon());
        }

        /** The service is not there, or was gone before it began to answer. */
        void refuse() {
            if (!answered && !abandoned) {
                answered = true;
                refused = true;
                unavailable(request, context);
                drain();
            }
        }

        void send(HttpClientRequest connected) {
            outgoing = connected;
            if (abandoned) {
                outgoing.reset();
                return;
            }
            copy(request.headers(), outgoing.headers());
            boolean sized = request.headers().contains(HttpHeaders.CONTENT_LENGTH);
            boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
            outgoing.response().onSuccess(this::answer).onFailure(broken -> refuse());
            outgoing.exceptionHandler(broken -> {
                // The response's future hears of it too; once the answer has begun, its own handler does.
            });
            if (!sized && !chunked) {
                request.endHandler(end -> requestEnded = true);
                request.resume();
                outgoing.end();
                return;
            }
            outgoing.setChunked(chunked && !sized);
            outgoing.setWriteQueueMaxSize(WAITING_BYTES);
            request.handler(part -> {
                if (refused) {
                    return;
                }
                outgoing.write(part);
                if (outgoing.writeQueueFull()) {
                    request.pause();
                    outgoing.drainHandler(drained -> request.resume());
                }
            });
            request.endHandler(end -> {
                requestEnded = true;
                outgoing.end();
            });
            request.resume();
        }

        private void answer(HttpClientResponse answer) {
            answered = true;
            answer.pause();
            response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
            copy(answer.headers(), response.headers());
            boolean unsized = !answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
            if (unsized && mayHaveBody(answer.statusCode())) {
                if (request.version() == HttpVersion.HTTP_1_0) {
                    response.putHeader(HttpHeaders.CONNECTION, "close");
                } else {
                    response.setChunked(true);
                }
            }
            response.setWriteQueueMaxSize(WAITING_BYTES);
            answer.exceptionHandler(broken -> response.reset());
            answer.handler(part -> {
                response.write(part);
                if (response.writeQueueFull()) {
                    answer.pause();
                    response.drainHandler(drained -> answer.resume());
                }
            });
            answer.endHandler(end -> {
                response.end();
                drain();
            });
            answer.resume();
        }

        private boolean mayHaveBody(int status) {
            return status >= 200
                    && status != 204
                    && status != 304
                    && !request.method().name().equals("HEAD");
        }

        /** Answered before everything was sent: what still comes is thrown away for a while, then the connection goes. */
        private void drain() {
            if (requestEnded) {
                return;
            }
            if (outgoing != null) {
                // Half a request is of no use to the service, and would hold its connection for ever.
                outgoing.reset();
            }
            request.handler(ignored -> {});
            request.endHandler(end -> requestEnded = true);
            request.resume();
            vertx.setTimer(DRAIN_MILLIS, late -> {
                if (!requestEnded) {
                    request.connection().close();
                }
            });
        }

        /** The caller has gone: the service must hear of it, and must not take what it got for all. */
        private void abandon() {
            abandoned = true;
            if (outgoing != null && (!response.ended() || !requestEnded)) {
                outgoing.reset();
            }
        }
    }

    private static void copy(MultiMap from, MultiMap to) {
        Set<String> named = new HashSet<>(HOP_BY_HOP);
        for (String connection : from.getAll(HttpHeaders.CONNECTION)) {
            Arrays.stream(connection.split(","))
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .forEach(named::add);
        }
        from.forEach((name, value) -> {
            if (!named.contains(name.toLowerCase(Locale.ROOT))) {
                to.add(name, value);
            }
        });
    }

    private static String page() {
        try (InputStream in = Gateway.class.getResourceAsStream("/gateway-index.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
