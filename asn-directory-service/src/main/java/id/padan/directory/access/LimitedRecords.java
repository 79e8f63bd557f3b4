package id.padan.directory.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.access.PersonScope.Ground;
import id.padan.directory.history.Histories;
import id.padan.directory.record.AsnRecord;
import id.padan.directory.record.RegisterListener;
import id.padan.directory.record.RegisterWriter.Stored;
import id.padan.directory.status.StatusMapping;
import id.padan.directory.status.StatusMapping.Answer;
import id.padan.directory.status.StatusMappings;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps {@code limited_record} as the register, the rules of scope and the status mapping have it, in the transaction that changes a record. */
@ApplicationScoped
class LimitedRecords implements RegisterListener {

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private final PersonScope scope;
    private final StatusMappings mappings;
    private final Histories histories;

    LimitedRecords(PersonScope scope, StatusMappings mappings, Histories histories) {
        this.scope = scope;
        this.mappings = mappings;
        this.histories = histories;
    }

    @Override
    public void changed(Handle tx, Stored stored) {
        PersonScope.Rules rules = scope.shared(tx);
        var persons = new ArrayList<Person>();
        var known = new HashSet<>(stored.known());
        var before = new ArrayList<Person>();
        for (int i = 0; i < stored.numbers().length; i++) {
            if (Arrays.binarySearch(stored.written(), stored.numbers()[i]) < 0) {
                continue;
            }
            AsnRecord asn = stored.records().get(i);
            Person person = Person.of(stored.numbers()[i], asn);
            if (!rules.grounds(person).isEmpty()) {
                persons.add(person);
            } else if (known.contains(asn.id())) {
                before.add(person);
            }
        }
        // Of nearly all records no party sees anything, and new ones were never seen: they cost no look at the table.
        if (!before.isEmpty()) {
            Set<Long> seen = seen(tx, before.stream().mapToLong(Person::no).toArray());
            before.stream().filter(person -> seen.contains(person.no())).forEach(persons::add);
        }
        if (!persons.isEmpty()) {
            lock(tx);
            update(tx, rules, persons);
        }
    }

    @Override
    public void historiesChanged(Handle tx, String kind, long[] records) {
        PersonScope.Rules rules = scope.shared(tx);
        Set<Long> seen = seen(tx, records);
        if (seen.isEmpty()) {
            return;
        }
        lock(tx);
        update(
                tx,
                rules,
                tx.createQuery("""
                                select no, id, nip, status_code, deceased, elements from asn_record
                                where no = any(:seen) and not removed""")
                        .bind("seen", seen.stream().mapToLong(Long::longValue).toArray())
                        .map((row, context) -> Person.of(row))
                        .list());
    }

    @Override
    public void removed(Handle tx, long[] records) {
        if (!seen(tx, records).isEmpty()) {
            lock(tx);
            close(
                    tx,
                    rows(tx, records).values().stream()
                            .filter(row -> !row.gone())
                            .toList());
        }
    }

    /** Makes the feed wait for this transaction: places in it are given out one transaction after the other. */
    static void lock(Handle tx) {
        tx.execute("select from access_feed for update");
    }

    /** Writes down how these persons are seen now; the feed is locked. */
    void update(Handle tx, PersonScope.Rules rules, List<Person> persons) {
        StatusMapping mapping = mappings.current(tx);
        LocalDate today = LocalDate.now(JAKARTA);
        Map<Key, Row> rows = rows(tx, persons.stream().mapToLong(Person::no).toArray());
        var shown = new ArrayList<Shown>();
        var kept = histories.of(
                tx,
                persons.stream()
                        .filter(person -> !rules.grounds(person).isEmpty())
                        .mapToLong(Person::no)
                        .toArray());
        for (Person person : persons) {
            for (Map.Entry<String, Ground> ground : rules.grounds(person).entrySet()) {
                Row row = rows.remove(new Key(ground.getKey(), person.no()));
                ObjectNode outward = OutwardRecord.of(
                        person,
                        rules.position(person.position()),
                        answer(person, mapping, today),
                        OutwardHistories.of(
                                kept.getOrDefault(person.no(), Map.of()), ground.getKey(), ground.getValue(), rules));
                String content = outward.toString();
                UUID hash = hash(content);
                if (row == null || row.gone() || !hash.equals(row.hash())) {
                    shown.add(new Shown(ground.getKey(), person, outward, content, hash));
                }
            }
        }
        show(tx, shown);
        close(tx, rows.values().stream().filter(row -> !row.gone()).toList());
    }

