package id.padan.platform.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.events.UuidV7;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The service's log of proof. Leaves enter in the caller's transaction, in the order in which transactions hold the head row; so
 * what "in force" means is decided by the log: once a leaf stands under a later version of an agreement, none under an earlier one
 * can follow. The time of a leaf is the database's and never runs backwards.
 */
@ApplicationScoped
public class ProofLog {
    static final String POLICY = "POLICY";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int HASH_BYTES = 32;

    private final Jdbi jdbi;

    public ProofLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The log as it stands. */
    public record Head(long size, byte[] chain, Instant at) {}

    /**
     * Appends leaves that were decided under one policy; the head row is locked from here until the transaction ends, so call it
     * last.
     *
     * @throws PolicySupersededException if the log has moved to a later version of that agreement; the transaction must not commit
     */
    public List<Receipt> append(Handle tx, PolicyRef policy, List<Leaf> leaves) {
        return lock(tx).append(policy, leaves);
    }

    /**
     * Locks the head row until the transaction ends and tells the time that its leaves will bear: the moment at which a decision
     * must hold. Call it last, decide, append, commit.
     */
    public Locked lock(Handle tx) {
        // The row is locked inside the CTE, before the clock is read: a wait for the lock must not give an old time.
        return tx.createQuery("""
                        with head as materialized (select size, chain, at, policies from proof_head where log = 1 for update)
                        select size, chain, policies::text, greatest(at, clock_timestamp()) as at from head""")
                .map((row, context) -> new Locked(
                        tx,
                        row.getLong("size"),
                        row.getBytes("chain"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        policies(row.getString("policies"))))
                .one();
    }

    /** The head row, held by one transaction. */
    public static final class Locked {
        private final Handle tx;
        private final Instant at;
        private final Map<String, String> policies;
        private long size;
        private byte[] chain;

        private Locked(Handle tx, long size, byte[] chain, Instant at, Map<String, String> policies) {
            this.tx = tx;
            this.size = size;
            this.chain = chain;
            this.at = at;
            this.policies = policies;
        }

        /** The time that every leaf of this transaction bears. */
        public Instant at() {
            return at;
        }

        /** See {@link ProofLog#append}; may be called once for each policy. */
        public List<Receipt> append(PolicyRef policy, List<Leaf> leaves) {
            var receipts = new ArrayList<Receipt>(leaves.size() + 1);
            var inForce = policies.get(policy.agreementId());
            if (!policy.version().equals(inForce)) {
                if (inForce != null && compareVersions(policy.version(), inForce) < 0) {
                    throw new PolicySupersededException(policy.agreementId(), policy.version(), inForce);
                }
                policies.put(policy.agreementId(), policy.version());
                receipts.add(policyLeaf(policy, inForce));
            }
            int own = receipts.size();
            for (var leaf : leaves) {
                if (!leaf.policy().equals(policy)) {
                    throw new IllegalArgumentException("a leaf was decided under another policy than its group");
                }
                receipts.add(seal(leaf.id(), leaf.party(), content(leaf, at)));
            }
            write(receipts);
            return List.copyOf(receipts.subList(own, receipts.size()));
        }

        private Receipt policyLeaf(PolicyRef policy, String previous) {
            var id = newId();
            var values = new TreeMap<String, Object>();
            values.put("agreement", policy.agreementId());
            values.put("at", at.toString());
            values.put("id", id.toString());
            values.put("kind", POLICY);
            values.put("version", policy.version());
            if (previous != null) {
                values.put("previousVersion", previous);
            }
            return seal(id, null, CanonicalJson.write(values));
        }

        private Receipt seal(UUID id, String party, String content) {
            var hash = leafHash(content);
            chain = link(chain, hash);
            return new Receipt(id, size++, at, party, content, hash);
        }

        private void write(List<Receipt> receipts) {
            var indexes = new Long[receipts.size()];
            var ids = new UUID[receipts.size()];
            var contents = new String[receipts.size()];
            var hashes = new byte[receipts.size()][];
            for (int i = 0; i < indexes.length; i++) {
                var receipt = receipts.get(i);
                indexes[i] = receipt.logIndex();
                ids[i] = receipt.id();
                contents[i] = receipt.content();
                hashes[i] = receipt.leafHash();
            }
            // One statement for both: no leaf without its head, one round trip.
            try (var statement = tx.getConnection().prepareStatement("""
                    with leaves as (
                        insert into proof_leaf (log_index, id, content, leaf_hash)
                        select * from unnest(?::bigint[], ?::uuid[], ?::text[], ?::bytea[]))
                    update proof_head set size = ?, chain = ?, at = ?, policies = ?::jsonb where log = 1""")) {
                var connection = tx.getConnection();
                statement.setArray(1, connection.createArrayOf("bigint", indexes));
                statement.setArray(2, connection.createArrayOf("uuid", ids));
                statement.setArray(3, connection.createArrayOf("text", contents));
                statement.setArray(4, connection.createArrayOf("bytea", hashes));
                statement.setLong(5, size);
                statement.setBytes(6, chain);
                statement.setObject(7, at.atOffset(ZoneOffset.UTC));
                statement.setString(8, CanonicalJson.write(new TreeMap<>(policies)));
                statement.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("the proof log could not be written", e);
            }
        }
    }

    /** The receipt of a leaf, if there is such a leaf. */
    public Optional<Receipt> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select log_index, id, content, leaf_hash from proof_leaf where id = :id")
                .bind("id", id)
                .map((row, context) -> receipt(
                        row.getLong("log_index"),
                        row.getObject("id", UUID.class),
                        row.getString("content"),
                        row.getBytes("leaf_hash")))
                .findOne());
    }

    /** Size, chain value and time of the last leaf. */
    public Head head() {
        return jdbi.withHandle(handle -> readHead(handle));
    }

    /**
     * Recomputes the whole chain from the leaves' contents.
     *
     * @return what is wrong, or empty if nothing is
     */
    public Optional<String> verifyChain() {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, tx -> {
            var head = readHead(tx);
            var walk = new Walk();
            try (var leaves = tx
                    .createQuery("select log_index, content, leaf_hash from proof_leaf order by log_index")
                    .setFetchSize(5_000)
                    .map((row, context) -> walk.step(row.getLong(1), row.getString(2), row.getBytes(3)))
                    .stream()) {
                var fault = leaves.filter(Optional::isPresent).findFirst();
                if (fault.isPresent()) {
                    return fault.get();
                }
            }
            if (walk.size != head.size()) {
                return Optional.of("the head counts " + head.size() + " leaves, there are " + walk.size);
            }
            return MessageDigest.isEqual(walk.chain, head.chain())
                    ? Optional.empty()
                    : Optional.of("the chain of the leaves does not end in the head");
        });
    }

    /** A new leaf's id, UUIDv7: ids rise with time, which keeps their index small and warm. */
    public static UUID newId() {
        return UuidV7.next();
    }

    private static final class Walk {
        private long size;
        private byte[] chain = new byte[HASH_BYTES];
        private Instant last = Instant.EPOCH;

        private Optional<String> step(long index, String content, byte[] storedHash) {
            if (index != size) {
                return Optional.of("leaf " + size + " is missing");
            }
            var hash = leafHash(content);
            if (!MessageDigest.isEqual(hash, storedHash)) {
                return Optional.of("leaf " + index + " was altered");
            }
            var at = Instant.parse((String) CanonicalJson.read(content).get("at"));
            if (at.isBefore(last)) {
                return Optional.of("leaf " + index + " is older than the one before it");
            }
            last = at;
            chain = link(chain, hash);
            size++;
            return Optional.empty();
        }
    }

    private static Head readHead(Handle handle) {
        return handle.createQuery("select size, chain, at from proof_head where log = 1")
                .map((row, context) -> new Head(
                        row.getLong("size"),
                        row.getBytes("chain"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .one();
    }

    private static Receipt receipt(long index, UUID id, String content, byte[] leafHash) {
        var values = CanonicalJson.read(content);
        return new Receipt(
                id, index, Instant.parse((String) values.get("at")), (String) values.get("party"), content, leafHash);
    }

    static String content(Leaf leaf, Instant at) {
        var values = new TreeMap<String, Object>();
        values.put("actor", leaf.actor());
        values.put("agreement", leaf.policy().agreementId());
        values.put("at", at.toString());
        values.put("clause", leaf.clause());
        values.put("commitment", HexFormat.of().formatHex(leaf.commitment()));
        values.put("dataTime", leaf.dataTime() == null ? null : leaf.dataTime().toString());
        values.put("id", leaf.id().toString());
        values.put("kind", leaf.kind());
        values.put("mappingVersion", leaf.mappingVersion());
        values.put("party", leaf.party());
        values.put("programme", leaf.programme());
        values.put("purpose", leaf.purpose());
        values.put("version", leaf.policy().version());
        values.values().removeIf(value -> value == null);
        return CanonicalJson.write(values);
    }

    /** RFC 9162 2.1.1: the 0x00 keeps a leaf from ever being taken for an inner node. */
    static byte[] leafHash(String content) {
        var sha = sha256();
        sha.update((byte) 0);
        return sha.digest(content.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] link(byte[] chain, byte[] leafHash) {
        var sha = sha256();
        sha.update(chain);
        return sha.digest(leafHash);
    }

    /** Orders versions as people write them: 9 before 10, 1.2 before 1.10; parts that are no number by their characters. */
    static int compareVersions(String left, String right) {
        var a = left.split("[.-]", -1);
        var b = right.split("[.-]", -1);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            boolean numbers = a[i].matches("[0-9]{1,18}") && b[i].matches("[0-9]{1,18}");
            int order = numbers ? Long.compare(Long.parseLong(a[i]), Long.parseLong(b[i])) : a[i].compareTo(b[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static Map<String, String> policies(String json) {
        try {
            return MAPPER.readValue(
                    json, MAPPER.getTypeFactory().constructMapType(TreeMap.class, String.class, String.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the log's head holds no policies", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
