package id.padan.verification.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.verification.answer.Answer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusMappingTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final String ROWS = """
            {"id":"a","answer":"ACTIVE","from":null,"to":null},{"id":"i","answer":"INACTIVE"},{"id":"r","answer":"RETIRED"},
            {"id":"n","answer":"NOT_FOUND"},{"id":"late","answer":"ACTIVE","from":"2026-11-24","to":null},
            {"id":"changed","answer":"INACTIVE","to":"2026-11-23"},{"id":"changed","answer":"RETIRED","from":"2026-11-23"}""";

    @ParameterizedTest
    @CsvSource(
            nullValues = "unmapped",
            value = {
                ";a, ACTIVE",
                ";i, INACTIVE",
                ";r, RETIRED",
                ";n, NOT_FOUND",
                ";a;i;n;r, ACTIVE",
                ";i;n;r, INACTIVE",
                ";n;r, RETIRED",
                ";?, unmapped",
                ";?;i, unmapped",
                ";?;n, unmapped",
                ";?;a, ACTIVE",
                ";nobody, unmapped",
                ";late, unmapped",
                ";changed, RETIRED",
                "'', NOT_FOUND",
            })
    void severalRecordsAnswerByPrecedence(String state, Answer expected) throws BadEvent {
        var finding = mapping().finding(StatusState.parse(state), DAY);

        assertThat(finding.mapped()).isEqualTo(expected);
    }

    @Test
    void tellsTheCoverageIfBknHasCountedIt() throws BadEvent {
        assertThat(mapping().coverage()).isNull();
        var counted = StatusMapping.parse("""
                {"type":"asn.status-mapping","version":"t-1","synthetic":true,"rows":[],
                 "coverage":{"records":3,"validNik":2,"countedAt":"2026-11-02T01:00:00Z"}}""".getBytes(StandardCharsets.UTF_8));
        assertThat(counted.coverage().percent()).isEqualTo("66.67");
        assertThat(new Coverage(0, 0, counted.coverage().countedAt()).percent()).isNull();
    }

    @Test
    void flagsRideBeside() throws BadEvent {
        var finding = mapping().finding(StatusState.parse("SN;a"), DAY);

        assertThat(finding).isEqualTo(new Finding(Answer.ACTIVE, true, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "not json",
                "{\"type\":\"asn.status-mapping\",\"version\":\"1\",\"synthetic\":true}",
                "{\"type\":\"asn.status\",\"version\":\"1\",\"synthetic\":true,\"rows\":[]}",
                "{\"type\":\"asn.status-mapping\",\"version\":\"1\",\"synthetic\":true,\"rows\":[{\"id\":\"a\",\"answer\":\"MAYBE\"}]}",
                "{\"type\":\"asn.status-mapping\",\"version\":\"1\",\"rows\":[]}"
            })
    void refusesWhatIsNoMapping(String value) {
        assertThatThrownBy(() -> StatusMapping.parse(value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BadEvent.class);
    }

    private static StatusMapping mapping() throws BadEvent {
        var json = "{\"type\":\"asn.status-mapping\",\"version\":\"t-1\",\"synthetic\":true,\"later\":1,\"rows\":["
                + ROWS + "]}";
        return StatusMapping.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
