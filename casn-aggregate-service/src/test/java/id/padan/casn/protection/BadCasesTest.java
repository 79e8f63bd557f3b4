package id.padan.casn.protection;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.casn.Tables;
import id.padan.casn.attack.Attack;
import id.padan.casn.attack.Verdict;
import id.padan.casn.attack.Verdict.Reason;
import id.padan.casn.protection.Explanation.Status;
import id.padan.casn.table.Cells;
import id.padan.casn.table.Dimension;
import id.padan.casn.table.Dimension.Kind;
import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Release;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cases that give a person away if nobody thinks of them. */
class BadCasesTest {
    private static final Dimension AGENCY = new Dimension("instansiId", List.of("A", "B", "C"), Kind.FORMATION);
    private static final Dimension SEX = new Dimension("jenisKelamin", List.of("P", "W"), Kind.PERSON);
    private static final Dimension DISABILITY = new Dimension("disabilitas", List.of("ya", "tidak"), Kind.SENSITIVE);
    private static final Shape BY_SEX = new Shape(List.of(AGENCY, SEX));
    private final Protection protection = new Protection(10);
    private final Attack attack = new Attack(10);

    private static Release release(Table... tables) {
        return new Release("r", LocalDate.of(2024, 9, 1), List.of(tables));
    }

    private ProtectedTable protect(Table table, Release... earlier) {
        return protection.protect(table, List.of(earlier), Knowledge.NONE);
    }

    private static Table shown(Table table, Map<Map<String, String>, Long> cells) {
        long[] keys =
                cells.keySet().stream().mapToLong(table.shape()::key).sorted().toArray();
        long[] counts = new long[keys.length];
        for (int i = 0; i < keys.length; i++)
            counts[i] = cells.get(table.shape().cell(keys[i]));
        return table.with(new Cells(keys, counts));
    }

    @Test
    void anAgencyWithOneRegistrantIsToldWithAnother() {
        Table table = Tables.table("t", BY_SEX, 1, 0, 20, 30, 40, 60);
        ProtectedTable out = protect(table);
        assertThat(out.explain(BY_SEX.key(Map.of("instansiId", "A"))).status()).isEqualTo(Status.PRIMARY);
        Explanation other = out.explain(BY_SEX.key(Map.of("instansiId", "B")));
        assertThat(other.status()).isEqualTo(Status.SECONDARY);
        assertThat(other.group()).isEqualTo(Map.of("instansiId", "A+B"));
        assertThat(other.groupCount()).isEqualTo(51);
        assertThat(other.status().outside()).isEqualTo("supresi");
        assertThat(out.explain(BY_SEX.key(Map.of("instansiId", "C"))).published())
                .isEqualTo(100);
        assertThat(out.explain(0).published()).isEqualTo(151);
        assertThat(out.loss().peopleShown().getFirst()).isEqualTo(1);
        assertThat(out.loss().primary()).isPositive();
    }

    @Test
    void aTableOfFewerThanTheThresholdTellsNothing() {
        ProtectedTable out = protect(Tables.table("t", BY_SEX, 1, 2, 3, 0, 0, 3));
        assertThat(out.table().cells().size()).isZero();
        assertThat(out.explain(0).status()).isEqualTo(Status.PRIMARY);
    }

    @Test
    void ofDisabilityNotEvenNobodyIsTold() {
        Shape shape = new Shape(List.of(AGENCY, DISABILITY));
        ProtectedTable out = protect(Tables.table("t", shape, 0, 50, 12, 60, 3, 70));
        assertThat(out.explain(shape.key(Map.of("instansiId", "A", "disabilitas", "ya")))
                        .status())
                .isEqualTo(Status.PRIMARY);
        assertThat(out.explain(shape.key(Map.of("instansiId", "A"))).published())
                .isEqualTo(50);
        assertThat(out.explain(shape.key(Map.of("instansiId", "B", "disabilitas", "ya")))
                        .published())
                .isEqualTo(12);
        assertThat(out.explain(shape.key(Map.of("instansiId", "C", "disabilitas", "ya")))
                        .status())
                .isEqualTo(Status.PRIMARY);
        assertThat(out.explain(shape.key(Map.of("disabilitas", "ya"))).status()).isEqualTo(Status.SECONDARY);
    }

    @Test
    void aLateCorrectionWaitsUntilItIsOfEnoughPeople() {
        Table first = Tables.table("t", BY_SEX, 40, 50, 20, 30, 40, 60);
        Release released = release(protect(first).table());
        Table late = Tables.table("t", BY_SEX, 40, 50, 21, 30, 40, 60);
        ProtectedTable held = protect(late, released);
        long cell = BY_SEX.key(Map.of("instansiId", "B", "jenisKelamin", "P"));
        assertThat(held.explain(cell).status()).isEqualTo(Status.HELD);
        assertThat(held.explain(cell).published()).isEqualTo(20);
        assertThat(held.explain(cell).status().outside()).isEqualTo("none");
        assertThat(held.loss().absoluteError()).isPositive();
        assertThat(attack.on(List.of(held.table()), List.of(released), Knowledge.NONE)
                        .passed())
                .isTrue();
        ProtectedTable enough = protect(Tables.table("t", BY_SEX, 40, 50, 31, 30, 40, 60), released);
        assertThat(enough.explain(cell).published()).isEqualTo(31);
    }

