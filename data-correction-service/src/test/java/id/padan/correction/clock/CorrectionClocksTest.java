package id.padan.correction.clock;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.clock.Pause;
import id.padan.platform.json.StrictJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CorrectionClocksTest {

    /** A Thursday, 10:00 in Jakarta. */
    private static final Instant SENT = Instant.parse("2026-11-26T03:00:00Z");

    private final CorrectionClocks clocks;

    CorrectionClocksTest() throws IOException {
        clocks = new CorrectionClocks(StrictJson.mapper(), Optional.empty(), Optional.empty());
    }

    @Test
    void countsWorkingDaysAndHours() {
        assertThat(clocks.due(SENT, false, true, List.of())).contains(Instant.parse("2026-12-03T17:00:00Z"));
        assertThat(clocks.due(SENT, false, false, List.of())).contains(Instant.parse("2026-12-16T17:00:00Z"));
        assertThat(clocks.due(SENT, true, true, List.of())).contains(SENT.plus(Duration.ofHours(72)));
    }

    @Test
    void standsStillWhileForceMajeureLastsAndRunsOnAfterIt() {
        Instant onset = SENT.plus(Duration.ofHours(24));
        assertThat(clocks.due(SENT, true, false, List.of(new Pause(onset, null, "kahar"))))
                .isEmpty();
        assertThat(clocks.due(SENT, true, false, List.of(new Pause(onset, onset.plus(Duration.ofHours(10)), "kahar"))))
                .contains(SENT.plus(Duration.ofHours(82)));
    }
}
