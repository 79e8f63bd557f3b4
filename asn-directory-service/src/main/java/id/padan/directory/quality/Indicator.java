package id.padan.directory.quality;

import static id.padan.directory.quality.Scanned.Field.AKHIR_CLTN;
import static id.padan.directory.quality.Scanned.Field.AKHIR_KONTRAK;
import static id.padan.directory.quality.Scanned.Field.EMAIL;
import static id.padan.directory.quality.Scanned.Field.ESELON;
import static id.padan.directory.quality.Scanned.Field.GELAR_BELAKANG;
import static id.padan.directory.quality.Scanned.Field.GELAR_DEPAN;
import static id.padan.directory.quality.Scanned.Field.GOLONGAN;
import static id.padan.directory.quality.Scanned.Field.INSTANSI_INDUK;
import static id.padan.directory.quality.Scanned.Field.INSTANSI_KERJA;
import static id.padan.directory.quality.Scanned.Field.JABATAN_FUNGSIONAL;
import static id.padan.directory.quality.Scanned.Field.JABATAN_NAMA;
import static id.padan.directory.quality.Scanned.Field.JABATAN_STRUKTURAL;
import static id.padan.directory.quality.Scanned.Field.JABATAN_UMUM;
import static id.padan.directory.quality.Scanned.Field.JABATAN_UMUM_NAMA;
import static id.padan.directory.quality.Scanned.Field.JENIS_JABATAN;
import static id.padan.directory.quality.Scanned.Field.JENIS_KELAMIN;
import static id.padan.directory.quality.Scanned.Field.JENIS_PEGAWAI;
import static id.padan.directory.quality.Scanned.Field.JENJANG;
import static id.padan.directory.quality.Scanned.Field.PENDIDIKAN;
import static id.padan.directory.quality.Scanned.Field.STATUS_PEGAWAI;
import static id.padan.directory.quality.Scanned.Field.TGL_LAHIR;
import static id.padan.directory.quality.Scanned.Field.TK_PENDIDIKAN;
import static id.padan.directory.quality.Scanned.Field.TMT_CPNS;
import static id.padan.directory.quality.Scanned.Field.TMT_PNS;
import static id.padan.directory.quality.Scanned.Field.TMT_PPPK;
import static id.padan.directory.quality.Scanned.Field.UNOR;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The indicators of domain.md 7.4, and what lies beside the index: NIK and NIP of two records, contradictory status. Each is a condition over
 * one record and what the register at large says of it. One that nothing in the register can tell has none: it is shown as not measured, and
 * its weight goes to the others of its dimension. TIM_2 would need the position for which somebody was recruited, which SIASN's records do
 * not have.
 */
