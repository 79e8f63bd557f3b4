package id.padan.agreement.rendering;

import id.padan.agreement.inputs.MatchingInputs;
import id.padan.agreement.inputs.ProvinceTable;
import id.padan.agreement.inputs.RecordInputs.AgreementNaming;
import id.padan.agreement.inputs.RecordInputs.DocumentNumber;
import id.padan.agreement.inputs.RecordInputs.Heading;
import id.padan.agreement.inputs.RecordInputs.Letterhead;
import id.padan.agreement.inputs.RecordInputs.LogPoint;
import id.padan.agreement.inputs.RecordInputs.Official;
import id.padan.agreement.inputs.UsageFigures;
import id.padan.agreement.inputs.UsageInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Synthetic records, also from a JVM of their own: {@code java … SampleRecords FOLDER} writes both files. */
public final class SampleRecords {

    static final UUID ID = UUID.fromString("019ab0c2-7d1e-7b33-9c1d-6f1f2a3b4c5d");
    private static final LogPoint LOG = new LogPoint(
            "padan/kemnaker-bkn/verification",
            48_213,
            "n0v3V1qvYF1v9zHnq7lBXwq3m8pV6c1m0a2m7v8b9c0=",
            Instant.parse("2026-11-25T03:11:09Z"));

    private SampleRecords() {}

    public static MatchingInputs matching() {
        return matching(List.of(source("calon-bsu-2025-tahap-1.csv", 1000), source("calon-bsu-2025-tahap-2.csv", 320)));
    }

    static MatchingInputs matching(List<MatchingInputs.Source> sources) {
        var total = sources.stream()
                .map(MatchingInputs.Source::counts)
                .reduce(MatchingInputs.Counts.NONE, (a, b) -> a.plus(b));
        var provinces = ProvinceTable.protectedFrom(List.of(
                new ProvinceTable.Row("Jawa Barat", 500_000, 31_000),
                new ProvinceTable.Row("Jawa Timur", 400_000, 20_000),
                new ProvinceTable.Row("Papua Selatan", 900, 4),
                new ProvinceTable.Row("Maluku", total.matched() - 900_900, total.registered() - 51_004)));
        return new MatchingInputs(
                ID,
                heading(true),
                agreement(),
                new MatchingInputs.Programme(
                        "BSU-2025",
                        "Bantuan Subsidi Upah 2025",
                        "Peraturan Menteri Ketenagakerjaan Nomor 5 Tahun 2025"),
                sources,
                provinces,
                List.of(new MatchingInputs.FollowUp(
                        "Menelaah calon yang tercatat sebagai ASN aktif sebelum bantuan dibayarkan",
                        "Pusat Data dan Teknologi Informasi Ketenagakerjaan",
                        LocalDate.of(2026, 12, 11))),
                LOG,
                List.of());
    }

    static MatchingInputs.Source source(String name, long k) {
        return source(
                name,
                new MatchingInputs.Counts(1000 * k, 5 * k, 20 * k, 975 * k, 40 * k, 3 * k, 7 * k, 922 * k, 3 * k));
    }

    static MatchingInputs.Source source(String name, MatchingInputs.Counts counts) {
        return new MatchingInputs.Source(
                ID,
                name,
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                123_456,
                "Ps 3(1)b",
                LocalDate.of(2025, 4, 30),
                LocalDate.of(2026, 11, 20),
                LocalDate.of(2026, 11, 20),
                List.of("2024-1"),
                "COMPLETED",
                counts,
                Map.of("NIK_FORMAT", 3L, "NIK_IMPOSSIBLE", 1L, "NIK_DATE", 1L),
                ID,
                48_211,
                Instant.parse("2026-11-25T03:11:09Z"),
                new MatchingInputs.Coverage(5_000_000, 4_950_000, LocalDate.of(2026, 11, 20)));
    }

