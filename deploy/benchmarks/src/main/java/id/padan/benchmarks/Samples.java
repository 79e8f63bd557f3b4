package id.padan.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files that both sides read, made by the command line's own generator. */
final class Samples {

    final Path population;
    final Path populationCsv;
    final Path list;
    final Path expected;

    private final Path root;

    Samples(Path root, Path folder, Options options) throws IOException, InterruptedException {
        this.root = root;
        this.population = folder.resolve("population-" + options.records() + ".ndjson");
        this.populationCsv = folder.resolve("population-" + options.records() + ".csv");
        this.list = folder.resolve("candidates-" + options.records() + "-" + options.rows() + ".csv");
        this.expected = folder.resolve("expected-" + options.records() + "-" + options.rows() + ".csv");
        Files.createDirectories(folder);
        String records = Integer.toString(options.records());
        make(population, "population", "--n", records);
        make(populationCsv, "population", "--n", records, "--format", "csv");
        make(
                list,
                "candidates",
                "--n",
                Integer.toString(options.rows()),
                "--population",
                records,
                // Far more hits than in life, so that the index is really read.
                "--hit-rate",
                "0.3",
                "--expected",
                expected.toString());
    }

    /** Some NIKs of the list with {@code status,answer}, each right only once the register has arrived. */
    Map<String, String> found(int count) throws IOException {
        Map<String, String> found = new HashMap<>();
        try (BufferedReader cells = Files.newBufferedReader(list);
                BufferedReader answers = Files.newBufferedReader(expected)) {
            cells.readLine();
            answers.readLine();
            for (String cell = cells.readLine(); cell != null && found.size() < count; cell = cells.readLine()) {
                String answer = answers.readLine();
                answer = answer.substring(answer.indexOf(',') + 1);
                if (cell.matches("[0-9]{16}") && answer.startsWith("ANSWERED") && !answer.endsWith("NOT_FOUND")) {
                    found.put(cell, answer);
                }
            }
        }
        return found;
    }

    private void make(Path file, String... arguments) throws IOException, InterruptedException {
        if (Files.exists(file)) {
            return;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                root.resolve("cli/target/cli.jar").toString(),
                "sample"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-o", part.toString()));
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new Failure("padan sample " + arguments[0] + " did not succeed; is cli/target/cli.jar built?");
        }
        Files.move(part, file);
    }
}
