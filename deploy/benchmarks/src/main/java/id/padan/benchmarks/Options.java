package id.padan.benchmarks;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to measure, and how much of it.
 *
 * @param only the figures wanted
 * @param records ASN records of the register
 * @param rows rows of the candidate list
 * @param registrants of a selection, for CASN
 * @param rounds alternating runs after the cold one; the figure is their median
 * @param checking how long single checks run each time
 * @param changing how long status changes go on
 * @param keep whether the stack stays, with its register, for the next run
 * @param prepare whether only the files are made that a run of that size reads
 */
record Options(
        Set<FigureId> only,
        int records,
        int rows,
        int registrants,
        int rounds,
        Duration checking,
        Duration changing,
        boolean keep,
        boolean prepare) {

    static final String USAGE = """
            padan bench [--only B1,B1p,...] [--records N] [--rows N] [--registrants N] [--rounds R] [--seconds S] [--change-seconds S] [--keep]
            padan bench --prepare [--records N] [--rows N]

              --only            of B8 B6 HIST B9 IKD CORR B2 TIMING B3 B1 B1p ASOF GROWTH B4 B5 CASN B7 (the order in which they run); default: all
              --records         ASN records of the register; default 5000000
              --rows            rows of the candidate list; default 16000000
              --registrants     of CASN; default 5000000. --only CASN needs neither register nor list
              --rounds          alternating runs (ours, rival, ours, rival ...) whose median is the figure; default 5
              --seconds         length of each run of single checks; default 4
              --change-seconds  length of the status changes of B3; default 120
              --keep            leave the stack and its register for a next run, which then needs no import
              --prepare         only make the files (5 minutes for the defaults), so that a run need not

            Brings up a stack of its own on free ports, measures it and removes it. Yours is not touched, but it should be
            down, because both would share the processor. Smaller and quick: --records 300000 --rows 1000000 --rounds 3
            --seconds 2 --change-seconds 20. Files are made once and used again: PADAN_BENCH_HOME says where they lie,
            deploy/benchmarks/target/bench otherwise.""";

    static Options of(List<String> arguments) {
        Set<FigureId> only = EnumSet.allOf(FigureId.class);
        int records = 5_000_000;
        int rows = 16_000_000;
        int registrants = 5_000_000;
        int rounds = 5;
        int seconds = 4;
        int changeSeconds = 120;
        boolean keep = false;
        boolean prepare = false;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--only" -> only = figures(arguments, ++i);
                case "--records" -> records = number(arguments, ++i);
                case "--rows" -> rows = number(arguments, ++i);
                case "--registrants" -> registrants = number(arguments, ++i);
                case "--rounds" -> rounds = number(arguments, ++i);
                case "--seconds" -> seconds = number(arguments, ++i);
                case "--change-seconds" -> changeSeconds = number(arguments, ++i);
                case "--keep" -> keep = true;
                case "--prepare" -> prepare = true;
                default -> throw new Failure(USAGE);
            }
        }
        if (only.equals(EnumSet.of(FigureId.CASN))) {
            // It reads neither register nor list: the smallest will do.
            records = 1_000;
            rows = 1_000;
        }
        return new Options(
                only,
                records,
                rows,
                registrants,
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(changeSeconds),
                keep,
                prepare);
    }

    boolean wants(FigureId figure) {
        return only.contains(figure);
    }

    private static Set<FigureId> figures(List<String> arguments, int index) {
        if (index >= arguments.size()) {
            throw new Failure(USAGE);
        }
        Set<FigureId> chosen = EnumSet.noneOf(FigureId.class);
        for (String name : arguments.get(index).split(",")) {
            chosen.add(FigureId.of(name.strip()).orElseThrow(() -> new Failure(USAGE)));
        }
        return chosen;
    }

    private static int number(List<String> arguments, int index) {
        if (index < arguments.size() && arguments.get(index).matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(arguments.get(index));
        }
        throw new Failure(USAGE);
    }
}