    static UsageInputs usage(long firstMonth) {
        var figures = new UsageFigures(
                List.of(
                        new UsageFigures.Service(
                                "verification",
                                "nik-confirmation",
                                "Ps 3(1)b",
                                "AID_VERIFICATION",
                                List.of("B-05", "B-06"),
                                300,
                                1_320_400),
                        new UsageFigures.Service(
                                "asn-directory", "asn-record", "Ps 3(1)a", "ASN_GUIDANCE", List.of("A-01"), 120, 120)),
                List.of(
                        new UsageFigures.Month(YearMonth.of(2026, 1), 20, firstMonth),
                        new UsageFigures.Month(YearMonth.of(2026, 2), 0, 0),
                        new UsageFigures.Month(YearMonth.of(2026, 3), 400, 1_320_500)),
                List.of(new UsageFigures.Client("kemnaker-system", 420, 1_320_520)),
                new UsageFigures.Answers(1_320_400, 52_800, 3_960, 9_240, 1_250_440, 3_960),
                List.of(new UsageFigures.LogRange("verification", 12, 48_211)),
                new UsageFigures.Answers(5_000, 200, 30, 70, 4_690, 10));
        return new UsageInputs(
                ID,
                heading(false),
                agreement(),
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 6, 30),
                figures,
                new UsageInputs.Told(
                        List.of("Bantuan tidak dibayarkan kepada 52.800 calon <yang> tercatat & aktif"),
                        List.of(),
                        List.of("Tinjauan hak akses dua kali setahun"),
                        List.of(),
                        List.of("Perpanjangan program")),
                LOG);
    }

    private static Heading heading(boolean both) {
        var first = new Official(
                "kemnaker",
                "PIHAK KESATU",
                "Kementerian Ketenagakerjaan Republik Indonesia",
                "CONTOH PEJABAT SATU",
                "199001012015031999",
                "Kepala Badan Perencanaan dan Pengembangan Ketenagakerjaan",
                "Surat Keputusan Presiden Republik Indonesia Nomor 102/TPA Tahun 2023");
        var second = new Official(
                "bkn",
                "PIHAK KEDUA",
                "Badan Kepegawaian Negara",
                "CONTOH PEJABAT DUA",
                "198502022010121999",
                "Sekretaris Utama Badan Kepegawaian Negara",
                null);
        return new Heading(
                RecordRenderer.TEMPLATE,
                new Letterhead(
                        "Kementerian Ketenagakerjaan Republik Indonesia",
                        "Badan Perencanaan dan Pengembangan Ketenagakerjaan",
                        "Jalan Jenderal Gatot Subroto Kaveling 51, Jakarta Selatan",
                        "Telepon 021-5273609, surel pengembangansistem@kemnaker.go.id"),
                both
                        ? List.of(
                                new DocumentNumber("PIHAK KESATU", "B.12/REN/XI/2026"),
                                new DocumentNumber("PIHAK KEDUA", "88/BA/HM.04.01/2026"))
                        : List.of(new DocumentNumber("PIHAK KESATU", "LAP.3/REN/VII/2026")),
                LocalDate.of(2026, 11, 26),
                "Jakarta",
                both ? List.of(first, second) : List.of(first),
                List.of("Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi"),
                List.of("Catatan tambahan penyusun"),
                null,
                "https://padan.example.test/api/agreements/v1/agreements/kemnaker-bkn-2024/official-records");
    }

    private static AgreementNaming agreement() {
        return new AgreementNaming(
                "kemnaker-bkn-2024",
                "1",
                "Pertukaran dan Pemanfaatan Data dan/atau Informasi Aparatur Sipil Negara",
                LocalDate.of(2024, 8, 15),
                List.of("7/530/KS.06/VIII/2024", "25/HM.04.01/2024"));
    }

    public static void main(String[] arguments) throws IOException {
        var renderer = new RecordRenderer();
        var folder = Path.of(arguments[0]);
        Files.write(folder.resolve("matching.pdf"), renderer.matchingRecord(renderer.write(matching())));
        Files.write(folder.resolve("usage.pdf"), renderer.usageReport(renderer.write(usage(20))));
    }
}
