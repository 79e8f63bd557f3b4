package id.padan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "1,3171010101909991,ANSWERED,ACTIVE,tercatat sebagai ASN aktif, # 1,ANSWERED,ACTIVE",
                "22,,NIK_FORMAT,,, # 22,NIK_FORMAT,",
                "3,\"a,\"\"b\",NIK_FORMAT,,, # 3,NIK_FORMAT,",
                "4,\"\"\",\"\"\",NIK_FORMAT,,, # 4,NIK_FORMAT,"
            })
    void seesRowStatusAndAnswerOnly(String line, String brief) {
        assertThat(Answers.brief(line)).isEqualTo(brief);
    }

    @Test
    void findsTheFirstDifferenceAndMissingRows() throws IOException {
        Path results = write("row,nik,status,answer,statement,warnings", "1,x,ANSWERED,ACTIVE,a,", "2,y,DUPLICATE,,,");

        assertThat(Answers.requireEqual(results, write("row,status,answer", "1,ANSWERED,ACTIVE", "2,DUPLICATE,")))
                .isEqualTo(2);
        Path other = write("row,status,answer", "1,ANSWERED,ACTIVE", "2,ANSWERED,ACTIVE");
        assertThatThrownBy(() -> Answers.requireEqual(results, other)).hasMessageContaining("2,DUPLICATE,");
        Path shorter = write("row,status,answer", "1,ANSWERED,ACTIVE");
        assertThatThrownBy(() -> Answers.requireEqual(results, shorter)).hasMessageContaining("nothing");
    }

    @Test
    void comparesBytesButForTheCarriageReturn() throws IOException {
        Path rival = write("row,nik", "1,x", "2,y");
        Path ours = Files.writeString(folder.resolve("ours.csv"), "row,nik\r\n1,x\r\n2,y\r\n");
        assertThat(Answers.requireSameBytes(ours, rival)).isEqualTo(16);
        Path other = Files.writeString(folder.resolve("other.csv"), "row,nik\r\n1,x\r\n2,z\r\n");
        assertThatThrownBy(() -> Answers.requireSameBytes(other, rival)).hasMessageContaining("differ at byte 14");
        Path shorter = Files.writeString(folder.resolve("shorter.csv"), "row,nik\r\n1,x\r\n");
        assertThatThrownBy(() -> Answers.requireSameBytes(shorter, rival)).hasMessageContaining("differ");
    }

    private Path write(String... lines) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "answers", ".csv"), String.join("\n", lines) + "\n");
    }
}
