package id.padan.correction.competence;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.json.StrictJson;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompetenceTest {

    private static final String KEMNAKER = "A5EB03E23AFAF6A0E040640A040252AD";
    private final Competence competence;

    CompetenceTest() throws IOException {
        competence = new Competence(StrictJson.mapper(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "A-13, KEMNAKER_TO_BKN, OTHER,   bkn,      bkn",
        "A-13, BKN_TO_KEMNAKER, OWN,     bkn,      bkn",
        "A-04, KEMNAKER_TO_BKN, UNKNOWN, bkn,      bkn",
        "A-29, BKN_TO_KEMNAKER, OWN,     bkn,      bkn",
        "A-29, KEMNAKER_TO_BKN, OTHER,   THIRD,    bkn",
        "A-29, BKN_TO_KEMNAKER, OTHER,   THIRD,    bkn",
        "A-29, KEMNAKER_TO_BKN, UNKNOWN, bkn,      bkn",
        "C-02, BKN_TO_KEMNAKER, OTHER,   kemnaker, kemnaker",
        "C-02, KEMNAKER_TO_BKN, OWN,     ,         ",
        "A-29, BKN_TO_KEMNAKER, UNKNOWN, ,         "
    })
    void saysWhoDecides(String element, Direction direction, Competence.Agency agency, String decider, String holder) {
        var rule = competence.find(element, direction, agency);
        assertThat(rule.map(Competence.Rule::decider).orElse(null)).isEqualTo(decider);
        assertThat(rule.map(Competence.Rule::holder).orElse(null)).isEqualTo(holder);
    }

    @Test
    void knowsItsOwnStaffByEitherAgency() {
        assertThat(competence.agency(KEMNAKER, "X")).isEqualTo(Competence.Agency.OWN);
        assertThat(competence.agency("X", KEMNAKER)).isEqualTo(Competence.Agency.OWN);
        assertThat(competence.agency("X", null)).isEqualTo(Competence.Agency.OTHER);
        assertThat(competence.agency(null, null)).isEqualTo(Competence.Agency.UNKNOWN);
    }
}
