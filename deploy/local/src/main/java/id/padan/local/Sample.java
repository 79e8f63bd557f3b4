package id.padan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A synthetic register and a list of candidates with known answers: what {@code up} loads once and verifies each time through the front
 * door, with the same command line that partners use.
 */
final class Sample {

    private static final int CANDIDATES = 10_000;
    private static final String PROGRAMME = "BSU-2025";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> STATEMENTS = statements();

    private final Settings settings;
    private final Stack stack;
    private final Console console;
    private final Path folder;

    Sample(Settings settings, Stack stack, Console console) {
        this.settings = settings;
        this.stack = stack;
        this.console = console;
        this.folder = settings.home().resolve("sample");
    }

    /**
     * @param answers rows by answer
     * @param others rows by a status other than answered
     */
    record Outcome(
            int population, Map<String, Integer> answers, Map<String, Integer> others, Path list, Path results) {}

    /** Loads the register if it is not the one that is loaded, and verifies the list. */
    Outcome verify(int population) throws Exception {
        Files.createDirectories(folder);
        boolean loaded = load(population);
        Path list = folder.resolve("candidates-" + population + ".csv");
        Path expected = folder.resolve("expected-" + population + ".csv");
        Path results = folder.resolve("results-" + population + ".csv");
        if (Files.notExists(list) || Files.notExists(expected)) {
            // Many more hits than in life, so that each of the answers is seen.
            cli(
                    "sample",
                    "candidates",
                    "--n",
                    Integer.toString(CANDIDATES),
                    "--seed",
                    "7",
                    "--population",
                    Integer.toString(population),
                    "--hit-rate",
                    "0.3",
                    "-o",
                    list.toString(),
                    "--expected",
                    expected.toString());
        }
        console.say("verifying a list of " + CANDIDATES + " candidates through " + settings.origin());
        JsonNode state = state();
        String key = "up-" + population + "-" + state.path("loadedAt").asText("0");
        int attempts = loaded ? 4 : 1;
        for (int attempt = 1; ; attempt++) {
            cli(
                    "verify",
                    list.toString(),
                    "-o",
                    results.toString(),
                    "--format",
                    "csv",
                    "--program",
                    PROGRAMME,
                    "--key",
                    attempt == 1 ? key : key + "-" + attempt);
            Said compared = ask("compare", results.toString(), expected.toString());
            if (compared.code() == 0) {
                if (attempt > 1) {
                    remember(population, state.path("loadedAt").asText("0") + "-" + attempt);
                }
                return outcome(population, list, results);
            }
            if (attempt == attempts) {
                throw new Failure(
                        "The answers to " + list + " are not those expected in " + expected + ":\n" + compared.text()
                                + (loaded
                                        ? ""
                                        : "\nIf records were imported since, that may be right; ./padan reset starts afresh."));
            }
            awaitQuietIndex();
        }
    }

    /** The code tables of both parties, once: after that whatever the parties publish stands there. */
    void references() throws Exception {
        Path done = folder.resolve("references-loaded");
        if (Files.exists(done)) {
            return;
        }
        console.say("publishing the reference tables of BKN and of Kemnaker");
        Path tables = settings.root().resolve("deploy/local/references");
        for (String party : List.of("bkn", "kemnaker")) {
            cli(
                    "references",
                    "import",
                    tables.resolve(party).toString(),
                    "--party",
                    party,
                    "--valid-from",
                    "2020-01-01");
        }
        Files.createDirectories(folder);
        Files.createFile(done);
    }

