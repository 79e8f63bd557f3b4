package id.padan.casn.intake;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.code.Stage;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Totals published elsewhere. They need not close with each other or with the facts: what is left over is shown, never smoothed away. */
final class ControlRows implements RowForm {
    private static final List<String> MEASURES = Stream.concat(
                    Arrays.stream(Stage.Step.values()).map(Enum::name),
                    Stream.of("FORMASI", Stage.Group.TMS.name(), Stage.Group.BELUM_VERIFIKASI.name()))
            .toList();

    @Override
    public String columns() {
        return "tahun smallint, jenis_pengadaan text, instansi text, measure text, value bigint, source text, published date";
    }

    @Override
    public Set<String> fields() {
        return Set.of("tahun", "jenisPengadaan", "instansiId", "ukuran", "nilai", "sumber", "tanggalTerbit");
    }

    @Override
    public String[] read(Map<String, String> row) throws Refusal {
        return new String[] {
            RowForm.year(row),
            RowForm.find(row, "jenisPengadaan") == null
                    ? CodeLists.TOTAL
                    : RowForm.code(row, Dimension.JENIS_PENGADAAN),
            RowForm.find(row, "instansiId") == null ? CodeLists.TOTAL : RowForm.id(row, "instansiId"),
            RowForm.word(row, "ukuran", MEASURES),
            RowForm.count(row, true, "nilai"),
            RowForm.need(row, "sumber"),
            RowForm.date(row, "tanggalTerbit")
        };
    }

    @Override
    public Counts merge(Handle tx, LocalDate dataDate) {
        int twice = tx.execute("""
                delete from incoming i using incoming later where later.row > i.row
                   and (later.tahun, later.jenis_pengadaan, later.instansi, later.measure, later.source)
                     = (i.tahun, i.jenis_pengadaan, i.instansi, i.measure, i.source)""");
        int written = tx.execute("""
                insert into casn_control (tahun, jenis_pengadaan, instansi, measure, value, source, published)
                select tahun, jenis_pengadaan, instansi, measure, value, source, published from incoming
                on conflict (tahun, jenis_pengadaan, instansi, measure, source) do update
                   set value = excluded.value, published = excluded.published""");
        return new Counts(written, 0, 0, 0, twice);
    }
}
