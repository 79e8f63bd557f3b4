package id.padan.platform.caller;

import id.padan.platform.pledge.Pledges;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Gives the caller of the current request, or ends it with the problem that says what the token lacks. */
@RequestScoped
public class Callers {

    private final CurrentIdentityAssociation identities;
    private final CurrentVertxRequest request;
    private final ActingOfficer acting;
    private final Pledges pledges;
    private final Brake brake;

    Callers(
            CurrentIdentityAssociation identities,
            CurrentVertxRequest request,
            ActingOfficer acting,
            Pledges pledges,
            Brake brake) {
        this.brake = brake;
        this.identities = identities;
        this.request = request;
        this.acting = acting;
        this.pledges = pledges;
    }

    /**
     * The caller, if it has one of these roles; with no role named, any caller that has a party.
     *
     * @throws ProblemException UNAUTHENTICATED without a token, PARTY_MISMATCH without a party claim, ROLE_MISSING without one of the roles,
     *     SUSPENDED for a person or client that its own party has suspended (Ps 9(2)), PLEDGE_MISSING for a person, or an officer acting through a machine, without a valid pledge (Ps 9(5)), ACTOR_UNPROVEN for an acting
     *     officer who is only claimed
     */
    public Caller require(String... anyRole) {
        return require(identities.getIdentity(), anyRole);
    }

    /** As {@link #require(String...)}, for a resource that runs on an event loop and may not wait for the identity provider. */
    public Uni<Caller> requireAsync(String... anyRole) {
        return identities.getDeferredIdentity().map(identity -> require(identity, anyRole));
    }

    private Caller require(SecurityIdentity identity, String... anyRole) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw ProblemException.of(
                    PlatformProblem.UNAUTHENTICATED,
                    "Send a bearer token of the realm padan in the Authorization header.",
                    "Sertakan token bearer dari realm padan pada header Authorization.");
        }
        Claims claims = claims(identity, token);
        String party = claims.party();
        if (party == null || party.isBlank()) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "The token names no party. Use a client or person of a party to the agreement.",
                    "Token tidak menyebut pihak. Gunakan klien atau petugas dari salah satu pihak perjanjian.");
        }
        Set<String> roles = identity.getRoles();
        List<String> needed = List.of(anyRole);
        if (!needed.isEmpty() && needed.stream().noneMatch(roles::contains)) {
            throw ProblemException.of(
                            PlatformProblem.ROLE_MISSING,
                            "One of these roles is needed: " + String.join(", ", needed) + ".",
                            "Diperlukan salah satu peran: " + String.join(", ", needed) + ".")
                    .with("roles", needed);
        }
        String subject = claims.subject();
        String client = claims.client();
        String officer = null;
        boolean acts = false;
        if (Caller.isMachine(subject, client)) {
            officer = actingOfficer(claims, token).orElse(null);
            acts = officer != null;
            if (acts) {
                pledges.require(party, officer);
                // The brake on a person (Ps 9(2)) holds behind a machine too.
                brake.requireNotSuspended(new Caller(party, officer, client, roles));
            } else {
                officer = claims.officer();
            }
        } else {
            pledges.require(party, subject);
        }
        var caller = new Caller(party, subject, client, roles, officer, acts, claims.id(), claims.signingKey());
        // Whom its own party has suspended does nothing in its name, whatever address it calls.
        brake.requireInOffice(caller);
        return caller;
    }

    private static Claims claims(SecurityIdentity identity, JsonWebToken token) {
        Claims remembered = identity.getAttribute(Claims.ATTRIBUTE);
        return remembered == null ? Claims.of(token) : remembered;
    }

    /** Who is said to act through the machine, by the identity provider or by the client's own signature. */
    private Optional<String> actingOfficer(Claims claims, JsonWebToken token) {
        if (claims.actor() != null) {
            return Optional.of(claims.actor());
        }
        RoutingContext current = request.getCurrent();
        String jws = current == null ? null : current.request().getHeader(ActingOfficer.HEADER);
        return jws == null ? Optional.empty() : Optional.of(acting.read(jws, claims.client(), token.getRawToken()));
    }
}
