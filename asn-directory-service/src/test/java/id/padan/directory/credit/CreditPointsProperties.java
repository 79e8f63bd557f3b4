package id.padan.directory.credit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CreditPointsProperties {

    private final CreditRules rules = CreditRules.shipped();
    private final CreditPoints points = new CreditPoints(rules);

    @Property(tries = 200)
    void theTotalIsTheSumOfTheStepsAndNeverFalls(
            @ForAll("levels") String jenjang, @ForAll("histories") List<CreditEntry> entries) {
        var explained = points.explain(jenjang, null, entries);
        BigDecimal sum = new BigDecimal("0.000");
        for (CreditStep step : explained.langkah()) {
            sum = sum.add(step.nilai());
            assertThat(step.kumulatif()).isEqualTo(sum);
            assertThat(step.nilai().signum()).isNotNegative();
        }
        assertThat(explained.total()).isEqualTo(sum);
        assertThat(explained.pangkat().kebutuhan().subtract(sum).max(BigDecimal.ZERO))
                .isEqualByComparingTo(explained.pangkat().kurang());
    }

    @Property(tries = 200)
    void theOrderOfTheLinesDoesNotMatter(
            @ForAll("levels") String jenjang, @ForAll("histories") List<CreditEntry> entries, @ForAll long seed) {
        var shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(points.explain(jenjang, null, shuffled)).isEqualTo(points.explain(jenjang, null, entries));
    }

    @Property(tries = 200)
    void aBetterPredicateNeverGivesLess(
            @ForAll("levels") String jenjang,
            @ForAll @IntRange(min = 2, max = 5) int predikat,
            @ForAll @IntRange(min = 1, max = 12) int last) {
        assertThat(year(jenjang, predikat - 1, 1, last)).isGreaterThanOrEqualTo(year(jenjang, predikat, 1, last));
    }

    /** Each part is rounded to a thousandth, so two parts may differ from the whole by one. */
    @Property(tries = 200)
    void aYearInTwoPartsIsTheYear(
            @ForAll("levels") String jenjang,
            @ForAll @IntRange(min = 1, max = 5) int predikat,
            @ForAll @IntRange(min = 1, max = 11) int split) {
        BigDecimal parts = year(jenjang, predikat, 1, split).add(year(jenjang, predikat, split + 1, 12));
        assertThat(parts.subtract(year(jenjang, predikat, 1, 12)).abs()).isLessThanOrEqualTo(new BigDecimal("0.001"));
    }

    @Property(tries = 100)
    void whatEndedBeforeTheLevelDoesNotCount(
            @ForAll("levels") String jenjang, @ForAll("histories") List<CreditEntry> entries) {
        assertThat(points.explain(jenjang, YearMonth.of(2100, 1), entries).total())
                .isEqualByComparingTo(BigDecimal.ZERO);
    }

    private BigDecimal year(String jenjang, int predikat, int first, int last) {
        return points.explain(
                        jenjang,
                        null,
                        List.of(new CreditEntry.Conversion(
                                YearMonth.of(2024, first), YearMonth.of(2024, last), predikat, null)))
                .total();
    }

    @Provide
    Arbitrary<String> levels() {
        return Arbitraries.of("PM", "TR", "MH", "PY", "PT", "MU", "MA", "UT");
    }

    /** Different years, so that no month is counted twice and the order is one. */
    @Provide
    Arbitrary<List<CreditEntry>> histories() {
        Arbitrary<Integer> years = Arbitraries.integers().between(2005, 2026);
        return years.list().uniqueElements().ofMaxSize(8).flatMap(chosen -> {
            List<Arbitrary<CreditEntry>> entries =
                    chosen.stream().map(this::entry).toList();
            return Combinators.combine(entries).as(list -> list);
        });
    }

    private Arbitrary<CreditEntry> entry(int year) {
        Arbitrary<CreditEntry> conversion = Combinators.combine(
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 5))
                .as((a, b, predikat) -> new CreditEntry.Conversion(
                        YearMonth.of(year, Math.min(a, b)), YearMonth.of(year, Math.max(a, b)), predikat, null));
        Arbitrary<CreditEntry> brought = Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("300"))
                .ofScale(3)
                .map(value -> new CreditEntry.BroughtIn(
                        CreditEntry.Kind.KONVENSIONAL, YearMonth.of(year, 1), YearMonth.of(year, 12), value, null));
        Arbitrary<CreditEntry> diploma =
                Arbitraries.just(new CreditEntry.Diploma(YearMonth.of(year, 6), "PAK/" + year));
        return Arbitraries.oneOf(conversion, brought, diploma);
    }
}
