package id.padan.directory.publication;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.directory.publication.Interval.Span;
import id.padan.directory.status.StatusMapping;
import id.padan.directory.status.StatusMapping.Answer;
import id.padan.directory.status.StatusMapping.Row;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {
    private static final LocalDate A = LocalDate.of(2024, 1, 1);
    private static final LocalDate B = LocalDate.of(2025, 1, 1);
    private static final LocalDate C = LocalDate.of(2026, 1, 1);

    @Test
    void cutsEachStatusByTheDaysOfItsMappingRows() {
        var mapping =
                mapping(row("m-0001", "01", null, null), row("m-0003", "51", B, null), row("m-0002", "51", null, B));

        assertThat(Interval.of(List.of(new Span(A, C, "51", false), new Span(C, null, "01", false)), mapping))
                .containsExactly(
                        new Interval("m-0002", A, B), new Interval("m-0003", B, C), new Interval("m-0001", C, null));
    }

    @Test
    void daysForWhichTheMappingHasNoRowAreUnmappedAndNotAbsent() {
        assertThat(Interval.of(List.of(new Span(A, null, "51", false)), mapping(row("m-0002", "51", B, C))))
                .containsExactly(new Interval(null, A, B), new Interval("m-0002", B, C), new Interval(null, C, null));
        assertThat(Interval.of(List.of(new Span(A, B, "Q7", false)), mapping()))
                .containsExactly(new Interval(null, A, B));
        assertThat(Interval.of(List.of(new Span(A, B, null, false)), mapping()))
                .containsExactly(new Interval(null, A, B));
    }

    private static StatusMapping mapping(Row... rows) {
        return new StatusMapping("2024-1", true, List.of(rows));
    }

    private static Row row(String id, String kode, LocalDate from, LocalDate to) {
        return new Row(id, kode, false, "nama", Answer.ACTIVE, from, to, "dasar", null, false);
    }
}
