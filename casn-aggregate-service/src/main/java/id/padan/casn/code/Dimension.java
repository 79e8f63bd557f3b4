package id.padan.casn.code;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a table may be broken down by, in the order in which tables have them: of formations first, then of persons, and last what is specific
 * personal data.
 */
public enum Dimension {
    TAHUN("tahun", "TIME_PERIOD", "E-01", "Tahun", "f.tahun::text", true),
    JENIS_PENGADAAN("jenisPengadaan", "JENIS_PENGADAAN", "E-02", "Jenis pengadaan", "f.jenis_pengadaan", true),
    PROVINSI_FORMASI("provinsiFormasi", "PROVINSI_FORMASI", "E-07", "Provinsi formasi", "f.provinsi", true),
    KBJI("kbji4", "KBJI4", "E-05", "Kelompok jabatan KBJI 2014", "coalesce(substr(o.kbji, 1, 4), '_Z')", true),
    TINGKAT_INSTANSI("tingkatInstansi", "TINGKAT_INSTANSI", "E-04", "Tingkat instansi", "f.tingkat", true),
    INSTANSI("instansiId", "INSTANSI", "E-04", "Instansi", "f.instansi", true),
    JENIS_FORMASI("jenisFormasi", "JENIS_FORMASI", "E-03", "Jenis formasi", "f.jenis_formasi", true),
    JABATAN("jabatanId", "JABATAN", "E-05", "Jabatan", "f.jabatan", true),
    KAB_KOTA_FORMASI(
            "kabKotaFormasi", "KAB_KOTA_FORMASI", "E-07", "Kabupaten/kota formasi", "coalesce(f.kab_kota, '_Z')", true),
    TAHAPAN("tahapan", "TAHAPAN", "E-12", "Tahapan", "s.code", true),
    PENDIDIKAN("tkPendidikanId", "TK_PENDIDIKAN", "E-06", "Tingkat pendidikan", "r.pendidikan", false),
    RUMPUN("rumpunPendidikan", "RUMPUN_PENDIDIKAN", "E-06", "Rumpun pendidikan", "r.rumpun", false),
    PROVINSI_DOMISILI("provinsiDomisili", "PROVINSI_DOMISILI", "E-08", "Provinsi domisili", "r.domisili", false),
    JENIS_KELAMIN("jenisKelamin", "JENIS_KELAMIN", "E-09", "Jenis kelamin", "r.jk", false),
    KELOMPOK_USIA("kelompokUsia", "KELOMPOK_USIA", "E-10", "Kelompok usia", "r.usia", false),
    DISABILITAS("disabilitas", "DISABILITAS", "E-11", "Penyandang disabilitas", "r.disabilitas", false);

    private final String annexName;
    private final String sdmxId;
    private final String element;
    private final String title;
    private final String column;
    private final boolean ofFormation;

    Dimension(String annexName, String sdmxId, String element, String title, String column, boolean ofFormation) {
        this.annexName = annexName;
        this.sdmxId = sdmxId;
        this.element = element;
        this.title = title;
        this.column = column;
        this.ofFormation = ofFormation;
    }

    /** As the annex names it; also the name in queries, CSV and JSON. */
    public String annexName() {
        return annexName;
    }

    /** Component of the data structure definition. */
    public String sdmxId() {
        return sdmxId;
    }

    /** Code of the annex, as {@code E-09}. */
    public String element() {
        return element;
    }

    public String title() {
        return title;
    }

    /** Where the cube finds it: {@code r} is the registrant's fact, {@code f} its formation, {@code o} the formation's occupation, {@code s} its stage. */
    public String column() {
        return column;
    }

    /** Whether outsiders know counts by it, from the portal; the others are of persons. */
    public boolean isOfFormation() {
        return ofFormation;
    }

    public static Optional<Dimension> find(String annexName) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.annexName.equals(annexName))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Dimension::annexName).toList();
    }
}
