package id.padan.cli.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergeTest {
    /** What verification-service's PackedAnswersTest writes. */
    private static final String SAMPLE = "504144414e414e53" + "01" + "0000000a" + "7b22726f7773223a387d"
            + "01" + "0000000000000001" + "00000008" + "e400"
            + "03" + "02" + "020701" + "05" + "020501" + "06" + "020601"
            + "02" + "03" + "020101" + "05" + "04" + "00010102"
            + "02" + "0000000000000008";

    private static final String ROW_1 = "ANSWERED;ACTIVE;tercatat sebagai ASN aktif;NIK_SHARED";

    @Test
    void keepsEveryByteOfARecordAndPutsTheAnswerBehindIt() throws IOException {
        String list =
                "DAFTAR CALON;;\r\nnik;jk;\"nama\r\nlengkap\"\r\n1;L;\"A;\"\"B\"\r\n2;L;b\n3;;c\r4\n5;;e;f\r\n6\r\n7;;\r\nx;;y\r\n;;\r\n";

        assertThat(merge(shape(";", "UTF-8", 2, true), list, StandardCharsets.UTF_8))
                .isEqualTo(
                        "DAFTAR CALON;;\r\nnik;jk;\"nama\r\nlengkap\";status;answer;statement;warnings\r\n1;L;\"A;\"\"B\";"
                                + ROW_1 + "\r\n2;L;b;ANSWERED;INACTIVE;tercatat sebagai ASN tidak aktif;NIK_SEX\n"
                                + "3;;c;ANSWERED;RETIRED;tercatat sebagai ASN pensiun;NIK_SHARED\r"
                                + "4;;;ANSWERED;NOT_FOUND;tidak ditemukan;NIK_SHARED\n"
                                + "5;;e;f;ANSWERED;ACTIVE;tercatat sebagai ASN aktif;\r\n6;;;DUPLICATE;;;\r\n7;;;STATUS_UNMAPPED;;;\r\n"
                                + "x;;y;NIK_FORMAT;;;\r\n;;\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8,UTF-8,true",
        "UTF-8,UTF-8,false",
        "windows-1252,windows-1252,false",
        "UTF-16,UTF-16LE,true",
        "UTF-16,UTF-16BE,true"
    })
    void keepsTheEncoding(String named, String charset, boolean mark) throws IOException {
        String list = (mark ? "\uFEFF" : "") + "nama;nik\nJos\u00E9;1\nb;2\nc;3\nd;4\ne;5\nf;6\ng;7\nh;8";

        assertThat(merge(shape(";", named, 1, true), list, Charset.forName(charset)))
                .startsWith((mark ? "\uFEFF" : "") + "nama;nik;status;answer;statement;warnings\nJos\u00E9;1;" + ROW_1
                        + "\n")
                .endsWith("\nh;8;NIK_FORMAT;;;");
    }

    @Test
    void aListOfOneColumnGetsCommasAndQuotesWhereItsCellsHadSome() throws IOException {
        assertThat(merge(
                        shape("", "UTF-8", 1, true), "nik\n1\n3,17E+15\n\"3\"\n\n5\n6\n7\n8\n", StandardCharsets.UTF_8))
                .startsWith("nik,status,answer,statement,warnings\n1,ANSWERED,ACTIVE,")
                .contains("\n\"3,17E+15\",ANSWERED,INACTIVE,", "\n\"3\",ANSWERED,RETIRED", "\n,ANSWERED,NOT_FOUND,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"; ;", ", ,", "'|' |", "TAB '\t'"})
    void keepsSeparatorColumnsAndOrder(String named, String separator) throws IOException {
        String s = separator.equals("\\t") ? "\t" : separator;
        String list = String.join(s, "nama", "nik", "alamat") + "\r\n"
                + String.join(s, "\"A" + s + "B\"", "1", "\"Jl. 1\nBlok 2\"")
                + "\r\n" + String.join(s, "b", "2", "c") + "\r\n"
                + "c\r\nd\r\ne\r\nf\r\ng\r\n" + String.join(s, "h", "8", "i") + "\r\n";

        assertThat(merge(shape(named, "UTF-8", 1, true), list, StandardCharsets.UTF_8))
                .startsWith(String.join(s, "nama", "nik", "alamat", "status", "answer", "statement", "warnings")
                        + "\r\n"
                        + String.join(s, "\"A" + s + "B\"", "1", "\"Jl. 1\nBlok 2\"", ROW_1.replace(";", s)) + "\r\n"
                        + String.join(s, "b", "2", "c", "ANSWERED", "INACTIVE"))
                .endsWith("\r\n" + String.join(s, "h", "8", "i", "NIK_FORMAT", "", "", "") + "\r\n");
    }

    @Test
    void aListWithoutHeaderGetsNone() throws IOException {
        assertThat(merge(shape("TAB", "UTF-8", 0, false), "1\tL\n2\n3\n4\n5\n6\n7\n8\n", StandardCharsets.UTF_8))
                .startsWith("1\tL\tANSWERED\tACTIVE\ttercatat sebagai ASN aktif\tNIK_SHARED\n2\t\tANSWERED\t");
    }

    @Test
    void separatorsInQuotedCellsWithSpacesAroundThemAreNone() throws IOException {
        JsonNode shape = new JsonMapper()
                .readTree(shape(",", "UTF-8", 1, true).toString().replace("false", "true"));

        assertThat(merge(shape, "a, \"nik\"\n\"x, y\", \"1\"\n2\n3\n4\n5\n6\n7\n8\n", StandardCharsets.UTF_8))
                .contains("\n\"x, y\", \"1\",ANSWERED,ACTIVE,", "\n2,,ANSWERED");
    }

    @Test
    void cellsLongerThanAWordAreCellsToo() throws IOException {
        String list = "nik;nama lengkap\n3312074802849997;Budi \"B;S\" Hartono Putra\n"
                + "9102042608929995;\"Ani; binti\nAmir; Hamzah\"\n3312074802849996\n4\n5\n6\n7\n8\n";

        assertThat(merge(shape(";", "UTF-8", 1, true), list, StandardCharsets.UTF_8))
                .startsWith("nik;nama lengkap;status;answer;statement;warnings\n"
                        + "3312074802849997;Budi \"B;S\" Hartono Putra;" + ROW_1 + "\n"
                        + "9102042608929995;\"Ani; binti\nAmir; Hamzah\";ANSWERED;INACTIVE;")
                .contains("\n3312074802849996;;ANSWERED;RETIRED;");
    }

    @Test
    void readsRecordsThatAreLargerThanItsBuffer() throws IOException {
        String cell = "\"" + "x".repeat(3_000_000) + "\n\"";

        assertThat(merge(
                        shape(";", "UTF-8", 1, true),
                        "nik;x\n1;" + cell + "\n2\n3\n4\n5\n6\n7\n8\n",
                        StandardCharsets.UTF_8))
                .contains(cell + ";" + ROW_1 + "\n2;;ANSWERED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nik\n1\n2\n3\n4\n5\n6\n7\n", ""})
    void refusesAListThatIsShorterThanItsAnswers(String list) {
        assertThatThrownBy(() -> merge(shape("", "UTF-8", 1, true), list, StandardCharsets.UTF_8))
                .isInstanceOf(IOException.class);
    }

    @Test
    void findsEveryFlippedBitAndEveryCut() throws Exception {
        byte[] sound = packed();
        assertThat(Answers.of(sound).rows()).isEqualTo(8);
        for (int i = 0; i < sound.length; i++) {
            byte[] flipped = sound.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThatThrownBy(() -> Answers.of(flipped)).isInstanceOf(IOException.class);
            byte[] cut = Arrays.copyOf(sound, i);
            assertThatThrownBy(() -> Answers.of(cut)).isInstanceOf(IOException.class);
        }
    }

    private static JsonNode shape(String separator, String encoding, int skipped, boolean header) {
        return new JsonMapper()
                .createObjectNode()
                .put("format", "CSV")
                .put("zipped", false)
                .put("separator", separator)
                .put("encoding", encoding)
                .put("skippedRows", skipped)
                .put("header", header)
                .put("spacedQuotes", false);
    }

    private static String merge(JsonNode shape, String list, Charset charset) throws IOException {
        var out = new ByteArrayOutputStream();
        Merge.write(shape, new ByteArrayInputStream(list.getBytes(charset)), Answers.of(packed()), out);
        return out.toString(charset);
    }

    private static byte[] packed() throws IOException {
        try {
            byte[] bytes = HexFormat.of().parseHex(SAMPLE);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            byte[] whole = Arrays.copyOf(bytes, bytes.length + hash.length);
            System.arraycopy(hash, 0, whole, bytes.length, hash.length);
            return whole;
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
