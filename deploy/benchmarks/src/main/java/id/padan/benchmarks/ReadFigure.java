package id.padan.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** B9: limited access by the other party's program: the feed from its beginning to its end, one page after the other, and single reads at a fixed rate. */
final class ReadFigure implements Figure {

    private static final String ASN = "/api/asn-directory/v1/asn";
    private static final int PAGE = 5_000;
    private static final int PER_SECOND = 500;
    private static final int SECONDS = 20;
    /** A service that was started a minute ago is still being compiled; how it answers then is told, and not judged. */
    private static final int WARM_UP_SECONDS = 60;

    private static final JsonFactory JSON = new JsonFactory();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Front front = bench.front();
        List<String> nips = new ArrayList<>();
        feed(front, nips);
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < bench.options().rounds(); round++) {
            long start = System.nanoTime();
            List<String> seen = new ArrayList<>();
            for (int pass = 0; pass < 5; pass++) {
                feed(front, seen);
            }
            rates.add(seen.size() / Bench.secondsSince(start));
        }
        double rate = Runs.median(rates);
        Histogram cold = reads(front, nips, SECONDS);
        reads(front, nips, WARM_UP_SECONDS - SECONDS);
        Histogram micros = reads(front, nips, SECONDS);
        double p99 = micros.getValueAtPercentile(99) / 1e3;
        return List.of(
                Line.judged(
                        "B9",
                        String.format(
                                Locale.ROOT,
                                "the feed of %,d persons, pages of %,d, persons a second",
                                nips.size(),
                                PAGE),
                        String.format(Locale.ROOT, "%,.0f/s", rate),
                        "",
                        rate,
                        Line.Good.HIGH,
                        20_000,
                        40_000,
                        "/s",
                        Map.of("rounds", rates)),
                Line.told(
                        "B9",
                        PER_SECOND + " single reads a second, the first " + SECONDS + " s of them (cold)",
                        text(cold),
                        ""),
                Line.judged(
                        "B9",
                        PER_SECOND + " single reads a second for " + SECONDS + " s after " + WARM_UP_SECONDS
                                + " s of them, p99 from the moment each was due",
                        text(micros),
                        "",
                        p99,
                        Line.Good.LOW,
                        20,
                        10,
                        " ms",
                        Map.of()));
    }

    private static String text(Histogram micros) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms",
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3);
    }

    /** Reads the feed from its beginning to its end; the NIPs of those in it, without those who have gone. */
    private void feed(Front front, List<String> nips) throws IOException, InterruptedException {
        String next = null;
        boolean more = true;
        while (more) {
            HttpResponse<byte[]> page = get(front, "/changes?limit=" + PAGE + (next == null ? "" : "&since=" + next));
            try (JsonParser json = JSON.createParser(page.body())) {
                boolean gone = false;
                while (json.nextToken() != null) {
                    if (json.currentToken() == JsonToken.FIELD_NAME) {
                        switch (json.currentName()) {
                            case "gone" -> gone = json.nextBooleanValue();
                            case "nip" -> {
                                String nip = json.nextTextValue();
                                if (!gone) {
                                    nips.add(nip);
                                }
                            }
                            case "next" -> next = json.nextTextValue();
                            case "more" -> more = json.nextBooleanValue();
                            default -> {}
                        }
                    }
                }
            }
        }
    }

    private Histogram reads(Front front, List<String> nips, int seconds) throws Exception {
        Histogram micros = new ConcurrentHistogram(TimeUnit.SECONDS.toMicros(60), 3);
        List<Future<?>> going = new ArrayList<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PER_SECOND * seconds; i++) {
                long due = start + TimeUnit.SECONDS.toNanos(i) / PER_SECOND;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                String nip = nips.get(i * 7_919 % nips.size());
                going.add(threads.submit(() -> {
                    get(front, "/" + nip);
                    micros.recordValue((System.nanoTime() - due) / 1_000);
                    return null;
                }));
            }
            for (Future<?> one : going) {
                one.get();
            }
        }
        return micros;
    }

    private HttpResponse<byte[]> get(Front front, String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(front.origin() + ASN + path))
                        .header("Authorization", "Bearer " + front.token("kemnaker"))
                        .header("X-Padan-Purpose", "ASN_GUIDANCE")
                        .build(),
                BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new Failure("limited access answered " + response.statusCode());
        }
        return response;
    }
}
