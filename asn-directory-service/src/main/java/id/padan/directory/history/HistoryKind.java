package id.padan.directory.history;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The histories that are kept, by SIASN's name, with their fields (domain 1.5); dates end in {@code *}. */
public enum HistoryKind {
    JABATAN(
            "rw-jabatan",
            "jenisJabatan",
            "instansiKerjaId",
            "instansiKerjaNama",
            "satuanKerjaId",
            "satuanKerjaNama",
            "unorId",
            "unorNama",
            "unorIndukId",
            "unorIndukNama",
            "eselonId",
            "eselon",
            "jabatanFungsionalId",
            "jabatanFungsionalNama",
            "jabatanFungsionalUmumId",
            "jabatanFungsionalUmumNama",
            "namaJabatan",
            "namaUnor",
            "tmtJabatan*",
            "tmtPelantikan*",
            "tmtMutasi*",
            "nomorSk",
            "tanggalSk*",
            "jenisPenugasanId",
            "jenisMutasiId",
            "subJabatanId"),
    GOLONGAN(
            "rw-golongan",
            "golonganId",
            "golongan",
            "pangkat",
            "tmtGolongan*",
            "skNomor",
            "skTanggal*",
            "noPertekBkn",
            "tglPertekBkn*",
            "jumlahKreditUtama",
            "jumlahKreditTambahan",
            "jenisKPId",
            "jenisKPNama",
            "masaKerjaGolonganTahun",
            "masaKerjaGolonganBulan"),
    ANGKA_KREDIT(
            "rw-angkakredit",
            "nomorSk",
            "tanggalSk*",
            "bulanMulaiPenailan",
            "tahunMulaiPenailan",
            "bulanSelesaiPenailan",
            "tahunSelesaiPenailan",
            "kreditUtamaBaru",
            "kreditPenunjangBaru",
            "kreditBaruTotal",
            "rwJabatan",
            "namaJabatan",
            "isAngkaKreditPertama",
            "isIntegrasi",
            "isKonversi"),
    DIKLAT(
            "rw-diklat",
            "latihanStrukturalId",
            "latihanStrukturalNama",
            "nomor",
            "tanggal*",
            "tanggalSelesai*",
            "tahun",
            "jumlahJam",
            "institusiPenyelenggara"),
    KURSUS(
            "rw-kursus",
            "namaKursus",
            "jenisKursusId",
            "jenisKursusNama",
            "noSertipikat",
            "tanggalKursus*",
            "tanggalSelesaiKursus*",
            "tahunKursus",
            "jumlahJam",
            "institusiPenyelenggara"),
    KINERJA(
            "rw-skp22",
            "tahun",
            "kuadranKinerja",
            "kuadranKinerjaNilai",
            "hasilKinerja",
            "hasilKinerjaNilai",
            "perilakuKerja",
            "perilakuKerjaNilai"),
    /** Class I, as the next one: only what says which legal status held when; the reasons are dropped at the door. */
    PEMBERHENTIAN("rw-pemberhentian", "kedudukanHukumPns", "skTanggal*"),
    CLTN("rw-cltn", "cltnId", "tanggalAwal*", "tanggalAkhir*", "tanggalAktif*");

    private final String siasn;

    @SuppressWarnings("ImmutableEnumChecker") // never changed after the constructor
    private final Map<String, Field> fields = new LinkedHashMap<>();

    record Field(String name, boolean date) {}

    HistoryKind(String siasn, String... names) {
        this.siasn = siasn;
        for (String name : names) {
            boolean date = name.endsWith("*");
            String bare = date ? name.substring(0, name.length() - 1) : name;
            fields.put(normal(bare), new Field(bare, date));
        }
    }

    /** SIASN's name, as {@code rw-jabatan}. */
    public String siasn() {
        return siasn;
    }

    public static Optional<HistoryKind> find(String siasn) {
        return Arrays.stream(values()).filter(kind -> kind.siasn.equals(siasn)).findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(HistoryKind::siasn).toList();
    }

    /** Empty for a field that is not kept. */
    Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(normal(name)));
    }

    /** Names drift between camelCase, PascalCase and snake_case. */
    static String normal(String name) {
        return name.replace("_", "").strip().toLowerCase(Locale.ROOT);
    }
}
