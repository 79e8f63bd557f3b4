package id.padan.local;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL 18 in one data folder. Each service has a role that owns one database and cannot enter another's: not to connect, and not
 * to replicate, because {@code pg_hba.conf} has no line for physical replication.
 */
final class Database {

    /**
     * Databases; each is owned by the role of the same name. {@code functional_position} is Kemnaker's, though asn-directory serves it: no
     * role of BKN's side enters it.
     */
    static final List<String> SERVICES =
            List.of("agreement", "asn_directory", "casn", "functional_position", "verification", "correction");

    static final String SUPERUSER = "postgres";
    /**
     * Owns Kemnaker's schema in the database of asn-directory-service. Nobody logs in as it: the service's role inherits nothing of it and
     * acts as it for single statements only.
     */
    private static final String KEMNAKER = "asn_directory_kemnaker";

    private static final String DIRECTORY = "asn_directory";
    private static final String FOLDER = "postgresql-18.6.0";

    private final Path software;
    private final Path data;
    private final int port;
    private final List<String> roles;
    private final boolean durable;

    /**
     * @param software where {@link #install} put the programs
     * @param data the cluster's folder, made by {@link #initialise}
     * @param roles databases to make, each with a role of its name
     * @param durable false only where nothing has to outlive the machine (tests)
     */
    Database(Path software, Path data, int port, List<String> roles, boolean durable) {
        this.software = software;
        this.data = data;
        this.port = port;
        this.roles = List.copyOf(roles);
        this.durable = durable;
    }

    /** The local password of a role or principal; nothing outside the local and test profiles accepts one of this form. */
    static String password(String role) {
        return role.replace('_', '-') + "-local";
    }

    /** Unpacks the programs below the folder, once. */
    static Path install(Path parent) {
        Path target = parent.resolve(FOLDER);
        if (Files.isDirectory(target)) {
            return target;
        }
        String[] names = {
            "postgres-linux-x86_64.txz",
            "postgres-linux-arm_64.txz",
            "postgres-darwin-x86_64.txz",
            "postgres-darwin-arm_64.txz"
        };
        for (String name : names) {
            URL archive = Database.class.getResource("/" + name);
            if (archive == null) {
                continue;
            }
            try {
                URLConnection connection = archive.openConnection();
                connection.setUseCaches(false);
                try (InputStream in =
                        new XZCompressorInputStream(new BufferedInputStream(connection.getInputStream(), 1 << 16))) {
                    Archive.unpackOnce(in, target, 0);
                }
            } catch (IOException e) {
                throw new Failure("PostgreSQL could not be unpacked to " + target + ": " + e.getMessage(), e);
            }
            return target;
        }
        throw new Failure("No PostgreSQL for " + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                + " is among the libraries.");
    }

    /** Makes the data folder unless it is there. A half-made one never carries the final name. */
    void initialise() throws IOException, InterruptedException {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            Files.createDirectories(data.getParent());
            Path part = data.resolveSibling(data.getFileName() + ".part");
            Archive.deleteTree(part);
            Path passwordFile = Files.createTempFile(data.getParent(), "initdb", ".tmp");
            try {
                Files.writeString(passwordFile, password(SUPERUSER));
                List<String> command = new ArrayList<>(unprivileged());
                command.addAll(List.of(
                        software.resolve("bin/initdb").toString(),
                        "--pgdata=" + part,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        // The same order of texts on every machine, whatever its locale.
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C"));
                if (!durable) {
                    command.add("--no-sync");
                }
                run(command);
            } finally {
                Files.deleteIfExists(passwordFile);
            }
            Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
        }
        // "all" does not include physical replication, whose copy would hold everybody's rows.
        Files.writeString(data.resolve("pg_hba.conf"), """
                # written by padan at every start
                host all all 127.0.0.1/32 scram-sha-256
                host all all ::1/128 scram-sha-256
                """);
    }

    /** A sixth of the machine's memory, from 512 MB to 4 GB; the rest is for seven JVMs and the system's own cache. */
    private static long buffers() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.clamp(system.getTotalMemorySize() / 6 >> 20, 512, 4096);
    }

