package id.padan.platform.caller;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Gives the caller of the current request, or ends it with the problem that says what the token lacks. */
@RequestScoped
public class Callers {

    private static final String PARTY = "party";

    private final CurrentIdentityAssociation identities;

    Callers(CurrentIdentityAssociation identities) {
        this.identities = identities;
    }

    /**
     * The caller, if it has one of these roles; with no role named, any caller that has a party.
     *
     * @throws ProblemException UNAUTHENTICATED without a token, PARTY_MISMATCH without a party claim, ROLE_MISSING without one of the roles
     */
    public Caller require(String... anyRole) {
        return require(identities.getIdentity(), anyRole);
    }

    /** As {@link #require(String...)}, for a resource that runs on an event loop and may not wait for the identity provider. */
    public Uni<Caller> requireAsync(String... anyRole) {
        return identities.getDeferredIdentity().map(identity -> require(identity, anyRole));
    }

    private static Caller require(SecurityIdentity identity, String... anyRole) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw ProblemException.of(
                    PlatformProblem.UNAUTHENTICATED,
                    "Send a bearer token of the realm padan in the Authorization header.",
                    "Sertakan token bearer dari realm padan pada header Authorization.");
        }
        String party = token.getClaim(PARTY);
        if (party == null || party.isBlank()) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "The token names no party. Use a client or person of a party to the agreement.",
                    "Token tidak menyebut pihak. Gunakan klien atau petugas dari salah satu pihak perjanjian.");
        }
        Set<String> roles = new LinkedHashSet<>(identity.getRoles());
        List<String> needed = List.of(anyRole);
        if (!needed.isEmpty() && needed.stream().noneMatch(roles::contains)) {
            throw ProblemException.of(
                            PlatformProblem.ROLE_MISSING,
                            "One of these roles is needed: " + String.join(", ", needed) + ".",
                            "Diperlukan salah satu peran: " + String.join(", ", needed) + ".")
                    .with("roles", needed);
        }
        return new Caller(party, subjectOf(token), clientOf(token), roles);
    }

    private static String subjectOf(JsonWebToken token) {
        // Readable in a proof years later; the opaque subject id of a realm that was rebuilt is not.
        String name = token.getClaim("preferred_username");
        return name != null ? name : token.getSubject() != null ? token.getSubject() : clientOf(token);
    }

    private static String clientOf(JsonWebToken token) {
        String client = token.getClaim("azp");
        if (client == null) {
            client = token.getClaim("client_id");
        }
        return client == null ? "" : client;
    }
}
