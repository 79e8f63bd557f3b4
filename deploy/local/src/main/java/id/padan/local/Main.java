package id.padan.local;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;

/** What the script {@code padan} starts. */
public final class Main {

    private Main() {}

    /** @param arguments a command and what belongs to it */
    public static void main(String[] arguments) throws Exception {
        List<String> rest = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        try {
            switch (arguments.length == 0 ? "" : arguments[0]) {
                case "infra" -> Infra.run(target());
                default -> throw new Failure("unknown command: " + String.join(" ", arguments) + " " + rest);
            }
        } catch (Failure | CompletionException e) {
            System.err.println("padan: "
                    + (e instanceof CompletionException wrapped
                            ? wrapped.getCause().getMessage()
                            : e.getMessage()));
            System.exit(1);
        }
    }

    /** The folder that holds the compiled classes, {@code deploy/local/target}. */
    private static Path target() throws URISyntaxException {
        return Path.of(Main.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .getParent();
    }
}