    /** What the code means today; empty if the mapping does not know it. */
    static Optional<Answer> answer(Person person, StatusMapping mapping, LocalDate today) {
        return mapping.rowsFor(person.statusCode(), person.deceased()).stream()
                .filter(row -> (row.berlakuDari() == null || !today.isBefore(row.berlakuDari()))
                        && (row.berlakuSampai() == null || today.isBefore(row.berlakuSampai())))
                .map(StatusMapping.Row::jawaban)
                .findFirst();
    }

    private record Key(String party, long no) {}

    private record Row(String party, long no, UUID hash, boolean gone) {}

    private record Shown(String party, Person person, ObjectNode outward, String content, UUID hash) {
        String member(String name) {
            return outward.path(name).textValue();
        }
    }

    private static Set<Long> seen(Handle tx, long[] records) {
        return tx.createQuery("select no from limited_record where no = any(:records)")
                .bind("records", records)
                .mapTo(Long.class)
                .set();
    }

    private static Map<Key, Row> rows(Handle tx, long[] records) {
        var rows = new HashMap<Key, Row>();
        tx.createQuery("select party, no, content_hash, gone from limited_record where no = any(:records)")
                .bind("records", records)
                .map((row, context) -> rows.put(
                        new Key(row.getString(1), row.getLong(2)),
                        new Row(row.getString(1), row.getLong(2), row.getObject(3, UUID.class), row.getBoolean(4))))
                .forEach(unused -> {});
        return rows;
    }

    private static void show(Handle tx, List<Shown> shown) {
        if (shown.isEmpty()) {
            return;
        }
        long seq = places(tx, shown.size());
        var batch = tx.prepareBatch("""
                insert into limited_record (party, no, seq, id, nip, instansi_id, satker_id, unor_id, unor_induk_id, jabatan_id, kelompok_id,
                    gone, content, content_hash)
                values (:party, :no, :seq, :id, :nip, :agency, :satker, :unor, :unorInduk, :position, :group, false, :content, :hash)
                on conflict (party, no) do update set seq = excluded.seq, nip = excluded.nip, instansi_id = excluded.instansi_id,
                    satker_id = excluded.satker_id, unor_id = excluded.unor_id, unor_induk_id = excluded.unor_induk_id,
                    jabatan_id = excluded.jabatan_id, kelompok_id = excluded.kelompok_id, gone = false, content = excluded.content,
                    content_hash = excluded.content_hash, version = limited_record.version + 1, changed_at = clock_timestamp()""");
        for (Shown one : shown) {
            batch.bind("party", one.party())
                    .bind("no", one.person().no())
                    .bind("seq", ++seq)
                    .bind("id", one.person().id())
                    .bind("nip", one.person().nip())
                    .bind("agency", one.member("instansiKerjaId"))
                    .bind("satker", one.member("satuanKerjaId"))
                    .bind("unor", one.member("unorId"))
                    .bind("unorInduk", one.member("unorIndukId"))
                    .bind("position", one.member("jabatanId"))
                    .bind("group", one.member("kelompokJabatanId"))
                    .bind("content", one.content())
                    .bind("hash", one.hash())
                    .add();
        }
        batch.execute();
    }

    /** A person out of scope leaves its keys only, for the feed to say so. */
    private static void close(Handle tx, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        long seq = places(tx, rows.size());
        var batch = tx.prepareBatch("""
                update limited_record set seq = :seq, gone = true, content = null, content_hash = null, instansi_id = null, satker_id = null,
                    unor_id = null, unor_induk_id = null, jabatan_id = null, kelompok_id = null, version = version + 1,
                    changed_at = clock_timestamp()
                where party = :party and no = :no""");
        for (Row row : rows) {
            batch.bind("seq", ++seq)
                    .bind("party", row.party())
                    .bind("no", row.no())
                    .add();
        }
        batch.execute();
    }

    /** The last place given out before these. */
    private static long places(Handle tx, int count) {
        return tx.createQuery("update access_feed set seq = seq + :count returning seq")
                        .bind("count", count)
                        .mapTo(long.class)
                        .one()
                - count;
    }

    private static UUID hash(String content) {
        try {
            ByteBuffer hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