enum Indicator {
    COM_1(Dimension.COMPLETENESS, "20", "belum SKP", List.of("A-49"), List.of(), r -> !r.rated),
    COM_2(
            Dimension.COMPLETENESS,
            "25",
            "jabatan kosong",
            List.of("A-29", "A-30"),
            List.of(),
            r -> !r.has(JABATAN_NAMA)
                    && !r.has(JABATAN_STRUKTURAL)
                    && !r.has(JABATAN_FUNGSIONAL)
                    && !r.has(JABATAN_UMUM)),
    COM_3(
            Dimension.COMPLETENESS,
            "20",
            "pendidikan kosong",
            List.of("A-39", "A-41"),
            List.of(),
            r -> !r.has(PENDIDIKAN) && !r.has(TK_PENDIDIKAN)),
    COM_4(
            Dimension.COMPLETENESS,
            "12.5",
            "TMT PNS kosong",
            List.of("A-12", "A-43"),
            List.of(),
            r -> r.is(STATUS_PEGAWAI, "PNS") && !r.has(TMT_PNS)),
    COM_5(
            Dimension.COMPLETENESS,
            "17.5",
            "gelar kosong",
            List.of("A-07", "A-08", "A-39"),
            List.of(),
            r -> r.has(TK_PENDIDIKAN)
                    && !r.isBelow(TK_PENDIDIKAN, "30")
                    && !r.has(GELAR_DEPAN)
                    && !r.has(GELAR_BELAKANG)),
    COM_6(
            Dimension.COMPLETENESS,
            "2.5",
            "email kosong",
            List.of("A-45", "I"),
            List.of(),
            r -> !r.email && !r.has(EMAIL)),
    COM_7(Dimension.COMPLETENESS, "2.5", "HP kosong", List.of("I"), List.of(), r -> !r.phone),
    TIM_1(
            Dimension.TIMELINESS,
            "22.73",
            "unor tidak aktif",
            List.of("A-22"),
            List.of("unorId"),
            r -> r.has(UNOR) && r.register.ended().contains(r.text(UNOR))),
    TIM_2(Dimension.TIMELINESS, "18.18", "JF belum diangkat lebih dari 2 tahun", List.of("A-29"), List.of(), null),
    TIM_3(
            Dimension.TIMELINESS,
            "13.64",
            "CPNS lebih dari 1 tahun",
            List.of("A-12", "A-43"),
            List.of("tmtCpns"),
            r -> r.is(STATUS_PEGAWAI, "CPNS") && isPast(r.day(TMT_CPNS), r.yearAgo)),
    TIM_4(
            Dimension.TIMELINESS,
            "15.91",
            "struktural ganda",
            List.of("A-22", "A-28", "A-29"),
            List.of("unorId", "jabatanStrukturalId"),
            r -> r.holdsSeat() && r.register.doubled().contains(r.seat())),
    TIM_5(
            Dimension.TIMELINESS,
            "15.91",
            "lewat BUP masih aktif",
            List.of("A-13", "A-44"),
            List.of("kedudukanPnsId", "tmtPensiun"),
            r -> r.isStatus("01") && isPast(r.retirement, r.today)),
    TIM_6(
            Dimension.TIMELINESS,
            "13.64",
            "CLTN lewat",
            List.of("A-13", "I"),
            List.of("kedudukanPnsId", "tglAkhirCltn"),
            r -> r.isStatus("02", "13") && isPast(r.day(AKHIR_CLTN), r.today)),
    ACC_1(
            Dimension.ACCURACY,
            "9.52",
            "TMT CPNS sesudah TMT PNS",
            List.of("A-43"),
            List.of("tmtCpns", "tmtPns"),
            r -> isPast(r.day(TMT_PNS), r.day(TMT_CPNS))),
    ACC_2(
            Dimension.ACCURACY,
            "21.43",
            "DPK/DPB pada instansi sendiri",
            List.of("A-16", "A-18", "I"),
            List.of("jenisPegawaiId", "instansiIndukId", "instansiKerjaId"),
            r -> isLent(r) && r.has(INSTANSI_INDUK) && r.is(INSTANSI_KERJA, r.text(INSTANSI_INDUK))),
    ACC_3(
            Dimension.ACCURACY,
            "7.14",
            "struktural kurang dari 2 tahun",
            List.of("A-46"),
            List.of(),
            r -> r.register.moved().contains(r.no)),
    ACC_4(
            Dimension.ACCURACY,
            "9.52",
            "PPPK salah kedudukan hukum",
            List.of("A-12", "A-13"),
            List.of("statusPegawai", "kedudukanPnsId"),
            r -> r.has(STATUS_PEGAWAI) && r.status != null && r.isPppk() != r.isStatus("71", "72", "73")),
    ACC_5(
            Dimension.ACCURACY,
            "4.76",
            "NIK belum valid",
            List.of("A-05"),
            List.of(),
            r -> r.nik == null || Boolean.FALSE.equals(r.nikValid)),
    ACC_6(
            Dimension.ACCURACY,
            "11.9",
            "pendidikan di bawah syarat eselon",
            List.of("A-34", "A-39"),
            List.of("eselonId", "tkPendidikanTerakhirId"),
            r -> (r.has(ESELON)
                            && !r.isBelow(ESELON, "11")
                            && r.isBelow(ESELON, "33")
                            && r.isBelow(TK_PENDIDIKAN, "35"))
                    || (r.is(ESELON, "41", "42") && r.isBelow(TK_PENDIDIKAN, "30"))),
    ACC_7(
            Dimension.ACCURACY,
            "7.14",
            "tahun PPPK",
            List.of("A-02", "A-43"),
            List.of("nipBaru", "tmtPppk"),
            Indicator::isOfAnotherYear),
    ACC_8(
            Dimension.ACCURACY,
            "14.29",
            "pendidikan di bawah syarat JF",
            List.of("A-28", "A-32", "A-39"),
            List.of("jenjang", "tkPendidikanTerakhirId"),
            r -> r.is(JENIS_JABATAN, "2")
                    && ((r.is(JENJANG, "PT", "MU", "MA", "UT") && r.isBelow(TK_PENDIDIKAN, "35"))
                            || (r.is(JENJANG, "PM", "TR", "MH", "PY") && r.isBelow(TK_PENDIDIKAN, "15")))),
    ACC_9(
            Dimension.ACCURACY,
            "4.76",
            "pelaksana bernama JF",
            List.of("A-28", "A-30"),
            List.of("jabatanFungsionalUmumNama"),
            r -> r.is(JENIS_JABATAN, "4")
                    && r.has(JABATAN_UMUM_NAMA)
                    && r.register.functional().contains(AtLarge.capitals(r.text(JABATAN_UMUM_NAMA)))),
    ACC_10(
            Dimension.ACCURACY,
            "9.52",
            "JPT di bawah pangkat minimal",
            List.of("A-34", "A-35"),
            List.of("eselonId", "golRuangAkhirId"),
            r -> (r.is(ESELON, "21", "22") && r.isBelow(GOLONGAN, "42"))
                    || (r.is(ESELON, "11", "12") && r.isBelow(GOLONGAN, "43"))),
    CON_1(
            Dimension.CONSISTENCY,
            "25",
            "TMT CPNS dan NIP",
            List.of("A-02", "A-43"),
            List.of("nipBaru", "tmtCpns"),
            r -> r.is(STATUS_PEGAWAI, "PNS", "CPNS") && differs(r.nip(8, 14), r.day(TMT_CPNS) / 100)),
    CON_2(
            Dimension.CONSISTENCY,
            "25",
            "tanggal lahir dan NIP",
            List.of("A-02", "A-10"),
            List.of("nipBaru", "tglLahir"),
            r -> differs(r.nip(0, 8), r.day(TGL_LAHIR))),
    CON_3(
            Dimension.CONSISTENCY,
            "25",
            "jenis kelamin dan NIP",
            List.of("A-02", "A-11"),
            List.of("nipBaru", "jenisKelamin"),
            r -> (r.is(JENIS_KELAMIN, "M") && r.nip(14, 15) != 1) || (r.is(JENIS_KELAMIN, "F") && r.nip(14, 15) != 2)),
    CON_4(
            Dimension.CONSISTENCY,
            "25",
            "tahun PPPK dan NI PPPK",
            List.of("A-02", "A-43"),
            List.of("nipBaru", "tmtPppk"),
            Indicator::isOfAnotherYear),
    // Beside the index: no weight.
    NIK_SHARED(
            null,
            null,
            "satu NIK pada dua orang",
            List.of("A-04"),
            List.of(),
            r -> r.nik != null && r.register.sharedNiks().contains(r.nik)),
    NIP_SHARED(
            null,
            null,
            "satu NIP pada dua data",
            List.of("A-02"),
            List.of("nipBaru"),
            r -> r.register.sharedNips().contains(r.nip)),
    DECEASED_ACTIVE(
            null,
            null,
            "meninggal tetapi aktif",
            List.of("A-13", "I"),
            List.of("kedudukanPnsId"),
            r -> r.deceased && r.isStatus("01", "71")),
    CONTRACT_OVER(
            null,
            null,
            "kontrak PPPK berakhir tetapi aktif",
            List.of("A-13", "I"),
            List.of("kedudukanPnsId", "tglAkhirKontrak"),
            r -> r.isStatus("71") && isPast(r.day(AKHIR_KONTRAK), r.today));

