package id.padan.cli.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code padan sample population}. */
@Command(
        name = "population",
        description = "A synthetic ASN register in SIASN data-utama names, for 'padan import'.",
        footer = {
            "",
            "A larger register of the same seed begins with the smaller one. Among its records are",
            "second records of one person, NIKs shared by two persons, empty NIKs, validNik=false,",
            "deceased persons, unknown kedudukanHukum codes and a few elements of class X.",
            "",
            "Example: padan sample population --n 100000 -o population.ndjson"
        })
final class PopulationCommand implements Callable<Integer> {
    enum Format {
        ndjson,
        csv
    }

    @Spec
    CommandSpec spec;

    @Option(names = "--n", required = true, paramLabel = "N", description = "Number of records.")
    int count;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Default: standard output.")
    @Nullable
    Path output;

    @Option(
            names = "--format",
            defaultValue = "ndjson",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    Format format;

    @Override
    public Integer call() throws IOException {
        if (count < 0) {
            throw new ParameterException(spec.commandLine(), "--n must not be negative");
        }
        long started = System.nanoTime();
        Regions regions = Regions.load();
        Population population = new Population(seed, regions);
        Lines lines = SampleOutput.open(output);
        try (lines) {
            PopulationWriter writer = new PopulationWriter(lines, format == Format.csv, regions);
            for (int index = 0; index < count; index++) {
                writer.write(population.at(index), seed);
            }
        }
        SampleOutput.report(System.err, "records", count, output, lines.written(), started);
        return 0;
    }
}
