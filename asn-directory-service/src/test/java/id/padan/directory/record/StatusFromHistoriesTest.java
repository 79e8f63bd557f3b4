package id.padan.directory.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.directory.record.StatusFromHistories.Fact;
import id.padan.directory.record.StatusFromHistories.Known;
import id.padan.directory.record.StatusHistory.Span;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StatusFromHistoriesTest {
    private static final LocalDate DATA = day("2026-11-01");
    private static final Known SERVES = serves("2010-03-01");

    @Test
    void aLeaveThatIsOverLiesBetweenTwoTimesOfService() {
        assertThat(told(SERVES, leave("1", "2020-01-01", "2021-12-31", null)))
                .containsExactly("01 2010-03-01", "02 2020-01-01", "01 2022-01-01");
        // The day of return counts, not the last day on paper.
        assertThat(told(SERVES, leave("1", "2020-01-01", "2021-12-31", "2021-06-01")))
                .containsExactly("01 2010-03-01", "02 2020-01-01", "01 2021-06-01");
        assertThat(told(SERVES, leave("1", "2020-01-01", null, null), leave("3", "2021-06-01", null, null)))
                .containsExactly("01 2010-03-01", "02 2020-01-01", "01 2021-06-01");
    }

    @Test
    void thePresentStatusIsNeverAnotherOne() {
        assertThat(told(SERVES, leave("1", "2026-10-01", "2030-01-01", null)))
                .containsExactly("01 2010-03-01", "02 2026-10-01", "01 2026-11-01");
        assertThat(told(SERVES, leave("1", "2026-12-01", "2030-01-01", null))).containsExactly("01 2010-03-01");
        Known onLeave = new Known(new Span(day("2025-01-01"), null, "02", false), day("2025-01-01"), null, "01", DATA);
        assertThat(told(onLeave, leave("1", "2025-01-01", "2027-01-01", null))).containsExactly("02 2025-01-01");
    }

    @Test
    void aLetterOfDismissalTellsSinceWhenAndThatOneServedBefore() {
        Known dismissed = new Known(new Span(DATA, null, "66", false), null, day("2010-03-01"), "01", DATA);
        assertThat(told(dismissed, left("66", "2024-05-01"))).containsExactly("01 2010-03-01", "66 2024-05-01");
        // A pension begins on its own date, not on its letter's.
        Known retired = new Known(
                new Span(day("2024-06-01"), null, "99", false), day("2024-06-01"), day("1990-03-01"), "01", DATA);
        assertThat(told(retired, left("99", "2024-02-01"))).containsExactly("01 1990-03-01", "99 2024-06-01");
        assertThat(told(SERVES, left("99", "2026-08-01"))).containsExactly("01 2010-03-01");
        Known undated = new Known(new Span(DATA, null, "99", false), null, day("1990-03-01"), "01", DATA);
        assertThat(told(undated, left("99", "2024-02-01"))).containsExactly("01 1990-03-01", "99 2024-02-01");
        assertThat(told(retired, left("99", "2024-08-01"))).containsExactly("01 1990-03-01", "99 2024-06-01");
        assertThat(told(retired)).containsExactly("99 2024-06-01");
        assertThat(told(SERVES, left("04", "2019-01-01"), left("01", "2019-09-01")))
                .containsExactly("01 2010-03-01", "04 2019-01-01", "01 2019-09-01");
    }

    @Test
    void aRowThatIsCorrectedTakesBackWhatItTold() {
        List<Span> told = StatusFromHistories.told(
                List.of(), SERVES, facts("rw-cltn", leave("1", "2020-01-01", "2021-12-31", null)));
        Known now = new Known(told.getLast(), null, SERVES.appointment(), "01", DATA);
        List<Span> past = told.subList(0, told.size() - 1);
        assertThat(shown(StatusFromHistories.told(
                        past, now, facts("rw-cltn", leave("1", "2019-01-01", "2019-12-31", null)))))
                .containsExactly("01 2010-03-01", "02 2019-01-01", "01 2020-01-01");
        assertThat(shown(StatusFromHistories.told(past, now, List.of()))).containsExactly("01 2010-03-01");
    }

    @Test
    void rowsThatSayNothingAreNoFacts() {
        assertThat(facts("rw-cltn", leave("99", "2020-01-01", null, null))).isEmpty();
        assertThat(facts("rw-cltn", leave("1", "2020-01-01", "2019-01-01", null)))
                .isEmpty();
        assertThat(facts("rw-cltn", leave("1", null, "2019-01-01", null))).isEmpty();
        assertThat(facts("rw-pemberhentian", left("", "2020-01-01"))).isEmpty();
        assertThat(facts("rw-pemberhentian", left("1", "2020-01-01")))
                .containsExactly(new Fact(day("2020-01-01"), null, "01", false));
    }

    @Provide
    Arbitrary<List<Fact>> anyFacts() {
        Arbitrary<Integer> days = Arbitraries.integers().between(0, 40);
        return Combinators.combine(
                        days, days.injectNull(0.4), Arbitraries.of("01", "02", "66", "99"), Arbitraries.of(true, false))
                .as((from, length, code, left) -> new Fact(
                        DATA.minusDays(from),
                        length == null ? null : DATA.minusDays(from).plusDays(length + 1),
                        code,
                        left))
                .list()
                .ofMaxSize(6);
    }

    @Property(tries = 20_000)
    void whateverIsToldTheDaysAreInOrderThePresentStaysAndTwiceIsOnce(
            @ForAll("anyFacts") List<Fact> facts, @ForAll("anyFacts") List<Fact> earlier, @ForAll boolean dated) {
        LocalDate since = DATA.minusDays(20);
        Known known =
                new Known(new Span(since, null, "01", false), dated ? since : null, day("2010-03-01"), "01", DATA);
        List<Span> before = StatusFromHistories.told(List.of(), known, earlier);
        List<Span> now = again(before, known, facts);
        for (int i = 0; i < now.size() - 1; i++) {
            assertThat(now.get(i).from()).isBefore(now.get(i).to());
            assertThat(now.get(i).to()).isBeforeOrEqualTo(now.get(i + 1).from());
        }
        assertThat(now.getLast().code()).isEqualTo("01");
        assertThat(now.getLast().to()).isNull();
        assertThat(now.getLast().from()).isBeforeOrEqualTo(DATA);
        assertThat(shown(again(now, known, facts))).isEqualTo(shown(now));
    }

    private static List<Span> again(List<Span> spans, Known known, List<Fact> facts) {
        return StatusFromHistories.told(
                spans.subList(0, spans.size() - 1),
                new Known(spans.getLast(), known.own(), known.appointment(), known.serving(), known.dataDate()),
                facts);
    }

    private static Known serves(String since) {
        return new Known(new Span(day(since), null, "01", false), null, day(since), "01", DATA);
    }

    private static List<String> told(Known known, JsonNode... rows) {
        return shown(StatusFromHistories.told(
                List.of(),
                known,
                List.of(rows).stream()
                        .flatMap(row -> facts(row.has("cltnId") ? "rw-cltn" : "rw-pemberhentian", row).stream())
                        .toList()));
    }

    private static List<String> shown(List<Span> spans) {
        return spans.stream().map(span -> span.code() + " " + span.from()).toList();
    }

    private static List<Fact> facts(String kind, JsonNode row) {
        return StatusFromHistories.facts(kind, row, "01");
    }

    private static JsonNode leave(String id, String from, String to, String back) {
        return row("{\"cltnId\":\"" + id + "\"" + member("tanggalAwal", from) + member("tanggalAkhir", to)
                + member("tanggalAktif", back) + "}");
    }

    private static JsonNode left(String code, String date) {
        return row("{\"kedudukanHukumPns\":\"" + code + "\"" + member("skTanggal", date) + "}");
    }

    private static String member(String name, String value) {
        return value == null ? "" : ",\"" + name + "\":\"" + value + "\"";
    }

    private static JsonNode row(String json) {
        try {
            return JsonMapper.builder().build().readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }
}
