package id.padan.directory.quality;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What no record tells of itself: found before the scan, by grouping.
 *
 * @param sharedNiks look-up values of NIKs that two persons have
 * @param sharedNips NIPs of two records
 * @param functional names of functional positions, in capitals
 * @param doubled structural positions with two holders, {@link #seat}
 * @param ended units that BKN's reference has ended
 * @param moved numbers of records that left a structural position for another one in less than two years
 * @param rated numbers of records with a history of performance
 * @param units whether BKN's reference of units has been published
 * @param positions whether there is any history of positions
 */
record AtLarge(
        Set<UUID> sharedNiks,
        Set<String> sharedNips,
        Set<String> functional,
        Set<String> doubled,
        Set<String> ended,
        Set<Long> moved,
        BitSet rated,
        boolean units,
        boolean positions) {

    /** A register with nothing but records, and nothing between them. */
    static final AtLarge NOTHING =
            new AtLarge(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), new BitSet(), false, false);

    static AtLarge of(Handle tx) {
        var functional = new HashSet<String>();
        var doubled = new HashSet<String>();
        seats(tx, functional, doubled);
        return new AtLarge(
                set(tx, UUID.class, """
                        select nik_lookup from asn_record
                        where not removed and nik_lookup = any (array(select nik_lookup from asn_record
                            where nik_lookup is not null and not removed group by nik_lookup having count(*) > 1))
                        group by nik_lookup having count(distinct (upper(name), birth_date)) > 1"""),
                set(tx, String.class, "select nip from asn_record where not removed group by nip having count(*) > 1"),
                functional,
                doubled,
                set(tx, String.class, """
                        select kode from reference_row where table_key = 'unor' and until_version is null and ended"""),
                set(tx, Long.class, """
                        select distinct no from (
                            select no, began, lead(began) over (partition by no order by began) as next from (
                                select no, to_date(row::json ->> 'tmtJabatan', 'DD-MM-YYYY') as began from asn_history
                                where kind = 'rw-jabatan' and row like '%"jenisJabatan":"1"%') as structural
                            where began is not null) as followed
                        where next > began and next < began + interval '2 years'"""),
                rated(tx),
                has(tx, "reference_row where table_key = 'unor'"),
                has(tx, "asn_history where kind = 'rw-jabatan'"));
    }

    /** One look at all records for both; {@code strpos} finds a text in half the time of {@code like}. */
    private static void seats(Handle tx, Set<String> functional, Set<String> doubled) {
        tx.createQuery("""
                        select functional, seat from (
                            select case when strpos(elements, '"jenisJabatanId":"2"') > 0 then elements::json ->> 'jabatanFungsionalNama' end as functional,
                                case when status_code = '01' and strpos(elements, '"jenisJabatanId":"1"') > 0 and strpos(elements, '"jabatanStrukturalId"') > 0
                                    then concat(elements::json ->> 'unorId', chr(10), elements::json ->> 'jabatanStrukturalId') end as seat
                            from asn_record
                            where not removed and (strpos(elements, '"jenisJabatanId":"2"') > 0 or strpos(elements, '"jenisJabatanId":"1"') > 0)) as held
                        group by functional, seat having functional is not null or seat is not null and count(*) > 1""")
                .map((row, context) -> {
                    String name = row.getString(1);
                    return name != null ? functional.add(capitals(name)) : doubled.add(row.getString(2));
                })
                .forEach(unused -> {});
    }

    /** Beside the records in a join they would be sorted or hashed, millions of them. */
    private static BitSet rated(Handle tx) {
        var rated = new BitSet();
        tx.createQuery("select no from asn_history where kind = 'rw-skp22'")
                .setFetchSize(10_000)
                .mapTo(Long.class)
                .forEach(no -> rated.set(Math.toIntExact(no)));
        return rated;
    }

    /** What findings need to know about a few records: only who shares their NIK. */
    static AtLarge near(Handle tx, long[] records) {
        Set<UUID> shared =
                tx.createQuery("""
                        select nik_lookup from asn_record
                        where not removed and nik_lookup = any (array(select nik_lookup from asn_record where no = any(:records)))
                        group by nik_lookup having count(distinct (upper(name), birth_date)) > 1""").bind("records", records).mapTo(UUID.class).set();
        var rated = new BitSet();
        tx.createQuery("select no from asn_history where kind = 'rw-skp22' and no = any(:records)")
                .bind("records", records)
                .mapTo(Long.class)
                .forEach(no -> rated.set(Math.toIntExact(no)));
        return new AtLarge(shared, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), rated, false, false);
    }

    private static <T> Set<T> set(Handle tx, Class<T> type, String query) {
        List<T> found = tx.createQuery(query).mapTo(type).list();
        return found.stream().map(Function.identity()).collect(Collectors.toSet());
    }

    private static boolean has(Handle tx, String what) {
        return tx.createQuery("select exists (select from " + what + ")")
                .mapTo(boolean.class)
                .one();
    }

    static String capitals(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** A structural position in its unit. */
    static String seat(String unor, String position) {
        return unor + '\n' + position;
    }
}
