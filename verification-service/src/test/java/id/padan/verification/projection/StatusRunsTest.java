package id.padan.verification.projection;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.token.NikToken;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusRunsTest {
    private static final NikToken ONE = new NikToken(1, 1);
    private static final NikToken TWO = new NikToken(2, 2);

    @Test
    void oneStatementTakesEachTokenOnceAtItsLatestVersion() {
        var runs = StatusStore.runs(List.of(event(ONE, 1), event(TWO, 2), event(ONE, 4), event(ONE, 3)));

        assertThat(runs).hasSize(1);
        assertThat(runs.getFirst().get(ONE).version()).isEqualTo(4);
        assertThat(runs.getFirst()).containsKey(TWO);
    }

    @Test
    void aTombstoneStartsANewStatementBeforeAndAfterIt() {
        var runs = StatusStore.runs(List.of(event(ONE, 1), gone(ONE), event(TWO, 2), event(ONE, 3)));

        assertThat(runs).hasSize(3);
        assertThat(runs.get(0).get(ONE).version()).isEqualTo(1);
        assertThat(runs.get(1).get(ONE).isTombstone()).isTrue();
        assertThat(runs.get(1)).containsKey(TWO);
        assertThat(runs.get(2).get(ONE).version()).isEqualTo(3);
    }

    private static StatusEvent event(NikToken token, long version) {
        return new StatusEvent(token, 1, version, LocalDate.of(2026, 11, 1), ";m-1");
    }

    private static StatusEvent gone(NikToken token) {
        return new StatusEvent(token, 0, 0, null, null);
    }
}
