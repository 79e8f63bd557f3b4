package id.padan.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** What one would use otherwise, on the same files and the same processors. */
final class Rivals {

    private final Path sql;
    private final Path folder;

    Rivals(Path sql, Path folder) {
        this.sql = sql;
        this.folder = folder;
    }

    /** Seconds of each run from CSV to CSV in DuckDB, the register already loaded. */
    double[] match(Samples samples, Path results, int rounds) throws IOException, SQLException {
        Path database = folder.resolve("rival.duckdb");
        Files.deleteIfExists(database);
        String text = Files.readString(sql)
                .replace("${population}", samples.populationCsv.toString())
                .replace("${list}", samples.list.toString())
                .replace("${results}", results.toString());
        int timed = text.indexOf("-- timed");
        Properties properties = new Properties();
        properties.setProperty("threads", "2");
        double[] seconds = new double[rounds];
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database, properties);
                Statement statement = connection.createStatement()) {
            run(statement, text.substring(0, timed));
            for (int i = 0; i < rounds; i++) {
                Files.deleteIfExists(results);
                long start = System.nanoTime();
                run(statement, text.substring(timed));
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        } finally {
            Files.deleteIfExists(database);
        }
        return seconds;
    }

    /** Seconds of a COPY into a logged table without any index, in the stack's own PostgreSQL. */
    double copy(String postgres, Samples samples) throws IOException, SQLException {
        String header;
        try (BufferedReader lines = Files.newBufferedReader(samples.populationCsv)) {
            header = lines.readLine();
        }
        String columns = Arrays.stream(header.split(","))
                .map(name -> '"' + name.replace("\"", "").replace("\uFEFF", "") + "\" text")
                .collect(Collectors.joining(", "));
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + postgres + "/asn_directory", "asn_directory", "asn-directory-local");
                Statement statement = connection.createStatement();
                InputStream file = Files.newInputStream(samples.populationCsv)) {
            run(statement, "CREATE TABLE IF NOT EXISTS benchmark_copy (" + columns + ")");
            try {
                long start = System.nanoTime();
                long rows = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY benchmark_copy FROM STDIN (FORMAT csv, HEADER)", file, 1 << 20);
                double seconds = (System.nanoTime() - start) / 1e9;
                if (rows == 0) {
                    throw new Failure("COPY took no rows");
                }
                return seconds;
            } finally {
                run(statement, "DROP TABLE benchmark_copy");
            }
        }
    }

    private static void run(Statement statement, String text) throws SQLException {
        String code = text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        for (String one : code.split(";\\s*(\n|$)")) {
            if (!one.isBlank()) {
                statement.execute(one);
            }
        }
    }
}
