package id.padan.benchmarks;

import id.padan.proof.LogKey;
import id.padan.proof.ProofFault;
import id.padan.proof.ReceiptFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** B5: one receipt of a single check verified offline, with the log's public key and the NIK, as {@code padan receipt verify} does it. */
final class ReceiptFigure implements Figure {

    private static final int WARM_UP = 3_000;
    private static final int TIMES = 3_000;

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        String nik = bench.samples().found(1).keySet().iterator().next();
        String answer = bench.front().check(bench.stack().origin(), nik).body();
        LogKey key = LogKey.parse(bench.front()
                .get("/api/verification/v1/log/head", "kemnaker")
                .path("key")
                .asText());
        long first = System.nanoTime();
        verify(answer, key, nik);
        double cold = (System.nanoTime() - first) / 1e6;
        for (int i = 0; i < WARM_UP; i++) {
            verify(answer, key, nik);
        }
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            verify(answer, key, nik);
            nanos[i] = System.nanoTime() - start;
        }
        requireRefused(answer, key, nik);
        double millis = Runs.median(nanos) / 1e6;
        return List.of(Line.judged(
                "B5",
                "offline check of one receipt, median of " + TIMES,
                String.format(Locale.ROOT, "%.3f ms (cold %.0f ms)", millis, cold),
                "",
                millis,
                Line.Good.LOW,
                5,
                1,
                " ms",
                Map.of("millis", millis, "coldMillis", cold)));
    }

    private static void verify(String answer, LogKey key, String nik) {
        try {
            if (!ReceiptFile.verify(answer, key, nik).subjectChecked()) {
                throw new Failure("the receipt was verified without its subject");
            }
        } catch (ProofFault fault) {
            throw new Failure("the receipt does not verify: " + fault.getMessage());
        }
    }

    /** A figure of a check that lets everything pass would be worth nothing. */
    private static void requireRefused(String answer, LogKey key, String nik) {
        String other = answer.contains("\"ACTIVE\"")
                ? answer.replace("\"ACTIVE\"", "\"RETIRED\"")
                : answer.replaceFirst("\"(INACTIVE|RETIRED)\"", "\"ACTIVE\"");
        try {
            var passed = ReceiptFile.verify(other, key, nik);
            throw new Failure("a forged answer passed: " + passed.kind());
        } catch (ProofFault expected) {
            Bench.say("a forged answer is refused: " + expected.getMessage());
        }
    }
}
