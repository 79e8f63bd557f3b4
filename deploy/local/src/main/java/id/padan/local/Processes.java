package id.padan.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Processes that outlive the command that started them. A pid file holds the pid and when that process began, so that a number which the
 * machine has given to a stranger meanwhile is never taken for ours.
 */
final class Processes {

    private final Settings settings;

    Processes(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param since when it began
     * @param fingerprint what it was started with, see {@link #start}
     */
    record Running(ProcessHandle handle, Instant since, String fingerprint) {
        long pid() {
            return handle.pid();
        }
    }

    Optional<Running> find(Part part) {
        try {
            String[] words = Files.readString(pidFile(part)).strip().split("\\s+");
            long pid = Long.parseLong(words[0]);
            Optional<ProcessHandle> handle = ProcessHandle.of(pid);
            if (words.length < 4
                    || handle.isEmpty()
                    || !isAlive(handle.get())
                    || !beganAt(pid).equals(words[1])) {
                return Optional.empty();
            }
            return Optional.of(new Running(handle.get(), Instant.parse(words[2]), words[3]));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /**
     * Starts a process in its own process group, deaf to the terminal, with its output appended to the part's log.
     *
     * @param fingerprint of command, environment and programs; whoever finds another one running knows that it is out of date
     */
    Running start(Part part, List<String> command, Map<String, String> environment, Path folder, String fingerprint)
            throws IOException, InterruptedException {
        Path log = settings.log(part);
        Files.createDirectories(log.getParent());
        Files.createDirectories(settings.run());
        rotate(log);
        // Job control gives the child its own process group, so Ctrl-C at the terminal does not reach it; works on
        // Linux and macOS.
        List<String> detached = new ArrayList<>(List.of(
                "bash",
                "-c",
                "set -m; log=$1; shift; nohup \"$@\" >>\"$log\" 2>&1 </dev/null & echo $!",
                "padan-start"));
        detached.add(log.toString());
        detached.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(detached).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> inherited = Map.copyOf(builder.environment());
        builder.environment().clear();
        for (String name : List.of("PATH", "HOME", "USER", "LANG", "TMPDIR")) {
            if (inherited.containsKey(name)) {
                builder.environment().put(name, inherited.get(name));
            }
        }
        builder.environment().putAll(environment);
        Process shell = builder.start();
        shell.getOutputStream().close();
        String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        shell.waitFor();
        if (!answer.matches("[0-9]+")) {
            throw new Failure(part.title() + " could not be started; see " + log);
        }
        long pid = Long.parseLong(answer);
        Instant now = Instant.now();
        ProcessHandle handle = ProcessHandle.of(pid)
                .orElseThrow(() -> new Failure(part.title() + " ended at once.\n" + tail(log, 15)));
        Path part1 = settings.run().resolve(part.id() + ".pid.part");
        Files.writeString(part1, pid + " " + beganAt(pid) + " " + now + " " + fingerprint + "\n");
        Files.move(part1, pidFile(part), StandardCopyOption.ATOMIC_MOVE);
        return new Running(handle, now, fingerprint);
    }

    /** Asks it to end with the given signal, then insists. */
    void stop(Part part, String signal, Duration patience) throws IOException, InterruptedException {
        Optional<Running> running = find(part);
        if (running.isPresent()) {
            ProcessHandle handle = running.get().handle();
            new ProcessBuilder("bash", "-c", "kill -" + signal + " " + handle.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            Instant end = Instant.now().plus(patience);
            while (isAlive(handle)) {
                if (Instant.now().isAfter(end)) {
                    handle.destroyForcibly();
                    end = Instant.now().plus(Duration.ofSeconds(5));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        Files.deleteIfExists(pidFile(part));
    }

    Path pidFile(Part part) {
        return settings.run().resolve(part.id() + ".pid");
    }

    /** A killed process whose parent never asks for it stays as a zombie; that is not life. */
    static boolean isAlive(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        return stat(handle.pid())
                .map(fields -> !fields[0].equals("Z") && !fields[0].equals("X"))
                .orElse(true);
    }

    /** When that process began, in a form that never differs between two looks at the same process. */
    private static String beganAt(long pid) {
        return stat(pid)
                .map(fields -> fields[19])
                .or(() -> ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().startInstant())
                        .map(at -> Long.toString(at.getEpochSecond())))
                .orElse("?");
    }

    /** The fields of {@code /proc/<pid>/stat} from the state on; empty where there is no such file. */
    private static Optional<String[]> stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Resident memory in bytes, with its children; 0 where the system does not say. */
    static long memory(ProcessHandle handle) {
        long own = 0;
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(handle.pid()), "smaps_rollup"))) {
                // Proportional, so that memory shared between PostgreSQL's processes counts once.
                if (line.startsWith("Pss:")) {
                    own = Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException | NumberFormatException e) {
            own = residentBySystem(handle.pid());
        }
        return own + handle.children().mapToLong(Processes::memory).sum();
    }

    private static long residentBySystem(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return said.matches("[0-9]+") ? Long.parseLong(said) * 1024 : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > 20_000_000) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static String tail(Path log, int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
