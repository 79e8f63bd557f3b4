package id.padan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * CASN: from the order for a release over all registrants and six dimensions to its being published: counted, protected, attacked together with
 * all releases before, approved by a person. The taking in of the registrants is told beside it.
 */
final class CasnFigure implements Figure {
    private static final String CASN = "/api/casn/v1";
    private static final int YEAR = 2021;
    private static final int LATER_RELEASES = 4;
    private static final List<String> DIMENSIONS =
            List.of("jenisPengadaan", "provinsiFormasi", "tahapan", "tkPendidikanId", "jenisKelamin", "kelompokUsia");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        int registrants = bench.options().registrants();
        Path folder = bench.samples().registrants(YEAR, registrants);
        var lines = new ArrayList<Line>();
        double taken = 0;
        for (String[] file : new String[][] {
            {"occupations", "occupations.csv"},
            {"formations", "formations-" + YEAR + ".csv"},
            {"controls", "controls-" + YEAR + ".csv"},
            {"facts", "facts-" + YEAR + ".csv"}
        }) {
            if (Files.exists(folder.resolve(file[1]))) {
                long start = System.nanoTime();
                JsonNode ingest = ingest(bench, file[0], folder.resolve(file[1]));
                taken = Bench.secondsSince(start);
                if (!ingest.path("rejected").isEmpty()) {
                    throw new Failure("rows of the sample were refused: " + ingest);
                }
            }
        }
        lines.add(Line.told(
                "CASN",
                String.format(Locale.ROOT, "%,d registrants taken in", registrants),
                String.format(Locale.ROOT, "%.1f s", taken),
                ""));
        var seconds = new ArrayList<Double>();
        var attacks = new ArrayList<String>();
        JsonNode release = null;
        for (int round = 0; round < bench.options().rounds(); round++) {
            long start = System.nanoTime();
            release = published(bench);
            seconds.add(Bench.secondsSince(start));
            attacks.add(release.path("timing").path("attackedMs").asText());
        }
        JsonNode verdict = release.path("verdict");
        JsonNode loss = release.path("loss").path(Integer.toString(YEAR));
        double first = seconds.getFirst();
        var details = new LinkedHashMap<String, Object>();
        details.put("rounds", seconds);
        details.put("timing", release.path("timing"));
        details.put("verdict", verdict);
        details.put("loss", loss);
        lines.add(Line.judged(
                "CASN",
                String.format(
                        Locale.ROOT,
                        "%,d registrants x %d dimensions published: %,d cells with anybody, %,d shown; %,d programs, %,d variables",
                        registrants,
                        DIMENSIONS.size(),
                        loss.path("cells").asLong(),
                        loss.path("shown").asLong(),
                        verdict.path("programs").asLong(),
                        verdict.path("variables").asLong()),
                String.format(Locale.ROOT, "%.1f s", first),
                "",
                first,
                Line.Good.LOW,
                60,
                15,
                " s",
                details));
        lines.add(Line.told(
                "CASN", "the attack with 0, 1, 2 ... releases before", String.join(", ", attacks) + " ms", ""));
        // The method alone, beside the literature's, and the attack as releases grow.
        lines.addAll(ProtectionFigure.lines(registrants, LATER_RELEASES));
        return lines;
    }

    private JsonNode ingest(Bench bench, String rows, Path file) throws Exception {
        return send(
                request(bench, "/ingests", bench.front().token("bkn"))
                        .header("Content-Type", "text/csv")
                        .header("X-Padan-Rows", rows)
                        .header("X-Padan-Data-Date", "2026-11-01")
                        .header("Idempotency-Key", file.toString())
                        .POST(BodyPublishers.ofFile(file)),
                201);
    }

    private JsonNode published(Bench bench) throws Exception {
        String order = Front.JSON.writeValueAsString(
                Map.of("id", "bench", "titleId", "Tolok ukur", "years", List.of(YEAR), "dimensions", DIMENSIONS));
        JsonNode draft = send(
                request(bench, "/releases", bench.front().personToken("verifikator.bkn"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(order)),
                202);
        String path = "/releases/" + draft.path("id").asText();
        JsonNode release;
        do {
            TimeUnit.MILLISECONDS.sleep(50);
            release = send(request(bench, path, bench.front().token("bkn")), 200);
        } while (List.of("DRAFT", "PROTECTED").contains(release.path("state").asText()));
        if (!release.path("state").asText().equals("ATTACKED")) {
            throw new Failure("the release is " + release.path("state").asText() + ": " + release.path("verdict"));
        }
        String approval = Front.JSON.writeValueAsString(
                Map.of("to", "PUBLISHED", "hash", release.path("hash").asText()));
        return send(
                request(bench, path + "/transitions", bench.front().personToken("pejabat.bkn"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(approval)),
                200);
    }

    private static HttpRequest.Builder request(Bench bench, String path, String token) {
        return HttpRequest.newBuilder(URI.create(bench.stack().origin() + CASN + path))
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        var response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != status) {
            throw new Failure(
                    request.build().uri().getPath() + " answered " + response.statusCode() + ": " + response.body());
        }
        return Front.JSON.readTree(response.body());
    }
}
