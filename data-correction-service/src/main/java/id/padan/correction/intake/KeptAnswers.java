package id.padan.correction.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.correction.proposal.Acknowledgement;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A single proposal is sent once (ADR 0043): here by hand, because its resource reads a stream that may as well be a list. The answers kept
 * hold no person and no value.
 */
@ApplicationScoped
class KeptAnswers {

    private final ObjectMapper json;

    KeptAnswers(ObjectMapper json) {
        this.json = json;
    }

    /** What was answered, and with which status. */
    record Kept(int status, Acknowledgement answer) {}

    /** Holds the key until the transaction ends. */
    Optional<Kept> find(Handle tx, Caller caller, String key, byte[] asked) {
        tx.execute("select pg_advisory_xact_lock(hashtextextended(?, 301))", caller.party() + '\n' + key);
        return tx.createQuery("select * from acting_once where party = :party and idempotency_key = :key")
                .bind("party", caller.party())
                .bind("key", key)
                .map((row, context) -> {
                    if (!MessageDigest.isEqual(row.getBytes("request_sha256"), asked)) {
                        throw ProblemException.of(
                                PlatformProblem.IDEMPOTENCY_MISMATCH,
                                "This Idempotency-Key was used for another request. Use a new key.",
                                "Idempotency-Key ini sudah dipakai untuk permintaan lain. Gunakan kunci baru.");
                    }
                    return new Kept(row.getInt("status"), read(row.getString("answer")));
                })
                .findOne();
    }

    void keep(Handle tx, Caller caller, String key, byte[] asked, Kept kept) {
        tx.createUpdate("""
                        insert into acting_once (party, idempotency_key, request_sha256, answer, status)
                        values (:party, :key, :asked, :answer, :status)""")
                .bind("party", caller.party())
                .bind("key", key)
                .bind("asked", asked)
                .bind("answer", write(kept.answer()))
                .bind("status", kept.status())
                .execute();
    }

    private Acknowledgement read(String answer) {
        try {
            return json.readValue(answer, Acknowledgement.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept answer cannot be read", e);
        }
    }

    private String write(Acknowledgement answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written", e);
        }
    }
}
