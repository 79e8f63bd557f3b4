package id.padan.directory.record;

import id.padan.directory.record.StatusHistory.Before;
import id.padan.directory.status.StatusMapping;
import id.padan.directory.status.StatusMappings;
import id.padan.directory.vault.NikVault;
import id.padan.directory.worklist.Worklist;
import id.padan.directory.worklist.Worklist.Finding;
import id.padan.directory.worklist.Worklist.Kind;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Writes a block of records with its outbox entry and its worklist entries, in the caller's transaction. Unchanged records change nothing
 * and make no event. New ones go straight into the table by COPY, many changed ones through a temporary table. A block's loops are methods
 * of their own or streams: a loop that runs for long is compiled together with all that follows it.
 */
@ApplicationScoped
public class RegisterWriter {

    /** Records per outbox entry at most. */
    public static final int BLOCK = 5000;

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String UNIQUE_VIOLATION = "23505";

    private static final String COLUMNS =
            "id, nip, nik_lookup, nik_sealed, nik_valid, name, birth_date, status_code, deceased, retirement_date, elements,"
                    + " internal, has_email, has_phone, hash, status_since";
    /** Records up to which no temporary table is worth its making. */
    private static final int FEW = 64;
    /** The rows of {@link #COLUMNS} in their order, without a table. */
    private static final String FEW_ROWS = """
            (select unnested.*, decode(sealed, 'hex') as nik_sealed from unnest(:ids::text[], :nips::text[], :lookups::uuid[],
                :sealed::text[], :valid::boolean[], :names::text[], :births::date[], :codes::text[], :deceased::boolean[],
                :retirements::date[], :elements::text[], :internals::text[], :emails::boolean[], :phones::boolean[],
                :hashes::uuid[], :sinces::date[])
                as unnested (id, nip, nik_lookup, sealed, nik_valid, name, birth_date, status_code, deceased, retirement_date, elements,
                internal, has_email, has_phone, hash, status_since)) as few""";
    /** About what a record takes, to begin with. */
    private static final int RECORD_BYTES = 1400;

    private final Outbox outbox;
    private final StatusMappings mappings;
    private final Worklist worklist;
    private final NikVault vault;
    private final List<RegisterListener> listeners;

    RegisterWriter(
            Outbox outbox,
            StatusMappings mappings,
            Worklist worklist,
            NikVault vault,
            @All List<RegisterListener> listeners) {
        this.outbox = outbox;
        this.mappings = mappings;
        this.worklist = worklist;
        this.vault = vault;
        this.listeners = listeners;
    }

    /**
     * What became of a block.
     *
     * @param records as given
     * @param numbers the row number of each record, in the order of {@code records}
     * @param written numbers of those that changed or are new, ascending
     * @param known ids of those that changed but are not new
     * @param elsewhere NIKs of the block that other records had too when it was written
     */
    public record Stored(
            List<AsnRecord> records, long[] numbers, long[] written, List<String> known, Set<Long> elsewhere) {
        /** How many changed or are new. */
        public int changed() {
            return written.length;
        }
    }

    /** The row as it is before the block. */
    private record Present(long no, UUID hash, UUID nik, boolean removed) {
        boolean isAs(Keyed keyed) {
            return !removed && hash.equals(keyed.asn().hash()) && Objects.equals(nik, keyed.nik());
        }
    }

    /** A record with its NIK's look-up value, null if it has none. */
    private record Keyed(AsnRecord asn, UUID nik) {}

    /**
     * Stores the records, which have different ids, and announces them.
     *
     * @return how many changed or are new
     */
    public int write(Handle handle, List<AsnRecord> records, LocalDate dataDate) {
        Stored stored = store(handle, records, dataDate);
        announce(handle, stored, List.of());
        return stored.changed();
    }

