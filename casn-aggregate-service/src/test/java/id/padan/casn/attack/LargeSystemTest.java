package id.padan.casn.attack;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.casn.Tables;
import id.padan.casn.protection.Protection;
import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Control figures that link more groups than a linear program takes. */
class LargeSystemTest {
    private static final Shape SHAPE = Tables.shape(200, 3);

    private static Table table() {
        return Tables.table(
                "t",
                SHAPE,
                IntStream.range(0, 600)
                        .mapToLong(i -> i % 3 == 0 ? 1 + i % 7 : 12 + i % 11)
                        .toArray());
    }

    private static Knowledge known(Table table) {
        LongUnaryOperator truth = Tables.truth(table);
        List<Knowledge.Control> controls = new ArrayList<>();
        for (int code = 1; code <= 3; code++)
            controls.add(new Knowledge.Control(
                    "berita", "registrants", "2024", Map.of("b", "b" + code), truth.applyAsLong(SHAPE.key(0, code))));
        return new Knowledge(controls, List.of());
    }

    @Test
    void isProvedWideWhereEnoughCanMove() {
        Table table = table();
        Table shown =
                new Protection(10).protect(table, List.of(), Knowledge.NONE).table();
        Verdict verdict = new Attack(10).on(List.of(shown), List.of(), known(table));
        assertThat(verdict.findings()).isEmpty();
        // Every agency hides two codes, and the figures cut each of them.
        assertThat(verdict.hidden()).isGreaterThan(400);
    }

    @Test
    void isRefusedWhereAFigureLeavesNothingToMove() {
        Table table = table();
        Table shown =
                new Protection(10).protect(table, List.of(), Knowledge.NONE).table();
        // One who knows that almost nobody is in the first code knows that nobody of an agency is.
        Knowledge few = new Knowledge(
                List.of(new Knowledge.Control("berita", "registrants", "2024", Map.of("b", "b1"), 4)), List.of());
        Verdict verdict = new Attack(10).on(List.of(shown), List.of(), few);
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.findings())
                .allSatisfy(finding -> assertThat(finding.bounds().high()).isLessThanOrEqualTo(30));
    }
}