    /** The server's own command; it stays in the foreground of the process that starts it. */
    List<String> command() {
        List<String> command = new ArrayList<>(unprivileged());
        command.addAll(List.of(software.resolve("bin/postgres").toString(), "-D", data.toString()));
        setting(command, "port", port);
        setting(command, "listen_addresses", "localhost");
        setting(command, "unix_socket_directories", "");
        setting(command, "wal_level", "logical");
        setting(command, "max_connections", 120);
        setting(command, "max_wal_senders", 12);
        setting(command, "max_replication_slots", 12);
        // A relay that is gone for good must not fill the disk; the recovery from a lost slot is to publish again.
        setting(command, "max_slot_wal_keep_size", durable ? "4GB" : "512MB");
        // A national import touches every page of its indexes again and again: after each checkpoint the first touch
        // writes the whole page, which each slot's sender then reads.
        setting(command, "max_wal_size", durable ? "12GB" : "2GB");
        setting(command, "checkpoint_timeout", "15min");
        setting(command, "wal_buffers", durable ? "32MB" : "4MB");
        // Room for the indexes of 5 million records, so that an import does not read and write their pages in turn; a
        // small register leaves most of it untouched.
        setting(command, "shared_buffers", durable ? buffers() + "MB" : "32MB");
        setting(command, "timezone", "UTC");
        setting(command, "log_timezone", "UTC");
        setting(command, "log_line_prefix", "%m [%p] %q%u@%d ");
        if (!durable) {
            // Not synchronous_commit: tests kill this server, and what it has acknowledged must be there afterwards.
            setting(command, "fsync", "off");
            setting(command, "full_page_writes", "off");
        }
        return List.copyOf(command);
    }

    private static void setting(List<String> command, String name, Object value) {
        command.add("-c");
        command.add(name + "=" + value);
    }

    /** Takes away what a killed server left behind, and stops one that still runs on this folder without our knowing it. */
    void clearRemains() throws IOException, InterruptedException {
        Path lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        List<String> lines = Files.readAllLines(lock);
        Optional<ProcessHandle> holder =
                lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,10}")
                        ? Optional.empty()
                        : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        boolean postgres = holder.flatMap(h -> h.info().command())
                .map(c -> c.endsWith("postgres"))
                .orElse(false);
        if (postgres) {
            run(List.of("bash", "-c", "kill -INT " + lines.getFirst().strip()));
            Instant end = Instant.now().plusSeconds(30);
            while (holder.get().isAlive() && Instant.now().isBefore(end)) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        // The number in it may meanwhile belong to a stranger, and the server would then refuse to start.
        Files.deleteIfExists(lock);
    }

    /** Waits until the server takes connections, or the process ends. */
    void awaitReady(ProcessHandle process, Duration atMost) throws InterruptedException {
        Instant end = Instant.now().plus(atMost);
        while (true) {
            try (Connection connection = connect(SUPERUSER)) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (!process.isAlive()) {
                    throw new Failure("PostgreSQL ended while starting.", e);
                }
                if (Instant.now().isAfter(end)) {
                    throw new Failure(
                            "PostgreSQL does not answer on port " + port + " after " + atMost.toSeconds() + " s: "
                                    + e.getMessage(),
                            e);
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Makes roles and databases that are missing; what exists stays. */
    void declare() {
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (String role : roles) {
                if (isAbsent(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
                    statement.execute("CREATE ROLE " + role + " LOGIN REPLICATION PASSWORD '" + password(role) + "'");
                }
                if (role.equals(DIRECTORY)
                        && isAbsent(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", KEMNAKER)) {
                    statement.execute("CREATE ROLE " + KEMNAKER + " NOLOGIN");
                    statement.execute("GRANT " + KEMNAKER + " TO " + role + " WITH INHERIT FALSE, SET TRUE");
                }
                if (isAbsent(connection, "SELECT 1 FROM pg_database WHERE datname = ?", role)) {
                    statement.execute("CREATE DATABASE " + role + " OWNER " + role);
                }
                statement.execute("REVOKE ALL ON DATABASE " + role + " FROM PUBLIC");
            }
            statement.execute("REVOKE ALL ON DATABASE postgres FROM PUBLIC");
            statement.execute("REVOKE ALL ON DATABASE template1 FROM PUBLIC");
        } catch (SQLException e) {
            throw new Failure("Databases and roles could not be made: " + e.getMessage(), e);
        }
    }

    private static boolean isAbsent(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return !found.next();
            }
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password(SUPERUSER));
        properties.setProperty("sslmode", "disable");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/" + database, properties);
    }

    /** PostgreSQL refuses to run as root; an empty user namespace makes root nobody, while files stay root's. */
    private static List<String> unprivileged() {
        if (!isRoot()) {
            return List.of();
        }
        try {
            Process probe = new ProcessBuilder("unshare", "-U", "true")
                    .redirectErrorStream(true)
                    .start();
            probe.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            if (probe.waitFor() == 0) {
                return List.of("unshare", "-U");
            }
        } catch (IOException e) {
            // Said below: there is no such program.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Failure(
                "PostgreSQL does not run as root, and this machine has no user namespaces (unshare -U): run padan as a normal user.");
    }

    private static boolean isRoot() {
        try {
            Process id = new ProcessBuilder("id", "-u").start();
            return new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .equals("0");
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new Failure(
                    Path.of(command.getFirst()).getFileName() + " ended with code " + code + ": " + output.strip());
        }
    }
}
