package id.padan.directory.position;

import id.padan.directory.log.OwnersDecision;
import id.padan.platform.proof.ProofLog;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The tables of Kemnaker's side. Writes come one after the other, so numbers in the feed commit in their order and a reader who goes on from
 * the last number misses nothing.
 */
@ApplicationScoped
class Positions {

    /** A record as it stands. */
    record Stored(long no, String nip, long version, Instant changedAt, String record) {}

    /**
     * A place in the feed.
     *
     * @param stored null if nobody in scope bears this NIP any more
     */
    record Change(long change, String nip, Stored stored) {}

    /** What became of a record of a block, in its order. */
    sealed interface Outcome {
        record Written(long no, long version, boolean isNew) implements Outcome {}

        record Unchanged(long no, long version) implements Outcome {}

        record Refused(PositionRefusal reason, String field) implements Outcome {}
    }

    /** What a list is narrowed to; null is anything. */
    record Filter(String kelompokJabatan, String jenjang, String instansi, String unor) {}

    /** One group and who guides it. */
    record Group(String kelompokId, String nama, String pembinaId) {}

    private record Present(long no, String nip, UUID hash, boolean removed, long version) {}

    private final Jdbi jdbi;
    private final String agency;

    Positions(
            @Identifier(PositionsDatabase.NAME) Jdbi jdbi,
            @ConfigProperty(name = "padan.positions.guiding-agency") String agency) {
        this.jdbi = jdbi;
        this.agency = agency;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /** To be called first in each transaction that writes. */
    void lock(Handle tx) {
        tx.execute("select pg_advisory_xact_lock(hashtextextended('padan.positions', 0))");
    }

    /** Stores records of different ids. */
    List<Outcome> store(Handle tx, List<PositionReader.Read.Accepted> rows) {
        var guided = tx.createQuery("select kelompok_id from guided_group where pembina_id = :agency")
                .bind("agency", agency)
                .mapTo(String.class)
                .set();
        Map<String, Present> present = present(tx, rows);
        Map<String, String> bearers = bearers(tx, rows);
        var outcomes = new ArrayList<Outcome>(rows.size());
        for (PositionReader.Read.Accepted row : rows) {
            Position position = row.position();
            Present before = present.get(position.idAsn());
            UUID hash = hash(row.json());
            String bearer = bearers.get(position.nip());
            if (!guided.contains(position.kelompokId())) {
                outcomes.add(new Outcome.Refused(PositionRefusal.NOT_GUIDED, "kelompokId"));
            } else if (bearer != null && !bearer.equals(position.idAsn())) {
                outcomes.add(new Outcome.Refused(PositionRefusal.NIP_TAKEN, "nip"));
            } else if (before != null && !before.removed() && before.hash().equals(hash)) {
                outcomes.add(new Outcome.Unchanged(before.no(), before.version()));
            } else {
                outcomes.add(write(tx, row, hash, before));
                bearers.put(position.nip(), position.idAsn());
            }
        }
        return outcomes;
    }

    private static Outcome write(Handle tx, PositionReader.Read.Accepted row, UUID hash, Present before) {
        Position p = row.position();
        if (before != null && !before.nip().equals(p.nip())) {
            // Readers know a record by its NIP: the old one becomes a tombstone.
            moved(tx, List.of(before.nip()));
        }
        Outcome.Written written = tx.createQuery("""
                        insert into functional_position (asn_id, nip, jabatan_id, kelompok_id, jenjang, instansi_id, unor_id, record, hash,
                            in_scope)
                        values (:id, :nip, :jabatan, :kelompok, :jenjang, :instansi, :unor, :record, :hash, true)
                        on conflict (asn_id) do update set nip = excluded.nip, jabatan_id = excluded.jabatan_id,
                            kelompok_id = excluded.kelompok_id, jenjang = excluded.jenjang, instansi_id = excluded.instansi_id,
                            unor_id = excluded.unor_id, record = excluded.record, hash = excluded.hash, in_scope = true, removed = false, cause = null,
                            version = functional_position.version + 1, changed_at = clock_timestamp()
                        returning no, version""")
                .bind("id", p.idAsn())
                .bind("nip", p.nip())
                .bind("jabatan", p.jabatanFungsionalId())
                .bind("kelompok", p.kelompokId())
                .bind("jenjang", p.jenjang())
                .bind("instansi", p.instansiId())
                .bind("unor", p.unorId())
                .bind("record", row.json())
                .bind("hash", hash)
                .map((result, context) ->
                        new Outcome.Written(result.getLong(1), result.getLong(2), before == null || before.removed()))
                .one();
        moved(tx, List.of(p.nip()));
        return written;
    }

    /** Removes these records, leaving a tombstone each. */
    void remove(Handle tx, Collection<Long> numbers) {
        moved(
                tx,
                tx.createQuery("""
                        update functional_position set removed = true, record = '{}', version = version + 1, changed_at = clock_timestamp()
                        where no = any(:numbers) and not removed returning nip""")
                        .bindArray("numbers", Long.class, numbers)
                        .mapTo(String.class)
                        .list());
    }

    /** Numbers of all records in force. */
    List<Long> all(Handle handle) {
        return handle.createQuery("select no from functional_position where not removed order by no")
                .mapTo(Long.class)
                .list();
    }

    List<Long> numbersOf(Handle handle, Collection<String> ids) {
        return handle.createQuery("select no from functional_position where asn_id = any(:ids)")
                .bindArray("ids", String.class, ids)
                .mapTo(Long.class)
                .list();
    }

    /** The version of a record in force, empty if there is none. */
    Optional<Long> version(Handle handle, String idAsn) {
        return handle.createQuery("select version from functional_position where asn_id = :id and not removed")
                .bind("id", idAsn)
                .mapTo(Long.class)
                .findOne();
    }

    private static void moved(Handle tx, List<String> nips) {
        tx.createUpdate("""
                        insert into position_feed (nip, change)
                        select nip, nextval('position_change') from unnest(:nips::text[]) nip
                        on conflict (nip) do update set change = excluded.change""").bindArray("nips", String.class, nips).execute();
    }

    /**
     * Says who guides a group. Its records enter or leave the scope with it, which the feed tells as changes.
     *
     * @return numbers of the records that moved
     */
    List<Long> guide(Handle tx, Group group) {
        tx.createUpdate("""
                        insert into guided_group (kelompok_id, nama, pembina_id) values (:kelompokId, :nama, :pembinaId)
                        on conflict (kelompok_id) do update
                            set nama = excluded.nama, pembina_id = excluded.pembina_id, changed_at = clock_timestamp()""")
                .bind("kelompokId", group.kelompokId())
                .bind("nama", group.nama())
                .bind("pembinaId", group.pembinaId())
                .execute();
        var numbers = new ArrayList<Long>();
        moved(
                tx,
                tx.createQuery("""
                        update functional_position set in_scope = :inScope
                        where kelompok_id = :kelompok and not removed and in_scope <> :inScope returning no, nip""")
                        .bind("kelompok", group.kelompokId())
                        .bind("inScope", group.pembinaId().equals(agency))
                        .map((result, context) -> {
                            numbers.add(result.getLong(1));
                            return result.getString(2);
                        })
                        .list());
        return numbers;
    }

    List<Group> groups() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select kelompok_id, nama, pembina_id from guided_group order by nama")
                .map((result, context) -> new Group(result.getString(1), result.getString(2), result.getString(3)))
                .list());
    }

    /** @param all also what is out of scope, for the holder */
    Optional<Stored> find(Handle handle, String nip, boolean all) {
        return handle.createQuery("""
                        select * from functional_position where nip = :nip and not removed and (in_scope or :all)""")
                .bind("nip", nip)
                .bind("all", all)
                .map((result, context) -> stored(result))
                .findOne();
    }

    /** Records by number, after {@code after}. */
    List<Stored> list(Handle handle, Filter filter, boolean all, long after, int limit) {
        return handle.createQuery("""
                        select * from functional_position
                        where not removed and (in_scope or :all) and no > :after
                            and (:kelompok::text is null or kelompok_id = :kelompok)
                            and (:jenjang::text is null or jenjang = :jenjang)
                            and (:instansi::text is null or instansi_id = :instansi)
                            and (:unor::text is null or unor_id = :unor)
                        order by no limit :limit""")
                .bind("all", all)
                .bind("after", after)
                .bind("kelompok", filter.kelompokJabatan())
                .bind("jenjang", filter.jenjang())
                .bind("instansi", filter.instansi())
                .bind("unor", filter.unor())
                .bind("limit", limit)
                .map((result, context) -> stored(result))
                .list();
    }

    /** What changed after a place in the feed, each NIP once, as it stands now. */
    List<Change> changes(Handle handle, long since, int limit) {
        return handle.createQuery("""
                        select f.change, f.nip as feed_nip, p.* from (select * from position_feed where change > :since order by change limit :limit) f
                        left join functional_position p on p.nip = f.nip and not p.removed and p.in_scope
                        order by f.change""")
                .bind("since", since)
                .bind("limit", limit)
                .map((result, context) -> new Change(
                        result.getLong("change"),
                        result.getString("feed_nip"),
                        result.getObject("no") == null ? null : stored(result)))
                .list();
    }

    /** The last place that has been given out; a cursor beyond it is of another store. */
    long lastChange(Handle handle) {
        return handle.createQuery("select coalesce(max(change), 0) from position_feed")
                .mapTo(long.class)
                .one();
    }

    /** Notes whose records a reading's leaf stands for. */
    void disclosed(Handle tx, UUID leaf, String party, List<Stored> records, byte[] salt) {
        tx.createUpdate("""
                        insert into disclosed_position (leaf, party, records, versions, salt)
                        values (:leaf, :party, :records, :versions, :salt)""")
                .bind("leaf", leaf)
                .bind("party", party)
                .bind("records", records.stream().mapToLong(Stored::no).toArray())
                .bind("versions", records.stream().mapToLong(Stored::version).toArray())
                .bind("salt", salt)
                .execute();
    }

    /** What has to become a leaf and events once this transaction has committed; {@link Announcing} sees to it. */
    UUID announce(
            Handle tx,
            OwnersDecision by,
            String officer,
            String kind,
            byte[] commitment,
            String reference,
            Collection<Long> records) {
        UUID leaf = ProofLog.newId();
        tx.createUpdate("""
                        insert into announcement (leaf, kind, party, actor, officer, agreement, agreement_version, commitment, reference, records)
                        values (:leaf, :kind, :party, :actor, :officer, :agreement, :version, :commitment, :reference, :records)""")
                .bind("leaf", leaf)
                .bind("kind", kind)
                .bind("party", by.party())
                .bind("actor", by.actor())
                .bind("officer", officer)
                .bind("agreement", by.policy().agreementId())
                .bind("version", by.policy().version())
                .bind("commitment", commitment)
                .bind("reference", reference)
                .bind("records", records.stream().mapToLong(Long::longValue).toArray())
                .execute();
        return leaf;
    }

    private static Map<String, Present> present(Handle tx, List<PositionReader.Read.Accepted> rows) {
        var present = new HashMap<String, Present>();
        tx.createQuery(
                        "select asn_id, no, nip, hash, removed, version from functional_position where asn_id = any(:ids)")
                .bindArray(
                        "ids",
                        String.class,
                        rows.stream().map(row -> row.position().idAsn()).toList())
                .map((result, context) -> present.put(
                        result.getString(1),
                        new Present(
                                result.getLong(2),
                                result.getString(3),
                                result.getObject(4, UUID.class),
                                result.getBoolean(5),
                                result.getLong(6))))
                .forEach(unused -> {});
        return present;
    }

    private static Map<String, String> bearers(Handle tx, List<PositionReader.Read.Accepted> rows) {
        var bearers = new HashMap<String, String>();
        tx.createQuery("select nip, asn_id from functional_position where not removed and nip = any(:nips)")
                .bindArray(
                        "nips",
                        String.class,
                        rows.stream().map(row -> row.position().nip()).toList())
                .map((result, context) -> bearers.put(result.getString(1), result.getString(2)))
                .forEach(unused -> {});
        return bearers;
    }

    static Stored stored(ResultSet result) throws SQLException {
        return new Stored(
                result.getLong("no"),
                result.getString("nip"),
                result.getLong("version"),
                result.getObject("changed_at", OffsetDateTime.class).toInstant(),
                result.getString("record"));
    }

    private static UUID hash(String json) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
