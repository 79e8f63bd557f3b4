package id.padan.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * B8: a register from the first byte of its NDJSON until every NIK of it is verifiable, beside COPY of the same records as CSV into an
 * unindexed logged table of the same PostgreSQL. Ours runs once, because it needs a register that is not there yet; COPY in rounds.
 */
final class ImportFigure implements Figure {

    private static final long PATIENCE_SECONDS = 2_400;

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        int records = bench.options().records();
        long expected = bench.duckDb().niks();
        Map<String, String> sample = bench.samples().found(50);
        var population = bench.samples().population();
        Bench.say("importing " + records + " records");
        long start = System.nanoTime();
        Thread telling = Thread.ofVirtual().start(() -> tell(bench, expected, start));
        String job = bench.front()
                .upload(
                        "/api/asn-directory/v1/imports",
                        "bkn",
                        population,
                        "application/x-ndjson",
                        Map.of(
                                "Idempotency-Key",
                                UUID.randomUUID().toString(),
                                "X-Padan-Mode",
                                "full",
                                "X-Padan-Data-Date",
                                LocalDate.now(ZoneId.of("Asia/Jakarta")).toString()));
        double sent = Bench.secondsSince(start);
        bench.front().awaitEnd(job, "bkn");
        double stored = Bench.secondsSince(start);
        awaitIndex(bench, expected, start);
        telling.interrupt();
        for (Map.Entry<String, String> one : sample.entrySet()) {
            while (!bench.front().answer(bench.stack().origin(), one.getKey()).equals(one.getValue())) {
                patience(start, "a wrong answer stays wrong");
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        Runs ours = new Runs(List.of(Bench.secondsSince(start)));
        bench.stack().remember(records);
        Bench.say(
                String.format(Locale.ROOT, "sent %.1f s, stored %.1f s, verifiable %.1f s", sent, stored, ours.cold()));
        if (!bench.options().wants(FigureId.B8)) {
            return List.of();
        }
        Runs copy = Runs.alternate(
                        Math.min(3, bench.options().rounds()), List.of(new Runs.Side("COPY", () -> copy(bench))))
                .get("COPY");
        return List.of(
                Line.ratio(
                        "B8",
                        String.format(Locale.ROOT, "import of %,d records until all are verifiable", records),
                        ours,
                        copy,
                        12,
                        6),
                Line.told(
                        "B8 parts",
                        "until sent / stored / verifiable",
                        String.format(Locale.ROOT, "%.1f / %.1f / %.1f s", sent, stored, ours.cold()),
                        ""));
    }

    /** A line a minute: 5 million records take many. */
    private static void tell(Bench bench, long expected, long start) {
        try {
            while (true) {
                TimeUnit.MINUTES.sleep(1);
                Bench.say(String.format(
                        Locale.ROOT,
                        "after %.0f s %,.0f of %,d NIKs are verifiable",
                        Bench.secondsSince(start),
                        bench.front().metric(bench.stack().verification(), "padan_index_records"),
                        expected));
            }
        } catch (IOException | InterruptedException over) {
            // What fails is told by the import itself.
        }
    }

    /** Events arrive in no order of the file: all are there when the index has a token for every NIK. */
    private static void awaitIndex(Bench bench, long expected, long start) throws Exception {
        double records = -1;
        while (records != expected) {
            patience(start, String.format(Locale.ROOT, "the index has %.0f tokens and not %d", records, expected));
            TimeUnit.MILLISECONDS.sleep(100);
            records = bench.front().metric(bench.stack().verification(), "padan_index_records");
        }
    }

    private static void patience(long start, String why) {
        if (Bench.secondsSince(start) > PATIENCE_SECONDS) {
            throw new Failure("waited " + PATIENCE_SECONDS / 60 + " minutes in vain: " + why);
        }
    }

    private static void copy(Bench bench) throws IOException, SQLException {
        String header;
        try (BufferedReader lines = Files.newBufferedReader(bench.samples().populationCsv())) {
            header = lines.readLine();
        }
        String columns = Arrays.stream(header.split(","))
                .map(name -> '"' + name.replace("\"", "").replace("\uFEFF", "") + "\" text")
                .collect(Collectors.joining(", "));
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + bench.stack().postgres() + "/asn_directory",
                        "asn_directory",
                        "asn-directory-local");
                Statement statement = connection.createStatement();
                InputStream file = Files.newInputStream(bench.samples().populationCsv())) {
            statement.execute("DROP TABLE IF EXISTS benchmark_copy");
            statement.execute("CREATE TABLE benchmark_copy (" + columns + ")");
            try {
                long rows = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY benchmark_copy FROM STDIN (FORMAT csv, HEADER)", file, 1 << 20);
                if (rows != bench.options().records()) {
                    throw new Failure("COPY took " + rows + " rows");
                }
            } finally {
                statement.execute("DROP TABLE benchmark_copy");
            }
        }
    }
}
