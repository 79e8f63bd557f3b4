package id.padan.cli;

import id.padan.cli.access.ConnectionOptions;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code padan health}: do the services answer through the one address that everybody uses. */
@Command(
        name = "health",
        description = "Says whether each service answers at PADAN_URL.",
        footer = {"", "Exit codes: 0 all answer; 5 one does not."})
final class HealthCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Language language = connection.language();
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> services = new LinkedHashMap<>();
        services.put("agreement-service", "/api/agreements/openapi");
        services.put("asn-directory-service", "/api/asn-directory/openapi");
        services.put("verification-service", "/api/verification/openapi");
        services.put("casn-aggregate-service", "/api/casn/openapi");
        services.put("data-correction-service", "/api/corrections/openapi");
        boolean all = true;
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            for (var service : services.entrySet()) {
                String state;
                boolean well = false;
                try {
                    int status = client.send(
                                    HttpRequest.newBuilder(URI.create(connection.origin() + service.getValue()))
                                            .timeout(Duration.ofSeconds(10))
                                            .GET()
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode();
                    well = status == 200;
                    state = well ? language.say("menjawab", "answers") : "HTTP " + status;
                } catch (IOException e) {
                    state = language.say("tidak dapat dihubungi", "cannot be reached");
                }
                all &= well;
                out.printf("%-24s %s%n", service.getKey(), state);
            }
        }
        out.flush();
        return all ? ExitCode.OK : ExitCode.UNAVAILABLE;
    }
}
