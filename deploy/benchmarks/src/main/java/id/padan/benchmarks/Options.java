package id.padan.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * What to measure, and how much of it.
 *
 * @param records ASN records to import
 * @param rows rows of the candidate list
 * @param checking how long single checks run, after a warm-up of a quarter of it
 * @param connections callers that each wait for their answer before they ask again
 * @param rounds how often the list runs; the first is reported apart, because the services are cold then
 * @param keep whether stack and files stay for a look
 */
record Options(int records, int rows, Duration checking, int connections, int rounds, boolean keep) {

    static final String USAGE = """
            padan bench [--records N] [--rows N] [--seconds S] [--connections C] [--rounds R] [--keep]

            Brings up a stack of its own on free ports, measures it, and removes it. Yours is not touched, but it should be
            down, because both would share the processor. Defaults: 1000000 records, 1000000 rows, 20 s, 64 connections,
            3 rounds.""";

    static Options of(List<String> arguments) {
        int records = 1_000_000;
        int rows = 1_000_000;
        int seconds = 20;
        int connections = 64;
        int rounds = 3;
        boolean keep = false;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--records" -> records = number(arguments, ++i);
                case "--rows" -> rows = number(arguments, ++i);
                case "--seconds" -> seconds = number(arguments, ++i);
                case "--connections" -> connections = number(arguments, ++i);
                case "--rounds" -> rounds = number(arguments, ++i);
                case "--keep" -> keep = true;
                default -> throw new Failure(USAGE);
            }
        }
        return new Options(records, rows, Duration.ofSeconds(seconds), connections, rounds, keep);
    }

    private static int number(List<String> arguments, int index) {
        if (index < arguments.size() && arguments.get(index).matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(arguments.get(index));
        }
        throw new Failure(USAGE);
    }
}
