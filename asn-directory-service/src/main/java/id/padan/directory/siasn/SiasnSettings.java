package id.padan.directory.siasn;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** {@code padan.siasn.*}; without {@code api} there is no source. */
@ConfigMapping(prefix = "padan.siasn")
public interface SiasnSettings {
    Optional<URI> api();

    Optional<URI> gatewayTokenUrl();

    Optional<String> consumerKey();

    Optional<String> consumerSecret();

    Optional<URI> officerTokenUrl();

    @WithDefault("padan")
    String officerClient();

    Optional<String> officerName();

    Optional<String> officerPassword();

    /** Requests a second. */
    @WithDefault("5")
    double perSecond();

    /** JDBC address of a replica whose table is followed; without it none is. */
    Optional<String> replicaUrl();

    Optional<String> replicaUser();

    Optional<String> replicaPassword();

    @WithDefault("public.data_utama")
    String replicaTable();

    /** How long after a failure a pull goes on, and rows that were put aside are tried again. */
    @WithDefault("PT5M")
    Duration retry();
}
