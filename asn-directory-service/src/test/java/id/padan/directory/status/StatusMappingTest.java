package id.padan.directory.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.directory.status.StatusMapping.Answer;
import id.padan.directory.status.StatusMapping.Row;
import id.padan.platform.json.StrictJson;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.safety.ProductionSafety;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusMappingTest {

    private final StatusMapping packaged = packaged();

    @Test
    void thePackagedMappingIsValidAndSaysItIsSynthetic() {
        packaged.check();
        assertThat(packaged.synthetic()).isTrue();
        assertThat(packaged.rows().stream().filter(Row::tinjau).map(Row::kode).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("51", "69", "70", "92");
    }

    /** domain.md 2.2. */
    @ParameterizedTest
    @CsvSource({
        "01,ACTIVE",
        "02,INACTIVE",
        "03,ACTIVE",
        "04,INACTIVE",
        "05,INACTIVE",
        "06,INACTIVE",
        "07,INACTIVE",
        "08,ACTIVE",
        "09,INACTIVE",
        "11,ACTIVE",
        "12,ACTIVE",
        "13,INACTIVE",
        "14,INACTIVE",
        "15,ACTIVE",
        "16,ACTIVE",
        "20,ACTIVE",
        "51,INACTIVE",
        "52,INACTIVE",
        "66,INACTIVE",
        "67,INACTIVE",
        "68,INACTIVE",
        "69,NOT_FOUND",
        "70,NOT_FOUND",
        "71,ACTIVE",
        "72,INACTIVE",
        "73,INACTIVE",
        "77,INACTIVE",
        "88,RETIRED",
        "89,INACTIVE",
        "90,INACTIVE",
        "91,INACTIVE",
        "92,INACTIVE",
        "98,RETIRED",
        "99,RETIRED"
    })
    void eachCodeHasItsAnswer(String kode, Answer answer) {
        assertThat(packaged.rowsFor(kode, false)).extracting(Row::jawaban).containsExactly(answer);
        assertThat(packaged.rowsFor(kode, true))
                .extracting(Row::jawaban)
                .containsExactly(answer == Answer.ACTIVE ? Answer.INACTIVE : answer);
    }

    @Test
    void anUnknownCodeHasNoRow() {
        assertThat(packaged.rowsFor("10", false)).isEmpty();
        assertThat(packaged.rowsFor(null, false)).isEmpty();
        assertThat(packaged.knows("10")).isFalse();
    }

    @Test
    void noRowIdTellsItsCode() {
        assertThat(packaged.rows()).allSatisfy(row -> assertThat(row.id()).isNotEqualTo("m-" + row.kode()));
    }

    @Test
    void refusesOverlapsAndMissingRows() {
        LocalDate day = LocalDate.of(2026, 1, 1);
        assertThatThrownBy(() -> mapping(
                                row("m-0001", "52", Answer.INACTIVE, null, day),
                                row("m-0002", "52", Answer.RETIRED, null, null))
                        .check())
                .isInstanceOf(ProblemException.class);
        mapping(row("m-0001", "52", Answer.INACTIVE, null, day), row("m-0002", "52", Answer.RETIRED, day, null))
                .check();
        assertThatThrownBy(() ->
                        mapping(row("m-0001", "01", Answer.ACTIVE, null, null)).check())
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void inAMappingOfBknARowAnswersOnlyOnceItIsApproved() {
        LocalDate day = LocalDate.of(2026, 11, 26);
        var reviewed = row("m-0001", "52", Answer.INACTIVE, null, null);
        var open = new Row("m-0002", "92", false, "nama", Answer.INACTIVE, null, null, "dasar", null, true);
        var proposal = new StatusMapping("2026-1", false, List.of(reviewed, open));
        proposal.check();
        proposal.checkApprovals(packaged);
        assertThat(proposal.rowsFor("52", false)).isEmpty();

        var approved = proposal.approved(day);
        assertThat(approved.rowsFor("52", false))
                .extracting(Row::disetujuiOlehBknPada)
                .containsExactly(day);
        assertThat(approved.knows("92")).isFalse();
        assertThat(approved.codesThatDiffer(packaged)).contains("52", "92", "01");
        assertThat(packaged.approved(day)).isEqualTo(packaged);
    }

    @Test
    void anApprovalCannotBeWrittenIntoAProposal() {
        LocalDate day = LocalDate.of(2026, 1, 1);
        var inForce = new StatusMapping(
                "2026-1",
                false,
                List.of(row("m-0001", "52", Answer.INACTIVE, null, null).approved(day)));
        new StatusMapping("2026-2", false, inForce.rows()).checkApprovals(inForce);
        var changed = List.of(row("m-0001", "52", Answer.RETIRED, null, null).approved(day));
        assertThatThrownBy(() -> new StatusMapping("2026-2", false, changed).checkApprovals(inForce))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new StatusMapping("2026-2", false, inForce.rows()).checkApprovals(packaged))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void outsideTheLocalProfileASyntheticMappingCannotEvenBeProposed() {
        var production = new ProductionSafety() {
            @Override
            public boolean isProduction() {
                return true;
            }
        };
        var mappings = new StatusMappings(null, null, StrictJson.mapper(), production, null, null, null);
        assertThatThrownBy(() -> mappings.propose(packaged, null, "analis.bkn"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("local profile only");
    }

    @Test
    void versionsRiseByNumberNotByText() {
        assertThat(new StatusMapping("2024-10", true, List.of()).isNewerThan("2024-9"))
                .isTrue();
        assertThat(new StatusMapping("2024-1", true, List.of()).isNewerThan("2024-1"))
                .isFalse();
    }

    @Test
    void namesTheCodesThatNeedNewEvents() {
        var more = new ArrayList<>(packaged.rows());
        more.add(row("m-ffff", "10", Answer.INACTIVE, null, null));
        assertThat(new StatusMapping("2024-2", true, more).codesThatDiffer(packaged))
                .containsExactly("10");
    }

    private static StatusMapping mapping(Row... rows) {
        return new StatusMapping("2024-2", true, List.of(rows));
    }

    private static Row row(String id, String kode, Answer answer, LocalDate from, LocalDate until) {
        return new Row(id, kode, false, "nama", answer, from, until, "dasar", null, false);
    }

    private static StatusMapping packaged() {
        try (InputStream file = StatusMapping.class.getResourceAsStream("/status-mappings/2024-1.json")) {
            return StrictJson.mapper().readValue(file, StatusMapping.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
