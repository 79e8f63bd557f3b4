package id.padan.casn.intake;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.code.Stage;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Placements of registrants already known: the unit, the province and the day from which it counts. */
final class PlacementRows implements RowForm {
    @Override
    public String columns() {
        return "pendaftar uuid, unor text, lokasi text, tmt date";
    }

    @Override
    public Set<String> fields() {
        return Set.of("pendaftarId", "unorIndukId", "provinsiPenempatan", "tmt");
    }

    @Override
    public String[] read(Map<String, String> row) throws Refusal {
        String province = RowForm.need(row, "provinsiPenempatan");
        if (!CodeLists.isKnown(Dimension.PROVINSI_FORMASI, province)) {
            throw new Refusal("provinsiPenempatan", Reason.UNKNOWN_CODE);
        }
        return new String[] {FactRows.pseudonym(row), RowForm.id(row, "unorIndukId"), province, RowForm.date(row, "tmt")
        };
    }

    @Override
    public Counts merge(Handle tx, LocalDate dataDate) {
        tx.execute("""
                insert into refused select row, 'pendaftarId', 'UNKNOWN_REGISTRANT' from incoming i
                 where not exists (select from casn_fact e where e.pendaftar = i.pendaftar)""");
        int twice = tx.execute(
                "delete from incoming i using incoming later where later.pendaftar = i.pendaftar and later.row > i.row");
        int again = tx.execute("""
                delete from incoming i using casn_fact e where e.pendaftar = i.pendaftar
                   and (e.unor, e.lokasi, e.tmt) is not distinct from (i.unor, i.lokasi, i.tmt)""");
        tx.createUpdate("""
                        insert into casn_fact_history (pendaftar, formation, pendidikan, rumpun, domisili, jk, usia, disabilitas, tahapan, sejak,
                               data_date, known_from, why)
                        select e.pendaftar, e.formation, e.pendidikan, e.rumpun, e.domisili, e.jk, e.usia, e.disabilitas, e.tahapan, e.sejak,
                               e.data_date, e.known_from, case when e.tahapan < :placed then 'ADVANCED' else 'CORRECTED' end
                          from casn_fact e join incoming i using (pendaftar)""").bind("placed", Stage.PENEMPATAN.number()).execute();
        int placed = tx.createUpdate("""
                        update casn_fact e set unor = i.unor, lokasi = i.lokasi, tmt = i.tmt, tahapan = :placed, sejak = i.tmt,
                               data_date = :day, known_from = now()
                          from incoming i where i.pendaftar = e.pendaftar""")
                .bind("placed", Stage.PENEMPATAN.number())
                .bind("day", dataDate)
                .execute();
        return new Counts(placed, 0, 0, 0, twice + again);
    }
}
