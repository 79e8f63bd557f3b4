package id.padan.correction.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoordinationStateTest {

    @Test
    void aResultIsSubmittedCommentedSubmittedAgainAcknowledgedAndClosedByBoth() {
        var state = new CoordinationState.Open().submit().comment().submit().acknowledge();
        assertThat(state.name()).isEqualTo("ACKNOWLEDGED");
        var half = state.close("bkn");
        assertThat(half.name()).isEqualTo("ACKNOWLEDGED");
        assertThat(half.parties()).containsExactly("bkn");
        assertThatThrownBy(() -> half.close("bkn")).hasMessageContaining("CONFLICT");
        var closed = half.close("kemnaker");
        assertThat(closed.name()).isEqualTo("CLOSED");
        assertThat(CoordinationState.of("CLOSED", Set.of("bkn", "kemnaker"))).isEqualTo(closed);
    }

    @Test
    void noStateLeadsAnywhereElse() {
        var open = new CoordinationState.Open();
        var submitted = open.submit();
        var commented = submitted.comment();
        var closed = new CoordinationState.Closed(Set.of("bkn", "kemnaker"));
        for (Runnable step : List.<Runnable>of(
                open::comment,
                open::acknowledge,
                () -> open.close("bkn"),
                submitted::submit,
                () -> submitted.close("bkn"),
                commented::acknowledge,
                commented::comment,
                () -> commented.close("kemnaker"),
                closed::submit,
                closed::comment,
                closed::acknowledge,
                () -> closed.close("bkn"))) {
            assertThatThrownBy(step::run).hasMessageContaining("CONFLICT");
        }
    }
}
