package id.padan.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Whether the time of an answer tells if the register has somebody: found and not found in turn, 10,000 of each. */
final class TimingFigure implements Figure {

    private static final int EACH = 10_000;

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        List<String> found = List.copyOf(bench.samples().found(2_000).keySet());
        List<String> notFound = List.copyOf(bench.samples().notFound(2_000).keySet());
        long[] foundNanos = new long[EACH];
        long[] notFoundNanos = new long[EACH];
        long last = System.nanoTime();
        for (int i = -500; i < EACH; i++) {
            int turn = Math.floorMod(i, 2_000);
            long one = check(bench, found.get(turn % found.size()));
            long other = check(bench, notFound.get(turn % notFound.size()));
            if (i >= 0) {
                foundNanos[i] = one;
                notFoundNanos[i] = other;
            }
            if (System.nanoTime() - last > TimeUnit.SECONDS.toNanos(30)) {
                last = System.nanoTime();
                Bench.say("found and not found in turn: " + i + " of " + EACH);
            }
        }
        double foundMedian = Runs.median(foundNanos);
        double notFoundMedian = Runs.median(notFoundNanos);
        double apart = Math.abs(foundMedian / notFoundMedian - 1) * 100;
        return List.of(Line.judged(
                "timing",
                "medians of 10,000 found and 10,000 not found, apart",
                String.format(Locale.ROOT, "%.3f ms, %.3f ms", foundMedian / 1e6, notFoundMedian / 1e6),
                "",
                apart,
                Line.Good.LOW,
                2,
                2,
                " %",
                Map.of("foundNanos", foundMedian, "notFoundNanos", notFoundMedian)));
    }

    private static long check(Bench bench, String nik) throws Exception {
        long start = System.nanoTime();
        int status = bench.front().check(bench.stack().verification(), nik).statusCode();
        long took = System.nanoTime() - start;
        if (status != 200) {
            throw new Failure("a check answered " + status);
        }
        return took;
    }
}