    /**
     * The first half of a write: only the rows. Blocks with different ids may do this at the same time; the second half is
     * {@link #announce}.
     */
    public Stored store(Handle handle, List<AsnRecord> records, LocalDate dataDate) {
        if (records.isEmpty()) {
            return new Stored(records, new long[0], new long[0], List.of(), Set.of());
        }
        Map<String, Present> present = present(handle, records);
        List<Keyed> keyed = keyed(records);
        // Before the block's own rows are there: then it is only a look into the index for nearly every NIK.
        Set<Long> elsewhere = elsewhere(handle, keyed, present);
        List<Keyed> fresh = keyed.stream()
                .filter(one -> !present.containsKey(one.asn().id()))
                .toList();
        long[] made = insert(handle, fresh, dataDate);
        List<Keyed> different = keyed.stream()
                .filter(one -> {
                    Present before = present.get(one.asn().id());
                    // Without a number somebody else has just made one of them: the slower way knows what to do.
                    return before == null ? made == null : !before.isAs(one);
                })
                .toList();
        List<String> known = different.stream().map(one -> one.asn().id()).toList();
        Map<String, Long> updated = upsert(handle, different, dataDate);
        long[] inserted = made == null ? new long[0] : made;
        return new Stored(
                records,
                numbers(handle, records, present, fresh, inserted),
                LongStream.concat(
                                Arrays.stream(inserted),
                                updated.values().stream().mapToLong(Long::longValue))
                        .sorted()
                        .toArray(),
                known,
                elsewhere);
    }

    /** The row number of each record: of those that were there, of those just made, and of those that somebody else has just made. */
    private static long[] numbers(
            Handle handle, List<AsnRecord> records, Map<String, Present> present, List<Keyed> fresh, long[] made) {
        var numbers = new HashMap<String, Long>(records.size() * 2);
        present.forEach((id, before) -> numbers.put(id, before.no()));
        for (int i = 0; i < made.length; i++) {
            numbers.put(fresh.get(i).asn().id(), made[i]);
        }
        return records.stream()
                .mapToLong(asn -> {
                    Long number = numbers.get(asn.id());
                    return number != null ? number : numberOf(handle, asn.id());
                })
                .toArray();
    }

    /**
     * The second half of a write: the claim check and the worklist. Blocks do this one after the other, each seeing the former's rows.
     *
     * @param beside records of a block that was written at the same time and has been announced
     */
    public void announce(Handle handle, Stored stored, List<AsnRecord> beside) {
        if (stored.written().length > 0) {
            outbox.append(handle, OutboxEvent.block(Topics.ASN_RECORD, "block", "asn.block", stored.written()));
            raiseFindings(handle, stored, beside);
            listeners.forEach(listener -> listener.changed(handle, stored));
        }
    }

    /**
     * Lets PostgreSQL see that hardly two records have one NIK. Of a register that it has never looked at it expects thousands, and reads and
     * sorts all of it for the few of each block; autovacuum comes a minute later, in which an import is through.
     */
    public void analyze(Handle handle) {
        handle.execute("analyze asn_record (nik_lookup)");
    }

    /** The row numbers of these ids; ids that are not there are left out. */
    public long[] numbersOf(Handle handle, Collection<String> ids) {
        return toLongs(handle.createQuery("select no from asn_record where id = any(:ids)")
                .bindArray("ids", String.class, ids)
                .mapTo(Long.class)
                .list());
    }

    /** Numbers of all records, in their order; close it. */
    public Stream<Long> all(Handle handle) {
        return handle
                .createQuery("select no from asn_record where not removed order by no")
                .setFetchSize(10_000)
                .mapTo(Long.class)
                .stream();
    }

    private static long numberOf(Handle handle, String id) {
        return handle.createQuery("select no from asn_record where id = :id")
                .bind("id", id)
                .mapTo(long.class)
                .one();
    }

    private static Map<String, Present> present(Handle handle, List<AsnRecord> records) {
        var present = new HashMap<String, Present>();
        handle.createQuery("select id, no, hash, nik_lookup, removed from asn_record where id = any(:ids)")
                .bindArray(
                        "ids", String.class, records.stream().map(AsnRecord::id).toList())
                .map((result, context) -> present.put(
                        result.getString(1),
                        new Present(
                                result.getLong(2),
                                result.getObject(3, UUID.class),
                                result.getObject(4, UUID.class),
                                result.getBoolean(5))))
                .forEach(unused -> {});
        return present;
    }

    private List<Keyed> keyed(List<AsnRecord> records) {
        UUID[] lookups = vault.lookups(
                records.stream().mapToLong(asn -> Math.max(0, asn.nik())).toArray());
        return IntStream.range(0, lookups.length)
                .mapToObj(i -> new Keyed(records.get(i), records.get(i).nik() == AsnRecord.NO_NIK ? null : lookups[i]))
                .toList();
    }

