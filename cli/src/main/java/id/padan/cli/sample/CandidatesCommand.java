package id.padan.cli.sample;

import id.padan.cli.sample.SampleCommand.SeparatorReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code padan sample candidates}. */
@Command(
        name = "candidates",
        description = "A synthetic list of candidates for aid, for 'padan verify', and the right answers to it.",
        footer = {
            "",
            "Of the well-formed rows 99.7 % are nobody's ASN (--hit-rate 0.003); the others are drawn from",
            "the first --population records of 'padan sample population' with --population-seed, so import",
            "at least that many of that seed. Candidates outside never meet any sample register.",
            "",
            "Example: padan sample candidates --n 1000000 --population 100000 -o list.csv --expected expected.csv",
            "         padan verify list.csv --format csv --program BSU-2025",
            "         padan compare list.csv.results.csv expected.csv"
        })
final class CandidatesCommand implements Callable<Integer> {
    enum Columns {
        nik,
        full
    }

    /** One character between two cells. */
    record Separator(char character) {}

    @Spec
    CommandSpec spec;

    @Option(names = "--n", required = true, paramLabel = "N", description = "Number of rows.")
    int count;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--population",
            defaultValue = "10000",
            paramLabel = "M",
            description = "Records of the sample register to draw hits from. Default: ${DEFAULT-VALUE}.")
    int population;

    @Option(
            names = "--population-seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Seed of that register. Default: ${DEFAULT-VALUE}.")
    long populationSeed;

    @Option(
            names = "--hit-rate",
            defaultValue = "0.003",
            paramLabel = "0..1",
            description = "Share of rows that are in the register. Default: ${DEFAULT-VALUE}.")
    double hitRate;

    @Option(
            names = "--malformed",
            defaultValue = "0.005",
            paramLabel = "0..1",
            description = "Share of rows that break a NIK rule. Default: ${DEFAULT-VALUE}.")
    double malformed;

    @Option(
            names = "--duplicates",
            defaultValue = "0.02",
            paramLabel = "0..1",
            description = "Share of rows that repeat an earlier NIK. Default: ${DEFAULT-VALUE}.")
    double duplicates;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Default: standard output.")
    @Nullable
    Path output;

    @Option(
            names = "--expected",
            paramLabel = "FILE",
            description = "Write the right answers there (row,status,answer), for 'padan compare'.")
    @Nullable
    Path expected;

    @Option(
            names = "--columns",
            defaultValue = "nik",
            description =
                    "${COMPLETION-CANDIDATES}: only the NIK, or a usual list's columns. Default: ${DEFAULT-VALUE}.")
    Columns columns;

    @Option(
            names = "--separator",
            defaultValue = ",",
            converter = SeparatorReader.class,
            paramLabel = ", ; | tab",
            description = "Default: ${DEFAULT-VALUE}")
    Separator separator;

    @Override
    public Integer call() throws IOException {
        require(count >= 0, "--n must not be negative");
        require(population >= 0, "--population must not be negative");
        require(0 <= hitRate && hitRate <= 1, "--hit-rate must be between 0 and 1");
        require(
                malformed >= 0 && duplicates >= 0 && malformed + duplicates <= 1,
                "--malformed and --duplicates must be shares that together are at most 1");
        long started = System.nanoTime();
        Regions regions = Regions.load();
        Candidates candidates = new Candidates(
                new Candidates.Mix(count, seed, population, hitRate, malformed, duplicates),
                new Population(populationSeed, regions),
                regions);
        Lines list = SampleOutput.open(output);
        try (list) {
            CandidateWriter writer = new CandidateWriter(list, columns == Columns.full, separator.character());
            if (expected == null) {
                candidates.write(writer, null);
            } else {
                try (Lines answers = SampleOutput.open(expected)) {
                    candidates.write(writer, answers);
                }
            }
        }
        SampleOutput.report(System.err, "candidates", count, output, list.written(), started);
        return 0;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
