package id.padan.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The stack that all journeys share: brought up once by {@code ./padan up}, in a temporary folder, on free ports. */
final class Stack implements BeforeAllCallback {
    static final int POPULATION = 3_000;
    private static final List<String> PORTS = List.of(
            "GATEWAY", "AGREEMENT", "DIRECTORY", "VERIFICATION", "CASN", "CORRECTION", "KEYCLOAK", "KAFKA", "POSTGRES");
    private static Stack running;

    private final Path root = projectRoot();
    private final Path home;
    private final Map<String, String> environment = new TreeMap<>();
    private String firstUp;

    Stack() {
        try {
            home = Files.createTempDirectory("padan-journey-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (running != null) {
            return;
        }
        running = this;
        environment.put("PADAN_HOME", home.toString());
        // The build that runs these journeys has just made every jar.
        environment.put("PADAN_BUILD", "never");
        for (int i = 0; i < PORTS.size(); i++) {
            environment.put("PADAN_" + PORTS.get(i) + "_PORT", Integer.toString(Parts.freePort()));
        }
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put("stack", (AutoCloseable) this::remove);
        var up = padan(Duration.ofMinutes(8), "up", "--population", Integer.toString(POPULATION));
        firstUp = up.output();
        if (up.exit() != 0) {
            throw new IllegalStateException("./padan up ended with " + up.exit() + ":\n" + up.output());
        }
    }

    static Stack stack() {
        return running;
    }

    /** What the first {@code ./padan up} printed. */
    String firstUp() {
        return firstUp;
    }

    Path home() {
        return home;
    }

    int port(String part) {
        return Integer.parseInt(environment.get("PADAN_" + part + "_PORT"));
    }

    String origin() {
        return "http://localhost:" + port("GATEWAY");
    }

    record Ended(int exit, String output) {}

    Ended up() {
        return padan(Duration.ofMinutes(5), "up", "--population", Integer.toString(POPULATION));
    }

    Ended padan(Duration limit, String... arguments) {
        var command = new ArrayList<String>();
        command.add(root.resolve("padan").toString());
        command.addAll(List.of(arguments));
        try {
            // Output goes to a file: the stack's processes outlive the command and would hold a pipe open.
            var output = Files.createTempFile(home, "command-", ".txt");
            var builder = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "./padan " + String.join(" ", arguments) + " took too long:\n" + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void remove() {
        padan(Duration.ofMinutes(2), "down");
        try (var files = Files.walk(home)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path projectRoot() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("padan")) && Files.isRegularFile(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside the project");
    }
}
