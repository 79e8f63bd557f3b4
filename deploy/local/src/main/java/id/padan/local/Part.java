package id.padan.local;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts of the stack, in the order in which they are shown; they stop in the reverse order. */
enum Part {
    POSTGRES("postgres", "PostgreSQL 18", "PADAN_POSTGRES_PORT", 15432),
    KAFKA("kafka", "Kafka 4", "PADAN_KAFKA_PORT", 19092),
    KEYCLOAK("keycloak", "Keycloak 26", "PADAN_KEYCLOAK_PORT", 18080),
    AGREEMENT("agreement-service", "agreement-service", "PADAN_AGREEMENT_PORT", 8081),
    DIRECTORY("asn-directory-service", "asn-directory-service", "PADAN_DIRECTORY_PORT", 8082),
    VERIFICATION("verification-service", "verification-service", "PADAN_VERIFICATION_PORT", 8083),
    CASN("casn-aggregate-service", "casn-aggregate-service", "PADAN_CASN_PORT", 8084),
    CORRECTION("data-correction-service", "data-correction-service", "PADAN_CORRECTION_PORT", 8085),
    GATEWAY("gateway", "gateway", "PADAN_GATEWAY_PORT", 8080);

    /** Our own Quarkus services, each a Maven module of the same name. */
    static final List<Part> SERVICES = List.of(AGREEMENT, DIRECTORY, VERIFICATION, CASN, CORRECTION);

    private final String id;
    private final String title;
    private final String portVariable;
    private final int defaultPort;

    Part(String id, String title, String portVariable, int defaultPort) {
        this.id = id;
        this.title = title;
        this.portVariable = portVariable;
        this.defaultPort = defaultPort;
    }

    /** Names its pid file, its log and, for a service, its module. */
    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** The environment variable that moves it to another port. */
    String portVariable() {
        return portVariable;
    }

    int defaultPort() {
        return defaultPort;
    }

    /** By name, where {@code verification}, {@code directory}, {@code casn} and {@code corrections} are as good as the whole name. */
    static Optional<Part> named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.id.equals(name)
                        || part.id.equals(name + "-service")
                        || (part == DIRECTORY && name.equals("directory"))
                        || (part == CASN && name.equals("casn"))
                        || (part == CORRECTION && name.equals("corrections"))
                        || (part == POSTGRES && name.equals("postgresql")))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Part::id).collect(Collectors.joining(", "));
    }
}
