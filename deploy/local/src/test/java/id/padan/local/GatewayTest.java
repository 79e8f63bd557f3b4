package id.padan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayTest {

    private static final int MEGABYTE = 1 << 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CompletableFuture<Void> callerGone = new CompletableFuture<>();
    private final CompletableFuture<Void> finish = new CompletableFuture<>();
    private final CompletableFuture<Void> arrived = new CompletableFuture<>();
    private final AtomicLong received = new AtomicLong();
    private Vertx vertx;
    private int port;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        int[] ports = Infra.freePorts(3);
        port = ports[0];
        await(vertx.createHttpServer().requestHandler(this::service).listen(ports[1], "127.0.0.1"));
        await(Gateway.listen(vertx, port, Map.of("verification", ports[1], "agreements", ports[2])));
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** A service with every manner that the gateway must not spoil. */
    private void service(HttpServerRequest request) {
        switch (request.path()) {
            case "/api/verification/echo" -> {
                request.response()
                        .putHeader("X-Host", String.valueOf(request.getHeader("Host")))
                        .putHeader("X-Key", String.valueOf(request.getHeader("Idempotency-Key")))
                        .putHeader("X-Query", String.valueOf(request.query()));
                request.response().setChunked(true);
                request.handler(part -> request.response().write(part));
                request.endHandler(end -> request.response().end());
            }
            case "/api/verification/count" -> {
                request.handler(part -> arrived.complete(null));
                request.endHandler(end -> request.response().end("whole"));
            }
            case "/api/verification/slow" -> {
                // Reads nothing until told.
                request.pause();
                var unused = finish.thenRun(() -> {
                    request.handler(part -> received.addAndGet(part.length()));
                    request.endHandler(end -> request.response().end(received.toString()));
                    request.resume();
                });
            }
            case "/api/verification/refuse" ->
                request.response().setStatusCode(401).end("no");
            case "/api/verification/broken-chunked" ->
                request.response()
                        .setChunked(true)
                        .write("row,nik\n")
                        .onComplete(written -> vertx.setTimer(
                                200, later -> request.connection().close()));
            case "/api/verification/broken-sized" ->
                request.response()
                        .putHeader("Content-Length", "1000")
                        .write("row,nik\n")
                        .onComplete(written -> vertx.setTimer(
                                200, later -> request.connection().close()));
            case "/api/verification/events" -> {
                request.response()
                        .putHeader("Content-Type", "text/event-stream")
                        .setChunked(true);
                request.response().exceptionHandler(gone -> callerGone.complete(null));
                request.response().closeHandler(gone -> callerGone.complete(null));
                request.response().write("data: 1\n\n").onComplete(written -> {});
            }
            default -> request.response().setStatusCode(404).end("the service's own 404");
        }
        request.exceptionHandler(gone -> callerGone.complete(null));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    @Test
    void headersQueryAndBodyPassAsTheyAre() throws Exception {
        HttpResponse<String> answer = send(to("/api/verification/echo?a=1&b=%20")
                .header("Idempotency-Key", "k")
                .POST(HttpRequest.BodyPublishers.ofString("isi")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("isi");
        assertThat(answer.headers().firstValue("X-Host")).contains("localhost:" + port);
        assertThat(answer.headers().firstValue("X-Key")).contains("k");
        assertThat(answer.headers().firstValue("X-Query")).contains("a=1&b=%20");
    }

    @Test
    void aLargeUploadStreamsAndWaitsForASlowService() throws Exception {
        AtomicLong sent = new AtomicLong();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(
                () -> {
                    try (Socket socket = new Socket("localhost", port)) {
                        OutputStream out = socket.getOutputStream();
                        out.write(
                                ("POST /api/verification/slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                                                + 200L * MEGABYTE + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                        byte[] part = new byte[8192];
                        for (long left = 200L * MEGABYTE; left > 0; left -= part.length) {
                            out.write(part);
                            sent.addAndGet(part.length);
                        }
                        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                    // A thread of its own: it blocks, and the common pool may have one thread only.
                },
                task -> Thread.ofPlatform().daemon().start(task));
        // The sender comes to a stop because nobody reads, long before everything is in somebody's memory.
        long before;
        do {
            before = sent.get();
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS))
                    .join();
        } while (sent.get() == 0 || sent.get() != before);
        assertThat(sent.get()).isLessThan(100L * MEGABYTE);

        finish.complete(null);
        assertThat(answer.get(60, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200").endsWith("" + 200L * MEGABYTE);
    }

    @Test
    void anAnswerThatBreaksOffNeverLooksComplete() {
        assertThatThrownBy(() -> send(to("/api/verification/broken-chunked"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send(to("/api/verification/broken-sized"))).isInstanceOf(IOException.class);
    }

    @Test
    void eventsArriveAtOnceAndALeavingCallerIsNoticed() throws Exception {
        HttpResponse<InputStream> events =
                client.send(to("/api/verification/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = events.body()) {
            byte[] first = in.readNBytes(9);
            assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("data: 1\n\n");
        }
        callerGone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anUploadThatBreaksOffBreaksAtTheServiceToo() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(
                            "POST /api/verification/count HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nnik\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            arrived.get(10, TimeUnit.SECONDS);
        }
        callerGone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anEarlyRefusalReachesACallerWhoIsStillSending() throws Exception {
        HttpResponse<String> answer = send(
                to("/api/verification/refuse").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[4 * MEGABYTE])));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("no");
    }

    @Test
    void unknownPathsAndSilentServicesGetAProblem() throws Exception {
        for (String path : new String[] {"/api", "/api/", "/api/nothing", "/api/verificationx/echo", "/favicon.ico"}) {
            HttpResponse<String> answer = send(to(path));
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).contains("\"code\":\"NOT_FOUND\"").contains("\"judul\"");
        }
        HttpResponse<String> down = send(
                to("/api/agreements/v1/agreements").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[MEGABYTE])));
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("/api/agreements").contains("\"code\":\"UNAVAILABLE\"");
        assertThat(down.headers().firstValue("Retry-After")).contains("5");
    }

    @Test
    void theServicesOwn404IsLeftToIt() throws Exception {
        assertThat(send(to("/api/verification/none")).body()).isEqualTo("the service's own 404");
    }

    @Test
    void theFirstPageListsTheApis() throws Exception {
        HttpResponse<String> page = send(to("/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("/api/verification/openapi", "/api/asn-directory/openapi", "/api/agreements/openapi");
    }
}
