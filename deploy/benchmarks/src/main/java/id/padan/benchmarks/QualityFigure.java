package id.padan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** IKD: the quality of the whole register, from the order to the figures that everybody may read. */
final class QualityFigure implements Figure {

    private static final String QUALITY = "/api/asn-directory/v1/quality";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        String address = bench.stack().origin() + QUALITY;
        Front front = bench.front();
        List<Double> seconds = new ArrayList<>();
        long records = 0;
        for (int round = 0; round < bench.options().rounds(); round++) {
            long start = System.nanoTime();
            long ordered = send(
                            HttpRequest.newBuilder(URI.create(address + "/runs"))
                                    .POST(BodyPublishers.noBody()),
                            front)
                    .path("no")
                    .asLong();
            JsonNode seen;
            do {
                TimeUnit.MILLISECONDS.sleep(200);
                seen = send(HttpRequest.newBuilder(URI.create(address + "?limit=1")), front);
            } while (seen.path("run").asLong() < ordered);
            seconds.add(Bench.secondsSince(start));
            records = seen.path("coverage").path("records").asLong();
        }
        double median = Runs.median(seconds);
        return List.of(Line.judged(
                "IKD",
                String.format(Locale.ROOT, "quality indicators over %,d records", records),
                String.format(Locale.ROOT, "%.1f s", median),
                "",
                median,
                Line.Good.LOW,
                60,
                30,
                " s",
                Map.of("rounds", seconds)));
    }

    /** @return the body; an empty one before the first run has completed */
    private JsonNode send(HttpRequest.Builder request, Front front) throws IOException, InterruptedException {
        var response = http.send(
                request.header("Authorization", "Bearer " + front.token("bkn")).build(), BodyHandlers.ofByteArray());
        if (response.statusCode() == 404) {
            return JSON.createObjectNode();
        }
        if (response.statusCode() / 100 != 2) {
            throw new Failure("quality answered " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }
}
