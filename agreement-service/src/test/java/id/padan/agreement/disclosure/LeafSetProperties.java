package id.padan.agreement.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.agreement.disclosure.DisclosureStore.Leaves;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LeafSetProperties {

    @Property(tries = 300)
    void saysTheLeavesThatWereAddedAndNoOthersInWhateverOrderTheyCame(
            @ForAll @Size(max = 40) List<@IntRange(max = 200) Integer> firsts, @ForAll @IntRange(max = 5) int length) {
        // Around the edge of two pages, where a range goes on.
        long base = (1 << 20) - 100;
        var set = new LeafSet();
        var wanted = new TreeSet<Long>();
        for (long first : firsts) {
            set.add(base + first, base + first + length);
            for (long leaf = first; leaf <= first + length; leaf++) {
                wanted.add(base + leaf);
            }
        }
        var ranges = set.ranges(1000);
        var said = new ArrayList<Long>();
        long before = -2;
        for (Leaves range : ranges.first()) {
            assertThat(range.first()).isGreaterThan(before + 1);
            before = range.last();
            for (long leaf = range.first(); leaf <= range.last(); leaf++) {
                said.add(leaf);
            }
        }
        assertThat(said).containsExactlyElementsOf(wanted);
        assertThat(ranges.count()).isEqualTo(ranges.first().size());
    }

    @Example
    void countsWhatItDoesNotShow() {
        var set = new LeafSet();
        for (long leaf = 0; leaf < 10; leaf++) {
            set.add(leaf * 2, leaf * 2);
        }
        var ranges = set.ranges(3);
        assertThat(ranges.count()).isEqualTo(10);
        assertThat(ranges.first()).containsExactly(new Leaves(0, 0), new Leaves(2, 2), new Leaves(4, 4));
    }
}
