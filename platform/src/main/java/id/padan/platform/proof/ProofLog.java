package id.padan.platform.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.database.Trip;
import id.padan.platform.events.UuidV7;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.proof.CanonicalJson;
import id.padan.proof.Growth;
import id.padan.proof.Head;
import id.padan.proof.LogKey;
import id.padan.proof.LogSigner;
import id.padan.proof.ProofFault;
import id.padan.proof.Proofs;
import id.padan.proof.SignedHead;
import id.padan.proof.TreeHash;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The service's log of proof: a Merkle tree (RFC 9162) whose leaves enter in the caller's transaction, in the order in which transactions
 * hold the head row; so what "in force" means is decided by the log: once a leaf stands under a later version of an agreement, none under
 * an earlier one can follow. The time of a leaf is the database's and never runs backwards. All leaves of one append are one row, under
 * one signed head.
 *
 * <p>A receipt or head must not leave before its transaction has committed: a head that was signed and then rolled back would be a second
 * history.
 */
@ApplicationScoped
public class ProofLog {
    static final String POLICY = "POLICY";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration OPENING = Duration.ofSeconds(15);
    /** From so many leaves on it pays to divide their writing. */
    private static final int LARGE_GROUP = 256;

    private final Jdbi jdbi;
    private final LogSigner signer;
    private final CountDownLatch opened = new CountDownLatch(1);
    /** Only a shortcut: it counts if it belongs to the head that the store holds. */
    private volatile Tail tail = new Tail("", new byte[TreeHash.BYTES], List.of());

    public ProofLog(Jdbi jdbi, LogSigner signer) {
        this.jdbi = jdbi;
        this.signer = signer;
    }

    /**
     * The log as it stands.
     *
     * @param head the last head as a signed note; empty before the first
     */
    public record State(long size, Instant at, String head) {}

    /** A head, its hash, and the hashes of the leaves since the last full tile under it; null if they are not at hand. */
    private record Tail(String head, byte[] hash, List<byte[]> hashes) {}

    /** The log's name and public key. */
    public LogKey key() {
        return signer.key();
    }

    /** The keys that may have signed heads of this log, the present one first. */
    public List<LogKey> keys() {
        return signer.keys();
    }

    /** Lets leaves in; called once the store has been found to be no older than what was published. */
    void open() {
        opened.countDown();
    }

    boolean isOpen() {
        return opened.getCount() == 0;
    }

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
     *
     * @throws ProblemException UNAVAILABLE if the log has not been opened
     */
    public Locked lock(Handle tx) {
        requireOpen();
        return lockRow(tx);
    }

    Locked lockRow(Handle tx) {
        return locked(tx, new Trip(tx));
    }

    /** As {@link #lock(Handle)}, as the last statement of a trip, which is sent with it. */
    public Locked lock(Handle tx, Trip last) {
        requireOpen();
        return locked(tx, last);
    }

    private Locked locked(Handle tx, Trip last) {
        var held = new ArrayList<Locked>(1);
        // The row is locked inside the CTE, before the clock is read: a wait for the lock must not give an old time.
        last.ask(
                        """
                        with held as materialized (select size, peaks, at, policies, head from proof_head where log = 1 for update)
                        select size, peaks, policies::text, head, greatest(at, clock_timestamp()) as at from held""",
                        row -> held.add(new Locked(
                                tx,
                                row.getLong("size"),
                                Tiles.split(row.getBytes("peaks")),
                                time(row),
                                policies(row.getString("policies")),
                                row.getString("head"))))
                .go();
        return held.getFirst();
    }

