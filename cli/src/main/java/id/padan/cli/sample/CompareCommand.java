package id.padan.cli.sample;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code padan compare}: results against what they should be. Says rows and answers, never a NIK. */
@Command(
        name = "compare",
        description = "Compares results with the right answers: rows, statuses, answers and their sentences.",
        footer = {"", "Exit codes: 0 equal; 1 a file cannot be read; 4 different."})
public final class CompareCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RESULTS", description = "CSV from 'padan verify'.")
    Path results;

    @Parameters(index = "1", paramLabel = "EXPECTED", description = "From 'padan sample candidates --expected'.")
    Path expected;

    @Option(
            names = "--show",
            defaultValue = "10",
            paramLabel = "N",
            description = "How many differences to print. Default: ${DEFAULT-VALUE}.")
    int show;

    private long differences;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long rows = 0;
        for (Path file : List.of(results, expected)) {
            if (!Files.isReadable(file)) {
                throw new IOException(file + " does not exist or cannot be read");
            }
        }
        try (CsvReader<NamedCsvRecord> actualRows = CsvReader.builder().ofNamedCsvRecord(results);
                CsvReader<NamedCsvRecord> expectedRows = CsvReader.builder().ofNamedCsvRecord(expected);
                CloseableIterator<NamedCsvRecord> actual = actualRows.iterator();
                CloseableIterator<NamedCsvRecord> right = expectedRows.iterator()) {
            while (actual.hasNext() && right.hasNext()) {
                rows++;
                compare(out, actual.next(), right.next());
            }
            long more = 0;
            CloseableIterator<NamedCsvRecord> rest = actual.hasNext() ? actual : right;
            boolean tooMany = actual.hasNext();
            while (rest.hasNext()) {
                rest.next();
                more++;
            }
            if (more > 0) {
                different(
                        out, String.format("%,d rows %s after row %,d", more, tooMany ? "too many" : "missing", rows));
            }
        } catch (CsvParseException e) {
            throw new IOException("one of the two files is not the CSV it should be: " + e.getMessage(), e);
        }
        if (differences == 0) {
            out.printf("equal: %,d rows%n", rows);
        } else {
            out.printf("different: %,d differences in %,d rows%n", differences, rows);
        }
        out.flush();
        return differences == 0 ? 0 : 4;
    }

    private void compare(PrintWriter out, NamedCsvRecord actual, NamedCsvRecord right) {
        String row = field(right, "row");
        if (!field(actual, "row").equals(row)) {
            different(out, "row " + row + " expected, another number found");
            return;
        }
        String got = field(actual, "status") + "/" + field(actual, "answer");
        String wanted = field(right, "status") + "/" + field(right, "answer");
        if (!got.equals(wanted)) {
            different(out, "row " + row + ": expected " + wanted + ", got " + got);
            return;
        }
        String answer = field(actual, "answer");
        String sentence = answer.isEmpty() ? "" : Answer.valueOf(answer).sentence();
        if (!field(actual, "statement").equals(sentence)) {
            different(
                    out,
                    "row " + row + ": the statement is not the sentence of " + (answer.isEmpty() ? "nothing" : answer));
        }
    }

    private static String field(NamedCsvRecord record, String name) {
        return record.findField(name).orElse("");
    }

    private void different(PrintWriter out, String what) {
        differences++;
        if (differences <= show) {
            out.println(what);
        }
    }
}
