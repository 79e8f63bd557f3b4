package id.padan.agreement.kahar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.agreement.archive.Attached;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NoticeRuleTest {
    private static final Instant ONSET = at("2026-11-01T23:30:00+07:00");

    @Test
    void fourteenCalendarDaysEndWithTheDayInJakarta() {
        assertThat(NoticeRule.isLate(ONSET, at("2026-11-15T23:59:59+07:00"))).isFalse();
        assertThat(NoticeRule.isLate(ONSET, at("2026-11-16T00:00:00+07:00"))).isTrue();
        // Half past eleven at night in Jakarta is the same day in UTC, half past six in the morning is not.
        assertThat(NoticeRule.isLate(at("2026-11-01T06:30:00+07:00"), at("2026-11-15T16:59:59Z")))
                .isFalse();
        assertThat(NoticeRule.isLate(at("2026-11-01T06:30:00+07:00"), at("2026-11-15T17:00:00Z")))
                .isTrue();
    }

    @Test
    void aLateNoticeIsAcceptedOnlyWithAReason() {
        ForceMajeure late = new ForceMajeure.Notified(notice(true));
        assertThatThrownBy(() -> ForceMajeure.accept(late, at("2026-12-01T00:00:00Z"), null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(PlatformProblem.CONFLICT));
        assertThat(ForceMajeure.accept(late, at("2026-12-01T00:00:00Z"), "jalur komunikasi putus")
                        .whyLate())
                .isEqualTo("jalur komunikasi putus");
        assertThat(ForceMajeure.accept(new ForceMajeure.Notified(notice(false)), at("2026-12-01T00:00:00Z"), "x")
                        .whyLate())
                .isNull();
    }

    @Test
    void whatIsAcceptedCanNeitherBeAcceptedNorContestedAgainAndWhatIsContestedCanStillBeAccepted() {
        Instant now = at("2026-12-01T00:00:00Z");
        ForceMajeure.Accepted accepted = ForceMajeure.accept(new ForceMajeure.Notified(notice(false)), now, null);
        assertThatThrownBy(() -> ForceMajeure.accept(accepted, now, null)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> ForceMajeure.contest(accepted, now, "tidak")).isInstanceOf(ProblemException.class);
        ForceMajeure.Contested contested =
                ForceMajeure.contest(new ForceMajeure.Notified(notice(false)), now, "tidak terhalang");
        assertThat(ForceMajeure.accept(contested, now, null)).isInstanceOf(ForceMajeure.Accepted.class);
        assertThatThrownBy(() -> accepted.resume(ONSET.minusSeconds(1))).isInstanceOf(ProblemException.class);
    }

    private static ForceMajeure.Notice notice(boolean late) {
        return new ForceMajeure.Notice(
                "Banjir",
                ONSET,
                List.of("usage-report"),
                "Kepala BPBD",
                new Attached(UUID.randomUUID(), "Pernyataan", "00".repeat(32)),
                at("2026-11-20T00:00:00Z"),
                late);
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
