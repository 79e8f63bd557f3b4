package id.padan.directory.quality;

import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * What no record tells of itself.
 *
 * @param sharedNiks look-up values of NIKs that two persons have
 * @param sharedNips NIPs of two records
 * @param functional names of functional positions, in capitals
 * @param doubled structural positions with two holders, {@link Scanned#seat}
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

    /** What is known before the scan: nothing yet of what records share. */
    static AtLarge of(Handle tx) {
        return new AtLarge(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
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

    /** And what those have in common that were met twice. */
    AtLarge with(Handle tx, Encounters.Met met, Set<String> doubled) {
        return new AtLarge(
                sharedNiks(tx, met.records()),
                set(tx.createQuery("""
                                select nip from asn_record where not removed and nip = any(:nips)
                                group by nip having count(*) > 1""").bindArray("nips", String.class, met.nips()), String.class),
                met.functional(),
                doubled,
                ended,
                moved,
                rated,
                units,
                positions);
    }

    private static Set<UUID> sharedNiks(Handle tx, long[] records) {
        return set(tx.createQuery("""
                        select nik_lookup from asn_record
                        where not removed and nik_lookup = any (array(select nik_lookup from asn_record where no = any(:records)))
                        group by nik_lookup having count(distinct (upper(name), birth_date)) > 1""").bind("records", records), UUID.class);
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
        var rated = new BitSet();
        tx.createQuery("select no from asn_history where kind = 'rw-skp22' and no = any(:records)")
                .bind("records", records)
                .mapTo(Long.class)
                .forEach(no -> rated.set(Math.toIntExact(no)));
        return new AtLarge(
                sharedNiks(tx, records), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), rated, false, false);
    }

    private static <T> Set<T> set(Handle tx, Class<T> type, String query) {
        return set(tx.createQuery(query), type);
    }

    private static <T> Set<T> set(Query query, Class<T> type) {
        return Set.copyOf(query.mapTo(type).list());
    }

    private static boolean has(Handle tx, String what) {
        return tx.createQuery("select exists (select from " + what + ")")
                .mapTo(boolean.class)
                .one();
    }

    static String capitals(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
