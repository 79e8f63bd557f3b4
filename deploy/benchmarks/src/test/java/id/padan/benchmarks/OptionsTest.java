package id.padan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void measuresEverythingUnlessToldWhat() {
        assertThat(Options.of(List.of()).only()).containsExactly(FigureId.values());
        assertThat(Options.of(List.of("--only", "B1p,b1, GROWTH")).only())
                .containsExactly(FigureId.B1, FigureId.B1P, FigureId.GROWTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--only B99", "--only", "--rows 0", "--rows -1", "--rows", "--what"})
    void refusesWhatItDoesNotKnow(String arguments) {
        assertThatThrownBy(() -> Options.of(List.of(arguments.split(" "))))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("padan bench");
    }

    @Test
    void saysWhetherMustAndAimAreHeld() {
        assertThat(judged(0.6).held()).isEqualTo("aim");
        assertThat(judged(0.61).held()).isEqualTo("must");
        assertThat(judged(1.01).held()).isEqualTo("missed");
        assertThat(Line.judged("B2", "", "", "", 0.39, Line.Good.HIGH, 0.4, 0.6, " x", null)
                        .held())
                .isEqualTo("missed");
        assertThat(judged(1.01).markdown()).contains("**missed**").contains("at most 1.00 x (aim 0.60 x)");
    }

    @Test
    void takesTheMedianOfTheRoundsWithoutTheColdRun() {
        assertThat(new Runs(List.of(9.0, 1.0, 5.0, 2.0)).median()).isEqualTo(2.0);
        assertThat(new Runs(List.of(9.0)).median()).isEqualTo(9.0);
    }

    private static Line judged(double value) {
        return Line.judged("B1", "", "", "", value, Line.Good.LOW, 1.0, 0.6, " x", null);
    }
}
