package id.padan.directory.record;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The SIASN {@code data-utama} fields that are kept: the elements of annex 10.A, and class I for internal use. The order is the order in
 * the stored JSON.
 */
enum Element {
    ID("id", Kind.KEY, 42, "idAsn"),
    NIP("nipBaru", Kind.KEY, 18, "nip"),
    NIK("nik", Kind.KEY, 16),
    NIK_VALID("validNik", Kind.FLAG, 5, "nikValid"),
    NIP_LAMA("nipLama", 18),
    NAMA("nama", 255),
    GELAR_DEPAN("gelarDepan", 255),
    GELAR_BELAKANG("gelarBelakang", 255),
    TEMPAT_LAHIR("tempatLahir", 255),
    TGL_LAHIR("tglLahir", Kind.DATE, 10, "tanggalLahir"),
    JENIS_KELAMIN("jenisKelamin", 8),
    STATUS_PEGAWAI("statusPegawai", 32),
    KEDUDUKAN_ID("kedudukanPnsId", Kind.CODE, 8, "kedudukanHukumId"),
    KEDUDUKAN_NAMA("kedudukanPnsNama", Kind.TEXT, 255, "kedudukanHukumNama"),
    JENIS_PEGAWAI_ID("jenisPegawaiId", 8),
    INSTANSI_INDUK_ID("instansiIndukId", 42),
    INSTANSI_INDUK_NAMA("instansiIndukNama", 255),
    INSTANSI_KERJA_ID("instansiKerjaId", 42),
    INSTANSI_KERJA_NAMA("instansiKerjaNama", 255),
    SATUAN_KERJA_ID("satuanKerjaKerjaId", 42),
    SATUAN_KERJA_NAMA("satuanKerjaKerjaNama", 255),
    UNOR_ID("unorId", 42),
    UNOR_NAMA("unorNama", 500),
    UNOR_INDUK_ID("unorIndukId", 42),
    UNOR_INDUK_NAMA("unorIndukNama", 500),
    LOKASI_KERJA_ID("lokasiKerjaId", 42),
    LOKASI_KERJA("lokasiKerja", 255),
    JENIS_JABATAN_ID("jenisJabatanId", 8),
    JENIS_JABATAN("jenisJabatan", 255),
    JABATAN_NAMA("jabatanNama", 500),
    JABATAN_STRUKTURAL_ID("jabatanStrukturalId", 42),
    JABATAN_STRUKTURAL_NAMA("jabatanStrukturalNama", 500),
    JABATAN_FUNGSIONAL_ID("jabatanFungsionalId", 42),
    JABATAN_FUNGSIONAL_NAMA("jabatanFungsionalNama", 500),
    JABATAN_UMUM_ID("jabatanFungsionalUmumId", 42),
    JABATAN_UMUM_NAMA("jabatanFungsionalUmumNama", 500),
    JENJANG("jenjang", 64),
    TMT_JABATAN("tmtJabatan", Kind.DATE, 10),
    ESELON_ID("eselonId", 8),
    GOLONGAN_ID("golRuangAkhirId", 8),
    GOLONGAN("golRuangAkhir", 32),
    TMT_GOLONGAN("tmtGolAkhir", Kind.DATE, 10),
    MASA_KERJA_TAHUN("mkTahun", 8),
    MASA_KERJA_BULAN("mkBulan", 8),
    TK_PENDIDIKAN_ID("tkPendidikanTerakhirId", 8),
    TK_PENDIDIKAN("tkPendidikanTerakhir", 255),
    PENDIDIKAN_ID("pendidikanTerakhirId", 42),
    PENDIDIKAN_NAMA("pendidikanTerakhirNama", 255),
    TMT_CPNS("tmtCpns", Kind.DATE, 10),
    TMT_PNS("tmtPns", Kind.DATE, 10),
    TMT_PPPK("tmtPppk", Kind.DATE, 10),
    TMT_PENSIUN("tmtPensiun", Kind.DATE, 10),
    BUP("bupPensiun", 8),
    EMAIL_DINAS("emailGov", Kind.TEXT, 255, "emailDinas"),
    // Class I: BKN's own use only.
    STATUS_HIDUP("statusHidup", Kind.INTERNAL, 8),
    TGL_MENINGGAL("tglMeninggal", Kind.INTERNAL_DATE, 10),
    TGL_AWAL_KONTRAK("tglAwalKontrak", Kind.INTERNAL_DATE, 10, "tmtAwalKontrak"),
    TGL_AKHIR_KONTRAK("tglAkhirKontrak", Kind.INTERNAL_DATE, 10, "tmtAkhirKontrak"),
    TGL_AWAL_CLTN("tglAwalCltn", Kind.INTERNAL_DATE, 10),
    TGL_AKHIR_CLTN("tglAkhirCltn", Kind.INTERNAL_DATE, 10);

