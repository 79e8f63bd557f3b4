package id.padan.platform.caller;

import java.util.Set;

/**
 * The caller of one request.
 *
 * @param party the party of the agreement the token speaks for ({@code kemnaker}, {@code bkn}, ...), claim {@code party}
 * @param subject who acted, for proof leaves: the person's user name, or the machine client's id
 * @param client the OIDC client, claim {@code azp} or {@code client_id}
 * @param roles realm roles of the token
 * @param officer for a machine: the officer who acts through it ({@code act}, RFC 8693, or {@code X-Padan-Actor}), else the officer
 *     responsible for the client (claim {@code officer}); null for a person, or if the token names none
 * @param acting whether that officer acts himself, and does not only answer for the client
 * @param token the token's id, claim {@code jti}; null if it has none
 * @param signingKey id of the key that signed the token, header {@code kid}; null if it names none
 */
public record Caller(
        String party,
        String subject,
        String client,
        Set<String> roles,
        String officer,
        boolean acting,
        String token,
        String signingKey) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** A caller of whose token nothing more is known. */
    public Caller(String party, String subject, String client, Set<String> roles) {
        this(party, subject, client, roles, null, false, null, null);
    }

    /** The officer who acts through the machine; null if it is not said that one does. */
    public String actingOfficer() {
        return acting ? officer : null;
    }

    public boolean has(String role) {
        return roles.contains(role);
    }

    /** Whether a program calls for itself: what law leaves to a named human it may not do. */
    public boolean isMachine() {
        return isMachine(subject, client);
    }

    /** Whether a human being logged in; a client's own account is a machine. */
    public boolean isPerson() {
        return !isMachine();
    }

    static boolean isMachine(String subject, String client) {
        return subject.startsWith("service-account-") || subject.equals(client);
    }
}
