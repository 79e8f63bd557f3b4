package id.padan.directory.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.log.RecordingDecisions.Decision;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.GroupCommit;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores single records in groups: while one group's transaction is being made durable the next gathers. Each has a leaf, and leaves are
 * written one transaction after the other, so writes alone would wait for each other's commit.
 */
@Singleton
class StoringRecords {
    private static final Logger LOG = Logger.getLogger(StoringRecords.class);
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final int LARGEST_GROUP = 64;
    private static final int MOST_WAITING = 5_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Jdbi jdbi;
    private final RegisterWriter register;
    private final RecordingDecisions decisions;
    private final ObjectMapper json;
    private final GroupCommit<Pending> groups = new GroupCommit<>(
            "record-writer",
            LARGEST_GROUP,
            MOST_WAITING,
            this::storeAll,
            Pending::outcome,
            StoringRecords::unavailable);

    StoringRecords(Jdbi jdbi, RegisterWriter register, RecordingDecisions decisions, ObjectMapper json) {
        this.jdbi = jdbi;
        this.register = register;
        this.decisions = decisions;
        this.json = json;
    }

    void start(@Observes StartupEvent event) {
        groups.start();
    }

    @PreDestroy
    void close() {
        groups.close();
    }

    /**
     * What is to be stored.
     *
     * @param expected the version that the caller has read; null for a record that it takes for new
     * @param key its Idempotency-Key
     * @param hash stands for the request: the same key is for the same request only
     */
    record Wanted(AsnRecord asn, Long expected, String key, byte[] hash, OwnersDecision by) {}

    /** What a write answers: kept for repeats, so it has no personal data. */
    record Stored(int status, long version, String body) {}

    private record Pending(Wanted wanted, CompletableFuture<Stored> outcome) {}

    /**
     * Completes when the record and its leaf are durable, or with the reason why they are not.
     *
     * @throws ProblemException UNAVAILABLE if too many wait already
     */
    CompletableFuture<Stored> add(Wanted wanted) {
        var pending = new Pending(wanted, new CompletableFuture<>());
        groups.add(pending);
        return pending.outcome();
    }

