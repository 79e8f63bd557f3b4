package id.padan.agreement.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import id.padan.agreement.inputs.MatchingInputs;
import id.padan.agreement.inputs.UnbalancedRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordRendererTest {

    private static final RecordRenderer RENDERER = new RecordRenderer();
    private static final String MATCHING = RENDERER.write(SampleRecords.matching());
    private static final String USAGE = RENDERER.write(SampleRecords.usage(20));
    private static byte[] matching;
    private static byte[] usage;

    @BeforeAll
    static void render() {
        matching = RENDERER.matchingRecord(MATCHING);
        usage = RENDERER.usageReport(USAGE);
    }

    @Test
    void bothRecordsArePdfA3uByTheReferenceValidator() throws Exception {
        PdfA.requireConforming(matching);
        PdfA.requireConforming(usage);
    }

    @Test
    void theSameInputsGiveTheSameBytesInAnotherJvmZoneAndLanguage(@TempDir Path folder) throws Exception {
        var other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.timezone=Pacific/Apia",
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SampleRecords.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
        assertThat(other.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(other.exitValue())
                .as(Files.readString(folder.resolve("said.txt")))
                .isZero();

        assertThat(Files.readAllBytes(folder.resolve("matching.pdf"))).isEqualTo(matching);
        assertThat(Files.readAllBytes(folder.resolve("usage.pdf"))).isEqualTo(usage);
        assertThat(RENDERER.matchingRecord(MATCHING)).isEqualTo(matching);
        assertThat(new RecordRenderer().usageReport(USAGE)).isEqualTo(usage);
    }

    @Test
    void theRecordSaysWhatAnOfficialRecordMustSay() throws Exception {
        var text = text(matching);

        assertThat(text)
                .contains("KEMENTERIAN KETENAGAKERJAAN REPUBLIK INDONESIA")
                .contains("B.12/REN/XI/2026 (PIHAK KESATU)", "88/BA/HM.04.01/2026 (PIHAK KEDUA)")
                .contains("Nomor 7/530/KS.06/VIII/2024 dan Nomor 25/HM.04.01/2024 tanggal 15 Agustus 2024")
                .contains("Kamis, tanggal Dua Puluh Enam bulan November tahun Dua Ribu Dua Puluh Enam (26-11-2026)")
                .contains("CONTOH PEJABAT SATU", "199001012015031999", "Sekretaris Utama Badan Kepegawaian Negara")
                .contains("Peraturan Menteri Ketenagakerjaan Nomor 5 Tahun 2025.")
                .contains("30 April 2025", "20 November 2026", "calon-bsu-2025-tahap-2.csv")
                .contains("9f86d081884c7d659a2feaa0c55ad015", "versi 2024-1")
                .contains("\u201ctercatat sebagai ASN aktif\u201d", "\u201ctercatat sebagai ASN tidak aktif\u201d")
                .contains("\u201ctercatat sebagai ASN pensiun\u201d", "\u201ctidak ditemukan\u201d")
                .contains("diterima = gagal format + ganda + dipadankan 1.320.000 = 1.320.000 setara")
                .contains(
                        "dipadankan = aktif + tidak aktif + pensiun + tidak ditemukan + tidak terproses 1.287.000 = 1.287.000"
                                + " setara")
                .contains("TNI atau Polri tidak dapat disimpulkan dari hasil ini")
                .contains("Cakupan NIK: 4.950.000 dari 5.000.000 data ASN")
                .contains("bukan bukti bahwa yang bersangkutan bukan ASN", "Catatan tambahan penyusun.")
                .contains("11 Desember 2026", "Pasal 9 Perjanjian Kerja Sama")
                .contains("48.213 daun", "n0v3V1qvYF1v9zHnq7lBXwq3m8pV6c1m0a2m7v8b9c0=")
                .contains("Halaman 1 dari", "Catatan tambahan penyusun");
        // The only province with a small cell stands under no name of its own.
        assertThat(text).contains("Provinsi lainnya (digabungkan)").doesNotContain("Papua Selatan");
        assertThat(text).doesNotContainPattern("(?<![0-9])[0-9]{16}(?![0-9])");
    }

    @Test
    void theReportSaysWhatWasUsedAndEscapesWhatPeopleWrite() throws Exception {
        assertThat(text(usage))
                .contains("PERIODE 1 JANUARI 2026 SAMPAI DENGAN 30 JUNI 2026", "LAP.3/REN/VII/2026")
                .contains("calon <yang> tercatat & aktif")
                .contains("kemnaker-system", "1.320.520", "Februari 2026 0 (0,00%)")
                .contains("Insiden dan penanganannya Tidak ada.");
    }

    @Test
    void singleChecksStandBesideTheListsAndAReportFromBeforeIsMadeWithoutThem() throws Exception {
        assertThat(text(usage))
                .contains("Konfirmasi satuan", "NIK yang dikonfirmasi satuan 5.000")
                .contains("tidak ditemukan + tanpa keterangan 5.000 = 5.000 setara");
        var before = USAGE.replaceFirst(",\"checks\":\\{[^}]*}", "");
        assertThat(before).isNotEqualTo(USAGE);
        assertThat(text(RENDERER.usageReport(before))).doesNotContain("Konfirmasi satuan");
        var wrong = USAGE.replace("\"asked\":5000", "\"asked\":5001");
        assertThatThrownBy(() -> RENDERER.usageReport(wrong))
                .isInstanceOfSatisfying(
                        UnbalancedRecord.class,
                        refused -> assertThat(refused.broken())
                                .singleElement()
                                .satisfies(equation ->
                                        assertThat(equation.difference()).isOne()));
    }

    @Test
    void numbersThatDoNotBalanceMakeNoFileAndTheDifferenceIsTold() {
        var seven = new MatchingInputs.Counts(100, 5, 2, 100, 50, 10, 20, 20, 0);
        var unbalanced = RENDERER.write(SampleRecords.matching(List.of(SampleRecords.source("calon.csv", seven))));

        assertThatThrownBy(() -> RENDERER.matchingRecord(unbalanced))
                .isInstanceOfSatisfying(
                        UnbalancedRecord.class,
                        refused -> assertThat(refused.broken()).anySatisfy(equation -> {
                            assertThat(equation.text()).isEqualTo("diterima = gagal format + ganda + dipadankan");
                            assertThat(equation.difference()).isEqualTo(-7);
                        }));
        assertThatThrownBy(() -> RENDERER.usageReport(RENDERER.write(SampleRecords.usage(21))))
                .isInstanceOfSatisfying(
                        UnbalancedRecord.class,
                        refused -> assertThat(refused.broken()).singleElement().satisfies(equation -> {
                            assertThat(equation.text()).isEqualTo("baris per layanan = per bulan");
                            assertThat(equation.difference()).isEqualTo(-1);
                        }));
    }

    @Test
    void theFileCarriesTheInputsItWasMadeOf() throws Exception {
        try (var document = Loader.loadPDF(matching)) {
            var names = new PDDocumentNameDictionary(document.getDocumentCatalog());
            var attached =
                    names.getEmbeddedFiles().getNames().get("masukan.json").getEmbeddedFile();

            assertThat(new String(attached.toByteArray(), StandardCharsets.UTF_8))
                    .isEqualTo(MATCHING);
            assertThat(RENDERER.matchingRecord(new String(attached.toByteArray(), StandardCharsets.UTF_8)))
                    .isEqualTo(matching);
        }
    }

    @Test
    void thePrintedCodeLeadsToTheVerificationOfThisRecord() throws Exception {
        String found = null;
        try (var document = Loader.loadPDF(matching)) {
            var renderer = new PDFRenderer(document);
            var image = renderer.renderImageWithDPI(document.getNumberOfPages() - 1, 200);
            int width = image.getWidth();
            int height = image.getHeight();
            var source = new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width));
            found = new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(source)))
                    .getText();
        }
        assertThat(found)
                .isEqualTo("https://padan.example.test/api/agreements/v1/agreements/kemnaker-bkn-2024/official-records/"
                        + SampleRecords.ID + "/verification?inputs=" + RecordRenderer.sha256(MATCHING));
    }

    /** Ps 3(1)a, 3(2)a: of a person no document has an element, neither printed nor in the inputs that it carries. */
    @Test
    void noElementOfTheAnnexAboutAPersonStandsInAnyDocument() throws Exception {
        var json = new ObjectMapper();
        var elements = new HashSet<String>();
        json.readTree(RecordRendererTest.class.getResource("/agreements/kemnaker-bkn-2024.json"))
                .path("elements")
                .forEach(element -> {
                    if (element.path("code").asText().matches("[AC]-[0-9]+")) {
                        elements.add(element.path("name").asText());
                    }
                });
        assertThat(elements).hasSizeGreaterThan(55);
        for (var document : Map.of(MATCHING, matching, USAGE, usage).entrySet()) {
            assertThat(names(json.readTree(document.getKey())))
                    // Of the officials who sign.
                    .filteredOn(name -> !name.equals("nip"))
                    .doesNotContainAnyElementsOf(elements);
            assertThat(Pattern.compile("(?<![0-9a-f])[0-9]{16,18}(?![0-9a-f])")
                            .matcher(document.getKey() + text(document.getValue()))
                            .results()
                            .map(MatchResult::group))
                    .isSubsetOf("199001012015031999", "198502022010121999");
        }
    }

    private static Set<String> names(JsonNode node) {
        var names = new HashSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> names.addAll(names(child)));
        return names;
    }

    private static String text(byte[] pdf) throws Exception {
        try (var document = Loader.loadPDF(pdf)) {
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return stripper.getText(document).replaceAll("\\s+", " ");
        }
    }
}
