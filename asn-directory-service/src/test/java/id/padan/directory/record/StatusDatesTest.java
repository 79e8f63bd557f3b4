package id.padan.directory.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusDatesTest {
    private static final LocalDate DATA = LocalDate.of(2026, 11, 1);

    @ParameterizedTest
    @CsvSource({
        // Who serves does so since the appointment; who does not, since the day that the code has of its own.
        "01, false, 2010-03-01",
        "71, false, 2010-03-01",
        "99, false, 2025-05-01",
        "02, false, 2024-02-01",
        "01, true,  2026-01-15",
        "99, true,  2025-05-01",
        // Nothing says since when: known from the data on.
        "04, false, 2026-11-01",
        "03, false, 2026-11-01",
    })
    void knowsOfANewRecordSinceWhenItsStatusHolds(String code, boolean deceased, LocalDate since) {
        assertThat(StatusDates.first(asn(code, deceased, LocalDate.of(2025, 5, 1)), DATA))
                .isEqualTo(since);
    }

    @Test
    void aDateAfterTheDataIsNoDayOnWhichTheStatusHeld() {
        assertThat(StatusDates.first(asn("99", false, LocalDate.of(2027, 1, 1)), DATA))
                .isEqualTo(DATA);
    }

    @Test
    void whoServesAgainDidNotServeSinceTheAppointment() {
        var leave = LocalDate.of(2024, 2, 1);
        assertThat(StatusDates.changed(asn("01", false, null), leave, DATA)).isEqualTo(DATA);
        assertThat(StatusDates.corrected(asn("01", false, null), DATA, false, DATA))
                .isEqualTo(DATA);
        assertThat(StatusDates.changed(asn("99", false, LocalDate.of(2025, 5, 1)), leave, DATA))
                .isEqualTo(LocalDate.of(2025, 5, 1));
    }

    private static AsnRecord asn(String code, boolean deceased, LocalDate retirement) {
        return new AsnRecord(
                "1",
                "2",
                3,
                true,
                "CONTOH",
                null,
                code,
                deceased,
                retirement,
                "{\"tmtCpns\":\"01-03-2010\",\"tmtPns\":\"01-03-2011\"}",
                deceased
                        ? "{\"tglMeninggal\":\"15-01-2026\"}"
                        : "{\"tglAwalCltn\":\"01-02-2024\",\"tglAkhirCltn\":\"01-02-2027\"}",
                false,
                false,
                null,
                null,
                null,
                new UUID(0, 0));
    }
}
