package id.padan.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Padan's API as one party sees it. Every refusal and every outage leaves as a {@link Failure}. */
public final class Api implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int UPLOAD_RETRIES = 3;
    private static final int QUOTA_RETRIES = 5;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final URI origin;
    private final Tokens tokens;
    private final Environment environment;
    private final Language language;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Api(URI origin, Tokens tokens, Environment environment, Language language) {
        this.origin = origin;
        this.tokens = tokens;
        this.environment = environment;
        this.language = language;
    }

    /** An accepted answer: JSON body, and where the job can be watched, if it is one. */
    public record Answer(
            int status, JsonNode body, @Nullable String location) {}

    public Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody(), Map.of("Accept", "application/json"));
    }

    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), Map.of("Accept", "application/json"));
    }

    public Answer post(String path, JsonNode body) {
        return send(
                "POST",
                path,
                BodyPublishers.ofString(body.toString()),
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "application/json",
                        "Idempotency-Key",
                        UUID.randomUUID().toString()));
    }

    /** Puts JSON as it stands; may be repeated, so what broke off is tried again by whoever runs the command again. */
    public Answer putJson(String path, byte[] body, Map<String, String> headers, Duration patience) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        all.put("Accept", "application/json");
        return send("PUT", path, BodyPublishers.ofByteArray(body), all, patience);
    }

    /** Sends text as it stands. */
    public Answer postText(String path, String text) {
        return send(
                "POST",
                path,
                BodyPublishers.ofString(text),
                Map.of("Content-Type", "text/plain;charset=UTF-8", "Accept", "application/json"));
    }

    private Answer send(String method, String path, BodyPublisher body, Map<String, String> headers) {
        return send(method, path, body, headers, Duration.ofMinutes(1));
    }

    private Answer send(
            String method, String path, BodyPublisher body, Map<String, String> headers, Duration patience) {
        int waits = 0;
        boolean renewed = false;
        while (true) {
            HttpResponse<byte[]> response;
            try {
                response = exchange(request(path, headers)
                        .method(method, body)
                        .timeout(patience)
                        .build());
            } catch (IOException e) {
                throw unreachable();
            }
            if (response.statusCode() < 300) {
                return answer(response);
            }
            Problem problem = Problem.from(response.statusCode(), response.body(), response.headers());
            if (response.statusCode() == 401 && !renewed && tokens.forget()) {
                renewed = true;
            } else if (response.statusCode() == 429 && waits < QUOTA_RETRIES) {
                waits++;
                environment.sleep(pause(problem, waits));
            } else {
                throw problem.failure(language);
            }
        }
    }

    /**
     * Sends a source with a key. A broken connection, a 502, 503 or 504, and an upload that the server saw break off are tried again
     * with the same key, up to three times; 429 waits as long as the server asks.
     *
     * @param sent told how many bytes have been sent, from 0 again at each attempt
     * @param retrying told before each further attempt why and after how long
     */
    public Answer upload(
            String path,
            Source source,
            String key,
            Map<String, String> headers,
            LongConsumer sent,
            java.util.function.BiConsumer<String, Duration> retrying)
            throws IOException {
        int failures = 0;
        int waits = 0;
        boolean renewed = false;
        while (true) {
            Counting counting = new Counting(source.stream(), sent);
            String reason;
            Duration pause;
            try (counting) {
                BodyPublisher stream = BodyPublishers.ofInputStream(() -> counting);
                BodyPublisher body = source.size() < 0
                        ? stream
                        : source.size() == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.fromPublisher(stream, source.size());
                HttpRequest.Builder request = request(path, headers)
                        .header("Content-Type", source.contentType())
                        .header("Accept", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(body);
                HttpResponse<byte[]> response = exchange(request.build());
                if (response.statusCode() < 300) {
                    return answer(response);
                }
                Problem problem = Problem.from(response.statusCode(), response.body(), response.headers());
                if (problem.status() == 401 && !renewed && source.repeatable() && tokens.forget()) {
                    renewed = true;
                    continue;
                }
                boolean quota = problem.status() == 429;
                if (!problem.passing()
                        || !source.repeatable()
                        || (quota ? waits >= QUOTA_RETRIES : failures >= UPLOAD_RETRIES)) {
                    throw problem.failure(language);
                }
                if (quota) {
                    waits++;
                } else {
                    failures++;
                }
                reason = problem.code().isEmpty() ? "HTTP " + problem.status() : problem.code();
                pause = pause(problem, quota ? waits : failures);
            } catch (IOException e) {
                if (counting.failure != null) {
                    throw counting.failure;
                }
                if (!source.repeatable() || failures >= UPLOAD_RETRIES) {
                    throw unreachable();
                }
                failures++;
                reason = language.say("sambungan terputus", "the connection broke");
                pause = backoff(failures);
            }
            retrying.accept(reason, pause);
            environment.sleep(pause);
        }
    }

    private static Duration backoff(int attempt) {
        return Duration.ofSeconds(1L << Math.min(attempt - 1, 5));
    }

    private Duration pause(Problem problem, int attempt) {
        Duration asked = problem.retryAfter() == null ? backoff(attempt) : problem.retryAfter();
        if (asked.compareTo(LONGEST_WAIT) > 0) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    problem.sentence(language)
                            + language.say(
                                    " Server minta menunggu " + asked.toMinutes() + " menit.",
                                    " The server asks to wait " + asked.toMinutes() + " minutes."));
        }
        return asked;
    }

    /** Copies a response's body to {@code out}; a broken connection is an {@link IOException}, so that the caller can try again. */
    public void download(String path, String accept, OutputStream out) throws IOException {
        boolean renewed = false;
        while (true) {
            HttpRequest request = request(path, Map.of("Accept", accept)).GET().build();
            HttpResponse<InputStream> response;
            try {
                response = client.send(request, BodyHandlers.ofInputStream());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure(ExitCode.UNAVAILABLE, "interrupted");
            }
            try (InputStream body = response.body()) {
                if (response.statusCode() == 200) {
                    body.transferTo(out);
                    return;
                }
                if (response.statusCode() != 401 || renewed || !tokens.forget()) {
                    Problem problem = Problem.from(response.statusCode(), body.readAllBytes(), response.headers());
                    throw problem.failure(language);
                }
                renewed = true;
            }
        }
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .header("Authorization", "Bearer " + tokens.current())
                .header("Accept-Language", language.name());
        headers.forEach(request::header);
        return request;
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.UNAVAILABLE, "interrupted");
        }
    }

    private Answer answer(HttpResponse<byte[]> response) {
        try {
            JsonNode body = response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
            return new Answer(
                    response.statusCode(),
                    body,
                    response.headers().firstValue("Location").orElse(null));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    language.say(
                            "Jawaban dari " + origin + " bukan JSON; apakah itu Padan?",
                            "The answer from " + origin + " is not JSON; is that Padan?"));
        }
    }

    public Failure unreachable() {
        return new Failure(
                ExitCode.UNAVAILABLE,
                language.say(
                        "Padan di " + origin
                                + " tidak dapat dihubungi atau sambungannya putus. Periksa ./padan status atau"
                                + " PADAN_URL; menjalankan perintah yang sama itu aman.",
                        "Padan at " + origin + " cannot be reached or the connection broke. Check ./padan status or"
                                + " PADAN_URL; running the same command again is safe."));
    }

    public static String pretty(JsonNode json) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits between two looks at a job. */
    public void sleep(Duration time) {
        environment.sleep(time);
    }

    @Override
    public void close() {
        // An answer that is still on its way is of no use to anybody.
        client.shutdownNow();
    }

    /** Counts what leaves, and tells a file that cannot be read from a connection that broke. */
    private static final class Counting extends FilterInputStream {
        private final LongConsumer sent;
        private long count;
        private volatile @Nullable IOException failure;

        private Counting(InputStream in, LongConsumer sent) {
            super(in);
            this.sent = sent;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
            if (read > 0) {
                count += read;
                sent.accept(count);
            }
            return read;
        }
    }
}
