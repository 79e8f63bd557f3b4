package id.padan.verification.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TokenTableProperties {
    private static final short DROPPED = 1;

    /** Few distinct values in both halves, zero among them, so that keys collide, share segments and come again. */
    @Property(tries = 300)
    void holdsWhatAMapHolds(
            @ForAll @Size(max = 400) List<@IntRange(max = 5_000) Integer> tokens,
            @ForAll @IntRange(max = 500) int reserve) {
        var table = new TokenTable(DROPPED);
        var model = new HashMap<List<Long>, Short>();
        table.reserve(reserve);

        for (int i = 0; i < tokens.size(); i++) {
            long hi = (long) (tokens.get(i) % 61) << 24;
            long lo = tokens.get(i);
            short state = (short) (2 + i % 7);
            table.put(hi, lo, state, TokenTable.ALWAYS);
            model.put(List.of(hi, lo), state);
        }

        model.forEach((token, state) ->
                assertThat(table.get(token.get(0), token.get(1))).isEqualTo(state));
        assertThat(table.get(1L << 24, -1)).isEqualTo(TokenTable.UNKNOWN);
        assertThat(table.get(0, -1)).isEqualTo(TokenTable.UNKNOWN);
        assertThat(table.size()).isEqualTo(model.size());
    }

    @Property(tries = 20)
    void holdsManyRandomTokensInFewBytes(@ForAll long seed) {
        int count = 50_000;
        var random = new SplittableRandom(seed);
        var hi = random.longs(count).toArray();
        var lo = random.longs(count).toArray();
        var table = new TokenTable(DROPPED);
        for (int i = 0; i < count; i++) {
            table.put(hi[i], lo[i], (short) (2 + i % 1_000), TokenTable.ALWAYS);
        }

        var found = new short[count];
        table.get(hi, lo, 0, count, found);

        for (int i = 0; i < count; i++) {
            assertThat(found[i]).isEqualTo((short) (2 + i % 1_000));
        }
        assertThat(table.bytes() / (double) count).isLessThan(28);
    }

    /** What the register of five million is loaded into: its size is known before, and its states are few. */
    @Example
    void needsTwentyBytesATokenWhenReservedAndStatesAreFew() {
        int count = 1_000_000;
        var random = new SplittableRandom(3);
        var table = new TokenTable(DROPPED);
        table.reserve(count);

        for (int i = 0; i < count; i++) {
            table.put(random.nextLong(), random.nextLong(), (short) (2 + i % 200), TokenTable.ALWAYS);
        }

        assertThat(table.size()).isEqualTo(count);
        assertThat(table.bytes() / (double) count).isLessThan(20.2);
    }

    @Example
    void removedTokensMakeRoom() {
        var table = new TokenTable(DROPPED);
        var random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++) {
            long hi = random.nextLong();
            table.put(hi, i, (short) 2, TokenTable.ALWAYS);
            table.put(hi, i, DROPPED, TokenTable.ALWAYS);
        }

        assertThat(table.size()).isLessThan(20_000);
    }

    /** A token that is in the table is never missed while the writer adds others and segments grow under the reader. */
    @Example
    void readersNeverMissATokenWhileTheTableGrows() throws InterruptedException {
        var table = new TokenTable(DROPPED);
        int count = 400_000;
        var random = new SplittableRandom(11);
        var hi = random.longs(count).toArray();
        var lo = random.longs(count).toArray();
        var written = new AtomicInteger();
        var missed = new AtomicInteger();
        var done = new AtomicBoolean();
        var readers = new ArrayList<Thread>();
        for (int r = 0; r < 2; r++) {
            int seed = r;
            readers.add(Thread.ofPlatform().start(() -> {
                var choice = new SplittableRandom(seed);
                while (!done.get()) {
                    int upTo = written.get();
                    if (upTo > 0) {
                        int i = choice.nextInt(upTo);
                        if (table.get(hi[i], lo[i]) != (short) (2 + i % 1_000)) {
                            missed.incrementAndGet();
                        }
                    }
                }
            }));
        }

        for (int i = 0; i < count; i++) {
            table.put(hi[i], lo[i], (short) (2 + i % 1_000), TokenTable.ALWAYS);
            written.set(i + 1);
        }
        done.set(true);
        for (var reader : readers) {
            reader.join();
        }

        assertThat(missed).hasValue(0);
    }
}
