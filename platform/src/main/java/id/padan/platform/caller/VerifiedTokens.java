package id.padan.platform.caller;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Remembers for a short while whom a bearer token was found to speak for, because checking its signature costs more than everything else
 * of a single check. Only what was found good is remembered, found again by the SHA-256 of the whole token, and never past the token's
 * end. A suspension needs nothing here: the gate decides every request anew.
 */
@Alternative
@Priority(1)
@Singleton
class VerifiedTokens implements HttpAuthenticationMechanism {

    private static final String BEARER = "Bearer ";
    private static final int MOST = 10_000;
    /** As the OIDC mechanism says of a service, for which it looks the tenant up each time. */
    private static final Uni<HttpCredentialTransport> TRANSPORT = Uni.createFrom()
            .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, BEARER.strip()));

    private final OidcAuthenticationMechanism oidc;
    private final Cache<ByteBuffer, Verified> verified;

    /** @param longest how long a withdrawn signing key of the identity provider can go on being trusted here; zero remembers nothing */
    VerifiedTokens(
            OidcAuthenticationMechanism oidc,
            @ConfigProperty(name = "padan.caller.remember-token", defaultValue = "PT1M") Duration longest) {
        this.oidc = oidc;
        this.verified = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfter(Expiry.<ByteBuffer, Verified>creating((key, one) -> least(one.left(), longest)))
                .build();
    }

    private record Verified(SecurityIdentity identity, Instant end) {
        Duration left() {
            Duration left = Duration.between(Instant.now(), end);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.startsWith(BEARER)) {
            return oidc.authenticate(context, providers);
        }
        ByteBuffer key = sha256(header);
        Verified known = verified.getIfPresent(key);
        // Asked by the clock as well: what the cache measures stands still while the machine sleeps.
        if (known != null && Instant.now().isBefore(known.end())) {
            return Uni.createFrom().item(known.identity());
        }
        return oidc.authenticate(context, providers).onItem().ifNotNull().invoke(identity -> remember(key, identity));
    }

    private void remember(ByteBuffer key, SecurityIdentity identity) {
        if (!identity.isAnonymous()
                && identity.getPrincipal() instanceof JsonWebToken token
                && token.getExpirationTime() > 0) {
            // A new identity: the first one holds on to the request that brought it, body and all.
            SecurityIdentity alone = QuarkusSecurityIdentity.builder()
                    .setPrincipal(identity.getPrincipal())
                    .addRoles(identity.getRoles())
                    .addAttribute(Claims.ATTRIBUTE, Claims.of(token))
                    .build();
            verified.put(key, new Verified(alone, Instant.ofEpochSecond(token.getExpirationTime())));
        }
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return oidc.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return TRANSPORT;
    }

    @Override
    public int getPriority() {
        return oidc.getPriority();
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static ByteBuffer sha256(String text) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
