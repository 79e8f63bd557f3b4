package id.padan.platform.nik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NikTest {

    @Test
    void keepsLeadingZerosAndMasksItself() {
        Nik nik = new Nik("0000010101909990");

        assertThat(Nik.of(nik.value())).isEqualTo(nik);
        assertThat(nik).hasToString("Nik[masked]");
        assertThat(new Nip("199001012015019990")).hasToString("Nip[masked]");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "327301010190999",
                "32730101019099901",
                "3.27301010190E15",
                " 327301010190999",
                "٣٢٧٣٠١٠١٠١٩٠٩٩٩٠"
            })
    void refusesEverythingButSixteenAsciiDigitsWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> new Nik(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nik: must be exactly 16 ASCII digits");
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        assertThatThrownBy(() -> Nik.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nik.of(10_000_000_000_000_000L)).isInstanceOf(IllegalArgumentException.class);
    }
}
