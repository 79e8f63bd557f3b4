package id.padan.verification.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import id.padan.verification.projection.StatusState.Interval;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusStateTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @Test
    void textIsCanonicalAndReadsBack() {
        var state = new StatusState(
                true,
                true,
                List.of(
                        new Interval("m-2", null, DAY),
                        new Interval("m-1", null, null),
                        new Interval(null, DAY, null),
                        new Interval("m-1", null, null)));

        assertThat(state.text()).isEqualTo("SN;?@2026-11-23..;m-1;m-2@..2026-11-23");
        assertThat(StatusState.parse(state.text()).text()).isEqualTo(state.text());
        assertThat(StatusState.parse(StatusState.NONE).intervals()).isEmpty();
    }

    @Test
    void noIntervalsAreNoRecordWhateverTheFlagsSay() {
        assertThat(new StatusState(true, true, List.of()).text()).isEqualTo(StatusState.NONE);
    }

    @Test
    void intervalsHoldFromTheirFirstDayUntilBeforeTheirEnd() {
        var state = new StatusState(
                false, false, List.of(new Interval("old", null, DAY), new Interval("new", DAY, DAY.plusDays(2))));

        assertThat(state.on(DAY.minusDays(1))).isEqualTo(";old");
        assertThat(state.on(DAY)).isEqualTo(";new");
        assertThat(state.on(DAY.plusDays(1))).isEqualTo(";new");
        assertThat(state.on(DAY.plusDays(2))).isEqualTo(StatusState.NONE);
        assertThat(state.changesAfter(DAY.plusDays(1))).isTrue();
        assertThat(state.changesAfter(DAY.plusDays(2))).isFalse();
    }

    @Test
    void refusesRowIdsAndIntervalsThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval("a;b", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval("a@b", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval("", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval("a", DAY, DAY));
    }
}
