package id.padan.directory.siasn;

import id.padan.directory.history.HistoryKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks SIASN's REST service for one record after the other, never faster than agreed, and bears what it answers. */
final class SiasnClient {
    private static final int MOST_FAILURES = 5;
    private static final int MOST_PAUSES = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    /** How it waits; tests do not. */
    interface Pausing {
        void pause(Duration time) throws InterruptedException;
    }

    private final SiasnSource source;
    private final SiasnTokens tokens;
    private final Pausing pausing;
    private final Clock clock;
    private final HttpClient http;
    private long nextFree;

    SiasnClient(SiasnSource source, Clock clock, Pausing pausing) {
        this.source = source;
        this.clock = clock;
        this.pausing = pausing;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.tokens = new SiasnTokens(source, http, clock);
    }

    /**
     * The record of a NIP as SIASN has it, one JSON object; empty if there is none, or several where one should be.
     *
     * @throws SiasnUnavailableException after several failures, or if SIASN asks for a longer pause than a quarter of an hour
     */
    Optional<byte[]> findRecord(String nip) throws InterruptedException {
        List<byte[]> rows = rows("pns/data-utama/" + nip);
        return rows.size() == 1 ? Optional.of(rows.getFirst()) : Optional.empty();
    }

    /**
     * The rows of one history of a NIP, one JSON object each, as SIASN has them.
     *
     * @throws SiasnUnavailableException as {@link #findRecord}
     */
    List<byte[]> listHistory(HistoryKind kind, String nip) throws InterruptedException {
        return rows("pns/" + kind.siasn() + "/" + nip);
    }

    private List<byte[]> rows(String path) throws InterruptedException {
        int failures = 0;
        int pauses = 0;
        boolean renewed = false;
        while (true) {
            SiasnTokens.Pair pair = tokens.current();
            switch (ask(path, pair)) {
                case SiasnAnswer.Data(List<byte[]> rows) -> {
                    return rows;
                }
                case SiasnAnswer.Absent absent -> {
                    return List.of();
                }
                case SiasnAnswer.TokenRefused refused -> {
                    if (renewed) {
                        throw new SiasnUnavailableException("fresh tokens are refused");
                    }
                    renewed = true;
                    tokens.forget(pair);
                }
                case SiasnAnswer.Throttled(Duration pause) -> {
                    if (pause.compareTo(LONGEST_PAUSE) > 0 || ++pauses > MOST_PAUSES) {
                        throw new SiasnUnavailableException("the quota is used up");
                    }
                    pausing.pause(pause);
                    // A token may end meanwhile.
                    renewed = false;
                }
                case SiasnAnswer.Failed(String reason) -> {
                    if (++failures >= MOST_FAILURES) {
                        throw new SiasnUnavailableException(reason);
                    }
                    pausing.pause(Duration.ofSeconds(1L << failures));
                }
                case SiasnAnswer.Forbidden(String reason) -> throw new SiasnUnavailableException(reason);
            }
        }
    }

    private SiasnAnswer ask(String path, SiasnTokens.Pair pair) throws InterruptedException {
        awaitTurn();
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(source.api() + "/" + path))
                            .timeout(Duration.ofSeconds(60))
                            .header("Accept", "application/json")
                            .header("Authorization", "Bearer " + pair.gateway())
                            .header("Auth", "bearer " + pair.officer())
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return SiasnAnswer.of(
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValue("Retry-After").orElse(null),
                    clock.instant());
        } catch (IOException e) {
            // Its message may hold the address, and that a NIP.
            return new SiasnAnswer.Failed("no answer: " + e.getClass().getSimpleName());
        }
    }

    private void awaitTurn() throws InterruptedException {
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            nextFree = Math.max(nextFree, now);
            wait = nextFree - now;
            nextFree += (long) (1e9 / source.perSecond());
        }
        if (wait > 0) {
            pausing.pause(Duration.ofNanos(wait));
        }
    }
}
