package id.padan.directory.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditPointsTest {

    private final CreditPoints points = new CreditPoints(CreditRules.shipped());

    @ParameterizedTest
    @CsvSource({
        // A full year with Baik is the coefficient itself.
        "PM, 2, 1, 12,  3.750",
        "TR, 2, 1, 12,  5.000",
        "MH, 2, 1, 12, 12.500",
        "PY, 2, 1, 12, 25.000",
        "PT, 2, 1, 12, 12.500",
        "MU, 2, 1, 12, 25.000",
        "MA, 2, 1, 12, 37.500",
        "UT, 2, 1, 12, 50.000",
        // 150, 75, 50 and 25 per cent
        "PT, 1, 1, 12, 18.750",
        "MU, 3, 1, 12, 18.750",
        "MA, 4, 1, 12, 18.750",
        "UT, 5, 1, 12, 12.500",
        // months / 12, rounded to three decimals
        "PT, 1, 7, 12,  9.375",
        "PY, 3, 6, 12, 10.938",
        "PM, 2, 1,  1,  0.313",
    })
    void aYearGivesCoefficientTimesPredicateTimesMonths(
            String jenjang, int predikat, int first, int last, BigDecimal expected) {
        var explained = points.explain(jenjang, null, List.of(conversion(2024, first, last, predikat)));
        assertThat(explained.total()).isEqualTo(expected);
        assertThat(explained.langkah()).hasSize(1);
        assertThat(explained.langkah().getFirst().rumus()).endsWith("= " + expected.toPlainString());
    }

    @Test
    void stepsSayHowTheTotalComesAbout() {
        var explained = points.explain(
                "PT",
                YearMonth.of(2021, 4),
                List.of(
                        conversion(2024, 1, 12, 1),
                        new CreditEntry.BroughtIn(
                                CreditEntry.Kind.INTEGRASI,
                                YearMonth.of(2021, 4),
                                YearMonth.of(2022, 12),
                                new BigDecimal("31.2"),
                                "PAK/1"),
                        new CreditEntry.Diploma(YearMonth.of(2024, 8), "PAK/3"),
                        conversion(2023, 1, 12, 2),
                        conversion(2020, 1, 12, 2)));
        assertThat(explained.langkah().stream().map(CreditStep::nilai))
                .containsExactly(
                        new BigDecimal("0.000"),
                        new BigDecimal("31.200"),
                        new BigDecimal("12.500"),
                        new BigDecimal("18.750"),
                        new BigDecimal("12.500"));
        assertThat(explained.langkah().getFirst()).isInstanceOf(CreditStep.EarlierLevel.class);
        assertThat(explained.langkah().get(3).rumus()).isEqualTo("12.5 × 150 % × 12/12 = 18.750");
        assertThat(explained.langkah().getLast().rumus()).isEqualTo("25 % × 50 = 12.500");
        assertThat(explained.total()).isEqualTo(new BigDecimal("74.950"));
        assertThat(explained.pangkat().terpenuhi()).isTrue();
        assertThat(explained.jenjangBerikutnya().kurang()).isEqualTo(new BigDecimal("25.050"));
        assertThat(explained.dikonfirmasi()).isTrue();
    }

    @Test
    void theHighestLevelHasNoNextOneAndUnconfirmedFiguresAreSaidToBe() {
        assertThat(points.explain("UT", null, List.of()).jenjangBerikutnya()).isNull();
        assertThat(points.explain("PY", null, List.of()).dikonfirmasi()).isFalse();
        assertThat(points.explain("UT", null, List.of(conversion(2024, 1, 12, 5)))
                        .dikonfirmasi())
                .isFalse();
    }

    @Test
    void refusesWhatCannotBeComputed() {
        refused("XX", null, CreditFault.Reason.LEVEL_UNKNOWN, -1);
        refused("PT", null, CreditFault.Reason.PREDICATE_UNKNOWN, 0, conversion(2024, 1, 12, 6));
        refused("PT", null, CreditFault.Reason.PERIOD_NOT_IN_A_YEAR, 0, conversion(2024, 12, 1, 2));
        refused("PT", YearMonth.of(2024, 5), CreditFault.Reason.PERIOD_OVER_TWO_LEVELS, 0, conversion(2024, 4, 5, 2));
        refused(
                "PT",
                null,
                CreditFault.Reason.PERIOD_COUNTED_TWICE,
                1,
                conversion(2024, 1, 6, 2),
                conversion(2024, 6, 12, 2));
        refused(
                "PT",
                null,
                CreditFault.Reason.NEGATIVE,
                0,
                new CreditEntry.BroughtIn(
                        CreditEntry.Kind.PERTAMA,
                        YearMonth.of(2020, 1),
                        YearMonth.of(2020, 1),
                        new BigDecimal("-1"),
                        null));
    }

    private void refused(String jenjang, YearMonth since, CreditFault.Reason reason, int line, CreditEntry... entries) {
        assertThatThrownBy(() -> points.explain(jenjang, since, List.of(entries)))
                .isInstanceOfSatisfying(CreditFault.class, fault -> {
                    assertThat(fault.reason()).isEqualTo(reason);
                    assertThat(fault.line()).isEqualTo(line);
                });
    }

    private static CreditEntry conversion(int year, int first, int last, int predikat) {
        return new CreditEntry.Conversion(YearMonth.of(year, first), YearMonth.of(year, last), predikat, null);
    }
}
