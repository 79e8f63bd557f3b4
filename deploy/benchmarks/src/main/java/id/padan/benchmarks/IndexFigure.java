package id.padan.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** B6: what the index takes for today, on and off the heap, by the sizes of its own arrays; and apart what earlier days take. */
final class IndexFigure implements Figure {

    private static final double FIVE_MILLION = 5_000_000;

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        double tokens = bench.front().metric(bench.stack().verification(), "padan_index_records");
        double bytes = bench.front().metric(bench.stack().verification(), "padan_index_bytes");
        double megabytes = bytes / tokens * FIVE_MILLION / 1e6;
        double histories = bench.front().metric(bench.stack().verification(), "padan_index_histories");
        double historyBytes = bench.front().metric(bench.stack().verification(), "padan_index_history_bytes");
        Line history = Line.told(
                "B6",
                "of it apart: earlier days of all tokens, histories of some",
                String.format(
                        Locale.ROOT,
                        "%.1f MB, %,.0f tokens with another status on another day",
                        historyBytes / 1e6,
                        histories),
                "");
        Line index = Line.judged(
                "B6",
                String.format(Locale.ROOT, "memory of the index, %,.0f tokens, as for 5,000,000", tokens),
                String.format(Locale.ROOT, "%.1f MB, %.1f bytes a token", bytes / 1e6, bytes / tokens),
                "",
                megabytes,
                Line.Good.LOW,
                160,
                100,
                " MB",
                Map.of("tokens", tokens, "bytes", bytes));
        return List.of(index, history);
    }
}