    /** {@code jenisPegawaiId} of who is lent to another agency (DPK, DPB). */
    private static final Set<String> ELSEWHERE =
            Set.of("2", "3", "4", "5", "6", "7", "8", "9", "11", "12", "13", "14", "16", "17", "18", "19");

    private static final Indicator[] BY_BIT = values();

    /** The dimensions with their weights. */
    enum Dimension {
        COMPLETENESS("Kelengkapan", "0.28"),
        TIMELINESS("Ketepatan waktu", "0.31"),
        ACCURACY("Akurasi", "0.30"),
        CONSISTENCY("Konsistensi", "0.11");

        final String title;
        final BigDecimal weight;

        Dimension(String title, String weight) {
            this.title = title;
            this.weight = new BigDecimal(weight);
        }
    }

    /** Null for what is no part of the index. */
    final Dimension dimension;

    final BigDecimal weight;
    final String title;

    /** Annex elements it is about; {@code I} for a value that never leaves BKN. */
    @SuppressWarnings("ImmutableEnumChecker") // List.of
    final List<String> elements;

    /** Members of the evidence, in SIASN names. */
    @SuppressWarnings("ImmutableEnumChecker") // List.of
    final List<String> fields;

    /** Null if nothing in the register tells it. */
    @SuppressWarnings("ImmutableEnumChecker") // captures nothing
    final Predicate<Scanned> condition;