    /** NIKs of these records that other records have, removed ones among them. */
    private static Set<Long> elsewhere(Handle handle, List<Keyed> block, Map<String, Present> present) {
        var niks = new HashMap<UUID, Long>(block.size() * 2);
        block.stream()
                .filter(one -> one.nik() != null)
                .forEach(one -> niks.put(one.nik(), one.asn().nik()));
        var own = new HashSet<Long>();
        present.values().forEach(one -> own.add(one.no()));
        var found = new HashSet<Long>();
        handle.createQuery("select nik_lookup, no from asn_record where nik_lookup = any(:niks)")
                .bindArray("niks", UUID.class, niks.keySet().toArray())
                .map((result, context) ->
                        !own.contains(result.getLong(2)) && found.add(niks.get(result.getObject(1, UUID.class))))
                .forEach(unused -> {});
        return found;
    }

    /** Puts new records into the table; null, with nothing done, if one of their ids has just been made by another transaction. */
    private long[] insert(Handle handle, List<Keyed> fresh, LocalDate dataDate) {
        if (fresh.isEmpty()) {
            return new long[0];
        }
        long[] numbers =
                toLongs(handle.createQuery("select nextval('asn_record_no_seq'::regclass) from generate_series(1, :n)")
                        .bind("n", fresh.size())
                        .mapTo(Long.class)
                        .list());
        CopyRows rows = rows(fresh, numbers, dataDate);
        handle.execute("savepoint fresh");
        try {
            rows.into(handle, "asn_record", "no, data_date, " + COLUMNS);
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new CopyFailedException(e);
            }
            handle.execute("rollback to savepoint fresh");
            return null;
        }
        handle.execute("release savepoint fresh");
        return numbers;
    }

    private CopyRows rows(List<Keyed> fresh, long[] numbers, LocalDate dataDate) {
        var rows = new CopyRows(18, fresh.size() * RECORD_BYTES);
        for (int i = 0; i < numbers.length; i++) {
            rows.begin();
            rows.number(numbers[i]);
            rows.date(dataDate);
            content(rows, fresh.get(i), dataDate);
        }
        return rows;
    }

    private Map<String, Long> upsert(Handle handle, List<Keyed> different, LocalDate dataDate) {
        var written = new HashMap<String, Long>();
        if (different.isEmpty()) {
            return written;
        }
        // A temporary table has to be made, filled and emptied again: too much for the single records of people at
        // work.
        boolean few = different.size() <= FEW;
        if (!few) {
            copyBlock(handle, different, dataDate);
        }
        Query query = handle.createQuery("""
                        with written as (
                            insert into asn_record (id, nip, nik_lookup, nik_sealed, nik_valid, name, birth_date, status_code, deceased,
                                retirement_date, elements, internal, has_email, has_phone, hash, status_since, data_date)
                            select id, nip, nik_lookup, nik_sealed, nik_valid, name, birth_date, status_code, deceased,
                                retirement_date, elements, internal, has_email, has_phone, hash, status_since, :dataDate
                            from <block>
                            on conflict (id) do update set nip = excluded.nip, nik_lookup = excluded.nik_lookup,
                                nik_sealed = excluded.nik_sealed, nik_valid = excluded.nik_valid,
                                name = excluded.name, birth_date = excluded.birth_date, status_code = excluded.status_code,
                                deceased = excluded.deceased, retirement_date = excluded.retirement_date,
                                elements = excluded.elements, internal = excluded.internal, has_email = excluded.has_email,
                                has_phone = excluded.has_phone, hash = excluded.hash, data_date = excluded.data_date,
                                version = asn_record.version + 1, removed = false, changed_at = now(), cause = null
                            where asn_record.hash <> excluded.hash or asn_record.removed
                                or asn_record.nik_lookup is distinct from excluded.nik_lookup
                            returning new.no as no, new.id as id, old.nik_lookup as former, old.nik_sealed as sealed, new.nik_lookup as nik,
                                old.status_code as code_before, old.deceased as deceased_before, old.status_since as since_before,
                                old.removed as removed_before, old.status_known as known_before
                        ), former as (
                            insert into former_nik (no, nik_lookup, nik_sealed)
                            select no, former, sealed from written where former is not null and former is distinct from nik
                            on conflict do nothing
                        )
                        select id, no, code_before, deceased_before, since_before, removed_before, known_before from written
                        """.replace("<block>", few ? FEW_ROWS : "import_block"))
                .bind("dataDate", dataDate);
        if (few) {
            bindFew(query, different, dataDate);
        }
        var before = new HashMap<String, Before>();
        query.map((result, context) -> {
                    LocalDate since = result.getObject(5, LocalDate.class);
                    if (since != null) {
                        before.put(
                                result.getString(1),
                                new Before(
                                        result.getLong(2),
                                        result.getString(3),
                                        result.getBoolean(4),
                                        since,
                                        result.getBoolean(6),
                                        result.getTimestamp(7)));
                    }
                    return written.put(result.getString(1), result.getLong(2));
                })
                .forEach(unused -> {});
        var moved = new IdentityHashMap<AsnRecord, Before>();
        different.stream().map(Keyed::asn).forEach(asn -> {
            if (before.containsKey(asn.id())) {
                moved.put(asn, before.get(asn.id()));
            }
        });
        StatusHistory.moved(handle, moved, dataDate);
        return written;
    }

    private void copyBlock(Handle handle, List<Keyed> block, LocalDate dataDate) {
        handle.execute("""
                create temporary table if not exists import_block (
                    id text, nip text, nik_lookup uuid, nik_sealed bytea, nik_valid boolean, name text, birth_date date, status_code text,
                    deceased boolean, retirement_date date, elements text, internal text, has_email boolean, has_phone boolean, hash uuid,
                    status_since date
                ) on commit delete rows
                """);
        var rows = new CopyRows(16, block.size() * RECORD_BYTES);
        for (Keyed one : block) {
            rows.begin();
            content(rows, one, dataDate);
        }
        try {
            rows.into(handle, "import_block", COLUMNS);
        } catch (SQLException e) {
            throw new CopyFailedException(e);
        }
    }

    private void bindFew(Query query, List<Keyed> keyed, LocalDate dataDate) {
        bind(query, "lookups", UUID.class, keyed, Keyed::nik);
        bind(
                query,
                "sealed",
                String.class,
                keyed,
                one -> one.nik() == null ? null : HexFormat.of().formatHex(sealed(one)));
        List<AsnRecord> few = keyed.stream().map(Keyed::asn).toList();
        bind(query, "ids", String.class, few, AsnRecord::id);
        bind(query, "nips", String.class, few, AsnRecord::nip);
        bind(query, "valid", Boolean.class, few, AsnRecord::nikValid);
        bind(query, "names", String.class, few, AsnRecord::name);
        bind(query, "births", String.class, few, asn -> text(asn.birthDate()));
        bind(query, "codes", String.class, few, AsnRecord::statusCode);
        bind(query, "deceased", Boolean.class, few, AsnRecord::deceased);
        bind(query, "retirements", String.class, few, asn -> text(asn.retirementDate()));
        bind(query, "elements", String.class, few, AsnRecord::elements);
        bind(query, "internals", String.class, few, AsnRecord::internal);
        bind(query, "emails", Boolean.class, few, AsnRecord::hasEmail);
        bind(query, "phones", Boolean.class, few, AsnRecord::hasPhone);
        bind(query, "hashes", UUID.class, few, AsnRecord::hash);
        bind(query, "sinces", String.class, few, asn -> text(StatusDates.first(asn, dataDate)));
    }

    private static <R, T> void bind(Query query, String name, Class<T> type, List<R> few, Function<R, T> value) {
        var unused = query.bindArray(name, type, few.stream().map(value).toArray());
    }

    private static String text(LocalDate date) {
        return date == null ? null : date.toString();
    }

    /** Marks records as gone from today on: nobody is found by them any more, but what they were on earlier days stays known. */
    public void remove(Handle handle, long[] records) {
        long[] gone = toLongs(handle.createQuery("""
                        with gone as (
                            update asn_record set removed = true, version = version + 1, changed_at = now()
                            where no = any(:records) and not removed
                            returning no, status_since, status_code, deceased, status_known
                        ), closed as (
                            insert into status_interval (no, valid_from, valid_to, status_code, deceased, known_from, known_to)
                            select no, status_since, null::date, status_code, deceased, status_known, now() from gone
                            union all
                            select no, status_since, :today::date, status_code, deceased, now(), null::timestamptz from gone
                            where status_since < :today
                        )
                        select no from gone
                        """)
                .bind("records", records)
                .bind("today", LocalDate.now(JAKARTA))
                .mapTo(Long.class)
                .list());
        if (gone.length > 0) {
            outbox.append(handle, OutboxEvent.block(Topics.ASN_RECORD, "block", "asn.block", gone));
            listeners.forEach(listener -> listener.removed(handle, gone));
        }
    }

    private byte[] sealed(Keyed one) {
        return vault.seal(one.asn().nik(), one.asn().id());
    }

    private void content(CopyRows rows, Keyed one, LocalDate dataDate) {
        AsnRecord asn = one.asn();
        rows.text(asn.id());
        rows.text(asn.nip());
        if (one.nik() == null) {
            rows.none();
            rows.none();
        } else {
            rows.uuid(one.nik());
            rows.bytes(sealed(one));
        }
        rows.flag(asn.nikValid());
        rows.text(asn.name());
        rows.date(asn.birthDate());
        rows.text(asn.statusCode());
        rows.flag(asn.deceased());
        rows.date(asn.retirementDate());
        rows.text(asn.elements());
        rows.text(asn.internal());
        rows.flag(asn.hasEmail());
        rows.flag(asn.hasPhone());
        rows.uuid(asn.hash());
        rows.date(StatusDates.first(asn, dataDate));
    }

    /** PostgreSQL did not take a block; the cause says why, and may quote values, so only its state is for logs. */
    public static final class CopyFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CopyFailedException(SQLException cause) {
            super("COPY failed, SQL state " + cause.getSQLState(), cause);
        }
    }

    private void raiseFindings(Handle handle, Stored stored, List<AsnRecord> beside) {
        StatusMapping mapping = mappings.current(handle);
        LocalDate today = LocalDate.now(JAKARTA);
        var findings = new ArrayList<Finding>();
        for (AsnRecord asn : stored.records()) {
            String code = asn.statusCode() == null ? "(kosong)" : asn.statusCode();
            if (!mapping.knows(asn.statusCode())) {
                findings.add(new Finding(Kind.UNKNOWN_STATUS_CODE, code));
            } else if (!mapping.isReviewed(code)) {
                findings.add(new Finding(Kind.MAPPING_REVIEW, code));
            }
            if (asn.deceased()
                    && mapping.rowsFor(asn.statusCode(), false).stream()
                            .anyMatch(row -> row.jawaban() == StatusMapping.Answer.ACTIVE)) {
                findings.add(new Finding(Kind.DECEASED_ACTIVE, asn.id()));
            }
            if ("01".equals(code)
                    && asn.retirementDate() != null
                    && asn.retirementDate().isBefore(today)) {
                findings.add(new Finding(Kind.PAST_RETIREMENT, asn.id()));
            }
            // Dates of class I stand only in the stored JSON; few records have them.
            if (("02".equals(code) || "13".equals(code)) && isPast(asn.internal(), Element.TGL_AKHIR_CLTN, today)) {
                findings.add(new Finding(Kind.CLTN_OVER, asn.id()));
            }
            if ("71".equals(code) && isPast(asn.internal(), Element.TGL_AKHIR_KONTRAK, today)) {
                findings.add(new Finding(Kind.CONTRACT_OVER, asn.id()));
            }
        }
        shared(handle, stored, beside, findings);
        List<Finding> distinct = findings.stream().distinct().toList();
        worklist.raise(handle, distinct);
        if (!stored.known().isEmpty()) {
            worklist.settle(handle, stored.known(), distinct);
        }
    }

    /** Nearly every NIK has one record; only those that may have more are looked at closely. */
    private void shared(Handle handle, Stored stored, List<AsnRecord> beside, List<Finding> findings) {
        var several = new HashSet<>(stored.elsewhere());
        var met = new HashSet<Long>();
        beside.forEach(asn -> met.add(asn.nik()));
        stored.records().stream()
                .map(AsnRecord::nik)
                .filter(nik -> !met.add(nik))
                .forEach(several::add);
        several.remove(AsnRecord.NO_NIK);
        if (several.isEmpty()) {
            return;
        }
        handle.createQuery("""
                        select r.no, r.id, o.id as other from asn_record r join asn_record o on o.nik_lookup = r.nik_lookup and o.no <> r.no
                        where r.nik_lookup = any(:several) and not o.removed
                            and (lower(o.name) <> lower(r.name) or o.birth_date is distinct from r.birth_date)
                        """)
                .bindArray("several", UUID.class, (Object[]) vault.lookups(
                        several.stream().mapToLong(Long::longValue).toArray()))
                .map((result, context) -> {
                    if (Arrays.binarySearch(stored.written(), result.getLong(1)) >= 0) {
                        findings.add(new Finding(Kind.NIK_SHARED, result.getString(2)));
                        findings.add(new Finding(Kind.NIK_SHARED, result.getString(3)));
                    }
                    return null;
                })
                .forEach(unused -> {});
    }

    private static boolean isPast(String internal, Element element, LocalDate today) {
        LocalDate date = StatusDates.date(internal, element);
        return date != null && date.isBefore(today);
    }

    private static long[] toLongs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
