package id.padan.benchmarks;

import id.padan.platform.proof.LeafLoad;
import id.padan.proof.LogKey;
import id.padan.proof.LogSigner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;

/**
 * B4: leaves a second, durable, chained and under a signed head, in groups of as many as waiting checks form at most, beside one INSERT per
 * leaf from eight connections. Both in a schema of their own in the stack's PostgreSQL.
 */
final class LeafFigure implements Figure {

    private static final int GROUP = 4096;
    private static final int CONNECTIONS = 8;
    private static final long SECONDS = 3;
    private static final List<String> SCRIPTS = List.of("V0_3__proof_log.sql", "V0_4__merkle_log.sql");

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        String url = "jdbc:postgresql://" + bench.stack().postgres() + "/asn_directory?currentSchema=benchmark_log";
        Path keyset = Files.createTempDirectory("padan-bench").resolve("log-keyset.json");
        LogSigner.generate(keyset);
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS benchmark_log CASCADE");
            statement.execute("CREATE SCHEMA benchmark_log");
            for (String script : SCRIPTS) {
                statement.execute(read(script));
            }
            statement.execute(
                    "CREATE TABLE rival_leaf (log_index bigserial PRIMARY KEY, id uuid NOT NULL, content text NOT NULL, "
                            + "leaf_hash bytea NOT NULL)");
            try {
                // One connection that stays, as the services' pools keep theirs.
                return lines(
                        bench,
                        new LeafLoad(Jdbi.create(connect(url)), LogSigner.load(keyset, "benchmark", LogKey.Use.HEADS)),
                        url);
            } finally {
                statement.execute("DROP SCHEMA benchmark_log CASCADE");
                Files.deleteIfExists(keyset);
            }
        }
    }

    private static List<Line> lines(Bench bench, LeafLoad log, String url) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> rival = new ArrayList<>();
        for (int round = 0; round <= bench.options().rounds(); round++) {
            ours.add(append(log));
            rival.add(insert(url));
            Bench.say(String.format(
                    Locale.ROOT,
                    "leaves, %s: %,.0f/s, one INSERT each %,.0f/s",
                    round == 0 ? "cold" : "round " + round,
                    ours.getLast(),
                    rival.getLast()));
        }
        log.fault().ifPresent(fault -> {
            throw new Failure("the log does not verify: " + fault);
        });
        double mine = Runs.median(ours.subList(1, ours.size()));
        double theirs = Runs.median(rival.subList(1, rival.size()));
        return List.of(Line.judged(
                "B4",
                "leaves a second, durable, chained and signed, groups of " + GROUP,
                String.format(Locale.ROOT, "%,.0f/s", mine),
                String.format(Locale.ROOT, "one INSERT each, %d connections: %,.0f/s", CONNECTIONS, theirs),
                mine / theirs,
                Line.Good.HIGH,
                15,
                50,
                " x",
                Map.of("ours", ours, "rival", rival)));
    }

    private static double append(LeafLoad log) {
        long before = log.size();
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(SECONDS)) {
            log.append(GROUP);
        }
        double seconds = Bench.secondsSince(start);
        return (log.size() - before) / seconds;
    }

    private static double insert(String url) throws Exception {
        long start = System.nanoTime();
        List<Future<Long>> going = new ArrayList<>();
        long leaves = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                going.add(threads.submit(() -> insert(url, start + TimeUnit.SECONDS.toNanos(SECONDS))));
            }
            for (Future<Long> one : going) {
                leaves += one.get();
            }
        }
        return leaves / Bench.secondsSince(start);
    }

    private static long insert(String url, long end) throws SQLException {
        long leaves = 0;
        try (Connection connection = connect(url);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO rival_leaf (id, content, leaf_hash) VALUES (?, ?, ?)")) {
            while (System.nanoTime() < end) {
                var leaf = LeafLoad.leaf();
                String content = LeafLoad.content(leaf);
                insert.setObject(1, leaf.id());
                insert.setString(2, content);
                insert.setBytes(3, LeafLoad.hash(content));
                insert.executeUpdate();
                leaves++;
            }
        }
        return leaves;
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "asn_directory", "asn-directory-local");
    }

    private static String read(String script) throws IOException {
        try (InputStream in = LeafFigure.class.getResourceAsStream("/db/platform/" + script)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
