package id.padan.directory.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.directory.quality.Indicator.Dimension;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The index of one agency: over the dimensions, weight × over the indicators, share of the dimension's weight × (1 − anomalies / records).
 * Weights are taken relative to their sum, because those of two dimensions do not add up to 100 in the source, and over what is measured
 * and open only.
 *
 * @param index 0 to 1 with four decimals; null if there is no record or nothing is measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QualityIndex(
        String instansiId, long records, BigDecimal index, List<DimensionIndex> dimensions, List<Count> beside) {

    private static final int SCALE = 4;

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DimensionIndex(
            String dimension, String title, BigDecimal weight, BigDecimal index, List<Count> indicators) {}

    /**
     * @param anomalies null while it is not measured
     * @param notComputable why it is not, null if it is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Count(
            String indicator,
            String title,
            BigDecimal weight,
            boolean measured,
            Long anomalies,
            Indicator.Lack notComputable) {}

    /**
     * @param anomalies of each indicator; what is missing has none
     * @param open the indicators that may be seen
     * @param measured those that the run could tell
     */
    static QualityIndex of(
            String agency, long records, Map<String, Long> anomalies, Set<Indicator> open, Set<Indicator> measured) {
        var dimensions = new ArrayList<DimensionIndex>();
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        for (Dimension dimension : Dimension.values()) {
            List<Indicator> own = open.stream()
                    .filter(indicator -> indicator.dimension == dimension)
                    .sorted()
                    .toList();
            BigDecimal index = index(own, records, anomalies, measured);
            if (index != null) {
                sum = sum.add(dimension.weight.multiply(index));
                weights = weights.add(dimension.weight);
            }
            dimensions.add(new DimensionIndex(
                    dimension.name(),
                    dimension.title,
                    dimension.weight,
                    rounded(index),
                    own.stream()
                            .map(indicator -> count(indicator, anomalies, measured))
                            .toList()));
        }
        return new QualityIndex(
                agency,
                records,
                weights.signum() == 0 ? null : rounded(sum.divide(weights, MathContext.DECIMAL64)),
                dimensions,
                Arrays.stream(Indicator.values())
                        .filter(indicator -> indicator.dimension == null && open.contains(indicator))
                        .map(indicator -> count(indicator, anomalies, measured))
                        .toList());
    }

    private static BigDecimal index(
            List<Indicator> own, long records, Map<String, Long> anomalies, Set<Indicator> measured) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        for (Indicator indicator : own) {
            if (measured.contains(indicator)) {
                long good = records - anomalies.getOrDefault(indicator.name(), 0L);
                sum = sum.add(indicator.weight.multiply(BigDecimal.valueOf(good)));
                weights = weights.add(indicator.weight);
            }
        }
        return records == 0 || weights.signum() == 0
                ? null
                : sum.divide(weights.multiply(BigDecimal.valueOf(records)), MathContext.DECIMAL64);
    }

    private static Count count(Indicator indicator, Map<String, Long> anomalies, Set<Indicator> measured) {
        boolean told = measured.contains(indicator);
        return new Count(
                indicator.name(),
                indicator.title,
                indicator.weight,
                told,
                told ? anomalies.getOrDefault(indicator.name(), 0L) : null,
                told ? null : indicator.lack());
    }

    private static BigDecimal rounded(BigDecimal value) {
        return value == null ? null : value.setScale(SCALE, RoundingMode.HALF_UP);
    }
}
