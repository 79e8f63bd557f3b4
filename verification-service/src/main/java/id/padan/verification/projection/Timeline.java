package id.padan.verification.projection;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What is said of one token on each day: states by the first day of each, in order. Days before the first one, and days between two
 * intervals on which nothing held, are not known; after the last interval there is no ASN record any more.
 *
 * @param from days since 1970; {@link Integer#MIN_VALUE} for ever
 * @param states as the index interns them
 */
record Timeline(int[] from, short[] states) {

    /** How the index numbers the texts of states. */
    interface Interning {
        short number(String timeless);
    }

    static Timeline of(StatusState state, Interning interning) {
        var starts = new TreeSet<Integer>();
        boolean ends = true;
        for (var interval : state.intervals()) {
            starts.add(interval.from() == null ? Integer.MIN_VALUE : day(interval.from()));
            if (interval.to() != null) {
                starts.add(day(interval.to()));
            }
            ends &= interval.to() != null;
        }
        var from = new ArrayList<Integer>();
        var states = new ArrayList<Short>();
        for (int start : starts) {
            var text = state.on(start == Integer.MIN_VALUE ? LocalDate.MIN : LocalDate.ofEpochDay(start));
            if (text.equals(StatusState.NONE)) {
                text = ends && start == starts.last() ? StatusState.GONE : StatusState.NOT_KNOWN;
            }
            short number = interning.number(text);
            if (states.isEmpty() || states.getLast() != number) {
                from.add(start);
                states.add(number);
            }
        }
        var numbers = new short[states.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = states.get(i);
        }
        return new Timeline(from.stream().mapToInt(Integer::intValue).toArray(), numbers);
    }

    /** Whether one state holds since its first day for ever. */
    boolean isOne() {
        return states.length == 1;
    }

    /** @param before what is said of days before the first */
    short on(int day, short before) {
        int at = Arrays.binarySearch(from, day);
        int piece = at < 0 ? -at - 2 : at;
        return piece < 0 ? before : states[piece];
    }

    static int day(LocalDate date) {
        return Math.toIntExact(date.toEpochDay());
    }

    /** Bytes of the arrays. */
    long bytes() {
        return (long) from.length * Integer.BYTES + (long) states.length * Short.BYTES;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timeline that && Arrays.equals(from, that.from) && Arrays.equals(states, that.states);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(from) + Arrays.hashCode(states);
    }

    @Override
    public String toString() {
        return List.of(Arrays.toString(from), Arrays.toString(states)).toString();
    }
}
