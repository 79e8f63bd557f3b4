package id.padan.platform.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Access tokens of the shape that the realm issues, signed with the key that {@link LocalInfrastructure} gave to the service. */
public final class TestTokens {

    /** Who issues them, as in the default of {@code PADAN_OIDC}. */
    public static final String ISSUER = "http://localhost:18080/realms/padan";

    private TestTokens() {}

    /** A machine client of the party, {@code <party>-system}; without roles named it has {@code system}. */
    public static String token(String party, String... roles) {
        return signed(claims(party, party + "-system", roles, Duration.ofMinutes(5)), trusted());
    }

    /** A person of the party who came through the given client. */
    public static String person(String party, String subject, String client, String... roles) {
        Map<String, Object> claims = claims(party, client, roles, Duration.ofMinutes(5));
        claims.put("sub", subject);
        claims.put("preferred_username", subject);
        return signed(claims, trusted());
    }

    /** A machine client of the party with role {@code system} and further claims, such as {@code act} or {@code jti}. */
    public static String machine(String party, Map<String, ?> further) {
        Map<String, Object> claims = claims(party, party + "-system", new String[0], Duration.ofMinutes(5));
        claims.putAll(further);
        return signed(claims, trusted());
    }

    /** A machine client of the party with role {@code system}, for so long from now. */
    public static String lasting(String party, Duration life) {
        return signed(claims(party, party + "-system", new String[0], life), trusted());
    }

    /** Ended an hour ago. */
    public static String expired() {
        return signed(claims("kemnaker", "kemnaker-system", new String[0], Duration.ofHours(-1)), trusted());
    }

    /** Valid, with role {@code system}, but of no party. */
    public static String withoutParty() {
        return signed(claims(null, "stray-system", new String[0], Duration.ofMinutes(5)), trusted());
    }

    /** Right in everything but the signature. */
    public static String forged(String party, String... roles) {
        try {
            PrivateKey stranger =
                    KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
            return signed(claims(party, party + "-system", roles, Duration.ofMinutes(5)), stranger);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> claims(String party, String client, String[] roles, Duration life) {
        Instant now = Instant.now();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("sub", "service-account-" + client);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("typ", "Bearer");
        claims.put("azp", client);
        claims.put("iat", now.plus(life).minus(Duration.ofMinutes(5)).getEpochSecond());
        claims.put("exp", now.plus(life).getEpochSecond());
        claims.put("realm_access", Map.of("roles", roles.length == 0 ? List.of("system") : List.of(roles)));
        if (party != null) {
            claims.put("party", party);
        }
        return claims;
    }

    private static String signed(Map<String, Object> claims, PrivateKey key) {
        try {
            String content = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                    + base64(new ObjectMapper().writeValueAsBytes(claims));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey trusted() {
        String encoded = System.getProperty(LocalInfrastructure.PRIVATE_KEY);
        if (encoded == null) {
            throw new IllegalStateException("annotate the test with @QuarkusTestResource(LocalInfrastructure.class)");
        }
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
