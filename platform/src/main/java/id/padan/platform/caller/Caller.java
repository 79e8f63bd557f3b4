package id.padan.platform.caller;

import java.util.Set;

/**
 * The caller of one request.
 *
 * @param party the party of the agreement the token speaks for ({@code kemnaker}, {@code bkn}, ...), claim {@code party}
 * @param subject who acted, for proof leaves: the person's user name, or the machine client's id
 * @param client the OIDC client, claim {@code azp} or {@code client_id}
 * @param roles realm roles of the token
 */
public record Caller(String party, String subject, String client, Set<String> roles) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean has(String role) {
        return roles.contains(role);
    }

    /** Whether a program calls for itself: what law leaves to a named human it may not do. */
    public boolean isMachine() {
        return subject.startsWith("service-account-") || subject.equals(client);
    }
}
