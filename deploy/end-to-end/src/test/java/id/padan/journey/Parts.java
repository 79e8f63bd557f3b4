package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The processes of the stack, by the pid files that it keeps. */
final class Parts {
    private Parts() {}

    static void stop(String part) {
        var process = process(part);
        assertThat(process.destroy()).isTrue();
        await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
    }

    static void kill(String part) {
        var process = process(part);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** No byte is written from here on, as on a full disk; the database gives up when it cannot write its log. */
    static void fillTheDiskUnder(String part) throws IOException, InterruptedException {
        var process = process(part);
        var all = Stream.concat(Stream.of(process), process.descendants()).toList();
        for (var one : all) {
            new ProcessBuilder("prlimit", "--pid", Long.toString(one.pid()), "--fsize=0:")
                    .inheritIO()
                    .start()
                    .waitFor();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
    }

    /** One more instance of a service, as a second pod would be. */
    static Process another(String service, int port) throws IOException {
        var folder = Path.of("/proc", Long.toString(process(service).pid()));
        var builder = new ProcessBuilder(words(folder.resolve("cmdline")));
        builder.environment().clear();
        for (var variable : words(folder.resolve("environ"))) {
            int equals = variable.indexOf('=');
            builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var log = Stack.stack().home().resolve("logs").resolve(service + "-" + port + ".log");
        return builder.directory(Stack.stack().home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(Path file) throws IOException {
        return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\0"));
    }

    private static ProcessHandle process(String part) {
        var pidFile = Stack.stack().home().resolve("run").resolve(part + ".pid");
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip().split("\\s+")[0]);
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
