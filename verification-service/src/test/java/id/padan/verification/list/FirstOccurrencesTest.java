package id.padan.verification.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FirstOccurrencesTest {

    @Test
    void needsAtMostSeventeenBytesARow() throws Exception {
        FirstOccurrences.Budget budget = new FirstOccurrences.Budget(1L << 30);
        try (FirstOccurrences seen = new FirstOccurrences(budget)) {
            for (int i = 1; i <= 2_000_000; i++) {
                assertThat(seen.add(3_171_010_101_909_991L + i)).isTrue();
                if (i % 50_000 == 0) {
                    assertThat(seen.bytes()).isLessThanOrEqualTo(17L * i);
                }
            }
            assertThat(budget.used()).isEqualTo(seen.bytes());
            assertThat(seen.size()).isEqualTo(2_000_000);
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void asksToComeBackWhenOthersHoldTheMemory() throws Exception {
        FirstOccurrences.Budget budget = new FirstOccurrences.Budget(100_000);
        try (FirstOccurrences other = new FirstOccurrences(budget);
                FirstOccurrences seen = new FirstOccurrences(budget)) {
            assertThat(other.add(1)).isTrue();
            assertThatThrownBy(() -> fill(seen)).isInstanceOfSatisfying(ListRefused.class, refused -> {
                assertThat(refused.code()).isEqualTo(ListProblem.TOO_MANY_UPLOADS);
                assertThat(refused.code().status()).isEqualTo(429);
                assertThat(refused.retryAfter()).isPositive();
            });
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void saysThatAListAloneIsTooLarge() {
        FirstOccurrences.Budget budget = new FirstOccurrences.Budget(100_000);
        try (FirstOccurrences seen = new FirstOccurrences(budget)) {
            assertThatThrownBy(() -> fill(seen))
                    .isInstanceOfSatisfying(
                            ListRefused.class,
                            refused -> assertThat(refused.code()).isEqualTo(ListProblem.FILE_TOO_LARGE));
        }
        assertThat(budget.used()).isZero();
    }

    private static void fill(FirstOccurrences seen) throws ListRefused {
        for (long nik = 1; nik < 100_000; nik++) {
            assertThat(seen.add(nik)).isTrue();
        }
    }
}
