package id.padan.directory.quality;

import java.math.BigDecimal;
import java.util.List;

/**
 * The indicators of domain.md 7.4, and what lies beside the index: NIK and NIP of two records, contradictory status. Each is a condition of
 * SQL over one record: {@code r} is its row, {@code e} its elements, {@code i} its class I values, {@code d} dates as {@code yyyyMMdd},
 * {@code :today} and {@code :yearAgo} likewise; {@code rated}, {@code doubled}, {@code functional}, {@code shared_nik} and {@code shared_nip} are what
 * the register at large says of it, null if nothing. An indicator that nothing in the register can tell has none: it is shown as not measured,
 * and its weight goes to the others of its dimension.
 */
enum Indicator {
    COM_1(Dimension.COMPLETENESS, "20", "belum SKP", List.of("A-49"), List.of(), """
            rated.no is null"""),
    COM_2(Dimension.COMPLETENESS, "25", "jabatan kosong", List.of("A-29", "A-30"), List.of(), """
            e."jabatanNama" is null and e."jabatanStrukturalId" is null and e."jabatanFungsionalId" is null
            and e."jabatanFungsionalUmumId" is null"""),
    COM_3(Dimension.COMPLETENESS, "20", "pendidikan kosong", List.of("A-39", "A-41"), List.of(), """
            e."pendidikanTerakhirId" is null and e."tkPendidikanTerakhirId" is null"""),
    COM_4(Dimension.COMPLETENESS, "12.5", "TMT PNS kosong", List.of("A-12", "A-43"), List.of(), """
            e."statusPegawai" = 'PNS' and e."tmtPns" is null"""),
    COM_5(Dimension.COMPLETENESS, "17.5", "gelar kosong", List.of("A-07", "A-08", "A-39"), List.of(), """
            e."tkPendidikanTerakhirId" >= '30' and e."gelarDepan" is null and e."gelarBelakang" is null"""),
    COM_6(Dimension.COMPLETENESS, "2.5", "email kosong", List.of("A-45", "I"), List.of(), """
            not r.has_email and e."emailGov" is null"""),
    COM_7(Dimension.COMPLETENESS, "2.5", "HP kosong", List.of("I"), List.of(), "not r.has_phone"),
    TIM_1(Dimension.TIMELINESS, "22.73", "unor tidak aktif", List.of("A-22"), List.of(), null),
    TIM_2(Dimension.TIMELINESS, "18.18", "JF belum diangkat lebih dari 2 tahun", List.of("A-29"), List.of(), null),
    TIM_3(Dimension.TIMELINESS, "13.64", "CPNS lebih dari 1 tahun", List.of("A-12", "A-43"), List.of("tmtCpns"), """
            e."statusPegawai" = 'CPNS' and d.cpns < :yearAgo"""),
    TIM_4(
            Dimension.TIMELINESS,
            "15.91",
            "struktural ganda",
            List.of("A-22", "A-28", "A-29"),
            List.of("unorId", "jabatanStrukturalId"),
            """
            e."jenisJabatanId" = '1' and r.status_code = '01' and doubled.unor is not null"""),
    TIM_5(
            Dimension.TIMELINESS,
            "15.91",
            "lewat BUP masih aktif",
            List.of("A-13", "A-44"),
            List.of("kedudukanPnsId", "tmtPensiun"),
            "r.status_code = '01' and r.retirement_date < :asOf"),
    TIM_6(
            Dimension.TIMELINESS,
            "13.64",
            "CLTN lewat",
            List.of("A-13", "I"),
            List.of("kedudukanPnsId", "tglAkhirCltn"),
            "r.status_code in ('02', '13') and d.cltn < :today"),
    ACC_1(Dimension.ACCURACY, "9.52", "TMT CPNS sesudah TMT PNS", List.of("A-43"), List.of("tmtCpns", "tmtPns"), """
            d.cpns > d.pns"""),
    ACC_2(
            Dimension.ACCURACY,
            "21.43",
            "DPK/DPB pada instansi sendiri",
            List.of("A-16", "A-18", "I"),
            List.of("jenisPegawaiId", "instansiIndukId", "instansiKerjaId"),
            """
            e."jenisPegawaiId" in ('2','3','4','5','6','7','8','9','11','12','13','14','16','17','18','19')
            and e."instansiIndukId" = e."instansiKerjaId\""""),
    ACC_3(Dimension.ACCURACY, "7.14", "struktural kurang dari 2 tahun", List.of("A-46"), List.of(), null),
    ACC_4(
            Dimension.ACCURACY,
            "9.52",
            "PPPK salah kedudukan hukum",
            List.of("A-12", "A-13"),
            List.of("statusPegawai", "kedudukanPnsId"),
            """
            (e."statusPegawai" like 'PPPK%') <> (r.status_code in ('71', '72', '73')) and e."statusPegawai" is not null
            and r.status_code is not null"""),
    ACC_5(Dimension.ACCURACY, "4.76", "NIK belum valid", List.of("A-05"), List.of(), Indicator.NO_VALID_NIK),
    ACC_6(
            Dimension.ACCURACY,
            "11.9",
            "pendidikan di bawah syarat eselon",
            List.of("A-34", "A-39"),
            List.of("eselonId", "tkPendidikanTerakhirId"),
            """
            (e."eselonId" between '11' and '32' and e."tkPendidikanTerakhirId" < '35')
            or (e."eselonId" in ('41', '42') and e."tkPendidikanTerakhirId" < '30')"""),
    ACC_7(Dimension.ACCURACY, "7.14", "tahun PPPK", List.of("A-02", "A-43"), List.of("nipBaru", "tmtPppk"), """
            e."statusPegawai" like 'PPPK%' and substr(r.nip, 9, 4) <> left(d.pppk, 4)"""),
    ACC_8(
            Dimension.ACCURACY,
            "14.29",
            "pendidikan di bawah syarat JF",
            List.of("A-28", "A-32", "A-39"),
            List.of("jenjang", "tkPendidikanTerakhirId"),
            """
            e."jenisJabatanId" = '2' and (
                (e."jenjang" in ('PT', 'MU', 'MA', 'UT') and e."tkPendidikanTerakhirId" < '35')
                or (e."jenjang" in ('PM', 'TR', 'MH', 'PY') and e."tkPendidikanTerakhirId" < '15'))"""),
    ACC_9(
            Dimension.ACCURACY,
            "4.76",
            "pelaksana bernama JF",
            List.of("A-28", "A-30"),
            List.of("jabatanFungsionalUmumNama"),
            """
            e."jenisJabatanId" = '4' and functional.name is not null"""),
    ACC_10(
            Dimension.ACCURACY,
            "9.52",
            "JPT di bawah pangkat minimal",
            List.of("A-34", "A-35"),
            List.of("eselonId", "golRuangAkhirId"),
            """
            (e."eselonId" in ('21', '22') and e."golRuangAkhirId" < '42')
            or (e."eselonId" in ('11', '12') and e."golRuangAkhirId" < '43')"""),
    CON_1(Dimension.CONSISTENCY, "25", "TMT CPNS dan NIP", List.of("A-02", "A-43"), List.of("nipBaru", "tmtCpns"), """
            e."statusPegawai" in ('PNS', 'CPNS') and substr(r.nip, 9, 6) <> left(d.cpns, 6)"""),
    CON_2(
            Dimension.CONSISTENCY,
            "25",
            "tanggal lahir dan NIP",
            List.of("A-02", "A-10"),
            List.of("nipBaru", "tglLahir"),
            "left(r.nip, 8) <> d.lahir"),
    CON_3(
            Dimension.CONSISTENCY,
            "25",
            "jenis kelamin dan NIP",
            List.of("A-02", "A-11"),
            List.of("nipBaru", "jenisKelamin"),
            """
            substr(r.nip, 15, 1) <> case e."jenisKelamin" when 'M' then '1' when 'F' then '2' end"""),
    CON_4(
            Dimension.CONSISTENCY,
            "25",
            "tahun PPPK dan NI PPPK",
            List.of("A-02", "A-43"),
            List.of("nipBaru", "tmtPppk"),
            """
            e."statusPegawai" like 'PPPK%' and substr(r.nip, 9, 4) <> left(d.pppk, 4)"""),
    // Beside the index: no weight.
    NIK_SHARED(null, null, "satu NIK pada dua orang", List.of("A-04"), List.of(), """
            shared_nik.nik is not null"""),
    NIP_SHARED(null, null, "satu NIP pada dua data", List.of("A-02"), List.of("nipBaru"), """
            shared_nip.nip is not null"""),
    DECEASED_ACTIVE(null, null, "meninggal tetapi aktif", List.of("A-13", "I"), List.of("kedudukanPnsId"), """
            r.deceased and r.status_code in ('01', '71')"""),
    CONTRACT_OVER(
            null,
            null,
            "kontrak PPPK berakhir tetapi aktif",
            List.of("A-13", "I"),
            List.of("kedudukanPnsId", "tglAkhirKontrak"),
            "r.status_code = '71' and d.kontrak < :today");

    /** A record without one cannot be found by its NIK: SIASN's {@code validNik}, or no NIK at all. */
    static final String NO_VALID_NIK = "r.nik_lookup is null or r.nik_valid is false";

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
    final String condition;

    Indicator(
            Dimension dimension,
            String weight,
            String title,
            List<String> elements,
            List<String> fields,
            String condition) {
        this.dimension = dimension;
        this.weight = weight == null ? null : new BigDecimal(weight);
        this.title = title;
        this.elements = elements;
        this.fields = fields;
        this.condition = condition;
    }

    /**
     * Whether a register can tell it.
     *
     * @param performance whether the register has any history of performance
     */
    boolean isMeasured(boolean performance) {
        return condition != null && (this != COM_1 || performance);
    }

    /** Whether who may read these elements may know of it; what touches class I never leaves BKN. */
    boolean isOpen(java.util.Set<String> codes) {
        return codes.containsAll(elements);
    }

    long mask() {
        return 1L << ordinal();
    }
}
