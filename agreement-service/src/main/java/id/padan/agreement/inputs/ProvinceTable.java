package id.padan.agreement.inputs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts by province in which no cell tells of fewer than ten people: small provinces are merged, and if what is merged is still small
 * the next smallest joins it, because the total would give it back by subtraction.
 */
public final class ProvinceTable {

    static final long SMALLEST = 10;

    /** Name of the merged row. */
    public static final String MERGED = "Provinsi lainnya (digabungkan)";

    private ProvinceTable() {}

    /** @param registered recorded as ASN, whatever the state; the rest of {@code matched} is not */
    public record Row(String province, long matched, long registered) {
        long rest() {
            return matched - registered;
        }

        private boolean isSmall() {
            return matched < SMALLEST || registered < SMALLEST || rest() < SMALLEST;
        }

        private Row plus(Row other) {
            return new Row(MERGED, matched + other.matched, registered + other.registered);
        }
    }

    /** The rows to be shown, in the order given, the merged one last; empty if even all together they are too few to be shown. */
    public static List<Row> protectedFrom(List<Row> counted) {
        var shown = new ArrayList<Row>();
        var small = new ArrayList<Row>();
        counted.forEach(row -> (row.isSmall() ? small : shown).add(row));
        if (small.isEmpty()) {
            return List.copyOf(shown);
        }
        var merged = small.stream().reduce(new Row(MERGED, 0, 0), Row::plus);
        // One province alone under another name would still be that province.
        int members = small.size();
        while ((merged.isSmall() || members < 2) && !shown.isEmpty()) {
            var next = shown.stream()
                    .min(Comparator.comparingLong(Row::registered).thenComparing(Row::province))
                    .orElseThrow();
            shown.remove(next);
            merged = merged.plus(next);
            members++;
        }
        // A single row left is the total, which the record states anyway.
        if (shown.isEmpty()) {
            return List.of();
        }
        shown.add(merged);
        return List.copyOf(shown);
    }
}
