package id.padan.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The load generator: a fixed number of callers, each of which waits for its answer before it asks again. One thread, since it lives on the
 * processors that it measures.
 */
final class Callers implements AutoCloseable {

    private static final long LONGEST_MICROS = TimeUnit.SECONDS.toMicros(60);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context context = vertx.getOrCreateContext();

    /** @param failed answers other than 200, and none at all */
    record Seen(double perSecond, double p50Millis, double p99Millis, long failed) {}

    Seen run(String origin, String token, List<String> bodies, int callers, Duration length)
            throws InterruptedException {
        URI target = URI.create(origin + Front.CHECKS);
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(callers).setKeepAliveTimeout(60));
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(target.getPort())
                .setURI(target.getPath())
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "application/json");
        long start = System.nanoTime();
        Round round = new Round(client, request, bodies, start + length.toNanos(), callers);
        context.runOnContext(now -> {
            for (int caller = 0; caller < callers; caller++) {
                round.ask(caller * 7_919);
            }
        });
        if (!round.done.await(length.toSeconds() + 60, TimeUnit.SECONDS)) {
            throw new Failure("callers wait for answers that do not come");
        }
        double seconds = Bench.secondsSince(start);
        var unused = client.close();
        return new Seen(
                round.micros.getTotalCount() / seconds,
                round.micros.getValueAtPercentile(50) / 1e3,
                round.micros.getValueAtPercentile(99) / 1e3,
                round.failed);
    }

    private static final class Round {
        private final HttpClient client;
        private final RequestOptions request;
        private final List<Buffer> bodies;
        private final long end;
        private final CountDownLatch done;
        private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
        private long failed;

        Round(HttpClient client, RequestOptions request, List<String> bodies, long end, int callers) {
            this.client = client;
            this.request = request;
            this.bodies = bodies.stream().map(Buffer::buffer).toList();
            this.end = end;
            this.done = new CountDownLatch(callers);
        }

        void ask(int turn) {
            long sent = System.nanoTime();
            if (sent >= end) {
                done.countDown();
                return;
            }
            client.request(request)
                    .compose(ready -> ready.send(bodies.get(Math.floorMod(turn, bodies.size()))))
                    .compose(answer -> answer.body().map(body -> answer.statusCode()))
                    .onComplete(answered -> {
                        if (answered.succeeded() && answered.result() == 200) {
                            micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - sent) / 1_000));
                        } else {
                            failed++;
                        }
                        ask(turn + 1);
                    });
        }
    }

    @Override
    public void close() {
        var unused = vertx.close();
    }
}
