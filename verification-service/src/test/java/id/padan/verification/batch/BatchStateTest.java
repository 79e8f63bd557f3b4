package id.padan.verification.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchStateTest {
    @Test
    void aDestroyedListStaysDestroyed() {
        assertThat(BatchState.DESTROYED.next()).isEmpty();
    }

    @Test
    void onlyASealedListCanBeCompleted() {
        for (var state : BatchState.values()) {
            assertThat(state.next().contains(BatchState.COMPLETED)).isEqualTo(state == BatchState.PROCESSING);
        }
    }

    @ParameterizedTest
    @EnumSource(BatchState.class)
    void whatHasResultsHasEnded(BatchState state) {
        assertThat(state.hasResults() && !state.ended()).isFalse();
    }
}
