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

/** {@code padan sample casn}. */
@Command(
        name = "casn",
        description = "Synthetic registrants of a selection, its formations, published totals and occupations.",
        footer = {
            "",
            "At its own size the totals are those published for the year (2021, 2023, 2024), also where they do not close.",
            "Writes occupations.csv, formations-YEAR.csv, controls-YEAR.csv and facts-YEAR.csv, to be sent to",
            "POST /api/casn/v1/ingests in this order with X-Padan-Rows occupations, formations, controls, facts.",
            "",
            "Example: padan sample casn --year 2024 --n 20000 -o casn-2024"
        })
final class CasnCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--year", required = true, paramLabel = "YYYY", description = "2021, 2023 or 2024.")
    int year;

    @Option(
            names = "--n",
            paramLabel = "N",
            description = "About so many registrants; default: as many as were published.")
    @Nullable
    Long count;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FOLDER",
            description = "Where the files go.")
    Path output;

    @Override
    public Integer call() throws IOException {
        CasnYear whole = CasnYear.of(year)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "--year must be 2021, 2023 or 2024"));
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--n must be positive");
        }
        long started = System.nanoTime();
        CasnYear sized = count == null ? whole : whole.scaled((double) count / whole.registrants());
        long written = new CasnSample(sized, seed).write(output);
        SampleOutput.report(System.err, "registrants", written, output, 0, started);
        return 0;
    }
}
