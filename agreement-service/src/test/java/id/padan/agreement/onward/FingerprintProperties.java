package id.padan.agreement.onward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FingerprintProperties {

    @Property(tries = 50)
    void theSameRowsForTheSameRecipientAreTheSameFileInWhateverOrderTheyCame(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int n) {
        var rows = rows(seed, n);
        var marked = fingerprint(seed).mark(rows);

        assertThat(fingerprint(seed).mark(shuffled(rows, seed))).isEqualTo(marked);
        assertThat(fingerprint(seed + 1).mark(rows)).doesNotContainAnyElementsOf(marked);
        assertThat(marked.stream().map(row -> row.substring(0, row.lastIndexOf(','))))
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    @Property(tries = 50)
    void aCodedRowShowsItsRecipientEvenAloneAndAfterSorting(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int n) {
        var copy = new ArrayList<>(fingerprint(seed).mark(rows(seed, n)));
        Collections.sort(copy);
        var leaked = copy.subList(0, 1 + n / 3);

        assertThat(fingerprint(seed).match(leaked).isSure()).isTrue();
        assertThat(fingerprint(seed).match(leaked).matching()).isEqualTo(leaked.size());
        assertThat(fingerprint(seed + 1).match(leaked).matching()).isZero();
    }

    @Property(tries = 50)
    void theOrderShowsTheRecipientWithoutTheCodesAlsoOfAPart(
            @ForAll long seed, @ForAll @IntRange(min = 150, max = 300) int n) {
        var random = new Random(seed);
        var stripped = fingerprint(seed).mark(rows(seed, n)).stream()
                .map(row -> row.substring(0, row.lastIndexOf(',')))
                .filter(row -> random.nextInt(2) == 0)
                .toList();

        assertThat(fingerprint(seed).match(stripped).isSure()).isTrue();
        assertThat(fingerprint(seed + 1).match(stripped).isSure()).isFalse();
    }

    @Property(tries = 50)
    void nothingIsSaidOfACopyThatWasSortedAndStripped(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int n) {
        var copy = new ArrayList<>(rows(seed, n));
        Collections.sort(copy);

        assertThat(fingerprint(seed).match(copy).isSure()).isFalse();
    }

    private static List<String> rows(long seed, int n) {
        return shuffled(
                IntStream.range(0, n).mapToObj(i -> "baris " + i + ",ACTIVE").toList(), seed);
    }

    private static List<String> shuffled(List<String> rows, long seed) {
        var copy = new ArrayList<>(rows);
        Collections.shuffle(copy, new Random(seed));
        return copy;
    }

    private static Fingerprint fingerprint(long seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return new Fingerprint(key);
    }
}
