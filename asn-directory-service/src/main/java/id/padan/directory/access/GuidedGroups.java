package id.padan.directory.access;

import java.time.LocalDate;
import org.jdbi.v3.core.Handle;

/**
 * Takes from BKN's references of the day which agency guides which functional position ({@code pembinaId} of its group): a position that
 * comes, ends or changes hands by data alone moves its holders into scope or out of it. Codes that the references do not know stay.
 */
final class GuidedGroups {

    private static final String VERSIONS = """
            select coalesce(string_agg(table_key || ':' || version, ',' order by table_key), '') from (
                select table_key, max(version) as version from reference_version
                where table_key in ('jabatanFungsional', 'kelompokJabatan') and valid_from <= :today group by table_key) as newest""";

    private GuidedGroups() {}

    /** @return whether there was something new to take */
    static boolean follow(Handle tx, LocalDate today) {
        String versions = tx.createQuery(VERSIONS)
                .bind("today", today)
                .mapTo(String.class)
                .one();
        if (!versions.contains(",") || versions.equals(taken(tx, ""))) {
            return false;
        }
        if (versions.equals(taken(tx, " for update"))) {
            return false;
        }
        tx.createUpdate("""
                        with newest as (
                            select table_key, max(version) as version from reference_version
                            where table_key in ('jabatanFungsional', 'kelompokJabatan') and valid_from <= :today group by table_key
                        ), known as (
                            select r.table_key, r.kode, r.data, not r.ended and coalesce(r.valid_from, :today) <= :today
                                and (r.valid_to is null or r.valid_to > :today) as holds
                            from reference_row r join newest using (table_key)
                            where r.version <= newest.version and (r.until_version is null or r.until_version > newest.version)
                        ), guided as (
                            select position.kode as jabatan_id, grouped.kode as kelompok_id, grouped.data ->> 'pembinaId' as pembina_id,
                                position.data ->> 'jenjang' as jenjang
                            from known position join known grouped
                                on grouped.table_key = 'kelompokJabatan' and grouped.kode = position.data ->> 'kelompokJabatanId'
                            where position.table_key = 'jabatanFungsional' and position.holds and grouped.holds
                                and grouped.data ->> 'pembinaId' is not null
                        ), gone as (
                            delete from position_group
                            where jabatan_id in (select kode from known where table_key = 'jabatanFungsional')
                                and jabatan_id not in (select jabatan_id from guided)
                        )
                        insert into position_group as held (jabatan_id, kelompok_id, pembina_id, jenjang)
                        select jabatan_id, kelompok_id, pembina_id, jenjang from guided
                        on conflict (jabatan_id) do update
                            set kelompok_id = excluded.kelompok_id, pembina_id = excluded.pembina_id, jenjang = excluded.jenjang
                            where (held.kelompok_id, held.pembina_id, held.jenjang)
                                is distinct from (excluded.kelompok_id, excluded.pembina_id, excluded.jenjang)""").bind("today", today).execute();
        tx.execute("update position_group_source set versions = ?", versions);
        return true;
    }

    private static String taken(Handle tx, String lock) {
        return tx.createQuery("select versions from position_group_source" + lock)
                .mapTo(String.class)
                .one();
    }
}
