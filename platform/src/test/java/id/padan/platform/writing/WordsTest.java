package id.padan.platform.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.platform.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NIK 3171010101389999 milik pemohon",
                "3171 0101 0138 9999",
                "317101-010138-9999",
                "3171-01-01 0138-99-99",
                "3171.0101.0138.9999",
                "199001012015031999",
                "٣١٧١٠١٠١٠١٣٨٩٩٩٩"
            })
    void refusesANikOrNipHoweverItIsWrittenAndDoesNotRepeatIt(String text) {
        assertThatThrownBy(() -> Words.require("summary", text, 100))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.extensions()).containsEntry("field", "summary");
                    assertThat(problem.detailEn() + problem.detailId())
                            .doesNotContain("3171")
                            .doesNotContain("1990");
                });
    }

    @Test
    void takesLettersDatesAndPhones() {
        assertThat(Words.require("x", " 7/530/KS.06/VIII/2024 tanggal 15-08-2024, telepon 021-5273609 ", 100))
                .isEqualTo("7/530/KS.06/VIII/2024 tanggal 15-08-2024, telepon 021-5273609");
        assertThat(Words.require("x", "petugas-aa345678-1234-4567-8123-123456789012", 100))
                .isEqualTo("petugas-aa345678-1234-4567-8123-123456789012");
        assertThat(Words.require("x", "masa 2025-01-01 2025-06-30", 100)).isEqualTo("masa 2025-01-01 2025-06-30");
        assertThatThrownBy(() -> Words.require("x", "  ", 100)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Words.require("x", "a".repeat(101), 100)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Words.require("x", "a\u0000b", 100)).isInstanceOf(ProblemException.class);
    }
}
