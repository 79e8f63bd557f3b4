package id.padan.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A bare Quarkus POST with a check's own JSON, and a second one of the stack's gateways before it. */
final class BareRival implements AutoCloseable {

    private final List<Process> processes = new ArrayList<>();
    private final int port;
    private final int gatewayPort;

    /** @param answer JSON that a real check gave */
    BareRival(Bench bench, String answer) throws IOException, InterruptedException {
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            port = one.getLocalPort();
            gatewayPort = other.getLocalPort();
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path program = bench.root().resolve("deploy/benchmarks/bare/target/quarkus-app/quarkus-run.jar");
        if (Files.notExists(program)) {
            throw new Failure("the bare rival is not built: " + program + " is missing");
        }
        // With verification-service's options and more memory than it needs.
        ProcessBuilder service = new ProcessBuilder(
                java,
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseG1GC",
                "-XX:+UseCompactObjectHeaders",
                "-Dquarkus.http.port=" + port,
                "-jar",
                program.toString());
        service.environment().put("BARE_ANSWER", answer);
        Path local = bench.root().resolve("deploy/local/target");
        // As Stack starts the gateway.
        ProcessBuilder gateway = new ProcessBuilder(
                java,
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                local.resolve("classes") + File.pathSeparator + local.resolve("lib") + "/*",
                "id.padan.local.Main",
                "gateway",
                Integer.toString(gatewayPort),
                "verification=" + port);
        for (ProcessBuilder builder : List.of(service, gateway)) {
            Path log = bench.folder().resolve(builder == service ? "bare.log" : "bare-gateway.log");
            processes.add(builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "bare-rival"));
        awaitAnswer();
    }

    String direct() {
        return "http://localhost:" + port;
    }

    String behindGateway() {
        return "http://localhost:" + gatewayPort;
    }

    private void awaitAnswer() throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(behindGateway() + Front.CHECKS))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(Front.checkBody("0")))
                    .build();
            for (int i = 0; i < 600; i++) {
                try {
                    if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // It is still starting.
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        close();
        throw new Failure("the bare rival does not start; see bare.log");
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
    }
}
