package id.padan.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The whole stack on this machine: brings up what is not running or out of date, and leaves the rest alone. */
final class Stack {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** As verification-service signs its heads, padan.log.origin. */
    private static final String VERIFICATION_LOG = "padan/kemnaker-bkn/verification";

    private static final List<String> DATABASES = List.of(
            "agreement",
            "asn_directory",
            "casn",
            "functional_position",
            "verification",
            "correction",
            Keycloak.DATABASE);

    private final Settings settings;
    private final Console console;
    private final Processes processes;
    private final Programs programs;
    private final Keycloak keycloak;
    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Set<Path> used = ConcurrentHashMap.newKeySet();
    private final Set<Part> waitingFor = ConcurrentHashMap.newKeySet();
    private int started;

    Stack(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
        this.processes = new Processes(settings);
        this.programs = new Programs(settings.software());
        this.keycloak = new Keycloak(settings, java);
    }

    /** Only one command at a time may start or stop parts of one stack. */
    <T> T alone(Action<T> action) throws Exception {
        Files.createDirectories(settings.run());
        try (FileChannel file = FileChannel.open(
                        settings.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock == null) {
                throw new Failure("Another ./padan is just starting or stopping this stack (" + settings.home() + ").");
            }
            return action.run();
        }
    }

    interface Action<T> {
        T run() throws Exception;
    }

    /** Brings everything up and waits until it is ready. Returns how many parts had to be started. */
    int up() throws Exception {
        prepareFolders();
        for (Part part : Part.values()) {
            if (processes.find(part).isEmpty()) {
                Ports.requireFree(part, settings.port(part));
            }
        }
        try (ExecutorService workers = Executors.newCachedThreadPool()) {
            CompletableFuture<Void> postgres = run(workers, this::startPostgres);
            CompletableFuture<Void> kafka = run(workers, this::startKafka);
            CompletableFuture<Void> identity = run(workers, this::installKeycloak)
                    .thenCombine(postgres, (a, b) -> a)
                    .thenRunAsync(step(this::startKeycloak), workers);
            CompletableFuture<Void> keys = run(workers, this::makeKeys);
            CompletableFuture<Void> gateway = run(workers, this::startGateway);
            List<CompletableFuture<Void>> all = new ArrayList<>(List.of(identity, gateway));
            CompletableFuture<Void> ground = CompletableFuture.allOf(postgres, kafka, keys);
            for (Part service : Part.SERVICES) {
                all.add(ground.thenRunAsync(step(() -> startService(service)), workers));
            }
            // A part that fails ends the waiting for the others.
            CompletableFuture<Void> failure = new CompletableFuture<>();
            CompletableFuture<Void> everything = CompletableFuture.allOf(all.stream()
                    .map(one -> one.exceptionally(failed -> {
                        failure.completeExceptionally(failed);
                        return null;
                    }))
                    .toArray(CompletableFuture[]::new));
            awaitShowing(CompletableFuture.anyOf(everything, failure), workers);
        }
        programs.keepOnly(used);
        return started;
    }

