package id.padan.platform.proof;

import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.PolicyRef;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * What was decided, by whom, under what; never whom it was about: that is inside the commitment only.
 *
 * @param id the receipt's id, UUIDv7, see {@link ProofLog#newId()}
 * @param kind {@code CHECK}, {@code CHUNK}, {@code BATCH}, {@code IMPORT} ...; {@code POLICY} is the log's own
 * @param policy the agreement and its version under which it was decided
 * @param clause the clause that opened it, as {@code Ps 3(1)b}; null if no clause is needed (an owner's own operation)
 * @param purpose one of Ps 2; null if none is needed
 * @param programme the programme registered in the agreement; null if none is needed
 * @param party the party that asked
 * @param actor the person or system that asked (subject of its token)
 * @param mappingVersion version of the status mapping behind the answer; null if none
 * @param dataTime extraction date (midnight Asia/Jakarta) that the data's import declared; null if none
 * @param commitment what binds the leaf to the answer without telling it; salted if it hides personal data
 * @param reference the thing it belongs to as the API names it, such as {@code batches/<id>/chunks/3}; null if none. Never a person
 * @param officer who acted through a machine, or answers for it; null for a person, who is the actor himself
 * @param asOf the legal day (Asia/Jakarta) for which an answer holds; null if none
 */
public record Leaf(
        UUID id,
        String kind,
        PolicyRef policy,
        String clause,
        String purpose,
        String programme,
        String party,
        String actor,
        String mappingVersion,
        Instant dataTime,
        byte[] commitment,
        String reference,
        String officer,
        LocalDate asOf) {
    public Leaf {
        if (id == null || kind == null || policy == null || party == null || actor == null || commitment == null) {
            throw new IllegalArgumentException("a leaf needs id, kind, policy, party, actor and commitment");
        }
        if (kind.equals(ProofLog.POLICY)) {
            throw new IllegalArgumentException("the log writes its POLICY leaves itself");
        }
    }

    /** What a clause opened. */
    public static Leaf opened(UUID id, String kind, Allowed allowed, String party, String actor, byte[] commitment) {
        return new Leaf(
                id,
                kind,
                allowed.policy(),
                allowed.clause(),
                allowed.purpose(),
                allowed.programme(),
                party,
                actor,
                /* mappingVersion= */ null,
                /* dataTime= */ null,
                commitment,
                /* reference= */ null,
                /* officer= */ null,
                /* asOf= */ null);
    }

    /** An owner's own operation, for which no clause, purpose or programme is needed. */
    public static Leaf own(
            String kind, PolicyRef policy, String party, String actor, byte[] commitment, String reference) {
        return opened(ProofLog.newId(), kind, new Allowed(policy, null, null, null), party, actor, commitment)
                .withReference(reference);
    }

    /** For a leaf whose id must be known before it is made. */
    public Leaf withId(UUID other) {
        return with(other, policy, mappingVersion, dataTime, reference, officer, asOf);
    }

    /** For what needs no clause, so that it can stand under another version of the agreement. */
    public Leaf withPolicy(PolicyRef other) {
        return with(id, other, mappingVersion, dataTime, reference, officer, asOf);
    }

    /** With the data behind the answer. */
    public Leaf withData(String mapping, Instant extracted) {
        return with(id, policy, mapping, extracted, reference, officer, asOf);
    }

    /** With the thing that it belongs to. */
    public Leaf withReference(String thing) {
        return with(id, policy, mappingVersion, dataTime, thing, officer, asOf);
    }

    /** With the officer who acted through the machine, or answers for it. */
    public Leaf withOfficer(String name) {
        return with(id, policy, mappingVersion, dataTime, reference, name, asOf);
    }

    /** The same leaf with the day for which its answer holds. */
    public Leaf withAsOf(LocalDate day) {
        return with(id, policy, mappingVersion, dataTime, reference, officer, day);
    }

    /** What is not named here no leaf changes: who asked, why, and the commitment. */
    private Leaf with(
            UUID newId,
            PolicyRef newPolicy,
            String newMapping,
            Instant newDataTime,
            String newReference,
            String newOfficer,
            LocalDate newAsOf) {
        return new Leaf(
                newId,
                kind,
                newPolicy,
                clause,
                purpose,
                programme,
                party,
                actor,
                newMapping,
                newDataTime,
                commitment,
                newReference,
                newOfficer,
                newAsOf);
    }
}
