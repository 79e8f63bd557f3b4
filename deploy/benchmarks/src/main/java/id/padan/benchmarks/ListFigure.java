package id.padan.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * B1, B1p and their growth: a list from CSV to CSV, and the same with the packed result that the command line merges with the list, beside
 * DuckDB on the same files. All take turns.
 */
final class ListFigure implements Figure {

    private static final String CSV = "CSV up, CSV down";
    private static final String PACKED = "packed, merged by the command line";
    private static final String DUCKDB = "DuckDB";

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        List<Line> lines = new ArrayList<>();
        Path list = bench.samples().list();
        Path rival = bench.folder().resolve("rival-results.csv");
        Path ours = bench.folder().resolve("results.csv");
        Path merged = bench.folder().resolve("merged.csv");
        boolean csv = bench.options().wants(FigureId.B1);
        boolean packed = bench.options().wants(FigureId.B1P);
        try (MemoryWatch memory = new MemoryWatch(bench.stack(), bench.front())) {
            // The rival's file is needed by the first comparison already.
            bench.duckDb().match(list, rival);
            List<Runs.Side> sides = new ArrayList<>();
            if (csv) {
                sides.add(new Runs.Side(
                        CSV,
                        () -> {
                            Files.deleteIfExists(ours);
                            memory.open();
                        },
                        () -> upAndDown(bench, list, ours),
                        () -> {
                            memory.shut();
                            Answers.requireSameBytes(ours, rival);
                        }));
            }
            sides.add(new Runs.Side(
                    DUCKDB,
                    () -> Files.deleteIfExists(rival),
                    () -> bench.duckDb().match(list, rival),
                    () -> {}));
            if (packed) {
                sides.add(new Runs.Side(
                        PACKED,
                        () -> {
                            Files.deleteIfExists(merged);
                            memory.open();
                        },
                        () -> verify(bench, list, merged),
                        () -> {
                            memory.shut();
                            Answers.requireMerged(merged, rival);
                        }));
            }
            Map<String, Runs> runs = Runs.alternate(bench.options().rounds(), sides);
            Answers.requireEqual(rival, bench.samples().expected());
            String work = String.format(
                    Locale.ROOT,
                    "%,d rows x %,d ASN, ",
                    bench.options().rows(),
                    bench.options().records());
            if (csv) {
                lines.add(Line.ratio("B1", work + CSV, runs.get(CSV), runs.get(DUCKDB), 1.0, 0.6));
                lines.add(memory.line());
            }
            if (packed) {
                lines.add(Line.ratio("B1p", work + PACKED, runs.get(PACKED), runs.get(DUCKDB), 0.8, 0.5));
            }
        }
        for (Path file : List.of(rival, ours, merged)) {
            Files.deleteIfExists(file);
        }
        return lines;
    }

    /** With a token through the gateway; the results are durable, logged and signed before a byte of them is here. */
    static void upAndDown(Bench bench, Path list, Path results) throws Exception {
        upAndDown(bench, list, results, Map.of());
    }

    /** @param more headers of the upload */
    static void upAndDown(Bench bench, Path list, Path results, Map<String, String> more) throws Exception {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        headers.put("X-Padan-Purpose", "AID_VERIFICATION");
        headers.put("X-Padan-Program", Front.PROGRAMME);
        String job = bench.front().upload("/api/verification/v1/batches", "kemnaker", list, "text/csv", headers);
        bench.front().awaitEnd(job, "kemnaker");
        bench.front().download(job + "/results", "kemnaker", results);
    }

    private static void verify(Bench bench, Path list, Path merged) throws Exception {
        bench.stack()
                .padan(
                        "verify",
                        list.toString(),
                        "-o",
                        merged.toString(),
                        "--program",
                        Front.PROGRAMME,
                        "--new",
                        "--no-progress");
    }
}
