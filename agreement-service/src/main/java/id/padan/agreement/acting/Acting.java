package id.padan.agreement.acting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import id.padan.proof.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Lets callers act on an agreement of their party, and writes each act into the log. */
@ApplicationScoped
public class Acting {
    private static final int LONGEST_KEY = 200;

    private final Jdbi jdbi;
    private final Callers callers;
    private final AgreementVersions versions;
    private final ProofLog log;
    private final ObjectMapper json;

    Acting(Jdbi jdbi, Callers callers, AgreementVersions versions, ProofLog log, ObjectMapper json) {
        this.jdbi = jdbi;
        this.callers = callers;
        this.versions = versions;
        this.log = log;
        this.json = json;
    }

    /**
     * The caller, if it has one of the roles and its party has signed the agreement.
     *
     * @throws ProblemException as {@link Callers#require}, and NOT_FOUND for an agreement that is none of the party's
     */
    public Act require(String agreementId, String... anyRole) {
        Caller caller = callers.require(anyRole);
        return of(agreementId, caller);
    }

    /** The same for a caller whose roles do not matter here, as a task of the service's own. */
    public Act of(String agreementId, Caller caller) {
        List<StoredVersion> stored = versions.listVersions(agreementId);
        Instant now = Instant.now();
        StoredVersion shown = null;
        for (StoredVersion version : stored) {
            if (version.supersededAt() == null
                    && (shown == null || !version.effectiveFrom().isAfter(now))) {
                shown = version;
            }
        }
        var act = shown == null
                ? null
                : new Act(caller, agreementId, new PolicyRef(agreementId, shown.version()), shown.file());
        if (act == null
                || stored.stream()
                        .flatMap(version -> version.file().parties().stream())
                        .noneMatch(party -> party.id().equals(caller.party()))) {
            throw ProblemException.of(
                    PlatformProblem.NOT_FOUND,
                    "No agreement of the token's party has this id.",
                    "Tidak ada perjanjian dengan id ini bagi pihak pada token.");
        }
        return act;
    }

    /** A leaf that was written. */
    public record Recorded(UUID leaf, long index, Instant at) {}

    /**
     * Writes the act into the log; call it last, the log's head is then held until the transaction ends.
     *
     * @param content what the leaf commits to, by its canonical JSON; no NIK
     * @param reference the thing as the API names it below the agreement, as {@code incidents/<id>}; never a person
     */
    public Recorded record(Handle tx, Act act, String kind, Map<String, String> content, String reference) {
        var head = log.lock(tx);
        var policy = head.latest(act.policy());
        var values = new TreeMap<String, String>();
        content.forEach((key, value) -> {
            if (value != null) {
                values.put(key, value);
            }
        });
        var leaf = Leaf.own(kind, policy, act.party(), act.actor(), sha256(CanonicalJson.write(values)), reference)
                .withOfficer(act.caller().officer());
        var receipt = head.append(policy, List.of(leaf)).getFirst();
        return new Recorded(receipt.id(), receipt.logIndex(), head.at());
    }

    /**
     * Does a write once: with the same key and request the first answer is given again.
     *
     * @param key null if the caller sent none: then it is simply done
     * @param what path and body, all that makes it this request
     * @return the answer as JSON
     */
    public String once(Act act, String key, List<?> what, Function<Handle, ?> work) {
        if (key == null) {
            return jdbi.inTransaction(tx -> text(work.apply(tx)));
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "An Idempotency-Key has 1 to 200 characters.",
                            "Idempotency-Key terdiri atas 1 sampai 200 karakter.")
                    .with("field", "Idempotency-Key");
        }
        byte[] request = sha256(text(what));
        return jdbi.inTransaction(tx -> {
            tx.execute("select pg_advisory_xact_lock(hashtextextended(?, 160))", act.party() + '\n' + key);
            var before = tx.createQuery(
                            "select request_sha256, answer from acting_once where party = :party and idempotency_key = :key")
                    .bind("party", act.party())
                    .bind("key", key)
                    .map((row, context) -> {
                        if (!MessageDigest.isEqual(row.getBytes("request_sha256"), request)) {
                            throw ProblemException.of(
                                    PlatformProblem.IDEMPOTENCY_MISMATCH,
                                    "This Idempotency-Key was used for another request. Use a new key.",
                                    "Idempotency-Key ini sudah dipakai untuk permintaan lain. Gunakan kunci baru.");
                        }
                        return row.getString("answer");
                    })
                    .findOne();
            if (before.isPresent()) {
                return before.get();
            }
            String answer = text(work.apply(tx));
            tx.execute(
                    "insert into acting_once (party, idempotency_key, request_sha256, answer) values (?, ?, ?, ?)",
                    act.party(),
                    key,
                    request,
                    answer);
            return answer;
        });
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not serialisable: " + value.getClass().getName());
        }
    }

    /** SHA-256 of UTF-8. */
    public static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
