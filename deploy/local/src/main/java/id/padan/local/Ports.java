package id.padan.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells whether a port is free, and as far as the system lets us, who holds it. */
final class Ports {

    private Ports() {}

    /** @throws Failure naming the port, what wants it, who holds it and how to move */
    static void requireFree(Part part, int port) {
        if (isFree(port)) {
            return;
        }
        String holder = holder(port).map(process -> " by " + process).orElse("");
        throw new Failure("Port " + port + " is taken" + holder + ", and " + part.title()
                + " wants it. Stop that process, or choose another port: " + part.portVariable() + "="
                + (port + 1000 > 65535 ? port - 1000 : port + 1000) + " ./padan up");
    }

    static boolean isFree(int port) {
        // Connections that are still closing do not hinder our servers, hence reuse; a listener does.
        for (String address : List.of("127.0.0.1", "0.0.0.0")) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> holder(int port) {
        return pid(port)
                .map(pid -> "process " + pid
                        + ProcessHandle.of(pid)
                                .flatMap(handle -> handle.info().command())
                                .map(command -> " (" + Path.of(command).getFileName() + ")")
                                .orElse(""));
    }

    private static Optional<Long> pid(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split("\\s+");
                    // 0A is LISTEN.
                    if (fields.length > 9
                            && fields[3].equals("0A")
                            && fields[1].endsWith(String.format(Locale.ROOT, ":%04X", port))) {
                        sockets.add("socket:[" + fields[9] + "]");
                    }
                }
            } catch (IOException e) {
                return pidByLsof(port);
            }
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> holds(pid, sockets))
                .findFirst();
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file)
                        && sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's process, or one that just ended.
        }
        return false;
    }

    private static Optional<Long> pidByLsof(int port) {
        try {
            Process lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(lsof.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.matches("[0-9]+"))
                    .map(Long::parseLong)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
