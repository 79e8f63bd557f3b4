package id.padan.casn.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNumbersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "3273010101909990",
                "3273 0101 0190 9990",
                "32.73.01.010190.9990",
                "x3273010101909990y",
                "199001012015031999",
                "32730101-0190-9990-0000-000000000000"
            })
    void findsANikHoweverItIsWritten(String value) {
        assertThat(PersonNumbers.find(Map.of("catatan", value)))
                .hasValueSatisfying(found -> assertThat(found.reason()).isEqualTo(Reason.NIK_LIKE));
        // Nor as the name of a column, which then is not repeated.
        assertThat(PersonNumbers.find(Map.of(value, "1")))
                .hasValueSatisfying(found -> assertThat(found.field()).isEqualTo("?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nik", "NIK", "no_ktp", "nipBaru"})
    void findsAColumnForANumberWhateverIsInIt(String name) {
        assertThat(PersonNumbers.find(Map.of(name, "x")))
                .hasValueSatisfying(found -> assertThat(found.reason()).isEqualTo(Reason.NIK_LIKE));
        assertThat(PersonNumbers.find(Map.of(name, ""))).isEmpty();
    }

    @Test
    void aPseudonymADayAndANameAreToldApart() {
        assertThat(PersonNumbers.find(
                        Map.of("pendaftarId", "4c1f6e1a-6f0e-4c0e-9d8b-0d8f3f3b7a11", "tanggal", "2024-09-10")))
                .isEmpty();
        // By chance a pseudonym has sixteen digits in a row.
        assertThat(PersonNumbers.find(Map.of("pendaftarId", "a0251532-4048-4123-8567-0123456789ab")))
                .isEmpty();
        assertThat(PersonNumbers.find(Map.of("nama", "CONTOH")))
                .hasValueSatisfying(found -> assertThat(found.reason()).isEqualTo(Reason.PERSONAL_FIELD));
    }
}
