package id.padan.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that both sides read, made by the command line's own generator and kept by seed and size. */
final class Samples {

    private static final int SEED = 1;
    /** More than in life (domain 5.5: 0.3 %), and below the 5 % above which the enumeration guard usually holds a list back. */
    private static final String HIT_RATE = "0.04";

    private final Path root;
    private final Path folder;
    private final int records;
    private final int rows;

    Samples(Path root, Path folder, Options options) throws IOException {
        this.root = root;
        this.folder = folder;
        this.records = options.records();
        this.rows = options.rows();
        Files.createDirectories(folder);
    }

    Path folder() {
        return folder;
    }

    int records() {
        return records;
    }

    Path population() throws IOException, InterruptedException {
        return make("population-" + SEED + "-" + records + ".ndjson", "population", "--n", Integer.toString(records));
    }

    Path populationCsv() {
        try {
            return make(
                    "population-" + SEED + "-" + records + ".csv",
                    "population",
                    "--n",
                    Integer.toString(records),
                    "--format",
                    "csv");
        } catch (IOException e) {
            throw new Failure("the register's CSV could not be made: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    Path list() throws IOException, InterruptedException {
        return list(rows);
    }

    Path expected() throws IOException, InterruptedException {
        list();
        return folder.resolve("expected-" + SEED + "-" + records + "-" + rows + ".csv");
    }

    /** The first rows of the list. */
    Path list(int first) throws IOException, InterruptedException {
        if (first < rows) {
            Path shorter =
                    folder.resolve("candidates-" + SEED + "-" + records + "-" + rows + "-first-" + first + ".csv");
            if (Files.notExists(shorter)) {
                head(list(), shorter, first);
            }
            return shorter;
        }
        return make(
                "candidates-" + SEED + "-" + records + "-" + rows + ".csv",
                "candidates",
                "--n",
                Integer.toString(rows),
                "--population",
                Integer.toString(records),
                "--hit-rate",
                HIT_RATE,
                "--expected",
                folder.resolve("expected-" + SEED + "-" + records + "-" + rows + ".csv")
                        .toString());
    }

    /** Some NIKs of the list that the register has, with {@code status,answer}. */
    Map<String, String> found(int count) throws IOException, InterruptedException {
        return some(count, false);
    }

    /** Some NIKs of the list that the register does not have. */
    Map<String, String> notFound(int count) throws IOException, InterruptedException {
        return some(count, true);
    }

    private Map<String, String> some(int count, boolean absent) throws IOException, InterruptedException {
        Map<String, String> chosen = new LinkedHashMap<>();
        try (BufferedReader cells = Files.newBufferedReader(list());
                BufferedReader answers = Files.newBufferedReader(expected())) {
            cells.readLine();
            answers.readLine();
            for (String cell = cells.readLine(); cell != null && chosen.size() < count; cell = cells.readLine()) {
                String answer = answers.readLine();
                answer = answer.substring(answer.indexOf(',') + 1);
                if (cell.matches("[0-9]{16}")
                        && answer.startsWith("ANSWERED")
                        && answer.endsWith("NOT_FOUND") == absent) {
                    chosen.put(cell, answer);
                }
            }
        }
        return chosen;
    }

    private static void head(Path from, Path to, int rows) throws IOException {
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try (BufferedReader in = Files.newBufferedReader(from);
                BufferedWriter out = Files.newBufferedWriter(part)) {
            for (int i = 0; i <= rows; i++) {
                out.write(in.readLine());
                out.write('\n');
            }
        }
        Files.move(part, to);
    }

    /** Registrants of a selection with its formations and published totals, in a folder. */
    Path registrants(int year, int count) throws IOException, InterruptedException {
        return make(
                "casn-" + year + "-" + SEED + "-" + count,
                "casn",
                "--year",
                Integer.toString(year),
                "--n",
                Integer.toString(count));
    }

    private Path make(String name, String... arguments) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            return file;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                root.resolve("cli/target/cli.jar").toString(),
                "sample"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--seed", Integer.toString(SEED), "-o", part.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new Failure("padan sample " + arguments[0] + " did not succeed; is cli/target/cli.jar built?");
        }
        Files.move(part, file);
        return file;
    }
}
