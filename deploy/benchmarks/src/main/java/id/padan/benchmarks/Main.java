package id.padan.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./padan bench}: brings up a stack, measures, prints a table and writes {@code figures.json} beside it. */
public final class Main {

    private final Options options;
    private final Path root;
    private final Path home;
    private final List<Line> lines = new ArrayList<>();
    private volatile BenchStack stack;
    private volatile boolean registered;
    private boolean failed;

    private Main(Options options, Path root, Path home) {
        this.options = options;
        this.root = root;
        this.home = home;
    }

    /** @param arguments see {@link Options#USAGE}; the system property {@code padan.root} is the project's folder */
    public static void main(String[] arguments) throws Exception {
        try {
            Options options = Options.of(List.of(arguments));
            Path root = Path.of(System.getProperty("padan.root", "."))
                    .toAbsolutePath()
                    .normalize();
            String moved = System.getenv().getOrDefault("PADAN_BENCH_HOME", "");
            Path home = moved.isBlank()
                    ? root.resolve("deploy/benchmarks/target/bench")
                    : Path.of(moved).toAbsolutePath().normalize();
            // Clients of the callers have threads of their own.
            System.exit(new Main(options, root, home).run() ? 0 : 1);
        } catch (Failure e) {
            System.err.println("padan: " + e.getMessage());
            System.exit(1);
        }
    }

    /** @return whether every figure could be measured and every comparison held */
    private boolean run() throws Exception {
        Instant began = Instant.now();
        Path folder = Files.createDirectories(home.resolve("results"));
        Samples samples = new Samples(root, home.resolve("samples"), options);
        if (options.prepare()) {
            samples.list();
            samples.population();
            try (DuckDbRival duckDb = DuckDbRival.open(root, samples)) {
                System.out.println(duckDb.niks() + " different NIKs; files in " + samples.folder() + ", "
                        + size(samples.folder()) / 1_000_000 + " MB");
            }
            return true;
        }
        // A hook, so that Ctrl-C leaves no stack behind either.
        Runtime.getRuntime().addShutdownHook(new Thread(this::cleanUp, "clean-up"));
        // B8 is about a register that is not there yet.
        stack = BenchStack.at(root, home.resolve("stack"), options.wants(FigureId.B8));
        Front front = new Front(stack.origin(), stack.issuer());
        try (DuckDbRival duckDb = DuckDbRival.open(root, samples)) {
            Bench bench = new Bench(options, root, folder, stack, front, samples, duckDb);
            samples.list();
            stack.up();
            if (!stack.holds(options.records())) {
                lines.addAll(new ImportFigure().measure(bench));
            }
            registered = true;
            for (Figure figure : figures()) {
                try {
                    lines.addAll(figure.measure(bench));
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    // The others are worth their time all the same; the table says what is missing.
                    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
                    String why = cause instanceof Failure ? cause.getMessage() : cause.toString();
                    Bench.say(figure.getClass().getSimpleName() + " failed: " + why);
                    lines.add(Line.told(figure.getClass().getSimpleName(), "failed: " + why, "", ""));
                    failed = true;
                }
                write(folder.resolve("figures.json"), began);
            }
        }
        print(folder, began);
        return !failed;
    }

    private List<Figure> figures() {
        Map<FigureId, Figure> all = new LinkedHashMap<>();
        Figure lists = new ListFigure();
        all.put(FigureId.B6, new IndexFigure());
        all.put(FigureId.HIST, new HistoryFigure());
        all.put(FigureId.B9, new ReadFigure());
        all.put(FigureId.IKD, new QualityFigure());
        all.put(FigureId.CORR, new CorrectionFigure());
        all.put(FigureId.B2, new CheckFigure());
        all.put(FigureId.TIMING, new TimingFigure());
        all.put(FigureId.B3, new ChangeFigure());
        all.put(FigureId.B1, lists);
        all.put(FigureId.B1P, lists);
        all.put(FigureId.ASOF, new AsOfFigure());
        all.put(FigureId.GROWTH, new GrowthFigure());
        all.put(FigureId.B4, new LeafFigure());
        all.put(FigureId.B5, new ReceiptFigure());
        all.put(FigureId.CASN, new CasnFigure());
        all.put(FigureId.B7, new StartFigure());
        return all.entrySet().stream()
                .filter(one -> options.wants(one.getKey()))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }

    private void cleanUp() {
        if (stack == null) {
            return;
        }
        try {
            if (options.keep() && registered) {
                Bench.say("the stack is kept: " + stack.settings() + " ./padan status");
                return;
            }
            stack.down();
            stack.delete();
            try (Stream<Path> files = Files.list(home.resolve("results"))) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(".csv")).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException | Failure e) {
            Bench.say("the stack could not be removed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Path file, Instant began) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("began", began.toString());
        all.put("commit", commit());
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("java", Runtime.version().toString());
        all.put("records", options.records());
        all.put("rows", options.rows());
        all.put("rounds", options.rounds());
        all.put("figures", lines);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
    }

    private void print(Path folder, Instant began) throws IOException {
        System.out.println();
        System.out.println("| | work | ours | rival | figure | must | |");
        System.out.println("|---|---|---|---|---|---|---|");
        lines.forEach(line -> System.out.println(line.markdown()));
        System.out.println();
        System.out.println("Medians of " + options.rounds()
                + " alternating runs after a cold one (fewer where it says so); "
                + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version() + ", commit "
                + commit() + ", " + Duration.between(began, Instant.now()).toMinutes() + " minutes.");
        System.out.println("The same for programs: " + folder.resolve("figures.json"));
        System.out.println("Disk: " + size(home.resolve("samples")) / 1_000_000 + " MB of sample files in "
                + home.resolve("samples") + ", used again by the next run; stack "
                + size(home.resolve("stack")) / 1_000_000 + " MB" + (options.keep() ? ", kept." : ", removed now."));
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private String commit() throws IOException {
        Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