    private void requireOpen() {
        try {
            if (opened.await(OPENING.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The log of proof is not open yet, and nothing is answered without it. Try again.",
                        "Log pembuktian belum terbuka, dan tanpa log tidak ada jawaban. Coba lagi.")
                .retryAfter(Duration.ofSeconds(5));
    }

    /** The head row, held by one transaction. */
    public final class Locked {
        private final Handle tx;
        private final Instant at;
        private final Map<String, String> policies;
        private final TreeHash hash = new TreeHash();
        private long size;
        private List<byte[]> peaks;
        private String head;

        private Locked(
                Handle tx, long size, List<byte[]> peaks, Instant at, Map<String, String> policies, String head) {
            this.tx = tx;
            this.size = size;
            this.peaks = peaks;
            this.at = at;
            this.policies = policies;
            this.head = head;
        }

        /** The time that every leaf of this transaction bears. */
        public Instant at() {
            return at;
        }

        /** The version of an agreement under which the last leaf stands; empty if there is no leaf under it. */
        public Optional<PolicyRef> inForce(String agreementId) {
            return Optional.ofNullable(policies.get(agreementId)).map(version -> new PolicyRef(agreementId, version));
        }

        /** The later of a version and the one that the log stands under, for what needs no clause: an owner's own operations. */
        public PolicyRef latest(PolicyRef heard) {
            return inForce(heard.agreementId())
                    .filter(stands -> compareVersions(stands.version(), heard.version()) > 0)
                    .orElse(heard);
        }

        long size() {
            return size;
        }

        /** See {@link ProofLog#append}; may be called once for each policy. */
        public List<Receipt> append(PolicyRef policy, List<Leaf> leaves) {
            var trip = new Trip(tx);
            var receipts = append(policy, leaves, trip);
            trip.go();
            return receipts;
        }

        /** As {@link #append(PolicyRef, List)}, but the leaves go with a trip; it must be sent before the next append. */
        public List<Receipt> append(PolicyRef policy, List<Leaf> leaves, Trip trip) {
            if (leaves.isEmpty()) {
                return List.of();
            }
            var group = new Group(leaves.size() + 1);
            var inForce = policies.get(policy.agreementId());
            if (!policy.version().equals(inForce)) {
                if (inForce != null && compareVersions(policy.version(), inForce) < 0) {
                    throw new PolicySupersededException(policy.agreementId(), policy.version(), inForce);
                }
                policies.put(policy.agreementId(), policy.version());
                var id = newId();
                group.add(id, null, policyLeaf(id, policy, inForce), hash);
            }
            int own = group.ids.size();
            for (var leaf : leaves) {
                if (!leaf.policy().equals(policy)) {
                    throw new IllegalArgumentException("a leaf was decided under another policy than its group");
                }
            }
            group.addAll(leaves, at);
            var growth = write(group, at, trip);
            var receipts = new ArrayList<Receipt>(leaves.size());
            for (int i = own; i < group.ids.size(); i++) {
                long index = growth.from() + i;
                receipts.add(new Receipt(
                        group.ids.get(i),
                        index,
                        at,
                        group.parties.get(i),
                        group.contents.get(i),
                        group.hashes.get(i),
                        growth.path(index),
                        head));
            }
            return receipts;
        }

        private byte[] policyLeaf(UUID id, PolicyRef policy, String previous) {
            var values = new TreeMap<String, Object>();
            values.put("agreement", policy.agreementId());
            values.put("at", at.toString());
            values.put("id", id.toString());
            values.put("kind", POLICY);
            values.put("version", policy.version());
            if (previous != null) {
                values.put("previousVersion", previous);
            }
            return CanonicalJson.write(values).getBytes(StandardCharsets.UTF_8);
        }

        /** Leaves of the log's first form, all of one time, byte for byte. */
        void takeOver(Instant time, List<UUID> ids, List<String> contents) {
            var group = new Group(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                group.add(ids.get(i), null, contents.get(i).getBytes(StandardCharsets.UTF_8), hash);
            }
            var trip = new Trip(tx);
            write(group, time, trip);
            trip.go();
        }

        private Growth write(Group group, Instant time, Trip trip) {
            var growth = Growth.of(size, peaks, group.hashes, hash);
            var known = tail;
            boolean isKnown = known.head().equals(head);
            var previous = isKnown ? known.hash() : hashOf(head);
            var signed = signer.sign(new Head(signer.key().name(), growth.size(), growth.root(), previous, time));
            var before = isKnown ? known.hashes() : null;
            List<Tiles.Tile> filled = List.of();
            if (growth.size() / Tiles.WIDTH > size / Tiles.WIDTH) {
                var tiles = new Tiles(tx);
                before = before == null ? tiles.leafHashes(size / Tiles.WIDTH * Tiles.WIDTH) : before;
                filled = tiles.filled(growth, before, group.hashes);
            }
            var note = signed.note();
            store(trip, group, growth, filled, time, note);
            remember(before, growth, group.hashes, signed, note);
            size = growth.size();
            peaks = growth.peaks();
            head = note;
            return growth;
        }

        private void remember(List<byte[]> before, Growth growth, List<byte[]> added, SignedHead signed, String note) {
            int wanted = (int) (growth.size() % Tiles.WIDTH);
            List<byte[]> hashes = null;
            if (wanted <= added.size()) {
                hashes = List.copyOf(added.subList(added.size() - wanted, added.size()));
            } else if (before != null) {
                hashes = new ArrayList<>(before);
                hashes.addAll(added);
            }
            tail = new Tail(note, signed.head().hash(), hashes);
        }

        private void store(Trip trip, Group group, Growth growth, List<Tiles.Tile> filled, Instant time, String note) {
            trip.tell(
                    "insert into proof_group (first_index, leaves, ids, at, content, head) values (?, ?, int8range(?, ?, '[]'), ?, ?, ?)",
                    growth.from(),
                    group.ids.size(),
                    group.lowest,
                    group.highest,
                    time.atOffset(ZoneOffset.UTC),
                    LeafLines.join(group.contents),
                    note);
            if (!filled.isEmpty()) {
                trip.tell(
                        "insert into proof_tile (level, tile, hashes, root) select * from unnest(?::smallint[], ?::bigint[], ?::bytea[], ?::bytea[])",
                        filled.stream().map(tile -> (short) tile.level()).toArray(Short[]::new),
                        filled.stream().map(Tiles.Tile::index).toArray(Long[]::new),
                        filled.stream().map(Tiles.Tile::hashes).toArray(byte[][]::new),
                        filled.stream().map(Tiles.Tile::root).toArray(byte[][]::new));
            }
            trip.tell(
                    "update proof_head set size = ?, peaks = ?, at = ?, policies = ?::jsonb, head = ? where log = 1",
                    growth.size(),
                    Tiles.join(growth.peaks()),
                    time.atOffset(ZoneOffset.UTC),
                    CanonicalJson.write(new TreeMap<>(policies)),
                    note);
        }
    }

    /** Leaves on their way into one row. */
    private static final class Group {
        private final List<UUID> ids;
        private final List<String> parties;
        private final List<String> contents;
        private final List<byte[]> hashes;
        private long lowest = Long.MAX_VALUE;
        private long highest = Long.MIN_VALUE;

        private Group(int leaves) {
            ids = new ArrayList<>(leaves);
            parties = new ArrayList<>(leaves);
            contents = new ArrayList<>(leaves);
            hashes = new ArrayList<>(leaves);
        }

        private void add(UUID id, String party, byte[] content, TreeHash hash) {
            add(id, party, new String(content, StandardCharsets.UTF_8), hash.leaf(content));
        }

        /** A large group is written by all processors: all others wait while the head row is held. */
        private void addAll(List<Leaf> leaves, Instant at) {
            int n = leaves.size();
            var texts = new String[n];
            var leafHashes = new byte[n][];
            int parts = n < LARGE_GROUP ? 1 : Runtime.getRuntime().availableProcessors();
            IntStream.range(0, parts).parallel().forEach(part -> {
                var writer = new LeafWriter(at);
                var hash = new TreeHash();
                for (int i = n * part / parts; i < n * (part + 1) / parts; i++) {
                    var content = writer.write(leaves.get(i));
                    texts[i] = new String(content, StandardCharsets.UTF_8);
                    leafHashes[i] = hash.leaf(content);
                }
            });
            for (int i = 0; i < n; i++) {
                add(leaves.get(i).id(), leaves.get(i).party(), texts[i], leafHashes[i]);
            }
        }

        private void add(UUID id, String party, String content, byte[] leafHash) {
            ids.add(id);
            parties.add(party);
            contents.add(content);
            hashes.add(leafHash);
            lowest = Math.min(lowest, id.getMostSignificantBits());
            highest = Math.max(highest, id.getMostSignificantBits());
        }
    }

    /** The receipt of a leaf, if there is such a leaf; always the same one, to the head of the leaf's own group. */
    public Optional<Receipt> find(UUID id) {
        // Quotes inside a leaf's values are escaped, so this is its member and nothing else.
        var member = "\"id\":\"" + id + "\"";
        return jdbi.withHandle(handle -> handle
                .createQuery("select first_index, content, head from proof_group where ids @> :half")
                .bind("half", id.getMostSignificantBits())
                .map((row, context) -> new StoredGroup(row.getLong(1), row.getString(2), row.getString(3)))
                .list()
                .stream()
                .flatMap(group -> group.find(member).stream().map(offset -> receipt(handle, group, offset)))
                .findFirst());
    }

    /** The receipt of the leaf at a position, if the log is that long. */
    public Optional<Receipt> find(long index) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select first_index, content, head from proof_group
                         where first_index <= :index and first_index + leaves > :index
                         order by first_index desc limit 1""")
                .bind("index", index)
                .map((row, context) -> new StoredGroup(row.getLong(1), row.getString(2), row.getString(3)))
                .findOne()
                .map(group -> receipt(handle, group, (int) (index - group.first()))));
    }

    private record StoredGroup(long first, String content, String head) {
        private List<String> leaves() {
            return LeafLines.split(content);
        }

        private Optional<Integer> find(String member) {
            var leaves = leaves();
            for (int i = 0; i < leaves.size(); i++) {
                if (leaves.get(i).contains(member)) {
                    return Optional.of(i);
                }
            }
            return Optional.empty();
        }
    }

    private static Receipt receipt(Handle handle, StoredGroup group, int offset) {
        var leaves = group.leaves();
        var content = leaves.get(offset);
        var values = CanonicalJson.read(content);
        long index = group.first() + offset;
        return new Receipt(
                UUID.fromString((String) values.get("id")),
                index,
                Instant.parse((String) values.get("at")),
                (String) values.get("party"),
                content,
                new TreeHash().leaf(content),
                new Proofs(new Tiles(handle)).inclusion(index, group.first() + leaves.size()),
                group.head());
    }

    /** Size, time and signed head of the log. */
    public State head() {
        return jdbi.withHandle(ProofLog::readState);
    }

    /** The signed head at a size, if the log had just that size when a group was committed. */
    public Optional<String> findHead(long size) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select head from proof_group where first_index + leaves = :size")
                        .bind("size", size)
                        .mapTo(String.class)
                        .findOne());
    }

    /** The root over the first {@code size} leaves, of which there must be so many. */
    public byte[] root(long size) {
        return jdbi.withHandle(handle -> new Proofs(new Tiles(handle)).root(size));
    }

    /**
     * What speaks against this store being the log that has published a head.
     *
     * @return empty if the store holds the same leaves up to that head
     */
    public Optional<String> faultAgainst(SignedHead published) {
        var head = published.head();
        long size = head().size();
        if (size < head.size()) {
            return Optional.of("The log's store holds " + size + " leaves, but this service has published a head over "
                    + head.size() + ": the store was restored from an old copy.");
        }
        return MessageDigest.isEqual(root(head.size()), head.root())
                ? Optional.empty()
                : Optional.of("The first " + head.size()
                        + " leaves in the log's store are not those of the head that this service has published.");
    }

    /** RFC 9162 2.1.3.1, for leaves that are in the log. */
    public List<byte[]> inclusionPath(long index, long size) {
        return jdbi.withHandle(handle -> new Proofs(new Tiles(handle)).inclusion(index, size));
    }

    /** RFC 9162 2.1.4.1, for sizes that the log has reached. */
    public List<byte[]> consistencyPath(long from, long to) {
        return jdbi.withHandle(handle -> new Proofs(new Tiles(handle)).consistency(from, to));
    }

    /** Leaves of one commit, and the head that covers them. */
    public record LeafGroup(long first, List<String> leaves, String head) {}

    /** Whole groups in order, at least one if there is one, beginning with the group that holds leaf {@code from}. */
    List<LeafGroup> listGroups(long from) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select first_index, content, head from proof_group
                         where first_index >= (select max(first_index) from proof_group where first_index <= :from)
                           and first_index < :from + 4096 and first_index + leaves > :from
                         order by first_index""")
                .bind("from", from)
                .map((row, context) ->
                        new LeafGroup(row.getLong(1), LeafLines.split(row.getString(2)), row.getString(3)))
                .list());
    }

    /**
     * Recomputes the whole log from its leaves: hashes, tiles, heads, signatures, times.
     *
     * @return what is wrong, or empty if nothing is
     */
    public Optional<String> verify() {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ, tx -> new LogAudit(tx, signer.keys()).fault());
    }

    /** A new leaf's id, UUIDv7: ids rise with time, which is how leaves are found. */
    public static UUID newId() {
        return UuidV7.next();
    }

    static State readState(Handle handle) {
        return handle.createQuery("select size, at, head from proof_head where log = 1")
                .map((row, context) -> new State(row.getLong("size"), time(row), row.getString("head")))
                .one();
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject("at", OffsetDateTime.class).toInstant();
    }

    /** What the next head names as its previous. */
    private static byte[] hashOf(String note) {
        try {
            return note.isEmpty()
                    ? new byte[TreeHash.BYTES]
                    : SignedHead.parse(note).head().hash();
        } catch (ProofFault e) {
            throw new IllegalStateException("the log's head row holds no head: " + e.getMessage());
        }
    }

    /** Orders versions as people write them: 9 before 10, 1.2 before 1.10; parts that are no number by their characters. */
    static int compareVersions(String left, String right) {
        if (left.equals(right)) {
            return 0;
        }
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
}
