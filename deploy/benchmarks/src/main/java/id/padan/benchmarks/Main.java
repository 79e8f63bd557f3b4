package id.padan.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./padan bench}: brings up a stack, measures, prints a table. Writes only under deploy/benchmarks/target. */
public final class Main {

    private static final long PATIENCE_SECONDS = 1_800;

    private final Options options;
    private final BenchStack stack;
    private final Front front;
    private final Samples samples;
    private final Rivals rivals;
    private final Path folder;
    private final List<String[]> table = new ArrayList<>();
    private volatile Process restarted;

    private Main(Options options, Path root, Path folder) throws IOException, InterruptedException {
        this.options = options;
        this.folder = folder;
        this.stack = new BenchStack(root, folder.resolve("stack"));
        this.front = new Front(stack.origin(), stack.issuer());
        this.samples = new Samples(root, folder.resolve("samples"), options);
        this.rivals = new Rivals(root.resolve("deploy/benchmarks/rival.sql"), folder);
    }

    /** @param arguments see {@link Options#USAGE}; the system property {@code padan.root} is the project's folder */
    public static void main(String[] arguments) throws Exception {
        try {
            Options options = Options.of(List.of(arguments));
            Path root = Path.of(System.getProperty("padan.root", "."))
                    .toAbsolutePath()
                    .normalize();
            new Main(options, root, root.resolve("deploy/benchmarks/target/bench")).run();
        } catch (Failure e) {
            System.err.println("padan: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws Exception {
        // A hook, so that Ctrl-C leaves no stack behind either.
        Runtime.getRuntime().addShutdownHook(new Thread(this::cleanUp, "clean-up"));
        stack.up();
        importing();
        matching();
        checking();
        indexSize();
        restarting();
        print();
    }

    private void cleanUp() {
        if (restarted != null) {
            restarted.destroy();
        }
        if (options.keep()) {
            say("the stack is kept: " + stack.environment() + " ./padan status");
            return;
        }
        try {
            stack.down();
            delete(folder.resolve("stack"));
        } catch (IOException | InterruptedException | Failure e) {
            say("the stack could not be removed: " + e.getMessage());
        }
    }

    private void importing() throws Exception {
        say("importing " + options.records() + " records");
        Map<String, String> last = samples.found(50);
        long start = System.nanoTime();
        String job = front.upload(
                "/api/asn-directory/v1/imports",
                "bkn",
                samples.population,
                "application/x-ndjson",
                Map.of(
                        "Idempotency-Key", UUID.randomUUID().toString(),
                        "X-Padan-Mode", "full",
                        "X-Padan-Data-Date",
                                LocalDate.now(ZoneId.of("Asia/Jakarta")).toString()));
        double uploaded = seconds(start);
        front.awaitEnd(job, "bkn");
        double stored = seconds(start);
        awaitIndex(start);
        for (Map.Entry<String, String> one : last.entrySet()) {
            awaitAnswer(front.origin(), one.getKey(), one.getValue(), start);
        }
        double verifiable = seconds(start);
        double copy = rivals.copy(stack.postgres(), samples);
        row(
                "import of " + thousands(options.records()) + " records until the last is verifiable",
                time(verifiable),
                "COPY, logged, no index " + time(copy),
                ratio(verifiable, copy));
        row("  uploaded and checked / stored", time(uploaded) + " / " + time(stored), "", "");
    }

    /** Until the index has stood still for a second at the size it must have: events arrive in no order of the file. */
    private void awaitIndex(long start) throws Exception {
        double before = -1;
        int still = 0;
        while (still < 5) {
            double records = front.gauge(stack.verification(), "padan_index_records");
            // Two records of one person are one token, and some have no NIK.
            still = records == before && records > options.records() * 0.9 ? still + 1 : 0;
            before = records;
            patience(start);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private void awaitAnswer(String base, String nik, String expected, long start) throws Exception {
        while (!front.answer(base, nik).equals(expected)) {
            patience(start);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void matching() throws Exception {
        Path results = folder.resolve("results.csv");
        Path rival = folder.resolve("rival-results.csv");
        double[] whole = new double[options.rounds()];
        double[] upload = new double[options.rounds()];
        double[] answered = new double[options.rounds()];
        for (int i = 0; i < options.rounds(); i++) {
            say("list of " + options.rows() + " rows, round " + (i + 1));
            long start = System.nanoTime();
            String job = front.upload(
                    "/api/verification/v1/batches",
                    "kemnaker",
                    samples.list,
                    "text/csv",
                    Map.of(
                            "Idempotency-Key",
                            UUID.randomUUID().toString(),
                            "X-Padan-Purpose",
                            "AID_VERIFICATION",
                            "X-Padan-Program",
                            Front.PROGRAMME));
            upload[i] = seconds(start);
            front.awaitEnd(job, "kemnaker");
            answered[i] = seconds(start);
            front.download(job + "/results", "kemnaker", results);
            whole[i] = seconds(start);
            long rows = Answers.requireEqual(results, samples.expected);
            say(rows + " rows as expected, " + time(whole[i]));
        }
        say("the same in DuckDB");
        double[] duck = rivals.match(samples, rival, options.rounds());
        Answers.requireEqual(results, rival);
        int best = best(whole);
        row(
                "list of " + thousands(options.rows()) + " rows, CSV to CSV, first round",
                time(whole[0]),
                "DuckDB, 2 threads " + time(duck[0]),
                ratio(whole[0], duck[0]));
        row(
                "  best of " + options.rounds(),
                time(whole[best]),
                time(duck[best(duck)]),
                ratio(whole[best], duck[best(duck)]));
        row(
                "  of that: received / answered / downloaded",
                time(upload[best]) + " / " + time(answered[best] - upload[best]) + " / "
                        + time(whole[best] - answered[best]),
                "",
                "");
    }

    private void checking() throws Exception {
        Checks checks = new Checks(front, List.copyOf(samples.found(20_000).keySet()));
        say("single checks, " + options.connections() + " connections");
        checks.run(options.connections(), options.checking().dividedBy(4));
        Checks.Figure figure = checks.run(options.connections(), options.checking());
        if (figure.failed() > 0) {
            say(figure.failed() + " checks failed");
        }
        row(
                "single checks through the gateway, " + options.connections() + " connections",
                thousands(Math.round(figure.perSecond())) + "/s",
                "",
                "");
        row("  p50 / p99", millis(figure.p50Millis()) + " / " + millis(figure.p99Millis()), "", "");
        Checks.Figure alone = checks.run(1, options.checking().dividedBy(4));
        row("  one caller alone: p50 / p99", millis(alone.p50Millis()) + " / " + millis(alone.p99Millis()), "", "");
    }

    private void indexSize() throws Exception {
        double records = front.gauge(stack.verification(), "padan_index_records");
        double bytes = front.gauge(stack.verification(), "padan_index_bytes");
        row(
                "index, bytes a record (" + thousands((long) records) + " tokens)",
                String.format(Locale.ROOT, "%.1f", bytes / records),
                "",
                "");
    }

    private void restarting() throws Exception {
        Map.Entry<String, String> known = samples.found(1).entrySet().iterator().next();
        ProcessBuilder again = stack.killVerification();
        say("verification-service killed, starting again");
        long start = System.nanoTime();
        restarted = again.start();
        awaitAnswer(stack.verification(), known.getKey(), known.getValue(), start);
        row(
                "start of verification with " + thousands(options.records()) + " records to the first right answer",
                time(seconds(start)),
                "",
                "");
    }

    private void print() {
        System.out.println();
        System.out.println("| what | ours | rival | ratio |");
        System.out.println("|---|---|---|---|");
        for (String[] row : table) {
            System.out.println("| " + String.join(" | ", row).strip() + " |");
        }
        System.out.println();
        System.out.println(
                "Answers of ours, of the rival and of the sample's own oracle were compared row by row and are equal.");
        System.out.println(Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version() + ".");
    }

    private void row(String... cells) {
        table.add(cells);
        say(String.join("  ", cells).strip());
    }

    private static void say(String text) {
        System.err.println("bench: " + text);
    }

    private static void patience(long start) {
        if (seconds(start) > PATIENCE_SECONDS) {
            throw new Failure("waited half an hour in vain");
        }
    }

    private static int best(double[] seconds) {
        int best = 0;
        for (int i = 1; i < seconds.length; i++) {
            best = seconds[i] < seconds[best] ? i : best;
        }
        return best;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }

    private static String ratio(double ours, double rival) {
        return String.format(Locale.ROOT, "%.2f", ours / rival);
    }

    private static String thousands(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
