package id.padan.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL and Kafka for a test run: random ports, a temporary folder, everything declared as in the local stack. Says one line of JSON
 * when ready and ends with its standard input. Until then it takes the lines {@code kill kafka}, {@code start kafka},
 * {@code kill postgres} and {@code start postgres}, each answered with one line, for tests of failure.
 */
final class Infra {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Path folder;
    private final Database database;
    private final Broker broker;
    private final int databasePort;
    private final int brokerPort;
    private Process postgres;
    private Process kafka;

    private Infra(Path folder, Path software, int databasePort, int brokerPort, int controllerPort) {
        this.folder = folder;
        this.databasePort = databasePort;
        this.brokerPort = brokerPort;
        this.database = new Database(software, folder.resolve("postgres"), databasePort, Database.SERVICES, false);
        this.broker = new Broker(folder.resolve("kafka"), brokerPort, controllerPort, JAVA_OPTIONS);
    }

    static void run(Path target) throws Exception {
        Path folder = Files.createTempDirectory("padan-infra");
        Process watch = watch(folder);
        try {
            int[] ports = freePorts(3);
            Infra infra = new Infra(folder, Database.install(target), ports[0], ports[1], ports[2]);
            CompletableFuture<Void> database = CompletableFuture.runAsync(checked(infra::startPostgres));
            CompletableFuture<Void> broker = CompletableFuture.runAsync(checked(infra::startKafka));
            CompletableFuture.allOf(database, broker).join();
            infra.say(Map.of(
                    "postgres", "localhost:" + infra.databasePort,
                    "kafka", "localhost:" + infra.brokerPort,
                    "postgresPid", infra.postgres.pid(),
                    "kafkaPid", infra.kafka.pid(),
                    "folder", folder.toString()));
            infra.obey();
        } finally {
            // Everything is stopped and deleted in one place only, which also runs when this process is killed.
            watch.getOutputStream().close();
            watch.waitFor(20, TimeUnit.SECONDS);
        }
    }

    /** A shell in its own process group that waits for our end, however it comes, then stops the servers and deletes the folder. */
    private static Process watch(Path folder) throws IOException {
        String script = """
                set -m
                trap '' INT TERM HUP
                cat >/dev/null
                [ -f "$1/postgres.pid" ] && kill -QUIT "$(cat "$1/postgres.pid")" 2>/dev/null
                [ -f "$1/kafka.pid" ] && kill -KILL "$(cat "$1/kafka.pid")" 2>/dev/null
                for i in 1 2 3 4 5 6 7 8 9 10; do
                  sleep 0.3
                  rm -rf "$1" 2>/dev/null && break
                done
                """;
        return new ProcessBuilder("bash", "-c", script, "padan-infra-watch", folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void startPostgres() throws Exception {
        database.initialise();
        database.clearRemains();
        postgres = start("postgres", database.command());
        try {
            database.awaitReady(postgres.toHandle(), PATIENCE);
        } catch (Failure e) {
            throw new Failure(e.getMessage() + "\n" + log("postgres"), e);
        }
        database.declare();
    }

    private void startKafka() throws Exception {
        broker.initialise();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        kafka = start("kafka", broker.command(java, System.getProperty("java.class.path")));
        try {
            broker.declare(kafka.toHandle(), PATIENCE);
        } catch (Failure e) {
            throw new Failure(e.getMessage() + "\n" + log("kafka"), e);
        }
    }

    private Process start(String name, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Files.writeString(folder.resolve(name + ".pid"), Long.toString(process.pid()));
        return process;
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    private void obey() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            switch (line.strip()) {
                case "kill kafka" -> kafka.destroyForcibly().waitFor();
                case "kill postgres" -> postgres.destroyForcibly().waitFor();
                case "start kafka" -> startKafka();
                case "start postgres" -> startPostgres();
                default -> {
                    say(Map.of("unknown", line));
                    continue;
                }
            }
            say(Map.of("done", line.strip()));
        }
    }

    private void say(Map<String, ?> message) throws IOException {
        System.out.println(new ObjectMapper().writeValueAsString(message));
        System.out.flush();
    }

    /** Ports that are free now; held open together, so that they differ. */
    static int[] freePorts(int count) throws IOException {
        int[] ports = new int[count];
        ServerSocket[] held = new ServerSocket[count];
        try {
            for (int i = 0; i < count; i++) {
                held[i] = new ServerSocket(0);
                ports[i] = held[i].getLocalPort();
            }
        } finally {
            for (ServerSocket socket : held) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
        return ports;
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Runnable checked(Step step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
