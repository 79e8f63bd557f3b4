package id.padan.directory.position;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * One functional position as Kemnaker holds it, in the names of annex 10.C. Which member belongs to which element says
 * {@link PositionReading}.
 *
 * @param idAsn SIASN's id of the person: key of writes and events, never disclosed, because 10.C does not name it
 * @param jenjang {@code PM}, {@code TR}, {@code MH}, {@code PY}, {@code PT}, {@code MU}, {@code MA} or {@code UT}
 * @param wilayahKerja Kemendagri code
 * @param jenisPengangkatan 1 pertama, 2 perpindahan, 3 penyesuaian, 4 promosi, 5 penyetaraan
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Position(
        String idAsn,
        String nip,
        String nama,
        String jenisAsn,
        String jabatanFungsionalId,
        String kelompokId,
        String jenjang,
        LocalDate tmtJenjang,
        String instansiId,
        String unorId,
        String wilayahKerja,
        Integer jenisPengangkatan,
        String nomorRekomendasi,
        LocalDate tanggalRekomendasi,
        LocalDate berlakuSampai,
        List<CompetenceTest> ujiKompetensi,
        List<Training> pelatihanFungsional,
        List<Credit> angkaKredit,
        DutyStatus statusPelaksanaanTugas,
        String alasanStatus,
        String noSkStatus,
        LocalDate tmtStatus,
        SpecialAssignment penugasanKhusus,
        List<Formation> formasi) {

    Position {
        ujiKompetensi = ujiKompetensi == null ? List.of() : List.copyOf(ujiKompetensi);
        pelatihanFungsional = pelatihanFungsional == null ? List.of() : List.copyOf(pelatihanFungsional);
        angkaKredit = angkaKredit == null ? List.of() : List.copyOf(angkaKredit);
        formasi = formasi == null ? List.of() : List.copyOf(formasi);
    }

    /** A copy with another credit history. */
    Position withCredits(List<Credit> credits) {
        return new Position(
                idAsn,
                nip,
                nama,
                jenisAsn,
                jabatanFungsionalId,
                kelompokId,
                jenjang,
                tmtJenjang,
                instansiId,
                unorId,
                wilayahKerja,
                jenisPengangkatan,
                nomorRekomendasi,
                tanggalRekomendasi,
                berlakuSampai,
                ujiKompetensi,
                pelatihanFungsional,
                credits,
                statusPelaksanaanTugas,
                alasanStatus,
                noSkStatus,
                tmtStatus,
                penugasanKhusus,
                formasi);
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "Position[" + idAsn + "]";
    }

    enum DutyStatus {
        AKTIF_JF,
        DIBEBASKAN,
        DIBERHENTIKAN
    }

    enum TestKind {
        KENAIKAN_JENJANG,
        PERPINDAHAN,
        PENGANGKATAN,
        SERTIFIKASI
    }

    /** @param hasil 1 lulus, 2 tidak lulus */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CompetenceTest(
            String idUkom,
            TestKind jenis,
            String jenjangTujuan,
            LocalDate tanggal,
            String tempat,
            String metode,
            BigDecimal nilai,
            Integer hasil,
            String nomorSertifikat,
            LocalDate berlakuSampai) {}

    enum TrainingKind {
        dasar,
        lanjutan,
        teknis,
        manajerial,
        sosiokultural
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Training(
            String nama,
            TrainingKind jenis,
            Integer jam,
            LocalDate tglMulai,
            LocalDate tglSelesai,
            String penyelenggara,
            String nomorSertifikat) {}

    enum CreditKind {
        PERTAMA,
        INTEGRASI,
        KONVENSIONAL,
        KONVERSI,
        IJAZAH
    }

    /**
     * @param periode {@code 2024-01/2024-12}, or {@code 2024} for the whole year
     * @param predikat 1 to 5, of a KONVERSI
     * @param koefisien computed, as are persentase and kumulatif
     * @param nilai given for points that are brought in, computed for the others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Credit(
            String periode,
            Integer predikat,
            BigDecimal koefisien,
            BigDecimal persentase,
            BigDecimal nilai,
            BigDecimal kumulatif,
            CreditKind jenis,
            String nomorPak,
            LocalDate tanggalPak) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SpecialAssignment(
            String nomorSk,
            LocalDate tanggalSk,
            String legitimasi,
            String spesialis,
            Boolean ppns,
            String kejuruan,
            String sertifikatMetodologi,
            String bidangUji) {}

    /** @param status 1 created, 2 signed, 3 revision, 4 accepted, 5 denied, 6 accepted with recommendation */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Formation(
            String instansiId,
            String unorId,
            String jabatanId,
            Integer tahun,
            Integer kebutuhan,
            Integer bezetting,
            Integer rekomendasi,
            String nomorRekomendasi,
            Integer status) {}
}
