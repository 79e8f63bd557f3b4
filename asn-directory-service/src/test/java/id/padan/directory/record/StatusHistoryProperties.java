package id.padan.directory.record;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.directory.record.StatusHistory.Span;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However statuses and their dates change: on each day the history says what a calendar says in which each change was entered by hand. */
class StatusHistoryProperties {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 30;

    /** @param code another status from that day on; null for the present one with another date */
    record Learnt(String code, int from) {}

    @Provide
    Arbitrary<List<Learnt>> learnt() {
        return Combinators.combine(
                        Arbitraries.of("01", "02", "99").injectNull(0.4),
                        Arbitraries.integers().between(0, DAYS - 1))
                .as(Learnt::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Property(tries = 1000)
    void saysOfEachDayWhatACalendarSays(@ForAll("learnt") List<Learnt> learnt) {
        var calendar = new String[DAYS];
        int since = 10;
        String code = "01";
        Arrays.fill(calendar, since, DAYS, code);
        List<Span> past = List.of();
        for (var one : learnt) {
            if (one.code() == null || one.code().equals(code)) {
                past = StatusHistory.shifted(past, day(since), day(one.from()));
                // What was the last status before goes on, if there was one.
                String before = since == 0 ? null : calendar[since - 1];
                for (int i = Math.min(since, one.from()); i < DAYS; i++) {
                    calendar[i] = i < one.from() ? before : code;
                }
            } else {
                past = StatusHistory.until(past, day(since), code, false, day(one.from()));
                code = one.code();
                Arrays.fill(calendar, one.from(), DAYS, code);
            }
            since = one.from();
            for (int i = 0; i < DAYS; i++) {
                assertThat(on(past, since, code, i))
                        .as("day %d after %s", i, one)
                        .isEqualTo(calendar[i]);
            }
        }
    }

    private static String on(List<Span> past, int since, String code, int day) {
        if (day >= since) {
            return code;
        }
        var holding = past.stream()
                .filter(span -> !day(day).isBefore(span.from()) && day(day).isBefore(span.to()))
                .toList();
        assertThat(holding).hasSizeLessThan(2);
        return holding.isEmpty() ? null : holding.getFirst().code();
    }

    private static LocalDate day(int number) {
        return FIRST.plusDays(number);
    }
}