    private boolean load(int population) throws Exception {
        JsonNode state = state();
        if (state.path("population").asInt(-1) == population) {
            return false;
        }
        Path file = folder.resolve("population-" + population + ".ndjson");
        if (Files.notExists(file)) {
            console.say("making a synthetic register of " + population + " records");
            Path part = folder.resolve("population.part.ndjson");
            cli("sample", "population", "--n", Integer.toString(population), "--seed", "1", "-o", part.toString());
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
        console.say("importing it as BKN");
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Jakarta"));
        String date = state.path("importing").asText("").isEmpty()
                ? today.toString()
                : state.path("importing").asText();
        ObjectNode importing = JSON.createObjectNode().put("importing", date);
        write(importing);
        cli("import", file.toString(), "--mode", "full", "--data-date", date);
        awaitQuietIndex();
        remember(population, Long.toString(System.currentTimeMillis()));
        Files.deleteIfExists(file);
        return true;
    }

    /** Waits until the index has stood still for two seconds: what was imported has arrived. */
    private void awaitQuietIndex() throws InterruptedException {
        long before = -1;
        int still = 0;
        for (int i = 0; i < 600 && still < 4; i++) {
            long records = stack.health(Part.VERIFICATION)
                    .path("asn-register-index")
                    .path("records")
                    .asLong(0);
            still = records == before && records > 0 ? still + 1 : 0;
            if (i > 0 && i % 10 == 0) {
                console.say("verification-service has heard of " + records + " people");
            }
            before = records;
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    /** What is loaded already, 0 for nothing. */
    int loaded() throws IOException {
        return state().path("population").asInt(0);
    }

    private JsonNode state() throws IOException {
        Path file = folder.resolve("state.json");
        return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
    }

    private void remember(int population, String loadedAt) throws IOException {
        write(JSON.createObjectNode().put("population", population).put("loadedAt", loadedAt));
    }

    private void write(ObjectNode state) throws IOException {
        Path part = folder.resolve("state.part");
        Files.writeString(part, state.toString());
        Files.move(
                part,
                folder.resolve("state.json"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static Outcome outcome(int population, Path list, Path results) throws IOException {
        Map<String, Integer> answers = new LinkedHashMap<>();
        STATEMENTS.keySet().forEach(answer -> answers.put(answer, 0));
        Map<String, Integer> others = new java.util.TreeMap<>();
        try (BufferedReader rows = Files.newBufferedReader(results, StandardCharsets.UTF_8)) {
            rows.readLine();
            for (String row; (row = rows.readLine()) != null; ) {
                // row,nik,status,answer,... : a cell that the list's author wrote may be quoted, our own words never
                // are.
                String[] cells = row.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
                if (cells.length > 3 && cells[2].equals("ANSWERED")) {
                    answers.merge(cells[3], 1, Integer::sum);
                } else if (cells.length > 2) {
                    others.merge(cells[2], 1, Integer::sum);
                }
            }
        }
        return new Outcome(population, answers, others, list, results);
    }

    /** The sentence of Ps 3(1)b for an answer, verbatim. */
    static String statement(String answer) {
        return STATEMENTS.getOrDefault(answer, answer);
    }

    private static Map<String, String> statements() {
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("ACTIVE", "tercatat sebagai ASN aktif");
        statements.put("INACTIVE", "tercatat sebagai ASN tidak aktif");
        statements.put("RETIRED", "tercatat sebagai ASN pensiun");
        statements.put("NOT_FOUND", "tidak ditemukan");
        return statements;
    }

    /** Its progress on standard error is shown; its summary is not, ours follows. */
    private void cli(String... arguments) throws IOException, InterruptedException {
        Process process = builder(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        int code = process.waitFor();
        if (code != 0) {
            throw new Failure("./padan " + String.join(" ", arguments) + " ended with code " + code + ", see above.");
        }
    }

    private record Said(int code, String text) {}

    private Said ask(String... arguments) throws IOException, InterruptedException {
        Process process = builder(arguments).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Said(process.waitFor(), text);
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-jar",
                settings.root().resolve("cli/target/cli.jar").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(settings.root().toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("PADAN_TOKEN", "PADAN_CLIENT_ID", "PADAN_CLIENT_SECRET", "PADAN_PASSWORD"));
        builder.environment().put("PADAN_URL", settings.origin());
        builder.environment().put("PADAN_OIDC", settings.issuer());
        return builder;
    }
}
