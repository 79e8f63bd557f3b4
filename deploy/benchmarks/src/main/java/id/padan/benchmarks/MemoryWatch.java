package id.padan.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Looks at verification-service's memory while something else is measured; keeps the highest. */
final class MemoryWatch implements AutoCloseable {

    private static final double MIB = 1024.0 * 1024.0;

    private final BenchStack stack;
    private final Front front;
    private final Thread thread;
    private volatile boolean watching;
    private volatile boolean ended;
    private volatile double used;
    private volatile double committed;
    private volatile double resident;
    private volatile String atPeak = "";

    MemoryWatch(BenchStack stack, Front front) {
        this.stack = stack;
        this.front = front;
        this.thread = Thread.ofPlatform().daemon().name("memory").start(this::watch);
    }

    /** Looks from now on. */
    void open() {
        watching = true;
    }

    void shut() {
        watching = false;
    }

    private void watch() {
        while (!ended) {
            try {
                TimeUnit.MILLISECONDS.sleep(500);
                if (watching) {
                    look();
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException missed) {
                // The next look will do.
            }
        }
    }

    private void look() throws IOException, InterruptedException {
        Map<String, Double> metrics = front.metrics(stack.verification());
        double heap = sum(metrics, "jvm_memory_used_bytes", "area=\"heap\"");
        double code = sum(metrics, "jvm_memory_used_bytes", "area=\"nonheap\"");
        double buffers = sum(metrics, "jvm_buffer_memory_used_bytes", "");
        double total = heap + code + buffers;
        if (total > used) {
            used = total;
            atPeak = String.format(
                    Locale.ROOT,
                    "heap %.0f, metaspace and code %.0f, buffers %.0f",
                    heap / MIB,
                    code / MIB,
                    buffers / MIB);
        }
        committed = Math.max(committed, sum(metrics, "jvm_memory_committed_bytes", "area=\"heap\""));
        String status = Files.readString(Path.of("/proc", Long.toString(stack.verificationPid()), "status"));
        double kib = status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
        resident = Math.max(resident, kib * 1024);
    }

    private static double sum(Map<String, Double> metrics, String name, String label) {
        return metrics.entrySet().stream()
                .filter(one -> one.getKey().startsWith(name) && one.getKey().contains(label))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    Line line() {
        return Line.judged(
                "B1 memory",
                "verification-service during B1, heap and off heap, highest (MiB: " + atPeak + ")",
                String.format(
                        Locale.ROOT,
                        "%.0f MiB; heap committed %.0f MiB, RSS %.0f MiB",
                        used / MIB,
                        committed / MIB,
                        resident / MIB),
                "",
                used / MIB,
                Line.Good.LOW,
                1024,
                1024,
                " MiB",
                Map.of("usedBytes", used, "heapCommittedBytes", committed, "residentBytes", resident));
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
    }
}
