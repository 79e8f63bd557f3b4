package id.padan.verification.standing;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.verification.projection.ChangedTokens.Drained;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    private final History history = new History(START);

    private static Drained tokens(long... hi) {
        return new Drained(hi, new long[hi.length], hi.length, false);
    }

    private static Instant minute(int n) {
        return START.plusSeconds(60L * n);
    }

    @Test
    void aListIsComparedWithWhatChangedSinceItWasLast() {
        history.add(minute(1), tokens(1, 2), false);
        history.add(minute(2), tokens(3), false);
        var all = history.changedAfter(minute(0)).orElseThrow();
        assertThat(all.contains(1, 0)).isTrue();
        assertThat(all.contains(3, 0)).isTrue();
        var later = history.changedAfter(minute(1)).orElseThrow();
        assertThat(later.contains(1, 0)).isFalse();
        assertThat(later.contains(3, 0)).isTrue();
        assertThat(history.changedAfter(minute(2)).orElseThrow().isEmpty()).isTrue();
    }

    @Test
    void whatNobodyListenedToIsComparedWhole() {
        assertThat(history.changedAfter(START.minusSeconds(1))).isEmpty();
        assertThat(history.changedAfter(START)).isPresent();
    }

    @Test
    void anotherMappingOrDayMeansEveryRow() {
        history.add(minute(1), tokens(1), false);
        history.add(minute(2), Drained.NONE, true);
        assertThat(history.changedAfter(minute(1))).isEmpty();
        assertThat(history.changedAfter(minute(2)).orElseThrow().isEmpty()).isTrue();
        history.add(minute(3), new Drained(new long[0], new long[0], 0, true), true);
        assertThat(history.changedAfter(minute(2))).isEmpty();
    }

    @Test
    void forgetsWhatEveryListHasSeenAndGivesUpTellingTooManyApart() {
        history.add(minute(1), tokens(1), false);
        history.add(minute(2), tokens(2), false);
        history.forgetUntil(minute(1));
        assertThat(history.changedAfter(minute(0)).orElseThrow().contains(1, 0)).isFalse();
        for (int i = 3; i < 6; i++) {
            history.add(minute(i), new Drained(new long[900_000], new long[900_000], 900_000, false), false);
        }
        assertThat(history.changedAfter(minute(4))).isEmpty();
        assertThat(history.changedAfter(minute(5)).orElseThrow().isEmpty()).isTrue();
    }

    @Test
    void aTokenSetHoldsWhatWasAddedAndNothingElse() {
        var random = new Random(7);
        var set = new TokenSet(5_000);
        var model = new HashSet<String>();
        for (int i = 0; i < 5_000; i++) {
            long hi = random.nextLong() >>> (i % 64);
            long lo = random.nextInt(3);
            set.add(hi, lo);
            model.add(hi + "/" + lo);
        }
        set.add(0, 0);
        model.add("0/0");
        for (int i = 0; i < 200_000; i++) {
            long hi = random.nextLong() >>> (i % 64);
            long lo = random.nextInt(3);
            assertThat(set.contains(hi, lo)).isEqualTo(model.contains(hi + "/" + lo));
        }
    }
}
