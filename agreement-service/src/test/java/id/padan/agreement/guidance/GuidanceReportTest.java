package id.padan.agreement.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuidanceReportTest {

    @Test
    void countsByTheHalfYearInJakarta() {
        var closed = new Guidance.Closed(
                "Kode galat",
                List.of(
                        question("2026-06-30T23:59:59+07:00"),
                        answer("2026-07-01T00:00:00+07:00", "1.50"),
                        question("2026-07-02T00:00:00+07:00"),
                        answer("2026-07-20T00:00:00+07:00", "2")),
                "verifikator.bkn",
                at("2026-07-21T00:00:00+07:00"),
                null);
        var open = new Guidance.Open("Batas ukuran", List.of(question("2026-08-01T00:00:00+07:00")));

        var report = GuidanceReport.of("2026-H2", List.of(closed, open), asked -> asked.plus(Duration.ofDays(7)));

        assertThat(report).isEqualTo(new GuidanceReport("2026-H2", 2, 2, 1, 1, 1, new BigDecimal("3.50")));
        assertThat(GuidanceReport.of("2026-H1", List.of(closed, open), asked -> asked)
                        .asked())
                .isEqualTo(1);
    }

    private static Guidance.Turn question(String at) {
        return new Guidance.Turn(at(at), "Bagaimana?", List.of(), null);
    }

    private static Guidance.Turn answer(String at, String hours) {
        return new Guidance.Turn(at(at), "Begini.", List.of(), new BigDecimal(hours));
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
