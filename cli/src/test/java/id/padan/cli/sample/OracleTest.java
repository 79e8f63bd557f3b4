package id.padan.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.cli.sample.Oracle.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OracleTest {
    private static final Regions REGIONS = Regions.load();

    @ParameterizedTest
    @CsvSource({
        "S01, false, ACTIVE", "S01, true, INACTIVE", "S02, false, INACTIVE", "S08, false, ACTIVE",
                "S20, true, INACTIVE",
        "S51, false, INACTIVE", "S69, false, NOT_FOUND", "S70, true, NOT_FOUND", "S71, false, ACTIVE",
                "S88, false, RETIRED",
        "S89, false, INACTIVE", "S92, false, INACTIVE", "S99, true, RETIRED", "S55, false, UNMAPPED",
                "S74, true, UNMAPPED"
    })
    void oneRecordIsAnsweredByTheTable(LegalStatus status, boolean deceased, Verdict verdict) {
        assertThat(Oracle.of(status, deceased)).isEqualTo(verdict);
    }

    @Test
    void everyCodeOfTheOfficialTableHasAnAnswer() {
        assertThat(List.of(LegalStatus.values()))
                .filteredOn(status -> status.answer().isEmpty())
                .extracting(LegalStatus::code)
                .containsExactly("55", "74");
        assertThat(LegalStatus.values()).hasSize(31 + 3 + 2);
    }

    @Test
    void severalRecordsOfOneNikFollowThePrecedence() {
        assertThat(Oracle.of(List.of(Verdict.UNMAPPED, Verdict.ACTIVE))).isEqualTo(Verdict.ACTIVE);
        assertThat(Oracle.of(List.of(Verdict.RETIRED, Verdict.UNMAPPED))).isEqualTo(Verdict.UNMAPPED);
        assertThat(Oracle.of(List.of(Verdict.RETIRED, Verdict.INACTIVE))).isEqualTo(Verdict.INACTIVE);
        assertThat(Oracle.of(List.of(Verdict.NOT_FOUND, Verdict.RETIRED))).isEqualTo(Verdict.RETIRED);
        assertThat(Oracle.of(List.of(Verdict.NOT_FOUND))).isEqualTo(Verdict.NOT_FOUND);
    }

    @Test
    void twoRecordsOfOnePersonAndTwoPersonsWithOneNikAreAnsweredTogether() {
        var population = new Population(1, REGIONS);
        for (long second : new long[] {137, 2137, 4137, 6137}) {
            assertThat(population.at(second).person())
                    .isEqualTo(population.at(second - 1).person());
            assertThat(population.at(second).nip())
                    .isNotEqualTo(population.at(second - 1).nip());
        }
        for (long shared : new long[] {311, 4311, 8311}) {
            AsnRecord record = population.at(shared);
            assertThat(record.nikOwner()).isEqualTo(population.at(shared - 1).person());
            assertThat(record.person().birth()).isNotEqualTo(record.nikOwner().birth());
        }
        for (long index : new long[] {137, 311, 2137, 4137, 4311, 6137}) {
            assertThat(population.verdict(index))
                    .isEqualTo(population.verdict(index - 1))
                    .isEqualTo(Oracle.of(List.of(
                            population.at(index - 1).verdict(),
                            population.at(index).verdict())));
        }
    }
}
