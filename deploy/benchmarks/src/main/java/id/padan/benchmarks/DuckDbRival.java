package id.padan.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.stream.Collectors;

/** DuckDB with two threads and 8 GB, the register already in its own table: what one would use on a dump. */
final class DuckDbRival implements AutoCloseable {

    private final Connection connection;
    private final String timed;

    private DuckDbRival(Connection connection, String timed) {
        this.connection = connection;
        this.timed = timed;
    }

    /** Loads the register unless an earlier run has. */
    static DuckDbRival open(Path root, Samples samples) throws IOException, SQLException {
        String text = Files.readString(root.resolve("deploy/benchmarks/rival.sql"));
        int cut = text.indexOf("\n-- timed\n");
        String loaded = text.substring(0, cut);
        Path database = samples.folder()
                .resolve("register-" + samples.records() + "-" + Integer.toHexString(loaded.hashCode()) + ".duckdb");
        boolean known = Files.exists(database);
        Path part = database.resolveSibling("loading.duckdb");
        if (!known) {
            Bench.say("loading the register into DuckDB");
            Files.deleteIfExists(part);
            try (Connection connection = connect(part)) {
                run(
                        connection,
                        loaded.replace("${population}", samples.populationCsv().toString())
                                .replace(
                                        "${regions}",
                                        root.resolve(
                                                        "verification-service/src/main/resources/id/padan/verification/list/"
                                                                + "region-codes.txt")
                                                .toString()));
                run(connection, "CHECKPOINT");
            }
            Files.move(part, database);
        }
        Connection connection = connect(database);
        run(connection, "SET threads = 2; SET memory_limit = '8GB'; SET preserve_insertion_order = true;");
        return new DuckDbRival(connection, text.substring(cut));
    }

    /** From CSV to CSV. */
    void match(Path list, Path results) throws SQLException {
        run(connection, timed.replace("${list}", list.toString()).replace("${results}", results.toString()));
    }

    /** How many different NIKs the register has: so many tokens the index must have. */
    long niks() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM asn")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static Connection connect(Path database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("threads", "2");
        return DriverManager.getConnection("jdbc:duckdb:" + database, properties);
    }

    private static void run(Connection connection, String text) throws SQLException {
        String code = text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        try (Statement statement = connection.createStatement()) {
            for (String one : code.split(";\\s*(\n|$)")) {
                if (!one.isBlank()) {
                    statement.execute(one);
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
