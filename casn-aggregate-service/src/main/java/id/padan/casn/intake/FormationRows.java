package id.padan.casn.intake;

import id.padan.casn.code.Dimension;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Formations under the names of the public portal ({@code jumlah_formasi}, {@code jml_formasi} ...), with the year and the codes that the portal
 * has in its address only. Pay, which it shows too, is dropped.
 */
final class FormationRows implements RowForm {
    private static final Map<String, String> KINDS = Map.of(
            "UMUM", "UMUM",
            "LULUSAN TERBAIK", "CUMLAUDE",
            "CUMLAUDE", "CUMLAUDE",
            "PUTRA/PUTRI PAPUA", "PAPUA",
            "PUTRA/PUTRI KALIMANTAN", "KALIMANTAN",
            "DISABILITAS", "DISABILITAS",
            "DIASPORA", "DIASPORA");
    private static final List<String> LEVELS = List.of("PUSAT", "PROVINSI", "KABKOTA");

    @Override
    public String columns() {
        return """
                formasi_id text, tahun smallint, jenis_pengadaan text, jenis_formasi text, instansi text, instansi_nama text, tingkat text,
                jabatan text, jabatan_nama text, provinsi text, kab_kota text, jumlah int, jml_pendaftar int, jml_submit int, jml_ms int,
                jml_tms int, jml_blm_verif int""";
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "formasi_id",
                "tahun",
                "pengadaan_kd",
                "jp_nama",
                "jenis_formasi_nm",
                "formasi_nm",
                "instansi_id",
                "ins_nm",
                "tingkat",
                "jabatan_id",
                "jab_nm",
                "jabatan_nm",
                "provinsi",
                "kab_kota",
                "jml_formasi",
                "jumlah_formasi",
                "jml_pendaftar",
                "jml_submit",
                "jml_ms",
                "jumlah_ms",
                "jml_tms",
                "jml_blm_verif");
    }

    @Override
    public String[] read(Map<String, String> row) throws Refusal {
        String job = RowForm.need(row, "jabatan_nm", "jab_nm");
        String province = RowForm.need(row, "provinsi");
        if (!id.padan.casn.code.CodeLists.isKnown(Dimension.PROVINSI_FORMASI, province)) {
            throw new Refusal("provinsi", Reason.UNKNOWN_CODE);
        }
        return new String[] {
            RowForm.id(row, "formasi_id"),
            RowForm.year(row),
            procurement(row),
            KINDS.getOrDefault(
                    RowForm.need(row, "formasi_nm", "jenis_formasi_nm").toUpperCase(Locale.ROOT), "KHUSUS"),
            RowForm.id(row, "instansi_id"),
            name(RowForm.need(row, "ins_nm")),
            RowForm.word(row, "tingkat", LEVELS),
            RowForm.find(row, "jabatan_id") == null ? job(job) : RowForm.id(row, "jabatan_id"),
            name(job),
            province,
            RowForm.find(row, "kab_kota") == null ? null : RowForm.id(row, "kab_kota"),
            RowForm.count(row, true, "jumlah_formasi", "jml_formasi"),
            RowForm.count(row, false, "jml_pendaftar"),
            RowForm.count(row, false, "jml_submit"),
            RowForm.count(row, false, "jml_ms", "jumlah_ms"),
            RowForm.count(row, false, "jml_tms"),
            RowForm.count(row, false, "jml_blm_verif")
        };
    }

    /** {@code pengadaan_kd} 2 is CPNS; of 3 and 4 only the name tells which PPPK. */
    private static String procurement(Map<String, String> row) throws Refusal {
        String code = RowForm.need(row, "pengadaan_kd");
        String name = RowForm.find(row, "jp_nama");
        String upper = name == null ? "" : name.toUpperCase(Locale.ROOT);
        return switch (code) {
            case "2" -> "CPNS";
            case "3", "4" -> {
                if (upper.contains("GURU")) {
                    yield "PPPK_GURU";
                }
                if (upper.contains("KESEHATAN") || upper.contains("NAKES")) {
                    yield "PPPK_NAKES";
                }
                if (upper.contains("TEKNIS")) {
                    yield "PPPK_TEKNIS";
                }
                throw new Refusal("jp_nama", Reason.UNKNOWN_CODE);
            }
            default -> throw new Refusal("pengadaan_kd", Reason.UNKNOWN_CODE);
        };
    }

    private static String name(String text) {
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    /** The portal has no code for a job: the same name is the same job. */
    static String job(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(name.strip()
                            .toUpperCase(Locale.ROOT)
                            .replaceAll("\\s+", " ")
                            .getBytes(StandardCharsets.UTF_8));
            return "J" + HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public Counts merge(Handle tx, LocalDate dataDate) {
        // Of several rows about one formation the last one counts.
        int twice = tx.execute(
                "delete from incoming i using incoming later where later.formasi_id = i.formasi_id and later.row > i.row");
        String same = """
                (f.tahun, f.jenis_pengadaan, f.jenis_formasi, f.instansi, f.tingkat, f.jabatan, f.provinsi, f.kab_kota, f.jumlah,
                 f.jml_pendaftar, f.jml_submit, f.jml_ms, f.jml_tms, f.jml_blm_verif)
                is not distinct from
                (i.tahun, i.jenis_pengadaan, i.jenis_formasi, i.instansi, i.tingkat, i.jabatan, i.provinsi, i.kab_kota, i.jumlah,
                 i.jml_pendaftar, i.jml_submit, i.jml_ms, i.jml_tms, i.jml_blm_verif)""";
        int again = tx.execute(
                "delete from incoming i using casn_formation f where f.formasi_id = i.formasi_id and " + same);
        // A name that the source changed is kept beside the one before, so that a renamed agency stays one agency.
        for (String named : List.of("instansi", "jabatan")) {
            tx.execute(
                    "insert into casn_code (dimension, code, name, since) select '" + named + "Id', " + named + ", "
                            + named
                            + "_nama, min(tahun) from incoming group by " + named + ", " + named + "_nama"
                            + " on conflict (dimension, code, name) do update set since = least(casn_code.since, excluded.since)");
        }
        int changed = tx.execute("""
                update casn_formation f set tahun = i.tahun, jenis_pengadaan = i.jenis_pengadaan, jenis_formasi = i.jenis_formasi,
                       instansi = i.instansi, tingkat = i.tingkat, jabatan = i.jabatan, provinsi = i.provinsi, kab_kota = i.kab_kota,
                       jumlah = i.jumlah, jml_pendaftar = i.jml_pendaftar, jml_submit = i.jml_submit, jml_ms = i.jml_ms,
                       jml_tms = i.jml_tms, jml_blm_verif = i.jml_blm_verif
                  from incoming i where i.formasi_id = f.formasi_id""");
        int added = tx.execute("""
                insert into casn_formation (formasi_id, tahun, jenis_pengadaan, jenis_formasi, instansi, tingkat, jabatan, provinsi, kab_kota,
                       jumlah, jml_pendaftar, jml_submit, jml_ms, jml_tms, jml_blm_verif)
                select formasi_id, tahun, jenis_pengadaan, jenis_formasi, instansi, tingkat, jabatan, provinsi, kab_kota, jumlah, jml_pendaftar,
                       jml_submit, jml_ms, jml_tms, jml_blm_verif from incoming
                on conflict (formasi_id) do nothing""");
        return new Counts(added, changed, 0, 0, twice + again);
    }
}
