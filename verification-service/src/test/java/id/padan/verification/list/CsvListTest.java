package id.padan.verification.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvListTest {

    private static final String A = "3171010101909991";
    private static final String B = "3171014101909992";
    private static final String C = "3171010202919993";

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsOneColumnWithoutHeader(String newline) throws Exception {
        Lists.Result list = Lists.read(String.join(newline, A, B, A, "123"));

        assertThat(list.rows()).containsExactly(A + " ?", B + " ?", A + " DUPLICATE", "123 NIK_FORMAT");
        assertThat(list.summary().shape().header()).isFalse();
        assertThat(list.summary().shape().separator()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"';', ;", "',', ','", "|, |", "'\t', TAB"})
    void findsSeparatorAndColumnByName(String separator, String name) throws Exception {
        String body = String.join("\n", "no|nama|NIK|jk", "1|BUDI|" + A + "|L", "2|SITI|" + B + "|P", "")
                .replace("|", separator);

        Lists.Result list = Lists.read(body);

        assertThat(list.rows()).containsExactly(A + " ?", B + " ?");
        assertThat(list.summary().shape()).isEqualTo(new ListShape("CSV", false, name, "UTF-8", 1, true, false, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nik",
                "NIK",
                " Nik ",
                "\"NIK\"",
                "no_nik",
                "No. KTP",
                "Nomor Induk Kependudukan",
                "NIK Penerima",
                "nik_calon",
                "NIK (16 digit)"
            })
    void knowsManyNamesOfTheColumn(String name) throws Exception {
        Lists.Result list = Lists.read("nama;" + name + "\nBUDI;" + A + "\n");

        assertThat(list.rows()).containsExactly(A + " ?");
    }

    @Test
    void findsColumnByContentWithoutHeader() throws Exception {
        Lists.Result list = Lists.read("1;BUDI, S.H.;" + A + ";081234567890\n2;SITI;" + B + ";081234567891\n");

        assertThat(list.rows()).containsExactly(A + " ?", B + " ?");
        assertThat(list.summary().shape().nikColumn()).isEqualTo(3);
        assertThat(list.summary().shape().header()).isFalse();
    }

    @Test
    void findsColumnByContentUnderUnknownHeader() throws Exception {
        Lists.Result list = Lists.read("nama;nomor\nBUDI;" + A + "\nSITI;" + B + "\n");

        assertThat(list.rows()).containsExactly(A + " ?", B + " ?");
        assertThat(list.summary().shape().header()).isTrue();
    }

    @Test
    void skipsTitlesAboveTheHeader() throws Exception {
        Lists.Result list = Lists.read("DAFTAR CALON PENERIMA;;\n;;\nno;nik;nama\n1;" + A + ";BUDI\nJumlah;1;\n");

        assertThat(list.rows()).containsExactly(A + " ?", "1 NIK_FORMAT");
    }

    @Test
    void prefersTheNameOverACardNumberThatLooksTheSame() throws Exception {
        Lists.Result list = Lists.read("no_kk;nik\n3171010101109999;" + A + "\n");

        assertThat(list.rows()).containsExactly(A + " ?");
    }

    @Test
    void refusesTwoColumnsThatAreEquallyGood() {
        assertRefused("a;b\n" + A + ";" + B + "\n" + B + ";" + C + "\n", ListProblem.FILE_NIK_COLUMN_AMBIGUOUS);
        assertRefused("nik;nik\n" + A + ";" + B + "\n", ListProblem.FILE_NIK_COLUMN_AMBIGUOUS);
    }

    @Test
    void refusesAListWithoutNikAndNamesWhatItSaw() {
        assertThatThrownBy(() -> Lists.read("nama;alamat\nBUDI;JAKARTA\n"))
                .isInstanceOfSatisfying(ListRefused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ListProblem.FILE_NIK_COLUMN_NOT_FOUND);
                    assertThat(refused.detailEn()).contains("nama | alamat");
                });
    }

    @Test
    void doesNotRepeatValuesOfAHeaderlessListInTheRefusal() {
        assertThatThrownBy(() -> Lists.read("BUDI;081234567890\nSITI;081234567891\n"))
                .isInstanceOfSatisfying(
                        ListRefused.class,
                        refused -> assertThat(refused.detailEn() + refused.detailId())
                                .doesNotContain("BUDI")
                                .doesNotContain("0812"));
    }

    @Test
    void answersASingleBadNumberRowByRow() throws Exception {
        assertThat(Lists.read("317101010190999\n").rows()).containsExactly("317101010190999 NIK_FORMAT");
        assertThat(Lists.read("3.17E+15\n").rows()).containsExactly("3.17E+15 NIK_SPREADSHEET_DAMAGE");
        assertThat(Lists.read("199001012015031999\n").rows())
                .containsExactly("199001012015031999 NIK_FORMAT [SUSPECTED_NIP]");
        assertThat(Lists.read("nik\nabc\n").rows()).containsExactly("abc NIK_FORMAT");
    }

    @Test
    void takesADecimalCommaForDamageNotForASeparator() throws Exception {
        Lists.Result list = Lists.read("nik\n3,17E+15\n3,17E+15\n" + A + "\n");

        assertThat(list.rows())
                .containsExactly("3,17E+15 NIK_SPREADSHEET_DAMAGE", "3,17E+15 NIK_SPREADSHEET_DAMAGE", A + " ?");
    }

    @Test
    void readsQuotedCellsAndRaggedRows() throws Exception {
        Lists.Result list = Lists.read(
                "nik,alamat\n\"" + A + "\",\"JL. A, NO. 1\nBLOK \"\"B\"\"\"\n" + B + "\n,x,y,z\n" + C + ",,,,\n");

        assertThat(list.rows()).containsExactly(A + " ?", B + " ?", " NIK_FORMAT", C + " ?");
    }

    @Test
    void readsQuotesWithSpacesAroundThem() throws Exception {
        Lists.Result list =
                Lists.read("\"no\", \"nik\", \"nama\"\n\"1\", \"" + A + "\" , \"BUDI, S.H.\"\n2, " + B + ", SITI\n");

        assertThat(list.rows()).containsExactly(A + " ?", B + " ?");
        assertThat(list.summary().shape().separator()).isEqualTo(",");
    }

    @Test
    void countsEmptyLinesBetweenRowsButNotAtTheEnd() throws Exception {
        Lists.Result list = Lists.read("nik;nama\n" + A + ";x\n\n;\n" + B + ";y\n\n;\n  \n\u001A");

        assertThat(list.rows()).containsExactly(A + " ?", " NIK_FORMAT", " NIK_FORMAT", B + " ?");
    }

    @Test
    void obeysExcelsSeparatorLine() throws Exception {
        Lists.Result list = Lists.read("sep=;\r\nnik;nama\r\n" + A + ";a,b,c\r\n");

        assertThat(list.rows()).containsExactly(A + " ?");
        assertThat(list.summary().shape().separator()).isEqualTo(";");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void obeysByteOrderMarks(String charset) throws Exception {
        String body = "\uFEFFnik;nama\n" + A + ";Jos\u00E9 \u20AC\n'" + B + ";\u4E2D\uD83D\uDE00\n";

        Lists.Result list = Lists.read(body.getBytes(Charset.forName(charset)));

        assertThat(list.rows()).containsExactly(A + " ?", B + " ?");
        assertThat(list.summary().shape().encoding()).isEqualTo(charset.substring(0, charset.length() == 5 ? 5 : 6));
    }

    @Test
    void readsWindows1252WhereverItBegins() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(("nik;nama\n" + A + ";\u00E9\n").getBytes(StandardCharsets.UTF_8));
        body.write(("\u00A0" + B + "\u00A0;\u00E9\n\u201Cabc\u201D;x\n").getBytes(Charset.forName("windows-1252")));

        Lists.Result list = Lists.read(body.toByteArray());

        assertThat(list.rows()).containsExactly(A + " ?", B + " ?", "\u201Cabc\u201D NIK_FORMAT");
        assertThat(list.summary().shape().encoding()).isEqualTo("windows-1252");
    }

    @Test
    void decodesTheSameWhateverTheReadSizes() throws Exception {
        StringBuilder text = new StringBuilder("nik;nama\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(Lists.nik(i)).append(";\uD83D\uDE00\u20AC\u00E9x\n");
        }
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);

        Lists.Result slow = Lists.read(new Trickle(body));

        assertThat(slow.rows()).isEqualTo(Lists.read(body).rows()).hasSize(20_000);
        assertThat(slow.summary().shape().encoding()).isEqualTo("UTF-8");
    }

    @Test
    void comparesBirthDateAndSexWithTheNik() throws Exception {
        Lists.Result list = Lists.read(String.join(
                "\n",
                "nik;tgl_lahir;JK",
                A + ";01-01-1990;L",
                B + ";01/02/1990;Perempuan",
                C + ";1991-02-02 00:00:00;P",
                Lists.nik(5) + ";1 Januari 1900;laki-laki",
                Lists.nik(6) + ";kapan-kapan;?"));

        assertThat(list.rows())
                .containsExactly(
                        A + " ?",
                        B + " ? [NIK_BIRTH_DATE]",
                        C + " ? [NIK_SEX]",
                        Lists.nik(5) + " ?",
                        Lists.nik(6) + " ?");
        assertThat(list.summary().counts().warnings())
                .containsEntry(RowWarning.NIK_BIRTH_DATE, 1L)
                .containsEntry(RowWarning.NIK_SEX, 1L);
    }

    @Test
    void echoesRefusedCellsToSixtyFourCharacters() throws Exception {
        Lists.Result list = Lists.read("nik;x\n" + "\u20AC".repeat(100) + ";\n3171013201909991;\n'3171013201909991;\n");

        assertThat(list.rows())
                .containsExactly(
                        "\u20AC".repeat(64) + " NIK_FORMAT", "3171013201909991 NIK_DATE", "'3171013201909991 NIK_DATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n\n\r\n", "   ", "\u001A"})
    void refusesEmptyFiles(String body) {
        assertRefused(body, ListProblem.FILE_EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nik", "nik\n", "no;nik;nama\n\n;;\n", "\"NIK\"\r\n"})
    void refusesAFileOfOnlyAHeader(String body) {
        assertRefused(body, ListProblem.FILE_NO_ROWS);
    }

    @Test
    void refusesBinaryFiles() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
        assertThatThrownBy(() -> Lists.read(png)).isInstanceOfSatisfying(ListRefused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ListProblem.FILE_NOT_TEXT);
            assertThat(refused.code().status()).isEqualTo(415);
        });
        assertRefused("nik\n" + (A + "\n").repeat(10_000) + "\u0000", ListProblem.FILE_NOT_TEXT);
    }

    @Test
    void refusesALineOfTwoHundredMegabytesAfterTheFirstOfThem() {
        Endless digits = new Endless("1", 200L << 20);
        assertThatThrownBy(() -> Lists.read(digits))
                .isInstanceOfSatisfying(
                        ListRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ListProblem.FILE_LINE_TOO_LONG));
        assertThat(digits.given).isLessThan(1 << 20);

        Endless cells = new Endless("1;", 200L << 20);
        InputStream later = new SequenceInputStream(
                new ByteArrayInputStream(("nik;x\n" + (A + ";1\n").repeat(5_000)).getBytes(StandardCharsets.UTF_8)),
                cells);
        assertThatThrownBy(() -> Lists.read(later)).isInstanceOfSatisfying(ListRefused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ListProblem.FILE_LINE_TOO_LONG);
            assertThat(refused.row()).isEqualTo(5_001);
        });
        assertThat(cells.given).isLessThan(1 << 20);
    }

    @Test
    void refusesQuotesThatAreNeverClosed() {
        assertRefused("nik;nama\n" + A + ";\"BUDI\n" + B + ";SITI\n", ListProblem.FILE_QUOTES);
        assertRefused("nik;nama\n" + A + ";\"BUDI\n" + B + ";\"SITI\"\n", ListProblem.FILE_QUOTES);
        assertRefused("nik;nama\n" + A + ";\"BUDI\n" + (B + ";SITI\n").repeat(10_000), ListProblem.FILE_LINE_TOO_LONG);
    }

    @Test
    void refusesAListWhoseLastDigitsASpreadsheetLost() {
        StringBuilder damaged = new StringBuilder("nik\n");
        StringBuilder sound = new StringBuilder("nik\n");
        for (int i = 0; i < 200; i++) {
            String nik = Lists.nik(i).substring(0, 15);
            damaged.append(nik).append(i % 10 < 4 ? "0" : "1").append('\n');
            sound.append(nik).append(i % 10 < 2 ? "0" : "1").append('\n');
        }
        assertRefused(damaged.toString(), ListProblem.FILE_SPREADSHEET_DAMAGE);
        assertThat(read(sound.toString()).summary().endingInZero()).isEqualTo(40);
        assertThat(read("nik\n" + "3171010101909990\n".repeat(99)).summary().rows())
                .isEqualTo(99);
    }

    @Test
    void hashesTheRawBody() throws Exception {
        assertThat(Lists.read("nik\n" + A + "\n").summary().sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(("nik\n" + A + "\n").getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void tellsTheLastGoodRowWhenTheUploadBreaks() {
        byte[] start = ("nik\n" + (A + "\n").repeat(20_000)).getBytes(StandardCharsets.UTF_8);
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(start), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });

        assertThatThrownBy(() -> Lists.read(broken))
                .isInstanceOfSatisfying(
                        UploadInterrupted.class, e -> assertThat(e.lastRow()).isBetween(19_000L, 20_000L));
    }

    @Test
    void passesOnWhatTheSinkThrows() {
        IOException failure = new IOException("broker is gone");
        assertThatThrownBy(() -> ListReader.read(
                        new ByteArrayInputStream((A + "\n").getBytes(StandardCharsets.UTF_8)),
                        Lists.UPLOAD,
                        Lists.BUDGET,
                        chunk -> {
                            throw failure;
                        }))
                .isSameAs(failure);
    }

    @Test
    void keepsToItsLimitsOfBytesAndRows() {
        ListUpload small = new ListUpload(new ListLimits(1_000, 10, 1_000, 1_000), Lists.UPLOAD.temporaryFolder());
        assertThatThrownBy(() -> Lists.read(
                        new ByteArrayInputStream((A + "\n").repeat(11).getBytes(StandardCharsets.UTF_8)),
                        small,
                        Lists.BUDGET))
                .isInstanceOfSatisfying(
                        ListRefused.class, refused -> assertThat(refused.code()).isEqualTo(ListProblem.FILE_TOO_LARGE));
        assertThatThrownBy(() -> Lists.read(new Endless(A + "\n", 5_000), small, Lists.BUDGET))
                .isInstanceOfSatisfying(
                        ListRefused.class,
                        refused -> assertThat(refused.code().status()).isEqualTo(413));
    }

    @Test
    void cutsChunksByRowsAndByBytes() throws Exception {
        StringBuilder tidy = new StringBuilder();
        StringBuilder odd = new StringBuilder("nik\n");
        for (int i = 0; i < 70_000; i++) {
            tidy.append(Lists.nik(i)).append('\n');
            odd.append("\u20AC".repeat(70)).append('\n');
        }

        Lists.Result byRows = Lists.read(tidy.toString());
        Lists.Result byBytes = Lists.read(odd.toString());

        assertThat(byRows.chunks()).extracting(PackedChunk::rows).containsExactly(65_536, 4_464);
        assertThat(byRows.chunks()).extracting(PackedChunk::firstRow).containsExactly(1L, 65_537L);
        assertThat(byBytes.chunks())
                .allSatisfy(chunk -> assertThat(chunk.bytes()).hasSizeLessThanOrEqualTo(900 * 1024));
        assertThat(byBytes.chunks().stream().mapToInt(PackedChunk::rows).sum()).isEqualTo(70_000);
        assertThat(byBytes.summary().chunks())
                .isEqualTo(byBytes.chunks().size())
                .isGreaterThan(10);
    }

    private static Lists.Result read(String body) {
        try {
            return Lists.read(body);
        } catch (ListRefused | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(String body, ListProblem code) {
        assertThatThrownBy(() -> Lists.read(body)).isInstanceOfSatisfying(ListRefused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.detailEn()).isNotBlank().doesNotContain(A);
            assertThat(refused.detailId()).isNotBlank().doesNotContain(A);
        });
    }

    /** Gives bytes in pieces of changing size. */
    private static final class Trickle extends ByteArrayInputStream {
        private int turn;

        Trickle(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + turn++ % 7));
        }
    }

    private static final class Endless extends InputStream {
        private final byte[] pattern;
        private final long length;
        private long given;

        Endless(String pattern, long length) {
            this.pattern = pattern.getBytes(StandardCharsets.US_ASCII);
            this.length = length;
        }

        @Override
        public int read() {
            return given == length ? -1 : pattern[(int) (given++ % pattern.length)];
        }

        @Override
        public int read(byte[] into, int offset, int wanted) {
            int n = (int) Math.min(Math.min(wanted, 8192), length - given);
            if (n == 0) {
                return -1;
            }
            byte[] piece = new byte[n];
            for (int i = 0; i < n; i++) {
                piece[i] = pattern[(int) (given++ % pattern.length)];
            }
            System.arraycopy(piece, 0, into, offset, n);
            return n;
        }
    }
}
