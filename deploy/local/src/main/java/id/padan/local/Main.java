package id.padan.local;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** What the script {@code padan} starts. */
public final class Main {

    private static final int DEFAULT_POPULATION = 20_000;
    private static final int LARGEST_POPULATION = 10_000_000;

    private final PrintStream out = System.out;

    private Main() {}

    /** @param arguments a command and what belongs to it */
    public static void main(String[] arguments) {
        int code;
        try {
            code = new Main().run(Arrays.asList(arguments));
        } catch (Failure e) {
            System.err.println("padan: " + e.getMessage());
            code = 1;
        } catch (CompletionException e) {
            Throwable cause = e;
            while (cause.getCause() != null && !(cause instanceof Failure)) {
                cause = cause.getCause();
            }
            System.err.println("padan: " + (cause instanceof Failure ? cause.getMessage() : cause.toString()));
            code = 1;
        } catch (IOException | UncheckedIOException e) {
            System.err.println("padan: " + e);
            code = 1;
        } catch (Exception e) {
            e.printStackTrace(System.err);
            code = 1;
        }
        System.out.flush();
        System.exit(code);
    }

    private int run(List<String> arguments) throws Exception {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        switch (command) {
            case "infra" -> Infra.run(target());
            case "gateway" -> gateway(rest);
            case "up" -> up(population(rest));
            case "down" -> down(nothing("down", rest));
            case "reset" -> reset(nothing("reset", rest));
            case "status" -> {
                return status(nothing("status", rest));
            }
            case "keys" -> keys(rest);
            case "log" -> out.println(settings().log(part(rest)));
            case "dev" -> dev(part(rest));
            case "consume" -> Consume.run(settings(), rest, out);
            default -> throw new Failure("unknown command: " + command);
        }
        return 0;
    }

    private void up(Optional<Integer> wanted) throws Exception {
        Settings settings = settings();
        Console console = new Console(out);
        Stack stack = new Stack(settings, console);
        Instant began = Instant.now();
        stack.alone(() -> {
            int started = stack.up();
            Sample sample = new Sample(settings, stack, console);
            int population = wanted.orElse(sample.loaded() > 0 ? sample.loaded() : DEFAULT_POPULATION);
            if (population > 0) {
                sample.references();
            }
            Optional<Sample.Outcome> outcome =
                    population == 0 ? Optional.empty() : Optional.of(sample.verify(population));
            console.plain(summary(settings, started, outcome, Duration.between(began, Instant.now())));
            return null;
        });
    }

    private static String summary(Settings settings, int started, Optional<Sample.Outcome> outcome, Duration time) {
        StringBuilder text = new StringBuilder("\nPadan is up");
        text.append(started == 0 ? " (it already was)" : "")
                .append(String.format(Locale.ROOT, ", after %.0f s.%n%n", Console.seconds(time)));
        text.append("Where\n");
        line(text, "for people and programs", settings.origin());
        line(
                text,
                "OpenAPI",
                settings.origin()
                        + "/api/verification/openapi, /api/asn-directory/openapi, /api/casn/openapi, "
                        + "/api/corrections/openapi, /api/agreements/openapi");
        line(
                text,
                "Keycloak",
                "http://localhost:" + settings.port(Part.KEYCLOAK) + "  (console: " + Keycloak.ADMIN + " / "
                        + Keycloak.ADMIN_PASSWORD + ")");
        line(
                text,
                "Kafka, PostgreSQL",
                "localhost:" + settings.port(Part.KAFKA) + ", localhost:" + settings.port(Part.POSTGRES));
        line(text, "data, logs", settings.home() + ", " + settings.home().resolve("logs"));
        text.append("\nLocal logins (password padan)\n");
        line(text, "Kemnaker", "petugas.kemnaker, pejabat.kemnaker, auditor.kemnaker, dpo.kemnaker");
        line(text, "BKN", "verifikator.bkn, pejabat.bkn, auditor.bkn, dpo.bkn");
        line(text, "machine clients", "kemnaker-system / kemnaker-local, bkn-system / bkn-local");
        outcome.ifPresent(done -> {
            text.append("\nVerified: a list of candidates against a synthetic register of ")
                    .append(String.format(Locale.ROOT, "%,d", done.population()))
                    .append(" records; every answer is the expected one\n");
            done.answers()
                    .forEach((answer, rows) ->
                            line(text, Sample.statement(answer), String.format(Locale.ROOT, "%,8d  %s", rows, answer)));
            done.others()
                    .forEach((status, rows) ->
                            line(text, "no answer", String.format(Locale.ROOT, "%,8d  %s", rows, status)));
            line(text, "list, results", done.list() + ", " + done.results());
        });
        text.append("\nTry next\n");
        text.append("  ./padan sample candidates --n 100000 --population ")
                .append(outcome.map(Sample.Outcome::population).orElse(DEFAULT_POPULATION))
                .append(" -o calon.csv --expected harapan.csv\n");
        text.append(
                "  ./padan verify calon.csv -o hasil.csv --format csv --program BSU-2025 && ./padan compare hasil.csv harapan.csv\n");
        text.append("  ./padan kafka consume agreement.policy.v1 --from-beginning --max 1\n");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-34s %s%n", name, value));
    }

    private void down(Settings settings) throws Exception {
        Stack stack = new Stack(settings, new Console(out));
        int stopped = stack.alone(stack::down);
        out.println(stopped == 0 ? "Nothing was running." : "Stopped; the data is kept in " + settings.home() + ".");
    }

