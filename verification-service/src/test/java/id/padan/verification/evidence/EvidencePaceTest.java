package id.padan.verification.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.verification.evidence.EvidenceStore.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EvidencePaceTest {
    private static final Duration WITHIN = Duration.ofMinutes(4);
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    private static Pending ended(int secondsAgo, int chunks) {
        return new Pending(UUID.randomUUID(), NOW.minusSeconds(secondsAgo), chunks);
    }

    @Test
    void spreadsTheWorkOverTheTimeThereIs() {
        assertThat(EvidenceWorker.pause(List.of(ended(0, 480)), WITHIN, NOW)).isEqualTo(500);
        assertThat(EvidenceWorker.pause(List.of(ended(0, 3)), WITHIN, NOW)).isEqualTo(1000);
        assertThat(EvidenceWorker.pause(List.of(), WITHIN, NOW)).isEqualTo(1000);
    }

    @Test
    void hurriesWhenAListIsLateOrManyWait() {
        assertThat(EvidenceWorker.pause(List.of(ended(300, 10)), WITHIN, NOW)).isZero();
        assertThat(EvidenceWorker.pause(List.of(ended(230, 100), ended(0, 246)), WITHIN, NOW))
                .isEqualTo(100);
        assertThat(EvidenceWorker.pause(List.of(ended(0, 240), ended(0, 240), ended(0, 480)), WITHIN, NOW))
                .isEqualTo(250);
    }
}
