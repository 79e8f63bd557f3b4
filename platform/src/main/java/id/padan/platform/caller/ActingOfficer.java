package id.padan.platform.caller;

import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
    private static final int LONGEST_MINUTES = 5;
    private static final int LONGEST_NAME = 100;
    private static final AlgorithmConstraints ASYMMETRIC = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT, "ES256", "ES384", "RS256", "PS256", "EdDSA");

    private final Optional<Path> keys;

    /** @param keys JWK set (RFC 7517); a key's {@code kid} is {@code <client>/<anything>}, and it speaks for that client only */
    ActingOfficer(@ConfigProperty(name = "padan.caller.actor-keys") Optional<Path> keys) {
        this.keys = keys;
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
        } catch (InvalidJwtException | org.jose4j.jwt.MalformedClaimException | IOException | JoseException invalid) {
            throw unproven();
        }
    }

    private VerificationKeyResolver keysOf(String client) throws IOException, JoseException {
        List<JsonWebKey> known =
                keys.isEmpty() ? List.of() : new JsonWebKeySet(Files.readString(keys.get())).getJsonWebKeys();
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