    /** Says every ten seconds what is still awaited. */
    private void awaitShowing(CompletableFuture<?> everything, ExecutorService workers) throws Exception {
        while (true) {
            try {
                everything.get(10, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                if (!waitingFor.isEmpty()) {
                    console.say("still waiting for "
                            + String.join(
                                    ", ",
                                    EnumSet.copyOf(waitingFor).stream()
                                            .map(Part::title)
                                            .toList()));
                }
            } catch (ExecutionException e) {
                workers.shutdownNow();
                Throwable cause = e.getCause();
                while (cause instanceof CompletionException && cause.getCause() != null) {
                    cause = cause.getCause();
                }
                throw cause instanceof Exception known ? known : e;
            }
        }
    }

    private void prepareFolders() throws IOException {
        Files.createDirectories(settings.home());
        Files.createDirectories(settings.data());
        if (!Files.isDirectory(settings.keys())) {
            Files.createDirectory(
                    settings.keys(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path shipped = settings.root().resolve("agreement-service/src/main/resources/agreements");
        if (Files.isDirectory(shipped)) {
            Files.createDirectories(settings.agreements());
            try (DirectoryStream<Path> files = Files.newDirectoryStream(shipped, "*.json")) {
                for (Path file : files) {
                    Path own = settings.agreements().resolve(file.getFileName().toString());
                    if (Files.notExists(own)) {
                        Files.copy(file, own);
                    }
                }
            }
        }
    }

    private void startPostgres() throws Exception {
        Database database = database(Database.install(settings.software()));
        database.initialise();
        List<String> command = database.command();
        String fingerprint = Programs.fingerprint(command);
        if (begin(Part.POSTGRES, fingerprint)) {
            processes.stop(Part.POSTGRES, "INT", Duration.ofSeconds(30));
            database.clearRemains();
            Processes.Running running = processes.start(Part.POSTGRES, command, Map.of(), settings.home(), fingerprint);
            database.awaitReady(running.handle(), PATIENCE);
            database.declare();
            ready(Part.POSTGRES);
        } else {
            // A newer version may bring a database along while the server stays as it is.
            database.declare();
        }
    }

    private Database database(Path software) {
        return new Database(
                software, settings.data().resolve("postgres"), settings.port(Part.POSTGRES), DATABASES, true);
    }

    private void startKafka() throws Exception {
        Path local = local();
        Broker broker = new Broker(
                settings.data().resolve("kafka"),
                settings.port(Part.KAFKA),
                Infra.freePorts(1)[0],
                // The second compiler took as long as all the rest of an import's work here (ADR 0068).
                List.of(
                        "-Xms128m",
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError"));
        List<String> command = broker.command(java, classPath(local));
        String fingerprint = Programs.fingerprint(command, settings.port(Part.KAFKA));
        if (begin(Part.KAFKA, fingerprint)) {
            processes.stop(Part.KAFKA, "TERM", Duration.ofSeconds(30));
            broker.initialise();
            Processes.Running running = processes.start(Part.KAFKA, command, Map.of(), settings.home(), fingerprint);
            broker.declare(running.handle(), PATIENCE);
            ready(Part.KAFKA);
        }
    }

    private void installKeycloak() throws Exception {
        if (processes.find(Part.KEYCLOAK).isEmpty()) {
            keycloak.install(settings.root().resolve("deploy/local/target/keycloak/keycloak.tar.gz"), console);
        }
    }

    private void startKeycloak() throws Exception {
        List<String> command = keycloak.command();
        // Keycloak keeps the broken connections of a database that died and answers 500 with them: it starts again with
        // it.
        long database = processes
                .find(Part.POSTGRES)
                .orElseThrow(() -> new Failure("PostgreSQL ended while starting."))
                .pid();
        String fingerprint = Programs.fingerprint(command, database);
        if (begin(Part.KEYCLOAK, fingerprint)) {
            processes.stop(Part.KEYCLOAK, "TERM", Duration.ofSeconds(20));
            Processes.Running running =
                    processes.start(Part.KEYCLOAK, command, keycloak.environment(), keycloak.folder(), fingerprint);
            awaitAnswer(Part.KEYCLOAK, running, settings.issuer() + "/.well-known/openid-configuration");
            ready(Part.KEYCLOAK);
        }
    }

    private void startGateway() throws Exception {
        Path local = local();
        List<String> command = List.of(
                java,
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=128m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(local),
                "id.padan.local.Main",
                "gateway",
                Integer.toString(settings.port(Part.GATEWAY)),
                "agreements=" + settings.port(Part.AGREEMENT),
                "asn-directory=" + settings.port(Part.DIRECTORY),
                "verification=" + settings.port(Part.VERIFICATION),
                "casn=" + settings.port(Part.CASN),
                "corrections=" + settings.port(Part.CORRECTION));
        String fingerprint = Programs.fingerprint(command);
        if (begin(Part.GATEWAY, fingerprint)) {
            processes.stop(Part.GATEWAY, "TERM", Duration.ofSeconds(10));
            Processes.Running running = processes.start(Part.GATEWAY, command, Map.of(), settings.home(), fingerprint);
            awaitAnswer(Part.GATEWAY, running, settings.origin() + "/");
            ready(Part.GATEWAY);
        }
    }

    private void startService(Part service) throws Exception {
        Path program = program(service);
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(serviceOptions(service));
        command.addAll(List.of("-jar", program.resolve("quarkus-run.jar").toString()));
        Map<String, String> environment = settings.service(service);
        String fingerprint = Programs.fingerprint(command, environment);
        if (begin(service, fingerprint)) {
            processes.stop(service, "TERM", Duration.ofSeconds(20));
            Processes.Running running = processes.start(service, command, environment, settings.home(), fingerprint);
            awaitReady(service, running);
            ready(service);
        } else {
            // It may still be finding its way back to a part that was started again just now.
            awaitReady(service, processes.find(service).orElseThrow());
        }
    }

    private static List<String> serviceOptions(Part service) {
        List<String> heap =
                switch (service) {
                    case AGREEMENT -> List.of("-Xms64m", "-Xmx224m");
                    case CORRECTION -> List.of("-Xms64m", "-Xmx512m");
                    // Blocks of an import live for seconds: in a small nursery they are copied again and again, and
                    // grow old.
                    case DIRECTORY -> List.of("-Xms320m", "-Xmx640m", "-Xmn256m");
                    // The bounds of a whole release are one set of linear programs.
                    case CASN -> List.of("-Xms64m", "-Xmx1g");
                    // With what is not heap, a list of 16 million rows stays within 1 GiB. A young generation of 70 MB
                    // was collected four times a second under single checks: seen in their p99.
                    default -> List.of("-Xms512m", "-Xmx720m");
                };
        List<String> options = new ArrayList<>(heap);
        options.addAll(List.of(
                service == Part.VERIFICATION ? "-XX:+UseG1GC" : "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        return options;
    }

    /** Keysets, once; their loss is the loss of every token made with them. */
    private void makeKeys() throws Exception {
        Path program = program(Part.VERIFICATION);
        String classPath = program.resolve("app") + "/*" + File.pathSeparator + program.resolve("lib/main") + "/*"
                + File.pathSeparator + program.resolve("lib/boot") + "/*";
        makeKeyset(classPath, "id.padan.platform.token.TokenKeys", settings.tokenKeyset());
        makeKeyset(classPath, "id.padan.verification.chunk.ContentKeys", settings.contentKeyset());
        makeKeyset(classPath, "id.padan.verification.chunk.ContentKeys", settings.documentKeyset());
        makeKeyset(classPath, "id.padan.platform.token.TokenKeys", settings.evidenceKeyset());
        makeKeyset(classPath, "id.padan.verification.chunk.ContentKeys", settings.nikKeyset());
        makeKeyset(classPath, "id.padan.verification.chunk.ContentKeys", settings.correctionKeyset());
        makeKeyset(classPath, "id.padan.platform.token.TokenKeys", settings.nikLookupKeyset());
        Files.createDirectories(settings.retentionKeys());
        for (Part service : Part.SERVICES) {
            makeKeyset(classPath, "id.padan.proof.LogSigner", settings.logKeyset(service));
        }
        if (!Files.exists(settings.verificationLogKeys())) {
            runGenerator(
                    classPath,
                    "id.padan.proof.LogSigner",
                    settings.verificationLogKeys(),
                    settings.logKeyset(Part.VERIFICATION).toString(),
                    VERIFICATION_LOG,
                    settings.verificationLogKeys().toString());
        }
    }

    /** Works on the token keyset with the program that owns its format; returns what that said. */
    String tokenKeyset(String... order) throws Exception {
        Path program = program(Part.VERIFICATION);
        List<String> command = new ArrayList<>(List.of(
                java,
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                program.resolve("app") + "/*" + File.pathSeparator + program.resolve("lib/main") + "/*"
                        + File.pathSeparator + program.resolve("lib/boot") + "/*",
                "id.padan.platform.token.TokenKeys",
                settings.tokenKeyset().toString()));
        command.addAll(List.of(order));
        // Libraries warn on standard error; only what the program says counts.
        Path warnings = Files.createTempFile(settings.run(), "keyset-", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(warnings.toFile()).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new Failure("The token keyset could not be changed; see " + warnings);
        }
        Files.delete(warnings);
        return said;
    }

    private void makeKeyset(String classPath, String generator, Path keyset) throws Exception {
        if (!Files.exists(keyset)) {
            runGenerator(classPath, generator, keyset, keyset.toString());
        }
    }

    /** @param made the file that the generator makes, removed again if it fails */
    private void runGenerator(String classPath, String generator, Path made, String... arguments) throws Exception {
        var command =
                new ArrayList<>(List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath, generator));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            Files.deleteIfExists(made);
            throw new Failure("The file " + made + " could not be made: " + said.strip());
        }
    }

    private Path program(Part service) throws IOException {
        Path built = settings.root().resolve(service.id()).resolve("target/quarkus-app");
        if (!Files.exists(built.resolve("quarkus-run.jar"))) {
            throw new Failure(
                    service.title() + " is not built: " + built + " is missing. Run ./padan up, which builds it.");
        }
        Path copy = programs.copy(service.id(), List.of(built));
        used.add(copy);
        return copy;
    }

    private synchronized Path local() throws IOException {
        Path target = settings.root().resolve("deploy/local/target");
        Path copy = programs.copy("local", List.of(target.resolve("classes"), target.resolve("lib")));
        used.add(copy);
        return copy;
    }

    private static String classPath(Path local) {
        return local.resolve("classes") + File.pathSeparator + local.resolve("lib") + "/*";
    }

    /** Whether the part has to be started: it does not run, or runs with something else than it should now. */
    private boolean begin(Part part, String fingerprint) {
        Optional<Processes.Running> running = processes.find(part);
        if (running.isPresent() && running.get().fingerprint().equals(fingerprint)) {
            return false;
        }
        console.say(part.title() + (running.isPresent() ? ": changed, starting again" : ": starting"));
        waitingFor.add(part);
        return true;
    }

    private synchronized void ready(Part part) {
        started++;
        waitingFor.remove(part);
        console.say(part.title() + ": ready on port " + settings.port(part));
    }

    private void awaitReady(Part part, Processes.Running running) throws Exception {
        String address = "http://localhost:" + settings.port(part) + "/q/health/ready";
        awaitAnswer(part, running, address);
        if (part == Part.AGREEMENT) {
            return;
        }
        // Ready without a policy means: refuses everything. The first policy of a new stack comes a moment later.
        Instant end = Instant.now().plus(PATIENCE);
        while (!health(part).path("agreement policy read").path("open").asBoolean(true)) {
            if (Instant.now().isAfter(end)) {
                throw new Failure(part.title() + " has heard no agreement; see " + settings.log(Part.AGREEMENT));
            }
            requireAlive(part, running);
            TimeUnit.MILLISECONDS.sleep(400);
        }
    }

    /** The data of each readiness check by its name, empty when the part does not answer. */
    JsonNode health(Part part) throws InterruptedException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode checks = mapper.createObjectNode();
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + settings.port(part) + "/q/health/ready"))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            mapper.readTree(answer.body())
                    .path("checks")
                    .forEach(check -> checks.set(check.path("name").asText(), check.path("data")));
        } catch (IOException e) {
            // Not there yet.
        }
        return checks;
    }

    boolean isReady(Part part) throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(
                                                    "http://localhost:" + settings.port(part) + "/q/health/ready"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void awaitAnswer(Part part, Processes.Running running, String address) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        String last = "no answer";
        while (true) {
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create(address))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                last = "HTTP " + answer.statusCode() + " " + answer.body();
            } catch (IOException e) {
                last = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
            requireAlive(part, running);
            if (Instant.now().isAfter(end)) {
                throw new Failure(part.title() + " is not ready after " + PATIENCE.toMinutes() + " minutes (" + last
                        + "); see " + settings.log(part));
            }
            TimeUnit.MILLISECONDS.sleep(400);
        }
    }

    private void requireAlive(Part part, Processes.Running running) {
        if (!Processes.isAlive(running.handle())) {
            throw new Failure(part.title() + " ended while starting. The last lines of " + settings.log(part) + ":\n"
                    + Processes.tail(settings.log(part), 25));
        }
    }

    /** Stops what runs, in an order in which nobody misses what it needs. */
    int down() throws Exception {
        int stopped = 0;
        stopped += stopAll(List.of(
                Part.GATEWAY,
                Part.CASN,
                Part.CORRECTION,
                Part.VERIFICATION,
                Part.DIRECTORY,
                Part.AGREEMENT,
                Part.KEYCLOAK));
        stopped += stopAll(List.of(Part.KAFKA, Part.POSTGRES));
        return stopped;
    }

    private int stopAll(List<Part> parts) throws Exception {
        int stopped = 0;
        try (ExecutorService workers = Executors.newCachedThreadPool()) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (Part part : parts) {
                if (processes.find(part).isPresent()) {
                    stopped++;
                    all.add(run(workers, () -> stop(part)));
                } else {
                    Files.deleteIfExists(processes.pidFile(part));
                }
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        }
        return stopped;
    }

    void stop(Part part) throws Exception {
        processes.stop(part, part == Part.POSTGRES ? "INT" : "TERM", Duration.ofSeconds(30));
        console.say(part.title() + ": stopped");
    }

    Processes processes() {
        return processes;
    }

    private interface Step {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> run(ExecutorService workers, Step step) {
        return CompletableFuture.runAsync(step(step), workers);
    }

    private static Runnable step(Step step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        };
    }
}
