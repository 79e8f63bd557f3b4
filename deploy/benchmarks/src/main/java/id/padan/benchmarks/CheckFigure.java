package id.padan.benchmarks;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** B2: single checks beside a bare POST with the same JSON, behind the same gateway and without, by the same callers in turn. */
final class CheckFigure implements Figure {

    private static final int[] CALLERS = {1, 16, 32, 48, 64};
    /** Until its compilers have done with a path a JVM answers a tenth of what it can; for both sides. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private static final int WARMING = 48;
    private static final double P99_MUST = 25;
    private static final double P99_AIM = 10;

    private record Place(boolean ours, boolean gateway) {}

    /** Medians over the rounds. */
    private record Median(double perSecond, double p50, double p99) {
        static Median of(List<Callers.Seen> rounds) {
            return new Median(
                    Runs.median(rounds.stream().map(Callers.Seen::perSecond).toList()),
                    Runs.median(rounds.stream().map(Callers.Seen::p50Millis).toList()),
                    Runs.median(rounds.stream().map(Callers.Seen::p99Millis).toList()));
        }

        String text() {
            return String.format(Locale.ROOT, "%,.0f/s, p50 %.1f ms, p99 %.1f ms", perSecond, p50, p99);
        }
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        Map<String, String> found = bench.samples().found(2_000);
        List<String> bodies = new ArrayList<>();
        found.keySet().forEach(nik -> bodies.add(Front.checkBody(nik)));
        bench.samples().notFound(2_000).keySet().forEach(nik -> bodies.add(Front.checkBody(nik)));
        for (Map.Entry<String, String> one : found.entrySet().stream().limit(50).toList()) {
            String answer = bench.front().answer(bench.stack().origin(), one.getKey());
            if (!answer.equals(one.getValue())) {
                throw new Failure("a check says " + answer + " and should say " + one.getValue());
            }
        }
        HttpResponse<String> real = bench.front()
                .check(bench.stack().origin(), found.keySet().iterator().next());
        Map<Place, Map<Integer, List<Callers.Seen>>> seen = new HashMap<>();
        try (BareRival bare = new BareRival(bench, real.body());
                Callers callers = new Callers()) {
            Map<Place, String> places = new LinkedHashMap<>();
            places.put(new Place(true, true), bench.stack().origin());
            places.put(new Place(false, true), bare.behindGateway());
            places.put(new Place(true, false), bench.stack().verification());
            places.put(new Place(false, false), bare.direct());
            for (Map.Entry<Place, String> place : places.entrySet()) {
                say(
                        place.getKey(),
                        WARMING,
                        "first " + WARM_UP.toSeconds() + " s",
                        ask(bench, callers, place.getValue(), bodies, WARMING, WARM_UP));
            }
            for (int round = 0; round <= bench.options().rounds(); round++) {
                for (int count : CALLERS) {
                    for (Map.Entry<Place, String> place : places.entrySet()) {
                        Callers.Seen one = ask(
                                bench,
                                callers,
                                place.getValue(),
                                bodies,
                                count,
                                bench.options().checking());
                        say(place.getKey(), count, round == 0 ? "uncounted" : "round " + round, one);
                        if (round > 0) {
                            seen.computeIfAbsent(place.getKey(), key -> new LinkedHashMap<>())
                                    .computeIfAbsent(count, key -> new ArrayList<>())
                                    .add(one);
                        }
                    }
                }
            }
        }
        return lines(seen);
    }

    private static Callers.Seen ask(
            Bench bench, Callers callers, String origin, List<String> bodies, int count, Duration length)
            throws Exception {
        Callers.Seen one = callers.run(origin, bench.front().token("kemnaker"), bodies, count, length);
        if (one.failed() > 0) {
            throw new Failure(one.failed() + " single checks failed");
        }
        return one;
    }

    private static void say(Place place, int callers, String when, Callers.Seen seen) {
        Bench.say(String.format(
                Locale.ROOT,
                "%s %s gateway, %d callers, %s: %,.0f/s, p99 %.1f ms",
                place.ours() ? "checks" : "bare",
                place.gateway() ? "behind" : "without",
                callers,
                when,
                seen.perSecond(),
                seen.p99Millis()));
    }

    private static List<Line> lines(Map<Place, Map<Integer, List<Callers.Seen>>> seen) {
        List<Line> lines = new ArrayList<>();
        for (boolean gateway : new boolean[] {true, false}) {
            Map<Integer, Median> ours = medians(seen.get(new Place(true, gateway)));
            Map<Integer, Median> bare = medians(seen.get(new Place(false, gateway)));
            String where = gateway ? "through the gateway" : "without gateway";
            for (int count : CALLERS) {
                lines.add(Line.told(
                        "B2",
                        count + " callers " + where
                                + String.format(
                                        Locale.ROOT,
                                        ", rate ratio %.2f",
                                        ours.get(count).perSecond()
                                                / bare.get(count).perSecond()),
                        ours.get(count).text(),
                        bare.get(count).text()));
            }
            // Each side with the number of callers that suits it best, as long as it answers in time.
            Median best = best(ours);
            Median rival = best(bare);
            Map<String, Object> details = Map.of("ours", ours, "rival", bare);
            double ratio = best.perSecond() / rival.perSecond();
            if (gateway) {
                lines.add(Line.judged(
                        "B2",
                        "checks " + where + ", best rate of each",
                        best.text(),
                        rival.text(),
                        ratio,
                        Line.Good.HIGH,
                        0.4,
                        0.6,
                        " x",
                        details));
                lines.add(Line.judged(
                        "B2 p99",
                        "p99 at that rate, ms",
                        best.text(),
                        rival.text(),
                        best.p99(),
                        Line.Good.LOW,
                        P99_MUST,
                        P99_AIM,
                        " ms",
                        Map.of()));
            } else {
                lines.add(Line.told(
                        "B2",
                        String.format(Locale.ROOT, "checks %s, best rate of each, ratio %.2f", where, ratio),
                        best.text(),
                        rival.text()));
            }
        }
        return lines;
    }

    private static Map<Integer, Median> medians(Map<Integer, List<Callers.Seen>> seen) {
        Map<Integer, Median> medians = new LinkedHashMap<>();
        seen.forEach((count, rounds) -> medians.put(count, Median.of(rounds)));
        return medians;
    }

    private static Median best(Map<Integer, Median> medians) {
        Median best = null;
        for (Median one : medians.values()) {
            boolean better = best == null || one.perSecond() > best.perSecond();
            if (better && (best == null || one.p99() <= P99_MUST)) {
                best = one;
            }
        }
        return best;
    }
}
