package id.padan.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Keycloak 26 with the realm {@code padan}. Unpacked and built once (building takes it half a minute), it keeps its state in PostgreSQL, so
 * that people who were added outlive a kill. The realm file is read on the first start only.
 */
final class Keycloak {

    /** Console login of this machine; it is printed by {@code up}. */
    static final String ADMIN = "admin";

    static final String ADMIN_PASSWORD = "padan-local";
    static final String DATABASE = "keycloak";
    private static final List<String> JAVA_OPTIONS = List.of(
            "-Xms64m",
            "-Xmx384m",
            "-XX:MetaspaceSize=96M",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dfile.encoding=UTF-8",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dpicocli.disable.closures=true",
            "-Dquarkus-log-max-startup-records=10000");

    private final Settings settings;
    private final String java;
    private final Path home;

    Keycloak(Settings settings, String java) {
        this.settings = settings;
        this.java = java;
        this.home = settings.software().resolve("keycloak");
    }

    /** Unpacks and builds unless that is done. */
    void install(Path archive, Console console) throws IOException, InterruptedException {
        String wanted = Files.size(archive) + " " + Programs.fingerprint(buildArguments(), realm());
        Path done = home.resolve("padan-built");
        if (Files.exists(done) && Files.readString(done).equals(wanted)) {
            return;
        }
        console.say("Keycloak 26: unpacking and building, once");
        Archive.deleteTree(home);
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
            Archive.unpackOnce(in, home, 1);
        }
        Path imported = home.resolve("data/import/padan-realm.json");
        Files.createDirectories(imported.getParent());
        Files.writeString(imported, realm());
        List<String> command = java();
        command.add("build");
        command.addAll(buildArguments());
        Path log = settings.log(Part.KEYCLOAK).resolveSibling("keycloak-build.log");
        Files.createDirectories(log.getParent());
        Process build = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        build.getOutputStream().close();
        if (build.waitFor() != 0) {
            throw new Failure("Keycloak could not be built; see " + log + "\n" + Processes.tail(log, 15));
        }
        Files.writeString(done, wanted);
    }

    private static List<String> buildArguments() {
        return List.of("--db=postgres", "--health-enabled=false", "--metrics-enabled=false");
    }

    private static String realm() {
        try (InputStream in = Keycloak.class.getResourceAsStream("/realm-padan.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    List<String> command() {
        List<String> command = java();
        command.addAll(List.of(
                "start",
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + settings.port(Part.KEYCLOAK),
                "--hostname=http://localhost:" + settings.port(Part.KEYCLOAK),
                "--db-url=jdbc:postgresql://localhost:" + settings.port(Part.POSTGRES) + "/" + DATABASE,
                "--db-username=" + DATABASE,
                "--db-pool-max-size=20",
                "--log-level=warn,io.quarkus:info,org.keycloak.services:info"));
        return List.copyOf(command);
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("KC_DB_PASSWORD", Database.password(DATABASE));
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        return environment;
    }

    Path folder() {
        return home;
    }

    private List<String> java() {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(JAVA_OPTIONS);
        command.add("-Dkc.home.dir=" + home);
        command.add("-Djboss.server.config.dir=" + home.resolve("conf"));
        command.addAll(List.of(
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        return command;
    }
}
