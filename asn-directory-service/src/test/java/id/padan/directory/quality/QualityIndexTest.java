package id.padan.directory.quality;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.directory.quality.Indicator.Dimension;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class QualityIndexTest {

    private static final Set<Indicator> ALL = EnumSet.allOf(Indicator.class);
    /** Without histories. */
    private static final Set<Indicator> TOLD = ALL.stream()
            .filter(indicator -> indicator.isMeasured(AtLarge.NOTHING))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Indicator.class)));

    @Example
    void weightsAreThoseOfBknAndAreTakenRelativeToTheirSum() {
        assertThat(sum(Dimension.COMPLETENESS)).isEqualByComparingTo("100");
        assertThat(sum(Dimension.TIMELINESS)).isEqualByComparingTo("100.01");
        assertThat(sum(Dimension.ACCURACY)).isEqualByComparingTo("99.98");
        assertThat(sum(Dimension.CONSISTENCY)).isEqualByComparingTo("100");
        assertThat(Arrays.stream(Dimension.values())
                        .map(dimension -> dimension.weight)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("1");
    }

    @Example
    void aRegisterWithoutAnomaliesHasOneAndOneOfNothingButAnomaliesZero() {
        assertThat(QualityIndex.of("I", 10, Map.of(), ALL, TOLD).index()).isEqualByComparingTo("1");
        var all = new HashMap<String, Long>();
        ALL.forEach(indicator -> all.put(indicator.name(), 10L));
        assertThat(QualityIndex.of("I", 10, all, ALL, TOLD).index()).isEqualByComparingTo("0");
        assertThat(QualityIndex.of("I", 0, Map.of(), ALL, TOLD).index()).isNull();
    }

    /** CON_1 to CON_3 of a quarter each: one of ten records wrong in one of them takes 0.025 of 0.11. */
    @Example
    void oneAnomalyCostsItsShareOfItsWeight() {
        var index = QualityIndex.of("I", 10, Map.of("CON_1", 1L), ALL, TOLD);
        assertThat(index.dimensions().getLast().index()).isEqualByComparingTo("0.9750");
        assertThat(index.index()).isEqualByComparingTo("0.9973");
    }

    @Example
    void whatIsNotMeasuredOrNotOpenHasNoPartInIt() {
        var index = QualityIndex.of("I", 10, Map.of("COM_2", 10L), ALL, TOLD);
        var com1 = index.dimensions().getFirst().indicators().getFirst();
        assertThat(com1.indicator()).isEqualTo("COM_1");
        assertThat(com1.measured()).isFalse();
        assertThat(com1.anomalies()).isNull();
        // An answer with a hole says why, and only where there is one.
        index.dimensions().stream()
                .flatMap(dimension -> dimension.indicators().stream())
                .forEach(count -> assertThat(count.notComputable() != null)
                        .as(count.indicator())
                        .isEqualTo(!count.measured()));

        var one = QualityIndex.of("I", 10, Map.of("CON_2", 5L), EnumSet.of(Indicator.CON_2), TOLD);
        assertThat(one.index()).isEqualByComparingTo("0.5");
        assertThat(one.dimensions().getFirst().index()).isNull();
        assertThat(one.beside()).isEmpty();
    }

    @Property(tries = 200)
    void anAnomalyMoreNeverRaisesIt(
            @ForAll @IntRange(min = 1, max = 1000) int records, @ForAll Indicator indicator, @ForAll int seed) {
        long anomalies = Math.floorMod(seed, records);
        var before = QualityIndex.of("I", records, Map.of(indicator.name(), anomalies), ALL, TOLD);
        var after = QualityIndex.of("I", records, Map.of(indicator.name(), anomalies + 1), ALL, TOLD);
        assertThat(after.index()).isLessThanOrEqualTo(before.index());
        assertThat(after.index()).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
    }

    /** What touches class I never leaves BKN, whatever the annex opens. */
    @Property(tries = 50)
    void whatIsInternalIsOpenToNobody(@ForAll Indicator indicator) {
        Set<String> everything = new java.util.HashSet<>();
        for (int i = 1; i <= 50; i++) {
            everything.add("A-%02d".formatted(i));
        }
        assertThat(indicator.isOpen(everything)).isEqualTo(!indicator.elements.contains("I"));
        assertThat(indicator.fields).doesNotContain("nik");
    }

    private static BigDecimal sum(Dimension dimension) {
        return ALL.stream()
                .filter(indicator -> indicator.dimension == dimension)
                .map(indicator -> indicator.weight)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
