package id.padan.agreement.disclosure;

import id.padan.agreement.disclosure.DisclosureStore.Leaves;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Leaves of one log as bits: millions of disclosures, in whatever order they come, become ranges without being sorted. */
final class LeafSet {
    private static final int PAGE = 1 << 20;

    private final SortedMap<Long, BitSet> pages = new TreeMap<>();

    /** @param count how many ranges there are; @param first as many of them as were wanted, in the log's order */
    record Ranges(List<Leaves> first, long count) {}

    void add(long first, long last) {
        for (long page = first / PAGE; page <= last / PAGE; page++) {
            long begin = page * PAGE;
            pages.computeIfAbsent(page, any -> new BitSet(PAGE))
                    .set((int) (Math.max(first, begin) - begin), (int) (Math.min(last, begin + PAGE - 1) - begin) + 1);
        }
    }

    Ranges ranges(int most) {
        var shown = new ArrayList<Leaves>();
        long count = 0;
        long end = -1;
        for (var page : pages.entrySet()) {
            long begin = page.getKey() * PAGE;
            var bits = page.getValue();
            for (int from = bits.nextSetBit(0), to; from >= 0; from = bits.nextSetBit(to)) {
                to = bits.nextClearBit(from);
                boolean goesOn = count > 0 && begin + from == end + 1;
                end = begin + to - 1;
                if (goesOn && count <= most) {
                    shown.set(shown.size() - 1, new Leaves(shown.getLast().first(), end));
                } else if (!goesOn && ++count <= most) {
                    shown.add(new Leaves(begin + from, end));
                }
            }
        }
        return new Ranges(shown, count);
    }
}
