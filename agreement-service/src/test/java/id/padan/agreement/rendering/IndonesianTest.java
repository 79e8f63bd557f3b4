package id.padan.agreement.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndonesianTest {

    @ParameterizedTest
    @CsvSource({
        "0,nol",
        "10,sepuluh",
        "11,sebelas",
        "12,dua belas",
        "19,sembilan belas",
        "20,dua puluh",
        "31,tiga puluh satu",
        "100,seratus",
        "111,seratus sebelas",
        "999,sembilan ratus sembilan puluh sembilan",
        "1000,seribu",
        "1945,seribu sembilan ratus empat puluh lima",
        "2024,dua ribu dua puluh empat",
        "2100,dua ribu seratus",
        "11000,sebelas ribu"
    })
    void spellsNumbers(int number, String words) {
        assertThat(Indonesian.words(number)).isEqualTo(words);
    }

    @Test
    void spellsTheDateOfTheAgreementAsItsOwnTextDoes() {
        assertThat(Indonesian.spelledOut(LocalDate.of(2024, 8, 15)))
                .isEqualTo("Kamis, tanggal Lima Belas bulan Agustus tahun Dua Ribu Dua Puluh Empat");
        assertThat(Indonesian.figures(LocalDate.of(2024, 8, 15))).isEqualTo("15-08-2024");
        assertThatThrownBy(() -> Indonesian.words(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void groupsByPointsAndRoundsToTwoDecimals() {
        assertThat(Indonesian.grouped(16_000_000)).isEqualTo("16.000.000");
        assertThat(Indonesian.grouped(999)).isEqualTo("999");
        assertThat(Indonesian.grouped(-1234)).isEqualTo("-1.234");
        assertThat(Indonesian.percent(1, 3)).isEqualTo("33,33%");
        assertThat(Indonesian.percent(2, 3)).isEqualTo("66,67%");
        assertThat(Indonesian.percent(0, 0)).isEqualTo("0,00%");
    }
}
