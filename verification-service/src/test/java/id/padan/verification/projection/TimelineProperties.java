package id.padan.verification.projection;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.token.NikToken;
import id.padan.verification.answer.Answer;
import id.padan.verification.projection.StatusIndex.Change;
import id.padan.verification.projection.StatusMapping.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever was loaded and heard in whatever order: on each day the index says what a look through all intervals says. */
class TimelineProperties {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    /** Days around which everything happens; today is the last but three. */
    private static final int DAYS = 12;

    private static final LocalDate FIRST = TODAY.minusDays(DAYS - 4);
    private static final StatusMapping MAPPING = new StatusMapping(
            "t-1",
            true,
            null,
            Map.of(
                    "a", List.of(new Row(Answer.ACTIVE, null, null)),
                    "i", List.of(new Row(Answer.INACTIVE, null, null)),
                    "r", List.of(new Row(Answer.RETIRED, null, null))));

    /** @param token of a few */
    record Told(int token, StatusState state) {}

    @Provide
    Arbitrary<List<Told>> events() {
        var bound =
                Arbitraries.integers().between(0, DAYS - 1).map(FIRST::plusDays).injectNull(0.3);
        var interval = Combinators.combine(Arbitraries.of("a", "i", "r", "unknown"), bound, bound)
                .as((row, one, other) -> one != null && other != null && !one.isBefore(other)
                        ? one.equals(other) ? null : new StatusState.Interval(row, other, one)
                        : new StatusState.Interval(row, one, other))
                .filter(Objects::nonNull);
        var state = Combinators.combine(
                        Arbitraries.of(true, false), interval.list().ofMaxSize(4))
                .as((shared, intervals) -> new StatusState(shared, false, intervals));
        return Combinators.combine(Arbitraries.integers().between(0, 2), state)
                .as(Told::new)
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 500)
    void saysWhatALookThroughAllIntervalsSays(@ForAll("events") List<Told> loaded, @ForAll("events") List<Told> heard) {
        var index = new StatusIndex(Clock.fixed(Instant.parse("2026-11-23T05:00:00Z"), ZoneOffset.UTC), 1);
        index.use(MAPPING);
        index.heardDataTime(TODAY);
        index.caughtUp();
        var last = new HashMap<Integer, StatusState>();
        loaded.forEach(one -> last.put(one.token(), one.state()));
        last.forEach(
                (token, state) -> index.load(token(token).hi(), token(token).lo(), state.text()));
        for (var one : heard) {
            index.apply(List.of(new Change(token(one.token()), one.state().text())));
            last.put(one.token(), one.state());
        }

        for (int token = 0; token <= 2; token++) {
            var state = last.getOrDefault(token, new StatusState(false, false, List.of()));
            for (int i = -1; i <= DAYS; i++) {
                var day = FIRST.plusDays(i);
                assertThat(index.now().find(token(token), day).finding())
                        .as("%s on %s", state.text(), day)
                        .isEqualTo(day.equals(TODAY) ? today(state) : oracle(state, day));
            }
            assertThat(index.now().find(token(token)).finding()).isEqualTo(today(state));
        }
    }

    private static Finding today(StatusState state) {
        return MAPPING.finding(StatusState.parse(state.on(TODAY)), TODAY);
    }

    private static Finding oracle(StatusState state, LocalDate day) {
        var holding = new ArrayList<StatusState.Interval>();
        boolean allEnded = true;
        for (var interval : state.intervals()) {
            if (interval.holdsOn(day)) {
                holding.add(new StatusState.Interval(interval.row(), null, null));
            }
            allEnded &= interval.to() != null && !interval.to().isAfter(day);
        }
        if (!holding.isEmpty()) {
            return MAPPING.finding(new StatusState(state.shared(), state.notValidated(), holding), day);
        }
        return allEnded ? Finding.NOT_FOUND : Finding.AS_OF_UNKNOWN;
    }

    private static NikToken token(int number) {
        return number == 0 ? new NikToken(0, 7) : new NikToken(number * 0x0123_4567_89ab_cdefL, number);
    }
}
