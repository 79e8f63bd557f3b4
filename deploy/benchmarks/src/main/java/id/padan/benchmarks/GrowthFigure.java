package id.padan.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** B1 with a quarter, a half and all of the rows: whether a row of a long list costs more than one of a short one. */
final class GrowthFigure implements Figure {

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Path results = bench.folder().resolve("growth.csv");
        Map<Integer, Path> lists = new LinkedHashMap<>();
        for (int part : new int[] {4, 2, 1}) {
            int rows = bench.options().rows() / part;
            lists.put(rows, bench.samples().list(rows));
        }
        List<Runs.Side> sides = new ArrayList<>();
        lists.forEach((rows, list) ->
                sides.add(new Runs.Side(rows + " rows", () -> ListFigure.upAndDown(bench, list, results))));
        Map<String, Runs> runs = Runs.alternate(Math.min(3, bench.options().rounds()), sides);
        Files.deleteIfExists(results);
        List<Line> lines = new ArrayList<>();
        double first = 0;
        for (int rows : lists.keySet()) {
            Runs one = runs.get(rows + " rows");
            double perMillion = one.median() / rows * 1e6;
            String what = String.format(Locale.ROOT, "B1 with %,d rows", rows);
            String ours = one.text() + String.format(Locale.ROOT, ", %.2f s a million", perMillion);
            if (first == 0) {
                first = perMillion;
                lines.add(Line.told("growth", what, ours, ""));
            } else {
                // Linear within what two runs of the same differ.
                lines.add(Line.judged(
                        "growth",
                        what + ", a row's cost beside the shortest list's",
                        ours,
                        "",
                        perMillion / first,
                        Line.Good.LOW,
                        1.15,
                        1.0,
                        " x",
                        Map.of("seconds", one.seconds())));
            }
        }
        return lines;
    }
}
