package id.padan.verification.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.token.NikToken;
import id.padan.verification.answer.Answer;
import id.padan.verification.projection.StatusIndex.Change;
import id.padan.verification.projection.StatusMapping.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusIndexTest {
    private static final NikToken TOKEN = new NikToken(0x1234_5678_9abc_def0L, 42);
    private static final StatusMapping MAPPING = new StatusMapping(
            "t-1",
            true,
            null,
            Map.of(
                    "a",
                    List.of(new Row(Answer.ACTIVE, null, null)),
                    "r",
                    List.of(new Row(Answer.RETIRED, null, null))));

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-23T01:00:00Z"));
    private final StatusIndex index = new StatusIndex(clock, 1);

    @Test
    void dataAreOldFromTheEighthDayOn() {
        LocalDate day = LocalDate.of(2026, 11, 23);
        assertThat(StatusIndex.isStale(day.minusDays(7), day)).isFalse();
        assertThat(StatusIndex.isStale(day.minusDays(8), day)).isTrue();
        assertThat(StatusIndex.isStale(null, day)).isFalse();
    }

    @Test
    void saysNothingBeforeItIsLoaded() {
        assertUnavailable();
        index.use(MAPPING);
        assertUnavailable();
        index.caughtUp();
        assertUnavailable();

        index.heardDataTime(LocalDate.of(2026, 11, 1));

        assertThat(index.now().find(TOKEN).finding()).isEqualTo(Finding.NOT_FOUND);
        assertThat(index.isLoaded()).isTrue();
    }

    @Test
    void answersByTheMappingInForceWithoutTouchingTheTokens() {
        load();
        index.apply(List.of(new Change(TOKEN, ";a")));
        assertThat(found()).isEqualTo(Answer.ACTIVE);

        index.use(new StatusMapping("t-2", true, null, Map.of("a", List.of(new Row(Answer.INACTIVE, null, null)))));

        assertThat(found()).isEqualTo(Answer.INACTIVE);
        assertThat(index.register().mappingVersion()).isEqualTo("t-2");
    }

    @Test
    void removedTokensAreNotFound() {
        load();
        index.apply(List.of(new Change(TOKEN, ";a")));

        index.apply(List.of(new Change(TOKEN, StatusState.NONE)));

        assertThat(found()).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void turnsToTheNewDayAtMidnightInJakarta() {
        load();
        index.apply(List.of(new Change(TOKEN, ";a@..2026-11-24;r@2026-11-24..")));
        clock.set("2026-11-23T16:59:59Z");
        assertThat(found()).isEqualTo(Answer.ACTIVE);

        clock.set("2026-11-23T17:00:00Z");

        assertThat(found()).isEqualTo(Answer.RETIRED);
        assertThat(index.register().day()).isEqualTo(LocalDate.of(2026, 11, 24));
    }

    @Test
    void aLaterEventReplacesWhatWasToCome() {
        load();
        index.apply(List.of(new Change(TOKEN, ";a@..2026-11-24")));
        index.apply(List.of(new Change(TOKEN, ";r")));

        clock.set("2026-11-25T00:00:00Z");

        assertThat(found()).isEqualTo(Answer.RETIRED);
    }

    @Test
    void probesManyAtOnceAndKeepsTheLatestDataTime() {
        load();
        index.apply(List.of(new Change(TOKEN, "S;a")));
        index.heardDataTime(LocalDate.of(2026, 10, 1));
        var states = new short[3];

        index.now().probe(new long[] {0, TOKEN.hi(), 5}, new long[] {0, TOKEN.lo(), 5}, 1, 2, states);

        var register = index.register();
        assertThat(register.finding(states[1])).isEqualTo(new Finding(Answer.ACTIVE, true, false));
        assertThat(register.finding(states[2])).isEqualTo(Finding.NOT_FOUND);
        assertThat(register.dataTime()).isEqualTo(LocalDate.of(2026, 11, 1));
    }

    @Test
    void keyAndTableAreSwappedAsOneObject() {
        load();
        var other = new NikToken(7, 8);
        index.apply(List.of(new Change(TOKEN, ";a")));
        var before = index.now();

        index.begin(2);
        index.reserveComing(10);
        index.loadComing(other.hi(), other.lo(), ";r");
        index.applyComing(List.of(new Change(other, ";a@..2026-11-24;r@2026-11-24..")));
        assertThat(found()).isEqualTo(Answer.ACTIVE);
        assertThat(index.now().find(other).finding()).isEqualTo(Finding.NOT_FOUND);
        clock.set("2026-11-23T17:00:00Z");
        assertThat(found()).isEqualTo(Answer.ACTIVE);
        index.swap();

        assertThat(index.now().number()).isEqualTo(2);
        assertThat(index.now().find(other).finding().mapped()).isEqualTo(Answer.RETIRED);
        assertThat(index.now().find(TOKEN).finding()).isEqualTo(Finding.NOT_FOUND);
        assertThat(before.number()).isEqualTo(1);
        assertThat(before.find(TOKEN).finding().mapped()).isEqualTo(Answer.ACTIVE);
        assertThatThrownBy(index::swap).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void answersOfAnEarlierDayAndNeverThatNobodyIsFoundWhereNothingIsKnown() {
        load();
        var since = new NikToken(1, 2);
        var gone = new NikToken(3, 4);
        index.load(TOKEN.hi(), TOKEN.lo(), ";a@2010-03-01..2025-05-01;r@2025-05-01..");
        index.apply(List.of(new Change(since, "N;a@2024-03-01.."), new Change(gone, ";a@2010-03-01..2026-01-01")));

        assertThat(on(TOKEN, "2025-04-30")).isEqualTo(new Finding(Answer.ACTIVE, false, false));
        assertThat(on(TOKEN, "2025-05-01").mapped()).isEqualTo(Answer.RETIRED);
        assertThat(on(TOKEN, "2010-02-28")).isEqualTo(Finding.AS_OF_UNKNOWN);
        assertThat(on(since, "2024-03-01")).isEqualTo(new Finding(Answer.ACTIVE, false, true));
        assertThat(on(since, "2024-02-29")).isEqualTo(Finding.AS_OF_UNKNOWN);
        assertThat(on(gone, "2025-12-31").mapped()).isEqualTo(Answer.ACTIVE);
        assertThat(on(gone, "2026-01-01")).isEqualTo(Finding.NOT_FOUND);
        assertThat(index.now().find(gone).finding()).isEqualTo(Finding.NOT_FOUND);
        assertThat(on(new NikToken(5, 6), "2025-04-30")).isEqualTo(Finding.NOT_FOUND);
        assertThat(index.histories()).isEqualTo(2);
    }

    @Test
    void aDayThatHasEndedAtMidnightInJakartaCanStillBeAnswered() {
        load();
        var fresh = new NikToken(1, 2);
        index.apply(List.of(new Change(TOKEN, ";a@2010-03-01..2026-11-24;r@2026-11-24..")));
        clock.set("2026-11-23T16:59:59Z");
        assertThat(on(TOKEN, "2026-11-23").mapped()).isEqualTo(Answer.ACTIVE);

        clock.set("2026-11-23T17:00:00Z");
        index.apply(List.of(new Change(fresh, ";a@2026-11-24..")));

        assertThat(found()).isEqualTo(Answer.RETIRED);
        assertThat(on(TOKEN, "2026-11-23").mapped()).isEqualTo(Answer.ACTIVE);
        assertThat(on(TOKEN, "2026-11-24").mapped()).isEqualTo(Answer.RETIRED);
        assertThat(on(fresh, "2026-11-23")).isEqualTo(Finding.AS_OF_UNKNOWN);
    }

    @Test
    void theMappingsOwnDaysAreThoseOfTheDayAskedFor() {
        load();
        index.apply(List.of(new Change(TOKEN, ";a@2010-03-01..")));
        var changes = LocalDate.of(2025, 6, 1);
        index.use(new StatusMapping(
                "t-3",
                true,
                null,
                Map.of("a", List.of(new Row(Answer.INACTIVE, null, changes), new Row(Answer.ACTIVE, changes, null)))));

        assertThat(found()).isEqualTo(Answer.ACTIVE);
        assertThat(on(TOKEN, "2025-04-30").mapped()).isEqualTo(Answer.INACTIVE);
    }

    private Finding on(NikToken token, String day) {
        return index.now().find(token, LocalDate.parse(day)).finding();
    }

    private void load() {
        index.use(MAPPING);
        index.heardDataTime(LocalDate.of(2026, 11, 1));
        index.caughtUp();
    }

    private Answer found() {
        return index.now().find(TOKEN).finding().mapped();
    }

    private void assertUnavailable() {
        assertThatThrownBy(() -> index.now().find(TOKEN))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(PlatformProblem.UNAVAILABLE));
    }

    private static final class MovableClock extends Clock {
        private Instant now;

        private MovableClock(Instant now) {
            this.now = now;
        }

        private void set(String instant) {
            now = Instant.parse(instant);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return new Clock() {
                @Override
                public ZoneId getZone() {
                    return zone;
                }

                @Override
                public Clock withZone(ZoneId other) {
                    return MovableClock.this.withZone(other);
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
