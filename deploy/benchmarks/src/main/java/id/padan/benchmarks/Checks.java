package id.padan.benchmarks;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Single checks from a fixed number of callers, each of which waits for its answer before it asks again. */
final class Checks {

    private static final long LONGEST_MICROS = TimeUnit.SECONDS.toMicros(60);

    private final Front front;
    private final List<String> niks;

    Checks(Front front, List<String> niks) {
        this.front = front;
        this.niks = niks;
    }

    record Figure(double perSecond, double p50Millis, double p99Millis, long failed) {}

    Figure run(int connections, Duration length) throws InterruptedException, ExecutionException {
        Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
        List<Future<Long>> callers = new ArrayList<>();
        long start = System.nanoTime();
        long end = start + length.toNanos();
        long failed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < connections; c++) {
                int caller = c;
                callers.add(threads.submit(() -> call(caller, end, micros)));
            }
            for (Future<Long> caller : callers) {
                failed += caller.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Figure(
                micros.getTotalCount() / seconds,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                failed);
    }

    private long call(int caller, long end, Histogram micros) throws IOException, InterruptedException {
        long failed = 0;
        int next = caller * 7_919;
        while (System.nanoTime() < end) {
            HttpRequest request = front.check(front.origin(), niks.get(Math.floorMod(next++, niks.size())));
            long sent = System.nanoTime();
            HttpResponse<Void> response = front.http().send(request, BodyHandlers.discarding());
            if (response.statusCode() == 200) {
                micros.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - sent) / 1_000));
            } else {
                failed++;
            }
        }
        return failed;
    }
}
