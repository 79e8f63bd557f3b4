package id.padan.verification.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.json.StrictJson;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Remembers for 24 hours what was answered under an Idempotency-Key. */
@Singleton
class CheckReplays {
    private static final ObjectMapper MAPPER = StrictJson.mapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 32;

    private final Jdbi jdbi;

    CheckReplays(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Row(byte[] salt, byte[] bodyHash, byte[] sealed) {}

    /** @throws ProblemException IDEMPOTENCY_MISMATCH if the key was used with another body */
    Optional<Checked> find(ReplayKey key) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                                select salt, body_hash, sealed from check_replay
                                where lookup = :lookup and stored_at > clock_timestamp() - interval '24 hours'""")
                        .bind("lookup", bytes(key))
                        .map((row, context) -> new Row(row.getBytes(1), row.getBytes(2), row.getBytes(3)))
                        .findOne())
                .map(row -> open(key, row));
    }

    /**
     * Claims the keys for these answers.
     *
     * @return the lookups of those that were free; the others have an answer already
     */
    Set<String> claim(Handle tx, List<PendingCheck> checks) {
        var claimed = new HashSet<String>();
        // One by one and sorted: few checks carry a key, and two instances claiming the same keys must not wait for
        // each other.
        checks.stream()
                .sorted((a, b) -> a.replayKey().lookup().compareTo(b.replayKey().lookup()))
                .forEach(check -> {
                    var key = check.replayKey();
                    if (!claimed.contains(key.lookup()) && claim(tx, key, check.checked())) {
                        claimed.add(key.lookup());
                    }
                });
        return claimed;
    }

    /** Frees keys again whose checks were refused. */
    void release(Handle tx, Collection<ReplayKey> keys) {
        for (var key : keys) {
            tx.createUpdate("delete from check_replay where lookup = :lookup")
                    .bind("lookup", bytes(key))
                    .execute();
        }
    }

    void removeOld() {
        jdbi.useHandle(handle ->
                handle.execute("delete from check_replay where stored_at < clock_timestamp() - interval '24 hours'"));
    }

    private boolean claim(Handle tx, ReplayKey key, Checked checked) {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return tx.createUpdate("""
                        insert into check_replay (lookup, salt, body_hash, sealed, check_id)
                        values (:lookup, :salt, :bodyHash, :sealed, :checkId)
                        on conflict (lookup) do update
                        set salt = excluded.salt, body_hash = excluded.body_hash, sealed = excluded.sealed,
                            check_id = excluded.check_id, stored_at = excluded.stored_at
                        where check_replay.stored_at < clock_timestamp() - interval '24 hours'""")
                        .bind("lookup", bytes(key))
                        .bind("salt", salt)
                        .bind("bodyHash", key.bodyHash(salt))
                        .bind("sealed", key.seal(salt, write(checked)))
                        .bind("checkId", checked.checkId())
                        .execute()
                == 1;
    }

    private static Checked open(ReplayKey key, Row row) {
        if (!MessageDigest.isEqual(key.bodyHash(row.salt), row.bodyHash)) {
            throw ProblemException.of(
                            PlatformProblem.IDEMPOTENCY_MISMATCH,
                            "Within 24 hours this Idempotency-Key was used with another body. Use a new key for a new check.",
                            "Dalam 24 jam terakhir Idempotency-Key ini dipakai dengan isi lain. Gunakan kunci baru.")
                    .with("field", "Idempotency-Key");
        }
        try {
            return MAPPER.readValue(key.open(row.salt, row.sealed), Checked.class);
        } catch (IOException e) {
            throw new IllegalStateException("a remembered answer cannot be read");
        }
    }

    private static byte[] write(Checked checked) {
        try {
            return MAPPER.writeValueAsBytes(checked);
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be written", e);
        }
    }

    private static byte[] bytes(ReplayKey key) {
        return HexFormat.of().parseHex(key.lookup());
    }
}
