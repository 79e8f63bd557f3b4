package id.padan.benchmarks;

import java.nio.file.Path;

/**
 * What every figure works with.
 *
 * @param root the project
 * @param folder for results that need not be kept
 */
record Bench(
        Options options, Path root, Path folder, BenchStack stack, Front front, Samples samples, DuckDbRival duckDb) {

    static void say(String text) {
        System.err.println("bench: " + text);
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
