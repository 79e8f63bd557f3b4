package id.padan.casn.release;

import id.padan.casn.code.Dimension;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** How good the data behind a release is, in figures that tell of no registrant: all are of formations, codes and days. */
@ApplicationScoped
class Quality {

    /**
     * @param from day of the oldest data; null without facts
     * @param to day of the newest
     * @param told as metadata says it
     */
    record Facts(LocalDate from, LocalDate to, Map<String, Object> told) {}

    /** A code that bore several names. */
    record Renamed(String dimension, String code, List<String> names) {}

    Facts look(Handle handle, List<Integer> years) {
        var told = new LinkedHashMap<String, Object>();
        var days = handle.createQuery("""
                        select min(r.data_date), max(r.data_date) from casn_fact r join casn_formation f on f.no = r.formation
                         where f.tahun = any(:years)""")
                .bindArray("years", Integer.class, years)
                .map((row, context) ->
                        new LocalDate[] {row.getObject(1, LocalDate.class), row.getObject(2, LocalDate.class)})
                .one();
        handle.createQuery("""
                        select coalesce(sum(f.jumlah), 0), coalesce(sum(f.jumlah) filter (where o.method = 'EXACT'), 0),
                               coalesce(sum(f.jumlah) filter (where o.method = 'MANUAL'), 0), count(*)
                          from casn_formation f left join casn_occupation o on o.jabatan = f.jabatan where f.tahun = any(:years)""")
                .bindArray("years", Integer.class, years)
                .map((row, context) -> {
                    told.put("formations", row.getLong(4));
                    told.put("positions", row.getLong(1));
                    told.put("positionsMappedExactly", row.getLong(2));
                    told.put("positionsMappedManually", row.getLong(3));
                    told.put(
                            "kbjiCoverage",
                            row.getLong(1) == 0 ? 0 : share(row.getLong(2) + row.getLong(3), row.getLong(1)));
                    return true;
                })
                .one();
        told.put("renamed", renamed(handle));
        return new Facts(days[0], days[1], told);
    }

    private static double share(long part, long all) {
        return Math.round(1000.0 * part / all) / 1000.0;
    }

    private static List<Renamed> renamed(Handle handle) {
        return new ArrayList<>(handle.createQuery("""
                        select dimension, code, array_agg(name || ' (' || since || ')' order by since, name) from casn_code
                         where dimension = :agency group by 1, 2 having count(*) > 1 order by 1, 2""")
                .bind("agency", Dimension.INSTANSI.annexName())
                .map((row, context) -> new Renamed(row.getString(1), row.getString(2), List.of((String[])
                        row.getArray(3).getArray())))
                .list());
    }
}
