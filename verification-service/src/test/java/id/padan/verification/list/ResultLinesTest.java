package id.padan.verification.list;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.verification.answer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultLinesTest {

    private static final String A = "3171010101909991";

    /** Answers by turns: aktif, tidak aktif, pensiun, tidak ditemukan, unmapped, not processed. */
    private static final RowAnswers ANSWERS = new RowAnswers() {
        @Override
        public RowStatus status(int index) {
            return switch (index) {
                case 4 -> RowStatus.STATUS_UNMAPPED;
                case 5 -> RowStatus.NOT_PROCESSED;
                default -> RowStatus.ANSWERED;
            };
        }

        @Override
        public Answer answer(int index) {
            return Answer.values()[index % 4];
        }

        @Override
        public int warnings(int index) {
            return index == 1 ? RowWarning.NIK_NOT_VALIDATED.bit() | RowWarning.NIK_SHARED.bit() : 0;
        }
    };

    private static final String LIST = "nik;jk\n" + A + ";L\n3171014101909992;L\n3171010202919993;\n3171010202919994;\n"
            + "3171010202919995;\n3171010202919996;\n" + A + ";\n;x\n\"=1+\"\"1\"\"\";\n@SUM(A1);\na,b;\n'123;\n";

    @Test
    void writesCsvThatASpreadsheetCannotRun() throws Exception {
        assertThat(csv())
                .isEqualTo(String.join(
                        "\r\n",
                        "row,nik,status,answer,statement,warnings",
                        "1," + A + ",ANSWERED,ACTIVE,tercatat sebagai ASN aktif,",
                        "2,3171014101909992,ANSWERED,INACTIVE,tercatat sebagai ASN tidak aktif,NIK_SEX NIK_NOT_VALIDATED"
                                + " NIK_SHARED",
                        "3,3171010202919993,ANSWERED,RETIRED,tercatat sebagai ASN pensiun,",
                        "4,3171010202919994,ANSWERED,NOT_FOUND,tidak ditemukan,",
                        "5,3171010202919995,STATUS_UNMAPPED,,,",
                        "6,3171010202919996,NOT_PROCESSED,,,",
                        "7," + A + ",DUPLICATE,,,",
                        "8,,NIK_FORMAT,,,",
                        "9,\"'=1+\"\"1\"\"\",NIK_FORMAT,,,",
                        "10,'@SUM(A1),NIK_FORMAT,,,",
                        "11,\"a,b\",NIK_FORMAT,,,",
                        "12,'123,NIK_FORMAT,,,",
                        ""));
    }

    @Test
    void writesNdjsonWithoutWhatDoesNotApply() throws Exception {
        assertThat(ndjson().lines())
                .contains(
                        "{\"row\":1,\"nik\":\"" + A
                                + "\",\"status\":\"ANSWERED\",\"answer\":\"ACTIVE\",\"statement\":\"tercatat sebagai ASN aktif\"}",
                        "{\"row\":2,\"nik\":\"3171014101909992\",\"status\":\"ANSWERED\",\"answer\":\"INACTIVE\","
                                + "\"statement\":\"tercatat sebagai ASN tidak aktif\","
                                + "\"warnings\":[\"NIK_SEX\",\"NIK_NOT_VALIDATED\",\"NIK_SHARED\"]}",
                        "{\"row\":5,\"nik\":\"3171010202919995\",\"status\":\"STATUS_UNMAPPED\"}",
                        "{\"row\":8,\"nik\":\"\",\"status\":\"NIK_FORMAT\"}",
                        "{\"row\":9,\"nik\":\"=1+\\\"1\\\"\",\"status\":\"NIK_FORMAT\"}");
    }

    @Test
    void writesTheSameBytesEveryTime() throws Exception {
        assertThat(csv()).isEqualTo(csv());
        assertThat(ndjson()).isEqualTo(ndjson());
    }

    @Test
    void escapesControlCharactersInNdjson() throws Exception {
        assertThat(lines(ResultLines.NDJSON, "nik;x\n\"a\nb\t\\\";1\n"))
                .isEqualTo("{\"row\":1,\"nik\":\"a\\u000ab\\u0009\\\\\",\"status\":\"NIK_FORMAT\"}\n");
    }

    @Test
    void countsRowsOverEveryPowerOfTenAndEveryChunk() throws Exception {
        StringBuilder list = new StringBuilder("nik\n");
        for (int i = 0; i < 140_000; i++) {
            list.append(Lists.nik(i)).append('\n');
        }

        String[] lines = lines(ResultLines.CSV, list.toString()).split("\r\n");

        assertThat(lines).hasSize(140_001);
        for (int i = 1; i < lines.length; i++) {
            assertThat(lines[i]).startsWith(i + "," + Lists.nik(i - 1) + ",");
        }
    }

    private static String csv() throws ListRefused, IOException {
        return lines(ResultLines.CSV, LIST);
    }

    private static String ndjson() throws ListRefused, IOException {
        return lines(ResultLines.NDJSON, LIST);
    }

    private static String lines(ResultForm form, String list) throws ListRefused, IOException {
        ResultBytes bytes = new ResultBytes();
        form.head(bytes);
        for (PackedChunk chunk : Lists.read(list).chunks()) {
            form.chunk(PackedRows.read(chunk.bytes()), ANSWERS, bytes);
        }
        return new String(bytes.array(), 0, bytes.length(), StandardCharsets.UTF_8);
    }
}
