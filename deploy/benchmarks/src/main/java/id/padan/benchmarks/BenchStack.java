package id.padan.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A whole stack for the measurement alone: own folder, own ports, made by the same {@code ./padan up} that everybody uses. */
final class BenchStack {

    private static final List<String> PARTS = List.of(
            "POSTGRES", "KAFKA", "KEYCLOAK", "AGREEMENT", "DIRECTORY", "VERIFICATION", "CASN", "CORRECTION", "GATEWAY");

    private final Path root;
    private final Path home;
    private final Properties ports;

    private BenchStack(Path root, Path home, Properties ports) {
        this.root = root;
        this.home = home;
        this.ports = ports;
    }

    /**
     * The stack of an earlier run with {@code --keep}, or a new one.
     *
     * @param fresh whether an earlier one is of no use
     */
    static BenchStack at(Path root, Path home, boolean fresh) throws IOException, InterruptedException {
        Path remembered = home.resolve("bench-ports.properties");
        Properties ports = new Properties();
        if (Files.exists(remembered)) {
            try (InputStream in = Files.newInputStream(remembered)) {
                ports.load(in);
            }
            if (!fresh) {
                return new BenchStack(root, home, ports);
            }
            BenchStack old = new BenchStack(root, home, ports);
            old.down();
            old.delete();
        }
        ports = freePorts();
        Files.createDirectories(home);
        try (OutputStream out = Files.newOutputStream(remembered)) {
            ports.store(out, "ports of the benchmark's own stack");
        }
        return new BenchStack(root, home, ports);
    }

    private static Properties freePorts() throws IOException {
        Properties ports = new Properties();
        List<ServerSocket> held = new ArrayList<>();
        // Held together, so that no two are the same.
        for (String part : PARTS) {
            ServerSocket socket = new ServerSocket(0);
            held.add(socket);
            ports.setProperty(part, Integer.toString(socket.getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }

    void up() throws IOException, InterruptedException {
        padan("up", "--population", "1000");
    }

    void down() throws IOException, InterruptedException {
        padan("down");
    }

    void delete() throws IOException {
        if (Files.exists(home)) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Whether a run before this one has imported that register. */
    boolean holds(int records) throws IOException {
        Path note = home.resolve("bench-register");
        return Files.exists(note) && Files.readString(note).equals(Integer.toString(records));
    }

    void remember(int records) throws IOException {
        Files.writeString(home.resolve("bench-register"), Integer.toString(records));
    }

    /** What {@code ./padan} must be told to see this stack. */
    Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        variables.put("PADAN_HOME", home.toString());
        // It would begin after the import, beside whatever is measured next.
        variables.put("PADAN_QUALITY_AUTOMATIC", "false");
        PARTS.forEach(part -> variables.put("PADAN_" + part + "_PORT", ports.getProperty(part)));
        return variables;
    }

    String settings() {
        return environment().entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    String origin() {
        return "http://localhost:" + ports.getProperty("GATEWAY");
    }

    String issuer() {
        return "http://localhost:" + ports.getProperty("KEYCLOAK") + "/realms/padan";
    }

    /** verification-service itself, without the gateway. */
    String verification() {
        return "http://localhost:" + ports.getProperty("VERIFICATION");
    }

    String postgres() {
        return "localhost:" + ports.getProperty("POSTGRES");
    }

    long verificationPid() throws IOException {
        return Long.parseLong(pidFile()[0]);
    }

    /** Kills verification-service as a crash would and starts it again just so; {@code ./padan down} will know the new process. */
    void restartVerification() throws IOException, InterruptedException {
        String[] noted = pidFile();
        long pid = Long.parseLong(noted[0]);
        List<String> command = words(Path.of("/proc", noted[0], "cmdline"));
        List<String> environment = words(Path.of("/proc", noted[0], "environ"));
        ProcessHandle process =
                ProcessHandle.of(pid).orElseThrow(() -> new Failure("verification-service is not running"));
        process.destroyForcibly();
        while (process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        // In a process group of its own, as ./padan up starts it.
        List<String> detached = new ArrayList<>(
                List.of("bash", "-c", "set -m; nohup \"$@\" >>\"$LOG\" 2>&1 </dev/null & echo $!", "bench"));
        detached.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(detached).directory(home.toFile());
        builder.environment().clear();
        environment.forEach(word ->
                builder.environment().put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)));
        builder.environment()
                .put("LOG", home.resolve("logs/verification-restarted.log").toString());
        Process shell = builder.start();
        String started = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        noted[0] = started;
        // The field after the name in brackets is the third; the start time is the 22nd (proc(5)).
        String stat = Files.readString(Path.of("/proc", started, "stat"));
        noted[1] = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        noted[2] = Instant.now().toString();
        Files.writeString(home.resolve("run/verification-service.pid"), String.join(" ", noted) + "\n");
    }

    private String[] pidFile() throws IOException {
        return Files.readString(home.resolve("run/verification-service.pid"))
                .strip()
                .split("\\s+");
    }

    private static List<String> words(Path file) throws IOException {
        return Arrays.stream(Files.readString(file, StandardCharsets.UTF_8).split("\0"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Runs {@code ./padan} on this stack, as a person would. */
    void padan(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("padan").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).inheritIO();
        // Standard output is for the table.
        builder.redirectOutput(home.resolve("bench-padan.log").toFile());
        builder.environment().putAll(environment());
        Process process = builder.start();
        if (!process.waitFor(Duration.ofMinutes(15)) || process.exitValue() != 0) {
            process.destroy();
            throw new Failure("./padan " + arguments[0] + " did not succeed; its own words are above and in "
                    + home.resolve("bench-padan.log"));
        }
    }
}
