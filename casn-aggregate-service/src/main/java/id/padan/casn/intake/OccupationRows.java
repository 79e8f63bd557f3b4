package id.padan.casn.intake;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Which occupation of KBJI 2014 a job is, and how that was found. */
final class OccupationRows implements RowForm {
    @Override
    public String columns() {
        return "jabatan text, kbji text, method text";
    }

    @Override
    public Set<String> fields() {
        return Set.of("jabatanId", "jabatan_nm", "kbji", "metode");
    }

    @Override
    public String[] read(Map<String, String> row) throws Refusal {
        String kbji = RowForm.need(row, "kbji");
        if (!kbji.matches("[0-9]{4}(\\.[0-9]{2})?")) {
            throw new Refusal("kbji", Reason.INVALID);
        }
        return new String[] {
            RowForm.find(row, "jabatanId") == null
                    ? FormationRows.job(RowForm.need(row, "jabatan_nm"))
                    : RowForm.id(row, "jabatanId"),
            kbji,
            RowForm.word(row, "metode", List.of("EXACT", "MANUAL"))
        };
    }

    @Override
    public Counts merge(Handle tx, LocalDate dataDate) {
        int twice = tx.execute(
                "delete from incoming i using incoming later where later.jabatan = i.jabatan and later.row > i.row");
        int written = tx.execute("""
                insert into casn_occupation (jabatan, kbji, method) select jabatan, kbji, method from incoming
                on conflict (jabatan) do update set kbji = excluded.kbji, method = excluded.method""");
        return new Counts(written, 0, 0, 0, twice);
    }
}