    enum Kind {
        /** In a column of its own, not in the stored JSON. */
        KEY,
        TEXT,
        /** A two-character code that some clients store as a number. */
        CODE,
        /** {@code dd-MM-yyyy}; ISO dates and timestamps are understood. */
        DATE,
        FLAG,
        INTERNAL,
        INTERNAL_DATE;

        boolean isDate() {
            return this == DATE || this == INTERNAL_DATE;
        }

        boolean isInternal() {
            return this == INTERNAL || this == INTERNAL_DATE;
        }
    }

    private static final Map<String, Element> BY_NAME = new HashMap<>();

    /** Class X of annex 10.A: discipline, crime, health, pay, religion, family, contact. */
    private static final Set<String> EXCLUDED = new HashSet<>();

    /** Names drift between versions and clients; these beginnings mark class X whatever follows. */
    private static final List<String> EXCLUDED_BEGINNINGS = List.of(
            "agama",
            "alamat",
            "anak",
            "askes",
            "ayah",
            "bpjs",
            "foto",
            "gaji",
            "hukdis",
            "hukuman",
            "ibu",
            "istri",
            "jumlahanak",
            "jumlahistri",
            "jumlahsuami",
            "karis",
            "kawin",
            "jeniskawin",
            "jenishukuman",
            "kesehatan",
            "nohp",
            "nonpwp",
            "noskck",
            "nosurat",
            "notaspen",
            "notelp",
            "npwp",
            "orangtua",
            "pasangan",
            "pidana",
            "skck",
            "statusperkawinan",
            "suami",
            "tabrum",
            "taspen",
            "tglskck",
            "tglsurat",
            "tanggaltaspen",
            "tglnpwp");

    static {
        for (Element element : values()) {
            BY_NAME.put(normal(element.siasn), element);
            for (String alias : element.aliases) {
                BY_NAME.put(normal(alias), element);
            }
        }
        for (String name : List.of(
                "email",
                "noAskes",
                "akteMeninggal",
                "akteKelahiran",
                "kodePos",
                "path",
                "kpknId",
                "kpknNama",
                "ktuaId",
                "ktuaNama",
                "kppnId",
                "kppnNama",
                "nomorIdDocument",
                "jenisIdDokumenId",
                "jenisIdDokumenNama")) {
            EXCLUDED.add(normal(name));
        }
    }

    final String siasn;
    final Kind kind;
    final int maxLength;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> aliases;

    Element(String siasn, int maxLength) {
        this(siasn, Kind.TEXT, maxLength);
    }

    Element(String siasn, Kind kind, int maxLength, String... aliases) {
        this.siasn = siasn;
        this.kind = kind;
        this.maxLength = maxLength;
        this.aliases = List.of(aliases);
    }

    /** The element of a field name, whether camelCase or snake_case; null if it is not kept. */
    static Element find(String name) {
        return BY_NAME.get(normal(name));
    }

    static boolean isExcluded(String name) {
        String normal = normal(name);
        if (EXCLUDED.contains(normal)) {
            return true;
        }
        for (String beginning : EXCLUDED_BEGINNINGS) {
            if (normal.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    private static String normal(String name) {
        return name.replace("_", "").strip().toLowerCase(Locale.ROOT);
    }
}
