package id.padan.agreement.version;

import java.util.Arrays;
import java.util.List;

/** A version as numbers between dots, compared number by number: 2 comes before 2.1, and 9 before 10. */
record VersionNumber(List<Long> numbers) implements Comparable<VersionNumber> {

    static VersionNumber of(String text) {
        return new VersionNumber(
                Arrays.stream(text.split("\\.", -1)).map(Long::valueOf).toList());
    }

    @Override
    public int compareTo(VersionNumber other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = Long.compare(at(i), other.at(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private long at(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }
}
