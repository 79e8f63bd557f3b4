package id.padan.local;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where this stack lives and on which ports: the defaults of the house unless {@code PADAN_HOME} and {@code PADAN_*_PORT} say otherwise.
 *
 * @param root the project
 * @param home data, logs, keys and running copies of the programs
 */
record Settings(Path root, Path home, Map<Part, Integer> ports) {

    Settings {
        ports = Map.copyOf(ports);
    }

    static Settings of(Path root, Map<String, String> environment) {
        String moved = environment.getOrDefault("PADAN_HOME", "");
        Path home = moved.isBlank()
                ? root.resolve(".padan")
                : Path.of(moved).toAbsolutePath().normalize();
        Map<Part, Integer> ports = new EnumMap<>(Part.class);
        Map<Integer, Part> taken = new HashMap<>();
        for (Part part : Part.values()) {
            int port = port(part, environment.getOrDefault(part.portVariable(), ""));
            ports.put(part, port);
            Part other = taken.put(port, part);
            if (other != null) {
                throw new Failure("Port " + port + " is wanted by both " + other.title() + " and " + part.title()
                        + ": set " + other.portVariable() + " or " + part.portVariable() + " to another port.");
            }
        }
        return new Settings(root, home, ports);
    }

    private static int port(Part part, String text) {
        if (text.isBlank()) {
            return part.defaultPort();
        }
        if (text.strip().matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text.strip());
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw new Failure(part.portVariable() + " must be a port number from 1 to 65535, but is: " + text);
    }

    int port(Part part) {
        return ports.get(part);
    }

    String origin() {
        return "http://localhost:" + port(Part.GATEWAY);
    }

    String issuer() {
        return "http://localhost:" + port(Part.KEYCLOAK) + "/realms/padan";
    }

    Path run() {
        return home.resolve("run");
    }

    Path log(Part part) {
        return home.resolve("logs").resolve(part.id() + ".log");
    }

    Path software() {
        return home.resolve("software");
    }

    Path data() {
        return home.resolve("data");
    }

    Path keys() {
        return home.resolve("keys");
    }

    /** The folder that agreement-service watches. */
    Path agreements() {
        return home.resolve("agreements");
    }

    /** What a service is told by environment. */
    Map<String, String> service(Part part) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("QUARKUS_PROFILE", "local");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port(part)));
        environment.put("PADAN_POSTGRES", "localhost:" + port(Part.POSTGRES));
        environment.put("PADAN_KAFKA", "localhost:" + port(Part.KAFKA));
        environment.put("PADAN_OIDC", issuer());
        environment.put("PADAN_ORIGIN", "http://localhost:" + port(Part.GATEWAY));
        environment.put("PADAN_LOG_KEYSET", logKeyset(part).toString());
        switch (part) {
            case AGREEMENT -> {
                environment.put("PADAN_AGREEMENTS", agreements().toString());
                environment.put("PADAN_DOCUMENT_KEYSET", documentKeyset().toString());
                environment.put(
                        "PADAN_VERIFICATION_LOG_KEYS", verificationLogKeys().toString());
                environment.put("PADAN_PUBLIC_URL", "http://localhost:" + port(Part.GATEWAY));
            }
            case DIRECTORY -> {
                environment.put("PADAN_TOKEN_KEYSET", tokenKeyset().toString());
                environment.put("PADAN_NIK_KEYSET", nikKeyset().toString());
                environment.put("PADAN_NIK_LOOKUP_KEYSET", nikLookupKeyset().toString());
                String quality = System.getenv("PADAN_QUALITY_AUTOMATIC");
                if (quality != null) {
                    environment.put("PADAN_QUALITY_AUTOMATIC", quality);
                }
            }
            case VERIFICATION -> {
                environment.put("PADAN_TOKEN_KEYSET", tokenKeyset().toString());
                environment.put("PADAN_CONTENT_KEYSET", contentKeyset().toString());
                environment.put("PADAN_RETENTION_KEYS", retentionKeys().toString());
                environment.put("PADAN_EVIDENCE_KEYSET", evidenceKeyset().toString());
            }
            case CASN -> {
                // It knows no NIK, so it has no key but that of its log.
            }
            case CORRECTION ->
                environment.put("PADAN_CORRECTION_KEYSET", correctionKeyset().toString());
            case POSTGRES, KAFKA, KEYCLOAK, GATEWAY -> throw new IllegalArgumentException(part.id());
        }
        return environment;
    }

    /** Each service signs its own log. */
    Path logKeyset(Part service) {
        return keys().resolve("log-keyset-" + service.id() + ".json");
    }

    /** The public half, for agreement-service: it believes lists' receipts by it. */
    Path verificationLogKeys() {
        return keys().resolve("verification-log-keys.txt");
    }

    Path tokenKeyset() {
        return keys().resolve("token-keyset.json");
    }

    /** The folder of the weekly retention keys, which the service makes and deletes. */
    Path retentionKeys() {
        return keys().resolve("retention");
    }

    Path evidenceKeyset() {
        return keys().resolve("evidence-keyset.json");
    }

    Path nikKeyset() {
        return keys().resolve("nik-keyset.json");
    }

    Path nikLookupKeyset() {
        return keys().resolve("nik-lookup-keyset.json");
    }

    Path documentKeyset() {
        return keys().resolve("document-keyset.json");
    }

    /** Evidence files of corrections. */
    Path correctionKeyset() {
        return keys().resolve("correction-keyset.json");
    }

    Path contentKeyset() {
        return keys().resolve("content-keyset.json");
    }
}