    Indicator(
            Dimension dimension,
            String weight,
            String title,
            List<String> elements,
            List<String> fields,
            Predicate<Scanned> condition) {
        this.dimension = dimension;
        this.weight = weight == null ? null : new BigDecimal(weight);
        this.title = title;
        this.elements = elements;
        this.fields = fields;
        this.condition = condition;
    }

    /** Whether a register can tell it. */
    boolean isMeasured(AtLarge register) {
        return switch (this) {
            case COM_1 -> !register.rated().isEmpty();
            case TIM_1 -> register.units();
            case ACC_3 -> register.positions();
            default -> condition != null;
        };
    }

    /** What it would need. */
    record Lack(String en, String id) {}

    /** Why it cannot be told, where {@link #isMeasured} says so; null for what every register tells. */
    Lack lack() {
        return switch (this) {
            case COM_1 ->
                new Lack(
                        "No history of performance (rw-skp22) has been imported.",
                        "Belum ada riwayat kinerja (rw-skp22) yang diimpor.");
            case TIM_1 ->
                new Lack(
                        "BKN has not published its reference of units (unor).",
                        "BKN belum menerbitkan referensi unit organisasi (unor).");
            case TIM_2 ->
                new Lack(
                        "It needs the position for which a person was recruited, which SIASN's records do not have.",
                        "Diperlukan jabatan formasi pengadaan orangnya, yang tidak ada pada data SIASN.");
            case ACC_3 ->
                new Lack(
                        "No history of positions (rw-jabatan) has been imported.",
                        "Belum ada riwayat jabatan (rw-jabatan) yang diimpor.");
            default -> null;
        };
    }

    /** Whether who may read these elements may know of it; what touches class I never leaves BKN. */
    boolean isOpen(Set<String> codes) {
        return codes.containsAll(elements);
    }

    static Indicator of(int bit) {
        return BY_BIT[bit];
    }

    private static boolean isPast(int day, int today) {
        return day != 0 && day < today;
    }

    /** Of what is not there nothing is said. */
    private static boolean differs(int one, int other) {
        return other != 0 && one != other;
    }

    private static boolean isLent(Scanned r) {
        return r.has(JENIS_PEGAWAI) && ELSEWHERE.contains(r.text(JENIS_PEGAWAI));
    }

    private static boolean isOfAnotherYear(Scanned r) {
        return r.isPppk() && differs(r.nip(8, 12), r.day(TMT_PPPK) / 10_000);
    }

    long mask() {
        return 1L << ordinal();
    }
}
