package id.padan.verification.list;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.verification.answer.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PackedAnswersTest {

    /** The command line's AnswersTest reads the same bytes. */
    private static final String SAMPLE = "504144414e414e53" + "01" + "0000000a" + "7b22726f7773223a387d"
            + "01" + "0000000000000001" + "00000008" + "e400"
            + "03" + "02" + "020701" + "05" + "020501" + "06" + "020601"
            + "02" + "03" + "020101" + "05" + "04" + "00010102"
            + "02" + "0000000000000008";

    private static final RowAnswers ANSWERS = new RowAnswers() {
        @Override
        public RowStatus status(int index) {
            return index == 6 ? RowStatus.STATUS_UNMAPPED : RowStatus.ANSWERED;
        }

        @Override
        public Answer answer(int index) {
            return Answer.values()[index % 4];
        }

        @Override
        public int warnings(int index) {
            return index == 0 || index == 2 || index == 3 ? RowWarning.NIK_SHARED.bit() : 0;
        }
    };

    @Test
    void writesTwoBitsARowAndRunsOfWhatIsRare() throws Exception {
        byte[] bytes = packed("nik;jk\n3171010101909991;L\n3171014101909992;L\n3171010202919993;\n3171010202919994;\n"
                + "3171010202919995;\n3171010101909991;\n3171010202919996;\nx;\n");

        assertThat(HexFormat.of().formatHex(bytes, 0, bytes.length - 32)).isEqualTo(SAMPLE);
        assertThat(Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length))
                .isEqualTo(MessageDigest.getInstance("SHA-256")
                        .digest(HexFormat.of().parseHex(SAMPLE)));
    }

    @Test
    void sixteenMillionRowsWouldTakeAFewMegabytes() throws Exception {
        StringBuilder list = new StringBuilder("nik\n");
        for (int i = 0; i < 200_000; i++) {
            list.append(i % 200 == 0 ? "bad" : Lists.nik(i % 50 == 0 ? 1 : i)).append('\n');
        }

        assertThat(packed(list.toString()).length / 200_000.0).isLessThan(0.35);
    }

    @Test
    void holdsNoCell() throws Exception {
        assertThat(new String(packed("nik\nsecret\n'3171010101909991\n"), StandardCharsets.ISO_8859_1))
                .doesNotContain("secret", "3171010101909991");
    }

    private static byte[] packed(String list) throws Exception {
        ResultForm form = new PackedAnswers("{\"rows\":8}".getBytes(StandardCharsets.US_ASCII));
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        ResultBytes bytes = new ResultBytes();
        form.head(bytes);
        long rows = 0;
        for (PackedChunk chunk : Lists.read(list).chunks()) {
            form.chunk(PackedRows.read(chunk.bytes()), ANSWERS, bytes);
            rows += chunk.rows();
        }
        sha256.update(bytes.array(), 0, bytes.length());
        form.tail(
                rows,
                (part, offset, length) -> {
                    sha256.update(part, offset, length);
                    return sha256.digest();
                },
                bytes);
        return Arrays.copyOf(bytes.array(), bytes.length());
    }
}