    private static ProblemException unavailable() {
        return ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The record could not be stored. Send it again with the same Idempotency-Key.",
                        "Data tidak dapat disimpan. Kirim lagi dengan Idempotency-Key yang sama.")
                .retryAfter(Duration.ofSeconds(2));
    }

    /** A transaction has each record and each key once; a second write of either sees what the first has done. */
    private void storeAll(List<Pending> group) {
        for (List<Pending> rest = group; !rest.isEmpty(); ) {
            var now = new ArrayList<Pending>();
            var later = new ArrayList<Pending>();
            var met = new HashSet<String>();
            for (var pending : rest) {
                var wanted = pending.wanted();
                boolean isFirst = met.add("id " + wanted.asn().id()) & met.add("key " + wanted.key());
                (isFirst ? now : later).add(pending);
            }
            store(now);
            rest = later;
        }
    }

    private void store(List<Pending> group) {
        try {
            commit(group);
        } catch (ConnectionException databaseAway) {
            fail(group, databaseAway);
        } catch (RuntimeException e) {
            if (group.size() == 1) {
                fail(group, e);
                return;
            }
            // Only one of them may be the reason.
            for (int i = 0; i < group.size(); i++) {
                try {
                    commit(List.of(group.get(i)));
                } catch (ConnectionException databaseAway) {
                    fail(group.subList(i, group.size()), databaseAway);
                    return;
                } catch (RuntimeException own) {
                    fail(List.of(group.get(i)), own);
                }
            }
        }
    }

    private static void fail(List<Pending> some, RuntimeException reason) {
        LOG.warnf(
                "%d records could not be stored: %s",
                some.size(), reason.getClass().getName());
        LOG.debug("records could not be stored", reason);
        some.forEach(pending -> pending.outcome().completeExceptionally(reason));
    }

    private void commit(List<Pending> group) {
        var outcomes = jdbi.inTransaction(tx -> write(tx, group));
        // Only now, after the commit.
        outcomes.forEach((pending, outcome) -> {
            switch (outcome) {
                case Outcome.Done(Stored stored) -> pending.outcome().complete(stored);
                case Outcome.Refused(ProblemException problem) ->
                    pending.outcome().completeExceptionally(problem);
            }
        });
    }

    private sealed interface Outcome {
        record Done(Stored stored) implements Outcome {}

        record Refused(ProblemException problem) implements Outcome {}
    }

    private Map<Pending, Outcome> write(Handle tx, List<Pending> group) {
        var outcomes = new IdentityHashMap<Pending, Outcome>();
        var repeated = repeated(tx, group);
        var fresh = new ArrayList<Pending>(group.size());
        for (var pending : group) {
            var before = repeated.get(pending.wanted().key());
            if (before == null) {
                fresh.add(pending);
            } else if (MessageDigest.isEqual(before.hash(), pending.wanted().hash())) {
                outcomes.put(pending, new Outcome.Done(before.stored()));
            } else {
                outcomes.put(
                        pending,
                        new Outcome.Refused(ProblemException.of(
                                PlatformProblem.IDEMPOTENCY_MISMATCH,
                                "This Idempotency-Key was used for another write. Use a new key.",
                                "Idempotency-Key ini sudah dipakai untuk penulisan lain. Gunakan kunci baru.")));
            }
        }
        var present = present(tx, fresh);
        var granted = new ArrayList<Pending>(fresh.size());
        for (var pending : fresh) {
            var refusal = refusal(
                    pending.wanted(),
                    present.versions().get(pending.wanted().asn().id()));
            if (refusal == null) {
                granted.add(pending);
            } else {
                outcomes.put(pending, new Outcome.Refused(refusal));
            }
        }
        if (!granted.isEmpty()) {
            write(tx, granted, present, outcomes);
        }
        return outcomes;
    }

    private void write(Handle tx, List<Pending> granted, Present present, Map<Pending, Outcome> outcomes) {
        register.write(
                tx, granted.stream().map(pending -> pending.wanted().asn()).toList(), LocalDate.now(JAKARTA));
        var written = written(tx, granted);
        for (var pending : granted) {
            var id = pending.wanted().asn().id();
            if (!present.known().contains(id) && written.get(id).version() > 1) {
                // Somebody else has just made it; told anew, this write sees that it exists.
                throw new IllegalStateException("a record was made meanwhile");
            }
        }
        var salts = new ArrayList<byte[]>(granted.size());
        var made = new ArrayList<Decision>(granted.size());
        for (var pending : granted) {
            var wanted = pending.wanted();
            var salt = new byte[32];
            RANDOM.nextBytes(salt);
            salts.add(salt);
            long version = written.get(wanted.asn().id()).version();
            made.add(new Decision(
                    wanted.by(), commitment(salt, wanted.asn().id(), version, wanted.hash()), /* reference= */ null));
        }
        var leaves = decisions.record(tx, "RECORD", made);
        for (int i = 0; i < granted.size(); i++) {
            var asn = granted.get(i).wanted().asn();
            var now = written.get(asn.id());
            var salt = HexFormat.of().formatHex(salts.get(i));
            outcomes.put(
                    granted.get(i),
                    new Outcome.Done(new Stored(
                            present.versions().containsKey(asn.id()) ? 200 : 201,
                            now.version(),
                            body(new Acknowledgement(asn.id(), now.version(), now.dataDate(), leaves.get(i), salt)))));
        }
        keep(tx, granted, outcomes);
    }

    private record Before(byte[] hash, Stored stored) {}

    /** What keys were used for before; two instances with one key come one after the other. */
    private static Map<String, Before> repeated(Handle tx, List<Pending> group) {
        var keys =
                group.stream().map(pending -> pending.wanted().key()).sorted().toArray();
        tx.createQuery("""
                        select pg_advisory_xact_lock(lock) is null
                        from (select distinct hashtextextended(key, 1) as lock from unnest(:keys) key order by 1) locks""")
                .bindArray("keys", String.class, keys)
                .mapTo(boolean.class)
                .list();
        var repeated = new HashMap<String, Before>();
        tx.createQuery("select * from idempotent_write where idempotency_key = any(:keys)")
                .bindArray("keys", String.class, keys)
                .map((row, context) -> repeated.put(
                        row.getString("idempotency_key"),
                        new Before(
                                row.getBytes("request_sha256"),
                                new Stored(row.getInt("status"), row.getLong("version"), row.getString("body")))))
                .forEach(unused -> {});
        return repeated;
    }

    /**
     * The records that are there, which are ours from here on.
     *
     * @param versions of those that have not been removed
     * @param known removed ones too
     */
    private record Present(Map<String, Long> versions, Set<String> known) {}

    private static Present present(Handle tx, List<Pending> fresh) {
        var present = new Present(new HashMap<>(), new HashSet<>());
        if (fresh.isEmpty()) {
            return present;
        }
        tx.createQuery("select id, version, removed from asn_record where id = any(:ids) order by id for update")
                .bindArray("ids", String.class, ids(fresh))
                .map((row, context) -> {
                    if (!row.getBoolean(3)) {
                        present.versions().put(row.getString(1), row.getLong(2));
                    }
                    return present.known().add(row.getString(1));
                })
                .forEach(unused -> {});
        return present;
    }

    private static ProblemException refusal(Wanted wanted, Long current) {
        if (current != null && wanted.expected() == null) {
            return ProblemException.of(
                            PlatformProblem.INVALID,
                            "The record exists. Send If-Match with the version you read.",
                            "Data sudah ada. Sertakan If-Match dengan versi yang Anda baca.")
                    .with("field", "If-Match");
        }
        if (wanted.expected() != null && !wanted.expected().equals(current)) {
            return ProblemException.of(
                            PlatformProblem.STALE_VERSION,
                            "The record has another version. Read it again.",
                            "Versi data sudah lain. Baca ulang datanya.")
                    .with("version", current);
        }
        return null;
    }

    /** How a record stands after a write. */
    private record Written(long version, LocalDate dataDate) {}

    private static Map<String, Written> written(Handle tx, List<Pending> granted) {
        var written = new HashMap<String, Written>();
        tx.createQuery("select id, version, data_date from asn_record where id = any(:ids)")
                .bindArray("ids", String.class, ids(granted))
                .map((row, context) ->
                        written.put(row.getString(1), new Written(row.getLong(2), row.getObject(3, LocalDate.class))))
                .forEach(unused -> {});
        return written;
    }

    private static void keep(Handle tx, List<Pending> granted, Map<Pending, Outcome> outcomes) {
        var batch = tx.prepareBatch("""
                insert into idempotent_write (idempotency_key, request_sha256, status, version, body)
                values (:key, :hash, :status, :version, :body)""");
        for (var pending : granted) {
            var stored = ((Outcome.Done) outcomes.get(pending)).stored();
            batch.bind("key", pending.wanted().key())
                    .bind("hash", pending.wanted().hash())
                    .bind("status", stored.status())
                    .bind("version", stored.version())
                    .bind("body", stored.body())
                    .add();
        }
        batch.execute();
    }

    private static Object[] ids(List<Pending> some) {
        return some.stream().map(pending -> pending.wanted().asn().id()).toArray();
    }

    /**
     * What a write answers.
     *
     * @param leaf its leaf in the log of proof
     * @param salt opens the leaf's commitment, HMAC-SHA-256 under it over id, version and the hash of what was sent
     */
    record Acknowledgement(String id, long version, LocalDate dataDate, UUID leaf, String salt) {}

    private String body(Acknowledgement acknowledgement) {
        try {
            return json.writeValueAsString(acknowledgement);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an acknowledgement is always serialisable", e);
        }
    }

    private static byte[] commitment(byte[] salt, String id, long version, byte[] requestHash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            mac.update((id + '\n' + version + '\n').getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(requestHash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
