package id.padan.benchmarks;

import java.util.List;

/** One of the figures: measures, compares what came out, and says what it saw. */
interface Figure {

    List<Line> measure(Bench bench) throws Exception;
}
