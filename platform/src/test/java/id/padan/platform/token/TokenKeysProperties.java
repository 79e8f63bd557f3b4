package id.padan.platform.token;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.nik.Nik;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class TokenKeysProperties {

    @Property(tries = 300)
    void bulkEqualsSingle(
            @ForAll @Size(32) byte[] key,
            @ForAll @Size(max = 40) List<@LongRange(max = 9_999_999_999_999_999L) Long> niks,
            @ForAll @IntRange(max = 5) int before) {
        var keyset = TokenKeysTest.keyset(1, key);
        var keys = TokenKeys.of(keyset, "property");
        var input = new long[before + niks.size() + 1];
        for (int i = 0; i < niks.size(); i++) {
            input[before + i] = niks.get(i);
        }
        var hi = new long[input.length];
        var lo = new long[input.length];

        keys.tokens(input, before, niks.size(), hi, lo);

        for (int i = 0; i < niks.size(); i++) {
            assertThat(new NikToken(hi[before + i], lo[before + i]))
                    .isEqualTo(TokenKeysTest.byTink(keyset, niks.get(i)))
                    .isEqualTo(keys.token(Nik.of(niks.get(i))));
        }
        assertThat(hi[hi.length - 1]).as("nothing is written outside the range").isZero();
    }

    @Property(tries = 20)
    void blocksLargerThanTheBufferKeepTheirPlaces(@ForAll @LongRange(max = 9_999_999_999_000_000L) long first) {
        var keys = TokenKeys.of(TokenKeysTest.keyset(1, new byte[32]), "property");
        var niks = LongStream.range(first, first + 5_000).toArray();
        var hi = new long[niks.length];
        var lo = new long[niks.length];

        keys.tokens(niks, 0, niks.length, hi, lo);

        for (int i : new int[] {0, 2047, 2048, 4095, 4096, 4999}) {
            assertThat(new NikToken(hi[i], lo[i])).isEqualTo(keys.token(Nik.of(niks[i])));
        }
        assertThat(Arrays.stream(hi).distinct().count()).isEqualTo(niks.length);
    }
}
