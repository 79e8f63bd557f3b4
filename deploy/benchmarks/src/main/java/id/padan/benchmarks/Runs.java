package id.padan.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Seconds of one side over alternating runs.
 *
 * @param seconds the cold run first, then the rounds
 */
record Runs(List<Double> seconds) {

    Runs {
        seconds = List.copyOf(seconds);
    }

    /** Something with a time. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * One of those that take turns.
     *
     * @param before clears the table; not timed
     * @param timed the work
     * @param after compares what came out; not timed
     */
    record Side(String name, Work before, Work timed, Work after) {
        Side(String name, Work timed) {
            this(name, () -> {}, timed, () -> {});
        }
    }

    /** All sides once cold, then {@code rounds} times in turn. */
    static Map<String, Runs> alternate(int rounds, List<Side> sides) throws Exception {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Side side : sides) {
                side.before().run();
                long start = System.nanoTime();
                side.timed().run();
                double took = Bench.secondsSince(start);
                side.after().run();
                seconds.computeIfAbsent(side.name(), name -> new ArrayList<>()).add(took);
                Bench.say(String.format(
                        Locale.ROOT, "%s, %s: %.2f s", side.name(), round == 0 ? "cold" : "round " + round, took));
            }
        }
        Map<String, Runs> runs = new LinkedHashMap<>();
        seconds.forEach((name, list) -> runs.put(name, new Runs(list)));
        return runs;
    }

    double cold() {
        return seconds.getFirst();
    }

    double median() {
        return median(seconds.subList(Math.min(1, seconds.size() - 1), seconds.size()));
    }

    String text() {
        return seconds.size() == 1
                ? String.format(Locale.ROOT, "%.2f s (one run)", cold())
                : String.format(Locale.ROOT, "%.2f s (cold %.2f)", median(), cold());
    }

    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** In place. */
    static double median(long[] values) {
        Arrays.sort(values);
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2.0;
    }
}