    @Test
    void theAttackRefusesALateCorrectionThatIsNotHeld() {
        Release released = release(
                protect(Tables.table("t", BY_SEX, 40, 50, 20, 30, 40, 60)).table());
        Table careless =
                protect(Tables.table("t", BY_SEX, 40, 50, 21, 30, 40, 60)).table();
        Verdict verdict = attack.on(List.of(careless), List.of(released), Knowledge.NONE);
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.findings()).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo(Reason.DIFFERENCE_OVER_TIME);
            assertThat(finding.cell()).isEqualTo(Map.of("instansiId", "B", "jenisKelamin", "P"));
            assertThat(finding.bounds()).isEqualTo(new Verdict.Bounds(1, 1));
        });
    }

    @Test
    void theAttackRefusesCellsThatAreDividedOtherwiseThanBefore() {
        // A had 10 women; one is corrected away, so they are told with the men: 50 before, 49 now.
        Release released = release(
                protect(Tables.table("t", BY_SEX, 40, 10, 20, 30, 40, 60)).table());
        Table careless =
                protect(Tables.table("t", BY_SEX, 40, 9, 20, 30, 40, 60)).table();
        Verdict verdict = attack.on(List.of(careless), List.of(released), Knowledge.NONE);
        assertThat(verdict.findings()).extracting(Verdict.Finding::reason).contains(Reason.DIFFERENCE_OVER_TIME);
        ProtectedTable held = protect(Tables.table("t", BY_SEX, 40, 9, 20, 30, 40, 60), released);
        assertThat(held.explain(BY_SEX.key(Map.of("instansiId", "A", "jenisKelamin", "W")))
                        .published())
                .isEqualTo(10);
        assertThat(attack.on(List.of(held.table()), List.of(released), Knowledge.NONE)
                        .passed())
                .isTrue();
    }

    @Test
    void aLinkedTableMayDifferByANetOfLargerMovesWhereAllOfThemAreShown() {
        Release released = release(
                protect(Tables.table("t", BY_SEX, 40, 50, 30, 30, 40, 60)).table());
        Table moved = Tables.table("u", BY_SEX, 52, 38, 19, 41, 40, 60);
        ProtectedTable linked = protect(moved, released);
        assertThat(linked.explain(BY_SEX.key(Map.of("jenisKelamin", "P"))).published())
                .isEqualTo(111);
        assertThat(attack.on(List.of(linked.table()), List.of(released), Knowledge.NONE)
                        .passed())
                .isTrue();
        // Without the agencies it is one more man than before, and nothing else.
        Table alone = shown(moved, Map.of(Map.of(), 250L, Map.of("jenisKelamin", "P"), 111L));
        assertThat(attack.on(List.of(alone), List.of(released), Knowledge.NONE).findings())
                .anySatisfy(finding -> {
                    assertThat(finding.reason()).isEqualTo(Reason.DIFFERENCE_OVER_TIME);
                    assertThat(finding.cell()).isEqualTo(Map.of("jenisKelamin", "P"));
                    assertThat(finding.bounds()).isEqualTo(new Verdict.Bounds(1, 1));
                });
    }

    @Test
    void theAttackRefusesAFilterBelowTheThresholdAndARestBelowIt() {
        Table table = Tables.table("t", BY_SEX, 40, 3, 20, 30, 40, 60);
        Table small = shown(
                table,
                Map.of(
                        Map.of(),
                        193L,
                        Map.of("instansiId", "A"),
                        43L,
                        Map.of("instansiId", "A", "jenisKelamin", "W"),
                        3L));
        assertThat(attack.on(List.of(small), List.of(), Knowledge.NONE).findings())
                .anySatisfy(finding -> assertThat(finding.reason()).isEqualTo(Reason.BELOW_THRESHOLD));
        Table rest = shown(
                table,
                Map.of(
                        Map.of(),
                        193L,
                        Map.of("instansiId", "A"),
                        43L,
                        Map.of("instansiId", "A", "jenisKelamin", "P"),
                        40L));
        assertThat(attack.on(List.of(rest), List.of(), Knowledge.NONE).findings())
                .anySatisfy(finding -> {
                    assertThat(finding.reason()).isEqualTo(Reason.DIFFERENCE);
                    assertThat(finding.cell()).isEqualTo(Map.of("instansiId", "A", "jenisKelamin", "W"));
                    assertThat(finding.bounds().high()).isEqualTo(3);
                });
    }

    @Test
    void theAttackRefusesTablesThatTogetherTellWhatEachHides() {
        // By agency and sex the women of A are hidden; by sex alone all women are told: their difference is A's.
        Table table = Tables.table("t", BY_SEX, 40, 3, 20, 30, 40, 60);
        Table one = protect(table).table();
        Shape sex = new Shape(List.of(SEX));
        Table two = protect(new Table(
                        "bySex",
                        "registrants",
                        "2024",
                        sex,
                        table.with(table.margin(2)).onto(sex)))
                .table();
        Verdict verdict = attack.on(List.of(one, two), List.of(), Knowledge.NONE);
        assertThat(verdict.findings()).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo(Reason.LINKED);
            assertThat(finding.bounds()).isEqualTo(new Verdict.Bounds(3, 3));
        });
        assertThat(attack.on(List.of(two), List.of(release(one)), Knowledge.NONE)
                        .passed())
                .isFalse();
    }

    @Test
    void aControlFigureThatGivesAHiddenCellAwayMakesMoreHidden() {
        Table table = Tables.table("t", BY_SEX, 40, 3, 20, 30, 40, 60);
        Knowledge known = new Knowledge(
                List.of(new Knowledge.Control("siaran pers", "registrants", "2024", Map.of("jenisKelamin", "W"), 93)),
                List.of());
        Table careless = protect(table).table();
        assertThat(attack.on(List.of(careless), List.of(), known).passed()).isFalse();
        Table careful = protection.protect(table, List.of(), known).table();
        assertThat(attack.on(List.of(careful), List.of(), known).passed()).isTrue();
        assertThat(careful.cells().size()).isGreaterThan(1);
    }

    @Test
    void totalsThatDoNotCloseAreDoubtedAndNotThePublication() {
        Table table = Tables.table("t", BY_SEX, 40, 50, 20, 30, 40, 60);
        Knowledge known = new Knowledge(
                List.of(
                        new Knowledge.Control("berita", "registrants", "2024", Map.of(), 288),
                        new Knowledge.Control("berita", "registrants", "2024", Map.of("jenisKelamin", "W"), 5)),
                List.of());
        Table out = protection.protect(table, List.of(), known).table();
        assertThat(out.cells().find(0)).hasValue(240);
        assertThat(attack.on(List.of(out), List.of(), known).passed()).isTrue();
    }

    @Test
    void whatThePortalTellsIsNoSecretOfOurs() {
        Table table = Tables.table("t", BY_SEX, 1, 0, 20, 30, 40, 60);
        Table portal = Tables.table("portal", new Shape(List.of(AGENCY)), 1, 50, 100);
        Knowledge known = new Knowledge(List.of(), List.of(portal));
        Table out = protection.protect(table, List.of(), known).table();
        assertThat(out.cells().size()).isGreaterThan(2);
        assertThat(attack.on(List.of(out), List.of(), known).findings()).isEmpty();
    }

    @Test
    void aRenamedCodeIsRefusedWithinAPeriodAndFreeInTheNext() {
        Table table = Tables.table("t", BY_SEX, 40, 50, 20, 30, 40, 60);
        Release released = release(protect(table).table());
        Shape renamed = new Shape(List.of(new Dimension("instansiId", List.of("A", "B", "D"), Kind.FORMATION), SEX));
        Table same = Tables.table("t", renamed, 40, 50, 20, 30, 41, 60);
        Verdict verdict = attack.on(List.of(protect(same, released).table()), List.of(released), Knowledge.NONE);
        assertThat(verdict.findings()).anySatisfy(finding -> {
            assertThat(finding.reason()).isEqualTo(Reason.RENAMED);
            assertThat(finding.cell()).isEqualTo(Map.of("instansiId", "C"));
        });
        Table next = new Table("t", "registrants", "2025", renamed, same.cells());
        assertThat(attack.on(List.of(protect(next, released).table()), List.of(released), Knowledge.NONE)
                        .passed())
                .isTrue();
    }

    @Test
    void aNewCodeWithTooFewJoinsWhatIsHiddenOrWaits() {
        Table table = Tables.table("t", BY_SEX, 40, 50, 20, 30, 40, 60);
        Release released = release(protect(table).table());
        Shape grown = new Shape(List.of(new Dimension("instansiId", List.of("A", "B", "C", "D"), Kind.FORMATION), SEX));
        ProtectedTable out = protect(Tables.table("t", grown, 40, 50, 20, 30, 40, 60, 2, 1), released);
        assertThat(out.explain(grown.key(Map.of("instansiId", "D"))).status()).isEqualTo(Status.HELD);
        assertThat(out.explain(0).published()).isEqualTo(240);
        assertThat(attack.on(List.of(out.table()), List.of(released), Knowledge.NONE)
                        .passed())
                .isTrue();
    }
}
