package id.padan.verification.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.verification.chunk.ChunkCounts;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class RecordFactsProperties {
    @Property
    void bothEquationsHoldForCountsThatBalance(@ForAll @Size(11) @LongRange(max = 1_000_000_000L) long[] n) {
        long sum = 0;
        for (long one : n) {
            sum += one;
        }
        var counts = new ChunkCounts(
                sum, n[0], n[1], n[2], n[3], n[4], new long[] {n[5], n[6], n[7], n[8]}, n[9], n[10], n[9] / 2);
        assertThat(counts.balances()).isTrue();
        assertThat(RecordFacts.balance(RecordFacts.Result.from(counts))).allMatch(RecordFacts.Equation::holds);
        assertThat(counts.withoutAnswers().balances()).isTrue();
        assertThat(counts.plus(counts).balances()).isTrue();
    }

    @Example
    void noRecordIsMadeOfCountsThatDoNot() {
        var counts = new ChunkCounts(11, 0, 0, 0, 0, 0, new long[] {10, 0, 0, 0}, 0, 0, 0);
        assertThatThrownBy(() -> RecordFacts.balance(RecordFacts.Result.from(counts)))
                .isInstanceOf(IllegalStateException.class);
    }
}
