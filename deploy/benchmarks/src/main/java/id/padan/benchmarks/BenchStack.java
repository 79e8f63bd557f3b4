package id.padan.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole stack for the measurement alone: own folder, own ports, made by the same {@code ./padan up} that everybody uses. */
final class BenchStack {

    private static final List<String> PARTS =
            List.of("POSTGRES", "KAFKA", "KEYCLOAK", "AGREEMENT", "DIRECTORY", "VERIFICATION", "GATEWAY");

    private final Path root;
    private final Path home;
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    BenchStack(Path root, Path home) {
        this.root = root;
        this.home = home;
        List<ServerSocket> held = new ArrayList<>();
        try {
            // Held together, so that no two are the same.
            for (String part : PARTS) {
                ServerSocket socket = new ServerSocket(0);
                held.add(socket);
                ports.put(part, socket.getLocalPort());
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void up() throws IOException, InterruptedException {
        padan("up", "--population", "1000");
    }

    void down() throws IOException, InterruptedException {
        padan("down");
    }

    /** What {@code ./padan} must be told to see this stack. */
    String environment() {
        StringBuilder text = new StringBuilder("PADAN_HOME=" + home);
        ports.forEach((part, port) ->
                text.append(" PADAN_").append(part).append("_PORT=").append(port));
        return text.toString();
    }

    String origin() {
        return "http://localhost:" + ports.get("GATEWAY");
    }

    String issuer() {
        return "http://localhost:" + ports.get("KEYCLOAK") + "/realms/padan";
    }

    String verification() {
        return "http://localhost:" + ports.get("VERIFICATION");
    }

    String postgres() {
        return "localhost:" + ports.get("POSTGRES");
    }

    /** Kills verification-service as a crash would, and gives what would start it again just so. */
    ProcessBuilder killVerification() throws IOException, InterruptedException {
        Path pidFile = home.resolve("run/verification-service.pid");
        long pid = Long.parseLong(Files.readString(pidFile).strip().split("\\s+")[0]);
        List<String> command = words(Path.of("/proc", Long.toString(pid), "cmdline"));
        Map<String, String> environment = new LinkedHashMap<>();
        for (String word : words(Path.of("/proc", Long.toString(pid), "environ"))) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                environment.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        ProcessHandle process =
                ProcessHandle.of(pid).orElseThrow(() -> new Failure("verification-service is not running"));
        process.destroyForcibly();
        while (process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("logs/verification-restarted.log").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static List<String> words(Path file) throws IOException {
        return Arrays.stream(Files.readString(file, StandardCharsets.UTF_8).split("\0"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private void padan(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("padan").toString()));
        command.addAll(List.of(arguments));
        Files.createDirectories(home);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).inheritIO();
        builder.environment().put("PADAN_HOME", home.toString());
        ports.forEach((part, port) -> builder.environment().put("PADAN_" + part + "_PORT", Integer.toString(port)));
        Process process = builder.start();
        if (!process.waitFor(Duration.ofMinutes(15)) || process.exitValue() != 0) {
            process.destroy();
            throw new Failure("./padan " + arguments[0] + " did not succeed; its own words are above.");
        }
    }
}
