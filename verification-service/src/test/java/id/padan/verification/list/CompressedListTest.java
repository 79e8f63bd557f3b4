package id.padan.verification.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedListTest {

    private static final String A = "3171010101909991";
    private static final String B = "3171014101909992";

    @TempDir
    Path folder;

    @Test
    void saysThatTheServersDiskTakesNoMoreInsteadOfBlamingTheUpload() throws Exception {
        ListUpload nowhere = new ListUpload(ListLimits.DEFAULT, Path.of("/proc/no-such-folder"));

        assertThatThrownBy(() -> Lists.read(new ByteArrayInputStream(smallWorkbook()), nowhere, Lists.BUDGET))
                .isInstanceOfSatisfying(ListRefused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ListProblem.NO_ROOM);
                    assertThat(refused.code().status()).isEqualTo(503);
                    assertThat(refused.retryAfter()).isPositive();
                });
    }

    private static byte[] smallWorkbook() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(bytes, "Padan", "1.0")) {
            book.newWorksheet("a").value(0, 0, "3171010101909991");
        }
        return bytes.toByteArray();
    }

    @Test
    void readsTheFirstSheetOfAWorkbook() throws Exception {
        byte[] workbook = workbook((book, sheet) -> {
            sheet.value(0, 0, "no");
            sheet.value(0, 1, "nama");
            sheet.value(0, 2, "NIK");
            sheet.value(0, 3, "Tanggal Lahir");
            sheet.value(0, 4, "JK");
            sheet.value(1, 0, 1);
            sheet.value(1, 1, "BUDI");
            sheet.value(1, 2, A);
            sheet.value(1, 3, LocalDate.of(1990, 1, 1));
            sheet.style(1, 3).format("dd-MM-yyyy").set();
            sheet.value(1, 4, "L");
            sheet.value(2, 2, "'" + B);
            sheet.value(2, 3, LocalDate.of(1990, 1, 2));
            sheet.value(2, 4, "laki-laki");
            sheet.value(4, 1, "x");
            sheet.value(5, 2, A);
            sheet.value(9, 1, " ");
            book.newWorksheet("lain").value(0, 0, "bukan ini");
        });

        Lists.Result list = Lists.read(workbook);

        assertThat(list.rows())
                .containsExactly(
                        A + " ?", B + " ? [NIK_BIRTH_DATE, NIK_SEX]", " NIK_FORMAT", " NIK_FORMAT", A + " DUPLICATE");
        assertThat(list.summary().shape())
                .isEqualTo(new ListShape(
                        "XLSX", false, "", "", list.summary().shape().skippedRows(), true, false, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "3171010101909991, 3171010101909991 ?",
        "3171010101909990, 3171010101909990 ?",
        "3.171010101909991E15, 3171010101909991 ?",
        "3171010101909991.0, 3171010101909991 ?",
        "3.17101010190999E+15, 3.17101010190999E+15 NIK_SPREADSHEET_DAMAGE",
        "3.17E+15, 3.17E+15 NIK_SPREADSHEET_DAMAGE",
        "317101, 317101 NIK_FORMAT",
        "-5, -5 NIK_FORMAT",
        "1E999999999, 1E999999999 NIK_FORMAT"
    })
    void readsNumbersAsTheyStandInTheFile(String number, String expected) throws Exception {
        byte[] workbook = rawWorkbook("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>nik</t></is></c></row>"
                + "<row r=\"2\"><c r=\"A2\"><v>" + number + "</v></c></row>");

        assertThat(Lists.read(workbook).rows()).containsExactly(expected);
    }

    @Test
    void readsSharedRichAndFormulaTexts() throws Exception {
        byte[] workbook = rawWorkbook("<row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>1</v></c></row>"
                + "<row><c t=\"str\"><f>A1</f><v>" + B + "</v></c></row>");

        assertThat(Lists.read(workbook).rows()).containsExactly(A + " ?", B + " ?");
    }

    @Test
    void leavesNothingInTheTemporaryFolder() throws Exception {
        ListUpload upload = new ListUpload(ListLimits.DEFAULT, folder);
        byte[] workbook = rawWorkbook("<row><c><v>" + A + "</v></c></row>");
        Files.createDirectories(folder);

        ListSummary summary = ListReader.read(new ByteArrayInputStream(workbook), upload, Lists.BUDGET, chunk -> {
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).isEmpty();
            }
        });

        assertThat(summary.rows()).isEqualTo(1);
    }

    @Test
    void readsAZipOfOneListInASingleStream() throws Exception {
        byte[] zip = zip("__MACOSX/._list.csv", "x", "folder/", null, "folder/list.csv", "nik;x\n" + A + ";1\n");

        Lists.Result list = Lists.read(zip);

        assertThat(list.rows()).containsExactly(A + " ?");
        assertThat(list.summary().shape().zipped()).isTrue();
        assertThat(list.summary().bodyBytes()).isEqualTo(zip.length);
    }

    @Test
    void readsAZipOfOneWorkbook() throws Exception {
        byte[] workbook = rawWorkbook("<row><c><v>" + A + "</v></c></row>");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("daftar.xlsx"));
            zip.write(workbook);
        }

        Lists.Result list = Lists.read(bytes.toByteArray());

        assertThat(list.rows()).containsExactly(A + " ?");
        assertThat(list.summary().shape()).isEqualTo(new ListShape("XLSX", true, "", "", 0, false, false, 1));
    }

    @Test
    void refusesZipsOfNoneSeveralOrAnother() throws Exception {
        assertRefused(zip("folder/", null), ListProblem.FILE_ZIP_ENTRIES);
        assertRefused(zip("a.csv", A + "\n", "b.csv", B + "\n"), ListProblem.FILE_ZIP_ENTRIES);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream outer = new ZipOutputStream(bytes)) {
            outer.putNextEntry(new ZipEntry("inner.zip"));
            outer.write(zip("a.csv", A + "\n"));
        }
        assertRefused(bytes.toByteArray(), ListProblem.FILE_ZIP_ENTRIES);
        assertRefused(
                new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                ListProblem.FILE_ZIP_ENTRIES);
        assertRefused(zip("a.csv", ""), ListProblem.FILE_EMPTY);
    }

    @Test
    void refusesPasswordsWithOneClearCode() throws Exception {
        byte[] protectedWorkbook = new byte[200_000];
        System.arraycopy(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, 0, protectedWorkbook, 0, 4);
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, protectedWorkbook, 65_530, name.length);
        assertRefused(protectedWorkbook, ListProblem.FILE_ENCRYPTED);
        byte[] protectedZip = zip("list.csv", A + "\n");
        protectedZip[6] |= 1;
        assertRefused(protectedZip, ListProblem.FILE_ENCRYPTED);
        assertThat(ListProblem.FILE_ENCRYPTED.status()).isEqualTo(415);
        assertRefused(Arrays.copyOf(protectedWorkbook, 60_000), ListProblem.FILE_UNSUPPORTED);
    }

    /** The two ways in which Office encrypts a workbook today ({@code agile}) and did in 2007 ({@code standard}), [MS-OFFCRYPTO] 2.3.4. */
    @ParameterizedTest
    @EnumSource(
            value = EncryptionMode.class,
            names = {"agile", "standard"})
    void refusesAWorkbookThatWasReallyEncrypted(EncryptionMode mode) throws Exception {
        byte[] locked = encrypted(mode, workbook((book, sheet) -> {
            sheet.value(0, 0, "nik");
            for (int row = 1; row < 3_000; row++) {
                sheet.value(row, 0, A + row);
            }
        }));
        assertThat(locked).startsWith(0xD0, 0xCF, 0x11, 0xE0);
        assertRefused(locked, ListProblem.FILE_ENCRYPTED);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
            zip.putNextEntry(new ZipEntry("list.xlsx"));
            zip.write(locked);
        }
        assertRefused(zipped.toByteArray(), ListProblem.FILE_ENCRYPTED);
    }

    /** As {@code zip -e} of Info-ZIP 3.0 made it: a real entry under a password, its sizes behind the data. */
    @Test
    void refusesAZipEntryWithAPassword() {
        assertRefused(
                HexFormat.of()
                        .parseHex(
                                "504b0304140009000800149e785d304b9af41f00000015000000080000006c6973742e637376f33aed2b134e342f"
                                        + "2548fbf98e35c18dca672cace2507dc5543d355c64bcfc504b0708304b9af41f00000015000000504b0102"
                                        + "1e03140009000800149e785d304b9af41f00000015000000080000000000000001000000a4810000000"
                                        + "06c6973742e637376504b0506000000000100010036000000550000000000"),
                ListProblem.FILE_ENCRYPTED);
    }

    private static byte[] encrypted(EncryptionMode mode, byte[] workbook) throws Exception {
        try (POIFSFileSystem container = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(mode).getEncryptor();
            encryptor.confirmPassword("rahasia");
            try (OutputStream data = encryptor.getDataStream(container)) {
                data.write(workbook);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            container.writeFilesystem(bytes);
            return bytes.toByteArray();
        }
    }

    @Test
    void refusesOtherDocuments() throws Exception {
        assertRefused("%PDF-1.7 abc".getBytes(StandardCharsets.US_ASCII), ListProblem.FILE_UNSUPPORTED);
        assertRefused(zip("[Content_Types].xml", "<a/>", "word/document.xml", "<a/>"), ListProblem.FILE_UNSUPPORTED);
    }

    @Test
    void refusesDamagedCompression() throws Exception {
        byte[] workbook = rawWorkbook("<row><c><v>" + A + "</v></c></row>");
        assertRefused(Arrays.copyOf(workbook, workbook.length / 2), ListProblem.FILE_DAMAGED);
        assertRefused(rawWorkbook("<row><c><v>" + A + "</c></row>"), ListProblem.FILE_DAMAGED);
        assertRefused(rawWorkbook("<row><c t=\"s\"><v>77</v></c></row>"), ListProblem.FILE_DAMAGED);
        byte[] zip = zip("list.csv", (A + "\n").repeat(1_000));
        assertRefused(Arrays.copyOf(zip, 60), ListProblem.FILE_DAMAGED);
    }

    @Test
    void refusesEntitiesAndEndlessNesting() throws Exception {
        assertRefused(
                zip(
                        "[Content_Types].xml", "<a/>",
                        "xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"ccc\">]><a>&b;</a>"),
                ListProblem.FILE_DAMAGED);
        assertRefused(rawWorkbook("<row>".repeat(100_000)), ListProblem.FILE_DAMAGED);
    }

    @Test
    void refusesWorkbooksAndZipsThatAreBombs() throws Exception {
        assertRefused(bomb("<row><c t=\"inlineStr\"><is><t>", 80), ListProblem.FILE_INFLATES_TOO_MUCH);
        assertRefused(bomb("<row><c r=\"", 80), ListProblem.FILE_INFLATES_TOO_MUCH);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("list.csv"));
            byte[] lines = (A + "\n").repeat(61_000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 80; i++) {
                zip.write(lines);
            }
        }
        assertRefused(bytes.toByteArray(), ListProblem.FILE_INFLATES_TOO_MUCH);
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(entries)) {
            for (int i = 0; i < 20_000; i++) {
                zip.putNextEntry(new ZipEntry("xl/" + i));
            }
        }
        assertRefused(entries.toByteArray(), ListProblem.FILE_INFLATES_TOO_MUCH);
    }

    @Test
    void refusesAWorkbookWithoutRows() throws Exception {
        assertRefused(rawWorkbook(""), ListProblem.FILE_EMPTY);
        assertRefused(rawWorkbook("<row><c t=\"inlineStr\"><is><t>NIK</t></is></c></row>"), ListProblem.FILE_NO_ROWS);
    }

    @Test
    void tellsABrokenConnectionFromABrokenFile() throws Exception {
        byte[] zip = zip("list.csv", (A + "\n").repeat(1_000));
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(zip, 0, zip.length / 2), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                });
        assertThatThrownBy(() -> Lists.read(broken)).isInstanceOf(UploadInterrupted.class);
    }

    private interface Filling {
        void fill(Workbook book, Worksheet sheet);
    }

    private static byte[] workbook(Filling filling) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(bytes, "Padan", "1.0")) {
            filling.fill(book, book.newWorksheet("daftar"));
        }
        return bytes.toByteArray();
    }

    /** A workbook whose sheet data is given as XML; shared text 0 is a rich "nik", 1 is A with a phonetic reading. */
    private static byte[] rawWorkbook(String sheetData) throws IOException {
        return zip(
                "[Content_Types].xml", "<Types/>",
                "xl/workbook.xml",
                        "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
                                + "<sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId7\"/></sheets></workbook>",
                "xl/_rels/workbook.xml.rels",
                        "<Relationships><Relationship Id=\"rId7\" Target=\"/xl/worksheets/s.xml\"/></Relationships>",
                "xl/sharedStrings.xml",
                        "<sst><si><r><t>ni</t></r><r><t>k</t></r></si><si><t>" + A
                                + "</t><rPh><t>999</t></rPh></si></sst>",
                "xl/worksheets/s.xml", "<worksheet><sheetData>" + sheetData + "</sheetData></worksheet>");
    }

    private static byte[] bomb(String start, int mebibytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] small = rawWorkbook("");
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                ZipInputStream parts = new ZipInputStream(new ByteArrayInputStream(small))) {
            for (ZipEntry entry = parts.getNextEntry(); entry != null; entry = parts.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().endsWith("s.xml") && entry.getName().startsWith("xl/worksheets")) {
                    zip.write(("<worksheet><sheetData>" + start).getBytes(StandardCharsets.US_ASCII));
                    byte[] filler = "1".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                    for (int i = 0; i < mebibytes; i++) {
                        zip.write(filler);
                    }
                } else {
                    parts.transferTo(zip);
                }
            }
        }
        return bytes.toByteArray();
    }

    /** Names and contents in turn; a name that ends in a slash is a folder. */
    private static byte[] zip(String... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                byte[] content = namesAndContents[i + 1] == null
                        ? new byte[0]
                        : namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8);
                ZipEntry entry = new ZipEntry(namesAndContents[i]);
                CRC32 crc = new CRC32();
                crc.update(content);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
        return bytes.toByteArray();
    }

    private static void assertRefused(byte[] body, ListProblem code) {
        assertThatThrownBy(() -> Lists.read(body))
                .isInstanceOfSatisfying(
                        ListRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
