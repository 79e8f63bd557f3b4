package id.padan.platform.caller;

import id.padan.platform.problem.ProblemException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Reads {@code X-Padan-Actor}: a JWT that the client's own system signed about the officer for whom it calls. It is bound to the access
 * token ({@code ath}, as in RFC 9449), so that a copy is worth nothing beside another token, and lives five minutes at most.
 */
@ApplicationScoped
class ActingOfficer {
    static final String HEADER = "X-Padan-Actor";
    private static final Logger LOG = Logger.getLogger(ActingOfficer.class);
    private static final long LOOK_MS = 1_000;
    private static final int LONGEST_MINUTES = 5;
    private static final int LONGEST_NAME = 100;
    private static final AlgorithmConstraints ASYMMETRIC = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT, "ES256", "ES384", "RS256", "PS256", "EdDSA");

    private final Optional<Path> file;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("padan-actor-keys").daemon().factory());
    private String text = "";
    private volatile List<JsonWebKey> known = List.of();

    /** @param file JWK set (RFC 7517); a key's {@code kid} is {@code <client>/<anything>}, and it speaks for that client only */
    ActingOfficer(@ConfigProperty(name = "padan.caller.actor-keys") Optional<Path> file) {
        this.file = file;
        look();
    }

    /** Requests come on event loops, which must not wait for a disk. */
    void start(@Observes StartupEvent event) {
        if (file.isPresent()) {
            var unused = clock.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    /** By content: a mounted secret is swapped under the file, often without a later date. What cannot be read registers nobody. */
    void look() {
        if (file.isEmpty()) {
            return;
        }
        String now;
        try {
            now = Files.readString(file.get());
        } catch (IOException gone) {
            now = null;
        }
        if (!Objects.equals(now, text)) {
            text = now;
            known = keysIn(now);
        }
    }

    private List<JsonWebKey> keysIn(String now) {
        try {
            var keys = now == null ? List.<JsonWebKey>of() : new JsonWebKeySet(now).getJsonWebKeys();
            LOG.infof("%s: %d keys of clients that name their acting officer", file.get(), keys.size());
            return List.copyOf(keys);
        } catch (JoseException | RuntimeException unusable) {
            LOG.errorf("%s is no JWK set, so no acting officer is believed", file.get());
            return List.of();
        }
    }

    /** @throws ProblemException ACTOR_UNPROVEN unless every part of it is as it must be: a wrong name in the log is worse than none */
    String read(String jws, String client, String accessToken) {
        try {
            var claims = new JwtConsumerBuilder()
                    .setVerificationKeyResolver(keysOf(client))
                    .setJwsAlgorithmConstraints(ASYMMETRIC)
                    .setExpectedIssuer(client)
                    .setRequireSubject()
                    .setRequireIssuedAt()
                    .setRequireExpirationTime()
                    .setMaxFutureValidityInMinutes(LONGEST_MINUTES)
                    .setAllowedClockSkewInSeconds(10)
                    .build()
                    .processToClaims(jws);
            var officer = claims.getSubject();
            if (!hash(accessToken).equals(claims.getClaimValueAsString("ath"))
                    || officer.isBlank()
                    || officer.length() > LONGEST_NAME
                    || officer.chars().anyMatch(Character::isISOControl)
                    || officer.matches(".*[0-9]{16}.*")) {
                throw unproven();
            }
            return officer;
        } catch (InvalidJwtException | org.jose4j.jwt.MalformedClaimException invalid) {
            throw unproven();
        }
    }

    private VerificationKeyResolver keysOf(String client) {
        return (jws, context) -> known.stream()
                .filter(key -> key.getKeyId() != null
                        && key.getKeyId().equals(jws.getKeyIdHeaderValue())
                        && key.getKeyId().startsWith(client + "/"))
                .findFirst()
                .map(JsonWebKey::getKey)
                .orElseThrow(() -> new UnresolvableKeyException("no such key of this client"));
    }

    static String hash(String accessToken) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(accessToken.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ProblemException unproven() {
        return ProblemException.of(
                        CallerProblem.ACTOR_UNPROVEN,
                        "X-Padan-Actor must be a JWT of at most five minutes, signed with a registered key of this client, with iss (the client), sub"
                                + " (the officer), iat, exp and ath (SHA-256 of the access token).",
                        "X-Padan-Actor harus berupa JWT paling lama lima menit yang ditandatangani dengan kunci terdaftar klien ini, berisi iss (klien),"
                                + " sub (petugas), iat, exp, dan ath (SHA-256 token akses).")
                .with("header", HEADER);
    }
}