    private void reset(Settings settings) throws Exception {
        Stack stack = new Stack(settings, new Console(out));
        Map<Path, String> doomed = new LinkedHashMap<>();
        doomed.put(settings.data(), "the databases and the topics");
        doomed.put(settings.keys(), "the keys, without which no token can be made again");
        doomed.put(settings.agreements(), "the agreement files with your changes");
        doomed.put(settings.home().resolve("sample"), "the sample register, list and results");
        doomed.put(settings.home().resolve("logs"), "the logs");
        out.println("This deletes, for good:");
        doomed.forEach((folder, what) -> {
            if (Files.exists(folder)) {
                out.printf(Locale.ROOT, "  %-50s %8.1f MB  %s%n", folder, size(folder) / 1e6, what);
            }
        });
        stack.alone(() -> {
            stack.down();
            for (Path folder : doomed.keySet()) {
                Archive.deleteTree(folder);
            }
            return null;
        });
        out.println("Deleted. The unpacked programs stay in " + settings.software() + ".");
    }

    private void keys(List<String> arguments) throws Exception {
        if (!arguments.equals(List.of("rotate"))) {
            throw new Failure("usage: ./padan keys rotate");
        }
        Settings settings = settings();
        Console console = new Console(out);
        Stack stack = new Stack(settings, console);
        stack.alone(() -> {
            new KeyRotation(settings, stack, console).run();
            return null;
        });
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            // A running database comes and goes with files; the figure is only for the eye.
            return 0;
        }
    }

    private int status(Settings settings) throws InterruptedException {
        Stack stack = new Stack(settings, new Console(out));
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
        out.printf("%-24s %-12s %8s %6s %10s  %s%n", "part", "state", "pid", "port", "memory", "since");
        boolean all = true;
        double total = 0;
        for (Part part : Part.values()) {
            Optional<Processes.Running> running = stack.processes().find(part);
            if (running.isEmpty()) {
                all = false;
                String state = Ports.isFree(settings.port(part)) ? "stopped" : "port taken";
                out.printf("%-24s %-12s %8s %6d %10s  %s%n", part.id(), state, "-", settings.port(part), "-", "-");
                continue;
            }
            double memory = Processes.memory(running.get().handle()) / 1048576.0;
            total += memory;
            String state = Part.SERVICES.contains(part) ? (stack.isReady(part) ? "ready" : "not ready") : "running";
            all &= !state.equals("not ready");
            out.printf(
                    Locale.ROOT,
                    "%-24s %-12s %8d %6d %6.0f MiB  %s%n",
                    part.id(),
                    state,
                    running.get().pid(),
                    settings.port(part),
                    memory,
                    format.format(running.get().since()));
        }
        out.printf(Locale.ROOT, "%-24s %-12s %8s %6s %6.0f MiB  %s%n", "together", "", "", "", total, settings.home());
        return all ? 0 : 3;
    }

    /** Stops the packaged service and prints what {@code quarkus:dev} needs in its place, one NAME=value per line. */
    private void dev(Part part) throws Exception {
        if (!Part.SERVICES.contains(part)) {
            throw new Failure("./padan dev wants one of: "
                    + String.join(", ", Part.SERVICES.stream().map(Part::id).toList()));
        }
        Settings settings = settings();
        Stack stack = new Stack(settings, new Console(System.err));
        if (stack.processes().find(Part.POSTGRES).isEmpty()
                || stack.processes().find(Part.KAFKA).isEmpty()) {
            throw new Failure("The stack is not up: ./padan up first.");
        }
        stack.alone(() -> {
            stack.stop(part);
            return null;
        });
        out.println("PADAN_DEV_MODULE=" + part.id());
        settings.service(part).forEach((name, value) -> out.println(name + "=" + value));
    }

    private static void gateway(List<String> arguments) throws InterruptedException {
        Map<String, Integer> backends = new LinkedHashMap<>();
        for (String route : arguments.subList(1, arguments.size())) {
            backends.put(
                    route.substring(0, route.indexOf('=')), Integer.valueOf(route.substring(route.indexOf('=') + 1)));
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        Gateway.listen(vertx, Integer.parseInt(arguments.getFirst()), backends).onFailure(e -> {
            System.err.println(
                    "padan: the gateway cannot listen on port " + arguments.getFirst() + ": " + e.getMessage());
            System.exit(1);
        });
        new CountDownLatch(1).await();
    }

    private static Optional<Integer> population(List<String> arguments) {
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        String number = arguments.getFirst().equals("--population") && arguments.size() == 2
                ? arguments.get(1)
                : arguments.getFirst().startsWith("--population=") && arguments.size() == 1
                        ? arguments.getFirst().substring("--population=".length())
                        : null;
        if (number == null) {
            throw new Failure("usage: ./padan up [--population N]");
        }
        if (!number.matches("[0-9]{1,8}") || Integer.parseInt(number) > LARGEST_POPULATION) {
            throw new Failure("--population must be a number from 0 (load nothing) to " + LARGEST_POPULATION
                    + ", but is: " + number);
        }
        return Optional.of(Integer.valueOf(number));
    }

    private static Settings nothing(String command, List<String> arguments) throws URISyntaxException {
        if (!arguments.isEmpty()) {
            throw new Failure("./padan " + command + " takes no arguments, but got: " + String.join(" ", arguments));
        }
        return settings();
    }

    private static Part part(List<String> arguments) {
        String name = arguments.isEmpty() ? "" : arguments.getFirst();
        return Part.named(name)
                .orElseThrow(() -> new Failure((name.isEmpty() ? "Name a part" : "There is no part called " + name)
                        + "; there are: " + Part.names()));
    }

    private static Settings settings() throws URISyntaxException {
        String root = System.getenv("PADAN_ROOT");
        return Settings.of(root == null ? target().resolve("../../..").normalize() : Path.of(root), System.getenv());
    }

    /** The folder that holds the compiled classes, {@code deploy/local/target}. */
    private static Path target() throws URISyntaxException {
        return Path.of(Main.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .getParent();
    }
}
