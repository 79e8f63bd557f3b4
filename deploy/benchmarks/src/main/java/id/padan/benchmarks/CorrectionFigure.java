package id.padan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * CORR: decisions at a fixed rate, each until the record has the value, was read anew and the case is closed, cold and warm; the findings of a
 * run of the register, from the order until their mark has been heard; lists in each form. Persons are those of the other party's feed.
 */
final class CorrectionFigure implements Figure {

    private static final String PROPOSALS = "/api/corrections/v1/proposals";
    private static final int PER_SECOND = 50;
    private static final int SECONDS = 20;
    private static final int WARMING = 1;
    private static final int LIST = 100_000;
    /** Told and not judged: what people work with has been running for hours. */
    private static final String COLD = "services that have just started";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Front front = bench.front();
        List<String> nips = nips(front);
        List<Line> lines = new ArrayList<>();
        lines.add(effects(front, nips, COLD));
        // What people work with has been running for hours: the compilers have done their work by then.
        for (int i = 0; i < WARMING; i++) {
            var unused = effects(front, nips, "warming");
        }
        lines.add(effects(front, nips, "after " + (WARMING + 1) * nips.size() + " before them"));
        lines.add(findings(bench, front));
        for (Sent sent : Sent.values()) {
            lines.add(list(front, sent));
        }
        return lines;
    }

    private Line effects(Front front, List<String> nips, String when) throws Exception {
        List<String> ids = proposed(front, nips);
        String list = ids.removeFirst();
        String verifier = front.personToken("verifikator.bkn");
        all(ids, id -> step(front, id, verifier, "RECEIVED"));
        all(ids, id -> step(front, id, verifier, "UNDER_REVIEW"));
        Map<String, Instant> due = decided(front, ids);
        Histogram millis = new Histogram(PATIENCE.toMillis() * 2, 3);
        Map<String, JsonNode> closed = closed(front, list, ids.size());
        closed.forEach((id, proposal) -> millis.recordValue(Math.max(
                0,
                Duration.between(
                                due.get(id),
                                Instant.parse(proposal.path("closedAt").asText()))
                        .toMillis())));
        double p99 = millis.getValueAtPercentile(99) / 1e3;
        String work = String.format(
                Locale.ROOT,
                "%,d decisions, %d/s, until applied, read anew and closed, p99 from the moment each was due; %s",
                closed.size(),
                PER_SECOND,
                when);
        String ours = String.format(Locale.ROOT, "p50 %.2f s, p99 %.2f s", millis.getValueAtPercentile(50) / 1e3, p99);
        Bench.say("CORR " + when + ": " + ours);
        if (when.equals(COLD)) {
            return Line.told("CORR", work, ours, "");
        }
        return Line.judged("CORR", work, ours, "", p99, Line.Good.LOW, 3, 1, " s", Map.of());
    }

    /** In which form a list comes. */
    private enum Sent {
        CSV("text/csv"),
        JSON("application/json"),
        XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

        private final String type;

        Sent(String type) {
            this.type = type;
        }

        /** People whom nobody is, each with a value of its own. */
        byte[] rows() throws IOException {
            int form = ordinal();
            // Nobody of a run before, whose stack was kept.
            long first = ThreadLocalRandom.current().nextLong(90_000) * LIST;
            List<String[]> rows = IntStream.range(0, LIST)
                    .mapToObj(i -> new String[] {
                        String.format(Locale.ROOT, "19%d%011d999", 70 + form, first + i), "A-09", "UKURAN " + i
                    })
                    .toList();
            return switch (this) {
                case CSV ->
                    ("nip;elemen;nilaiSeharusnya\n"
                                    + rows.stream()
                                            .map(row -> String.join(";", row))
                                            .collect(Collectors.joining("\n")))
                            .getBytes(StandardCharsets.UTF_8);
                case JSON ->
                    rows.stream()
                            .map(row ->
                                    "{\"nip\":\"%s\",\"element\":\"%s\",\"proposed\":\"%s\"}".formatted((Object[]) row))
                            .collect(Collectors.joining(",", "[", "]"))
                            .getBytes(StandardCharsets.UTF_8);
                case XLSX -> workbook(rows);
            };
        }

        private static byte[] workbook(List<String[]> rows) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (Workbook workbook = new Workbook(out, "padan", "1.0")) {
                Worksheet sheet = workbook.newWorksheet("usulan");
                String[] header = {"nip", "elemen", "nilaiSeharusnya"};
                for (int column = 0; column < header.length; column++) {
                    sheet.value(0, column, header[column]);
                    for (int row = 0; row < rows.size(); row++) {
                        sheet.value(row + 1, column, rows.get(row)[column]);
                    }
                }
            }
            return out.toByteArray();
        }
    }

    private Line list(Front front, Sent sent) throws IOException, InterruptedException {
        byte[] rows = sent.rows();
        long start = System.nanoTime();
        HttpResponse<String> taken = http.send(
                HttpRequest.newBuilder(URI.create(front.origin() + PROPOSALS))
                        .header("Authorization", "Bearer " + front.token("kemnaker"))
                        .header("Content-Type", sent.type)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofByteArray(rows))
                        .build(),
                BodyHandlers.ofString());
        double seconds = Bench.secondsSince(start);
        if (taken.statusCode() != 202
                || JSON.readTree(taken.body()).path("counts").path("accepted").asInt() != LIST) {
            throw new Failure("the list as " + sent + " answered " + taken.statusCode() + ": " + taken.body());
        }
        return Line.judged(
                "CORR",
                String.format(Locale.ROOT, "list of %,d items as %s, accepted and checked", LIST, sent),
                String.format(Locale.ROOT, "%.1f s", seconds),
                "",
                seconds,
                Line.Good.LOW,
                60,
                30,
                " s",
                Map.of());
    }

    private List<String> nips(Front front) throws IOException, InterruptedException {
        List<String> nips = new ArrayList<>();
        JsonNode page = front.get("/api/asn-directory/v1/asn/changes?limit=5000", "kemnaker", "ASN_GUIDANCE");
        for (JsonNode item : page.path("items")) {
            String nip = item.findPath("nip").asText("");
            if (!nip.isEmpty() && nips.size() < PER_SECOND * SECONDS) {
                nips.add(nip);
            }
        }
        if (nips.size() < PER_SECOND) {
            throw new Failure("the feed has " + nips.size() + " persons; measure over a larger register");
        }
        return nips;
    }

    /** One list of Kemnaker's; its id first, then those of its proposals. */
    private List<String> proposed(Front front, List<String> nips) throws IOException, InterruptedException {
        StringBuilder csv = new StringBuilder("nip;elemen;nilaiSekarang;nilaiSeharusnya;indikator\n");
        nips.forEach(nip -> csv.append(nip)
                .append(";A-09;;UKURAN ")
                .append(UUID.randomUUID().toString(), 0, 8)
                .append(";CON_2\n"));
        HttpResponse<String> made = http.send(
                HttpRequest.newBuilder(URI.create(front.origin() + PROPOSALS))
                        .header("Authorization", "Bearer " + front.token("kemnaker"))
                        .header("Content-Type", "text/csv")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(csv.toString()))
                        .build(),
                BodyHandlers.ofString());
        if (made.statusCode() != 202) {
            throw new Failure("the list answered " + made.statusCode() + ": " + made.body());
        }
        List<String> ids = new ArrayList<>();
        ids.add(JSON.readTree(made.body()).path("id").asText());
        pages(front, ids.getFirst(), "", proposal -> ids.add(proposal.path("id").asText()));
        return ids;
    }

    private interface Seen {
        void take(JsonNode proposal);
    }

    private static void pages(Front front, String list, String more, Seen seen)
            throws IOException, InterruptedException {
        String next = "0";
        while (!next.isEmpty()) {
            JsonNode page = front.get(
                    PROPOSALS + "?limit=1000&list=" + list + more + "&cursor=" + next, "kemnaker", "ASN_GUIDANCE");
            page.path("items").forEach(seen::take);
            next = page.path("next").asText("");
        }
    }

    private interface Work {
        void on(String id) throws Exception;
    }

    private static void all(List<String> ids, Work work) throws Exception {
        List<Future<?>> going = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (String id : ids) {
                going.add(threads.submit(() -> {
                    work.on(id);
                    return null;
                }));
            }
            for (Future<?> one : going) {
                one.get();
            }
        }
    }

    private Map<String, Instant> decided(Front front, List<String> ids) throws Exception {
        String approver = front.personToken("pejabat.bkn");
        Map<String, Instant> due = new ConcurrentHashMap<>();
        List<Future<?>> going = new ArrayList<>();
        Instant start = Instant.now();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < ids.size(); i++) {
                String id = ids.get(i);
                Instant at = start.plusNanos(TimeUnit.SECONDS.toNanos(i) / PER_SECOND);
                TimeUnit.NANOSECONDS.sleep(Duration.between(Instant.now(), at).toNanos());
                due.put(id, at);
                going.add(threads.submit(() -> {
                    step(front, id, approver, "COMPLETED");
                    return null;
                }));
            }
            for (Future<?> one : going) {
                one.get();
            }
        }
        return due;
    }

    private void step(Front front, String id, String token, String to) throws IOException, InterruptedException {
        HttpResponse<String> taken = http.send(
                HttpRequest.newBuilder(URI.create(front.origin() + PROPOSALS + "/" + id + "/transitions"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString("{\"to\":\"" + to + "\"}"))
                        .build(),
                BodyHandlers.ofString());
        if (taken.statusCode() != 200) {
            throw new Failure(to + " answered " + taken.statusCode() + ": " + taken.body());
        }
    }

    private static Map<String, JsonNode> closed(Front front, String list, int wanted)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        Map<String, JsonNode> closed = new HashMap<>();
        while (closed.size() < wanted) {
            if (Instant.now().isAfter(end)) {
                throw new Failure("only " + closed.size() + " of " + wanted + " cases were closed in time");
            }
            TimeUnit.MILLISECONDS.sleep(500);
            closed.clear();
            pages(
                    front,
                    list,
                    "&state=COMPLETED",
                    proposal -> closed.put(proposal.path("id").asText(), proposal));
        }
        return closed;
    }

    private Line findings(Bench bench, Front front) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> ordered = http.send(
                HttpRequest.newBuilder(URI.create(front.origin() + "/api/asn-directory/v1/quality/runs"))
                        .header("Authorization", "Bearer " + front.token("bkn"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        long run = JSON.readTree(ordered.body()).path("no").asLong();
        JsonNode seen;
        do {
            if (Bench.secondsSince(start) > 600) {
                throw new Failure("the findings of run " + run + " were not heard in ten minutes");
            }
            TimeUnit.MILLISECONDS.sleep(200);
            seen = front.get("/api/corrections/v1/findings?limit=1", "bkn");
        } while (seen.path("run").asLong(0) < run);
        double seconds = Bench.secondsSince(start);
        return Line.judged(
                "CORR",
                String.format(
                        Locale.ROOT,
                        "findings over %,d records, from the order to what a human sees",
                        bench.options().records()),
                String.format(Locale.ROOT, "%.1f s", seconds),
                "",
                seconds,
                Line.Good.LOW,
                300,
                60,
                " s",
                Map.of());
    }
}
