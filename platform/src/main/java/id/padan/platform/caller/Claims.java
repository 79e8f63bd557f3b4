package id.padan.platform.caller;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What a token says about its caller, read once: each look at a claim that the JWT standard does not name makes and drops an exception.
 *
 * @param subject readable in a proof years later; the opaque subject id of a realm that was rebuilt is not
 * @param officer responsible for the client, null if not said
 * @param actor who acts through the client ({@code act}, RFC 8693), null if not said
 * @param id claim {@code jti}; null if it has none
 * @param signingKey header {@code kid}; null if it names none
 */
record Claims(String party, String subject, String client, String officer, String actor, String id, String signingKey) {

    /** Under which a remembered identity carries them. */
    static final String ATTRIBUTE = "padan.claims";

    private static final Pattern KEY_ID = Pattern.compile("\"kid\"\\s*:\\s*\"([^\"\\\\]{1,200})\"");

    static Claims of(JsonWebToken token) {
        String client = client(token);
        return new Claims(
                token.getClaim("party"),
                subject(token, client),
                client,
                token.getClaim("officer"),
                actor(token),
                token.getTokenID(),
                signingKey(token));
    }

    private static String client(JsonWebToken token) {
        String client = token.getClaim("azp");
        if (client == null) {
            client = token.getClaim("client_id");
        }
        return client == null ? "" : client;
    }

    private static String subject(JsonWebToken token, String client) {
        String name = token.getClaim("preferred_username");
        return name != null ? name : token.getSubject() != null ? token.getSubject() : client;
    }

    private static String actor(JsonWebToken token) {
        Object act = token.getClaim("act");
        if (act instanceof JsonObject actor && actor.containsKey("sub")) {
            return actor.getString("sub");
        }
        return act instanceof Map<?, ?> actor && actor.get("sub") instanceof String officer ? officer : null;
    }

    private static String signingKey(JsonWebToken token) {
        String raw = token.getRawToken();
        int end = raw == null ? -1 : raw.indexOf('.');
        if (end < 0) {
            return null;
        }
        // The signature has been checked, so the header is the issuer's and well-formed.
        Matcher id = KEY_ID.matcher(
                new String(Base64.getUrlDecoder().decode(raw.substring(0, end)), StandardCharsets.UTF_8));
        return id.find() ? id.group(1) : null;
    }
}
