package id.padan.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** B7: verification-service killed and started again with the register in its store, until its first right answer. */
final class StartFigure implements Figure {

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Map.Entry<String, String> known =
                bench.samples().found(1).entrySet().iterator().next();
        Runs runs = Runs.alternate(
                        Math.min(3, bench.options().rounds()),
                        List.of(new Runs.Side("start of verification", () -> restart(bench, known))))
                .get("start of verification");
        return List.of(Line.judged(
                "B7",
                String.format(
                        Locale.ROOT,
                        "start-up with %,d records to the first right answer",
                        bench.options().records()),
                runs.text(),
                "",
                runs.median(),
                Line.Good.LOW,
                20,
                8,
                " s",
                Map.of("seconds", runs.seconds())));
    }

    private static void restart(Bench bench, Map.Entry<String, String> known) throws Exception {
        bench.stack().restartVerification();
        long start = System.nanoTime();
        while (!bench.front()
                .answer(bench.stack().verification(), known.getKey())
                .equals(known.getValue())) {
            if (Bench.secondsSince(start) > 300) {
                throw new Failure("verification-service did not answer rightly within five minutes");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
