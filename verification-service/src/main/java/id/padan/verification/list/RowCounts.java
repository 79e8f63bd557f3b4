package id.padan.verification.list;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many rows of a chunk or list went where. Always {@code rows = toAnswer + duplicates + sum of rejected}.
 *
 * @param rejected by status, only those that occur
 * @param warnings by warning, only those that occur
 */
public record RowCounts(
        long rows, long toAnswer, long duplicates, Map<RowStatus, Long> rejected, Map<RowWarning, Long> warnings) {

    public static final RowCounts NONE = new RowCounts(0, 0, 0, Map.of(), Map.of());

    public RowCounts {
        rejected = Map.copyOf(rejected);
        warnings = Map.copyOf(warnings);
        long sum = toAnswer + duplicates;
        for (long count : rejected.values()) {
            sum += count;
        }
        if (sum != rows) {
            throw new IllegalArgumentException("counts do not balance: " + rows + " rows, " + sum + " accounted for");
        }
    }

    public long rejectedTotal() {
        return rows - toAnswer - duplicates;
    }

    public RowCounts plus(RowCounts other) {
        return new RowCounts(
                rows + other.rows,
                toAnswer + other.toAnswer,
                duplicates + other.duplicates,
                sum(RowStatus.class, rejected, other.rejected),
                sum(RowWarning.class, warnings, other.warnings));
    }

    private static <K extends Enum<K>> Map<K, Long> sum(Class<K> type, Map<K, Long> a, Map<K, Long> b) {
        Map<K, Long> sum = new EnumMap<>(type);
        sum.putAll(a);
        b.forEach((key, count) -> sum.merge(key, count, Long::sum));
        return sum;
    }
}
