package id.padan.platform.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.platform.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActingOfficerTest {
    private static final String CLIENT = "kemnaker-system";
    private static final String TOKEN = "header.claims.signature";

    @TempDir
    Path folder;

    private Path file;
    private PublicJsonWebKey own;
    private PublicJsonWebKey others;
    private ActingOfficer acting;

    @BeforeEach
    void keys() throws Exception {
        own = key(CLIENT + "/2026");
        others = key("bkn-system/2026");
        file = folder.resolve("keys.json");
        Files.writeString(file, new JsonWebKeySet(own, others).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        acting = new ActingOfficer(Optional.of(file));
    }

    @Test
    void readsTheOfficerWhomTheClientSigned() throws Exception {
        assertThat(acting.read(signed(own, claims -> {}), CLIENT, TOKEN)).isEqualTo("petugas.kemnaker");
    }

    @Test
    void believesNobodyElse() throws Exception {
        refuses(signed(others, claims -> {}));
        refuses(signed(key(CLIENT + "/2026"), claims -> {}));
        refuses(signed(own, claims -> claims.setIssuer("bkn-system")));
        refuses("garbage");
        refuses("");
        refuses("eyJhbGciOiJub25lIn0.e30.");
        assertThatThrownBy(() -> new ActingOfficer(Optional.empty()).read(signed(own, claims -> {}), CLIENT, TOKEN))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void takesAChangedFileWhenItLooksAndNotBefore() throws Exception {
        var next = key(CLIENT + "/2027");
        var old = signed(own, claims -> {});
        Files.writeString(file, new JsonWebKeySet(next).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        assertThat(acting.read(old, CLIENT, TOKEN)).isEqualTo("petugas.kemnaker");

        acting.look();

        refuses(old);
        assertThat(acting.read(signed(next, claims -> {}), CLIENT, TOKEN)).isEqualTo("petugas.kemnaker");
    }

    @Test
    void believesNobodyWhileTheFileIsGoneOrBroken() throws Exception {
        var keys = Files.readString(file);
        Files.writeString(file, keys.substring(0, keys.length() / 2));
        acting.look();
        refuses(signed(own, claims -> {}));
        Files.delete(file);
        acting.look();
        refuses(signed(own, claims -> {}));

        Files.writeString(file, keys);
        acting.look();

        assertThat(acting.read(signed(own, claims -> {}), CLIENT, TOKEN)).isEqualTo("petugas.kemnaker");
    }

    @Test
    void isBoundToTheTokenAndShortLived() throws Exception {
        refuses(signed(own, claims -> claims.setClaim("ath", ActingOfficer.hash("another"))));
        refuses(signed(own, claims -> claims.unsetClaim("ath")));
        refuses(signed(own, claims -> claims.setExpirationTimeMinutesInTheFuture(60)));
        refuses(signed(own, claims -> claims.setExpirationTimeMinutesInTheFuture(-2)));
        refuses(signed(own, claims -> claims.unsetClaim("exp")));
    }

    @Test
    void takesNoNameThatIsNone() throws Exception {
        refuses(signed(own, claims -> claims.unsetClaim("sub")));
        refuses(signed(own, claims -> claims.setSubject(" ")));
        refuses(signed(own, claims -> claims.setSubject("3171010101909991")));
        refuses(signed(own, claims -> claims.setSubject("a\nb")));
        refuses(signed(own, claims -> claims.setSubject("x".repeat(101))));
    }

    private void refuses(String jws) {
        assertThatThrownBy(() -> acting.read(jws, CLIENT, TOKEN))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(CallerProblem.ACTOR_UNPROVEN));
    }

    private static PublicJsonWebKey key(String id) throws JoseException {
        var key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId(id);
        return key;
    }

    private static String signed(PublicJsonWebKey key, Consumer<JwtClaims> change) throws JoseException {
        var claims = new JwtClaims();
        claims.setIssuer(CLIENT);
        claims.setSubject("petugas.kemnaker");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(2);
        claims.setClaim("ath", ActingOfficer.hash(TOKEN));
        change.accept(claims);
        var jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(key.getPrivateKey());
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setAlgorithmHeaderValue("ES256");
        return jws.getCompactSerialization();
    }
}
