package id.padan.benchmarks;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ASOF: a list of the programme's cut-off date beside the same list of today, CSV to CSV. */
final class AsOfFigure implements Figure {

    /** Of the programme BSU-2025. */
    private static final String CUT_OFF = "2025-04-30";

    private static final String THEN = "as of " + CUT_OFF;
    private static final String TODAY = "today";

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Path list = bench.samples().list();
        Path then = bench.folder().resolve("as-of-results.csv");
        Path today = bench.folder().resolve("today-results.csv");
        Map<String, Runs> runs = Runs.alternate(
                bench.options().rounds(),
                List.of(
                        new Runs.Side(TODAY, () -> ListFigure.upAndDown(bench, list, today)),
                        new Runs.Side(
                                THEN,
                                () -> {},
                                () -> ListFigure.upAndDown(bench, list, then, Map.of("X-Padan-As-Of", CUT_OFF)),
                                () -> requireNobodyLost(then, today))));
        List<Line> lines = new ArrayList<>();
        lines.add(Line.ratio(
                "ASOF",
                String.format(
                        Locale.ROOT,
                        "%,d rows x %,d ASN, CSV up, CSV down, %s",
                        bench.options().rows(),
                        bench.options().records(),
                        THEN),
                runs.get(THEN),
                runs.get(TODAY),
                1.5,
                1.1));
        for (Path file : List.of(then, today)) {
            Files.deleteIfExists(file);
        }
        return lines;
    }

    /** Whoever is found today is not "tidak ditemukan" on an earlier day: at worst nothing is known. */
    private static void requireNobodyLost(Path then, Path today) throws Exception {
        try (BufferedReader earlier = Files.newBufferedReader(then);
                BufferedReader now = Files.newBufferedReader(today)) {
            for (String line = now.readLine(); line != null; line = now.readLine()) {
                String other = earlier.readLine();
                if (other == null || other.contains(",NOT_FOUND,") && !line.contains(",NOT_FOUND,")) {
                    throw new Failure("as of " + CUT_OFF + " somebody is lost: "
                            + (other == null ? "nothing" : Answers.brief(other)));
                }
            }
        }
    }
}
