package id.padan.platform.disclosure;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.platform.caller.Caller;
import java.util.List;
import java.util.UUID;

/**
 * What one caller was given in one go, or one after the other within a second. It names no person that the data are about: who they are is behind {@code log} and {@code reference},
 * which the holder can open.
 *
 * @param id the first leaf's id; a disclosure that is told again has the same one
 * @param kind {@code CHECKS}, {@code RESULTS}, {@code ROW_RECEIPT}, {@code NOTICE}, {@code RECORD}
 * @param agreement agreement id
 * @param version its version under which it was opened
 * @param clause that opened it; null for a holder's look at its own
 * @param purpose one of Ps 2; null if none is needed
 * @param programme null if none is needed
 * @param holder party that holds the data
 * @param client OIDC client that called
 * @param actor person or system of the token
 * @param officer who acted through a machine, or answers for it; null for a person, who acts himself
 * @param token the access token's id ({@code jti}); null if it had none
 * @param signingKey id of the key that signed the access token ({@code kid}); null if it named none
 * @param elements codes of the annex that were given; {@link #ALL} for a whole record seen by its holder
 * @param subjects how many persons' data, one row each
 * @param log the leaves that stand for them, in the log of the service that reports
 * @param reference the thing they belong to as the API names it ({@code batches/<id>}); null if the leaves are all there is. Never a person
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Disclosure(
        UUID id,
        String kind,
        String agreement,
        String version,
        String clause,
        String purpose,
        String programme,
        String dataset,
        String holder,
        String client,
        String actor,
        String officer,
        String token,
        String signingKey,
        List<String> elements,
        long subjects,
        LogRange log,
        String reference) {

    /** All that is kept of a record. */
    public static final String ALL = "ALL";

    public Disclosure {
        elements = List.copyOf(elements);
        if (subjects < 0) {
            throw new IllegalArgumentException("subjects: fewer than none");
        }
    }

    /** Whether the other is more of the same: the same caller for the same thing, its leaves right behind these. */
    boolean isFollowedBy(Disclosure next) {
        return reference == null
                && log.last() + 1 == next.log.first()
                && next.over(id, subjects, log).equals(this);
    }

    /** This and what follows it as one. */
    Disclosure with(Disclosure next) {
        return over(id, subjects + next.subjects, new LogRange(log.first(), next.log.last()));
    }

    private Disclosure over(UUID first, long count, LogRange range) {
        return new Disclosure(
                first,
                kind,
                agreement,
                version,
                clause,
                purpose,
                programme,
                dataset,
                holder,
                client,
                actor,
                officer,
                token,
                signingKey,
                elements,
                count,
                range,
                reference);
    }

    /** Leaves from {@code first} to {@code last}, both included. */
    public record LogRange(long first, long last) {
        public LogRange {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("a range of leaves begins at 0 or later and ends no earlier");
            }
        }
    }

    /** Through which token a caller came, as far as an incident may ask for it. */
    public record Through(String client, String actor, String officer, String token, String signingKey) {
        public static Through of(Caller caller) {
            return new Through(
                    caller.client(), caller.subject(), caller.officer(), caller.token(), caller.signingKey());
        }
    }
}
