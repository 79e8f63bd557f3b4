package id.padan.agreement.version;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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

    /** The version after this one, one higher in its last number. */
    String next() {
        List<Long> raised = new ArrayList<>(numbers);
        raised.set(raised.size() - 1, raised.getLast() + 1);
        return raised.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    private long at(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }
}
