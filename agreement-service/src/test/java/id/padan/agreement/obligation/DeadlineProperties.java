package id.padan.agreement.obligation;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.clock.Deadline;
import id.padan.platform.clock.Holidays;
import id.padan.platform.clock.Pause;
import id.padan.platform.clock.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DeadlineProperties {
    private static final Instant START = Instant.parse("2024-08-14T17:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MINUTES = 60 * 24 * 400;

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.integers().between(0, MINUTES).map(minutes -> START.plus(MINUTE.multipliedBy(minutes)));
    }

    @Provide
    Arbitrary<Holidays> tables() {
        return Arbitraries.integers()
                .between(0, 800)
                .set()
                .ofMaxSize(40)
                .map(days -> new Holidays(days.stream()
                        .map(day -> LocalDate.of(2024, 8, 15).plusDays(day))
                        .collect(Collectors.toSet())));
    }

    @Provide
    Arbitrary<List<Pause>> pauses() {
        Arbitrary<Pause> one = Combinators.combine(
                        Arbitraries.integers().between(0, MINUTES),
                        Arbitraries.integers().between(0, 60 * 24 * 30))
                .as((from, length) -> {
                    Instant begin = START.plus(MINUTE.multipliedBy(from));
                    return new Pause(begin, begin.plus(MINUTE.multipliedBy(length)), "x");
                });
        return one.list().ofMaxSize(5);
    }

    @Property
    void pausingNeverShortens(
            @ForAll("moments") Instant opens,
            @ForAll Unit unit,
            @ForAll @IntRange(max = 90) int count,
            @ForAll("tables") Holidays holidays,
            @ForAll("pauses") List<Pause> pauses) {
        Instant due = Deadline.after(opens, unit, count, holidays);

        assertThat(Deadline.paused(opens, due, unit, pauses, holidays))
                .hasValueSatisfying(end -> assertThat(end).isAfterOrEqualTo(due));
    }

    @Property
    void oneMorePauseNeverMakesItEarlier(
            @ForAll("moments") Instant opens,
            @ForAll Unit unit,
            @ForAll @IntRange(max = 90) int count,
            @ForAll("tables") Holidays holidays,
            @ForAll("pauses") List<Pause> pauses) {
        Instant due = Deadline.after(opens, unit, count, holidays);
        Instant last = due;
        for (int n = 0; n <= pauses.size(); n++) {
            Instant end = Deadline.paused(opens, due, unit, pauses.subList(0, n), holidays)
                    .orElseThrow();
            assertThat(end).isAfterOrEqualTo(last);
            last = end;
        }
    }

    @Property
    void pausesOutsideTheClockChangeNothing(
            @ForAll("moments") Instant opens,
            @ForAll Unit unit,
            @ForAll @IntRange(min = 1, max = 90) int count,
            @ForAll("tables") Holidays holidays,
            @ForAll @IntRange(min = 1, max = 1000) int hours) {
        Instant due = Deadline.after(opens, unit, count, holidays);
        Instant before = opens.minus(Duration.ofDays(1));
        List<Pause> outside = List.of(
                new Pause(before.minus(Duration.ofHours(hours)), before, "before"), new Pause(due, null, "behind"));

        assertThat(Deadline.paused(opens, due, unit, outside, holidays)).contains(due);
    }

    @Property
    void hoursThatStoodStillAreAddedExactlyOnce(
            @ForAll("moments") Instant opens,
            @ForAll @IntRange(min = 10, max = 500) int count,
            @ForAll @IntRange(max = 9) int into,
            @ForAll @IntRange(min = 1, max = 500) int length) {
        Instant due = Deadline.after(opens, Unit.HOURS, count, new Holidays(Set.of()));
        Instant from = opens.plus(Duration.ofHours(into));
        Pause pause = new Pause(from, from.plus(Duration.ofHours(length)), "x");
        List<Pause> overlapping =
                List.of(pause, pause, new Pause(from.plus(Duration.ofMinutes(1)), pause.until(), "y"));

        assertThat(Deadline.paused(opens, due, Unit.HOURS, List.of(pause), new Holidays(Set.of())))
                .contains(due.plus(Duration.ofHours(length)));
        assertThat(Deadline.paused(opens, due, Unit.HOURS, overlapping, new Holidays(Set.of())))
                .contains(due.plus(Duration.ofHours(length)));
    }

    @Property
    void aPauseThatLastsLeavesNoEndOnlyIfItBeganInTime(
            @ForAll("moments") Instant opens,
            @ForAll Unit unit,
            @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll("tables") Holidays holidays,
            @ForAll @IntRange(min = -2000, max = 2000) int hours) {
        Instant due = Deadline.after(opens, unit, count, holidays);
        Instant onset = due.plus(Duration.ofHours(hours));

        Optional<Instant> end = Deadline.paused(opens, due, unit, List.of(new Pause(onset, null, "x")), holidays);

        assertThat(end.isPresent()).isEqualTo(!onset.isBefore(due));
    }

    @Property
    void aWorkingDayClockEndsWithAWorkingDayInJakarta(
            @ForAll("moments") Instant opens,
            @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll("tables") Holidays holidays,
            @ForAll("pauses") List<Pause> pauses) {
        Instant due = Deadline.after(opens, Unit.WORKING_DAYS, count, holidays);
        Instant paused =
                Deadline.paused(opens, due, Unit.WORKING_DAYS, pauses, holidays).orElseThrow();

        for (Instant end : List.of(due, paused)) {
            assertThat(holidays.isWorkingDay(Deadline.lastDayOf(end))).isTrue();
            assertThat(end.atZone(Deadline.JAKARTA).toLocalTime()).isEqualTo(LocalTime.MIDNIGHT);
        }
        long between = Deadline.dayOf(opens)
                .plusDays(1)
                .datesUntil(Deadline.lastDayOf(due).plusDays(1))
                .filter(holidays::isWorkingDay)
                .count();
        assertThat(between).isEqualTo(count);
    }

    @Property
    void oneMoreHolidayNeverMakesAClockShorter(
            @ForAll("moments") Instant opens,
            @ForAll @IntRange(max = 60) int count,
            @ForAll("tables") Holidays holidays,
            @ForAll @IntRange(max = 500) int day) {
        Set<LocalDate> more = new HashSet<>(holidays.days());
        more.add(LocalDate.of(2024, 8, 15).plusDays(day));

        assertThat(Deadline.after(opens, Unit.WORKING_DAYS, count, new Holidays(more)))
                .isAfterOrEqualTo(Deadline.after(opens, Unit.WORKING_DAYS, count, holidays));
    }

    @Property
    void halfYearsCoverTheTermWithoutGapOrOverlap(
            @ForAll @IntRange(max = 2000) int from, @ForAll @IntRange(max = 2000) int length) {
        LocalDate first = LocalDate.of(2024, 1, 1).plusDays(from);
        LocalDate last = first.plusDays(length);

        List<Period> periods = Period.halfYears(first, last);

        List<LocalDate> days = new ArrayList<>();
        periods.forEach(
                period -> period.first().datesUntil(period.last().plusDays(1)).forEach(days::add));
        assertThat(days)
                .containsExactlyElementsOf(first.datesUntil(last.plusDays(1)).toList());
        assertThat(periods).extracting(Period::label).doesNotHaveDuplicates();
        assertThat(periods)
                .allSatisfy(period -> assertThat(period.first().getYear() + "-H"
                                + (period.first().getMonthValue() <= 6 ? 1 : 2))
                        .isEqualTo(period.label())
                        .isEqualTo(
                                period.last().getYear() + "-H" + (period.last().getMonthValue() <= 6 ? 1 : 2)));
    }
}
